// The record of a run, for programs that run no stage themselves: those that clean up and
// those that pack results.
import Formats
import FormatsFiles
import Foundation

/// A record next to an output, or in an entry of the store.
package struct RecordedRun {
  private let record: RunRecord

  /// - Returns: nil if there is no record of this version at `path`.
  package init?(at path: String) {
    guard let record = RunRecord(at: path) else { return nil }
    self.record = record
  }

  /// - Returns: nil if there is no record of this version next to `output`.
  package init?(of output: String) { self.init(at: RunRecord.path(of: output)) }

  /// What the outputs were made from.
  package var header: StageHeader { record.header }

  /// The names of all outputs, without folders.
  package var outputs: [String] { record.files.compactMap(\.output).filter { !$0.contains("/") } }

  /// The names of side files, which were made from the outputs.
  package var sides: [String] { record.files.compactMap(\.side).filter { !$0.contains("/") } }

  /// The names of side files that belong to other outputs than the present ones.
  package var outdatedSides: [String] {
    record.files.compactMap { $0.isOutdated == true ? $0.side : nil }
  }

  /// Notes files that were written again from `source`, which is next to them, so that they are known as the
  /// pipeline's as long as nobody changes them. Without the note nothing is lost.
  package static func note(sides: [String], of source: String, stage: String) {
    var record = RunRecord(header: StageHeader(stage: stage, revision: 1, parameters: [:], inputs: []))
    for side in sides
    where URL(fileURLWithPath: side).deletingLastPathComponent()
      == URL(fileURLWithPath: source).deletingLastPathComponent()
    {
      guard let (hash, stamp) = try? record.hash(ofFile: side), let stamp else { continue }
      record.files.append(.init(stamp: stamp, sha256: hash, side: URL(fileURLWithPath: side).lastPathComponent))
    }
    record.write(beside: source)
  }

  /// The hash of an output or a side file, read only if it has changed since it was recorded; nil if it
  /// is not what the run has made.
  ///
  /// - Throws: `InputError` when the file cannot be read.
  package func unchangedHash(of path: String) throws -> ContentHash? {
    let name = URL(fileURLWithPath: path).lastPathComponent
    guard let file = record.files.first(where: { ($0.output ?? $0.side) == name }) else { return nil }
    if file.stamp == FileStamp(of: path) { return file.sha256 }
    return try ContentHash(ofFile: path) == file.sha256 ? file.sha256 : nil
  }
}

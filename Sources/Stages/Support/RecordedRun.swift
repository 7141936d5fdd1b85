// What the record of a run says to programs that run no stage themselves: those that clean
// up and those that pack results.
import Foundation
import Formats

/// A record beside an output, or in an entry of the store.
public struct RecordedRun {
  private let record: RunRecord

  /// - Returns: nil where there is no record of this version at `path`.
  public init?(at path: String) {
    guard let record = RunRecord(at: path) else { return nil }
    self.record = record
  }

  /// - Returns: nil where there is no record of this version beside `output`.
  public init?(of output: String) { self.init(at: RunRecord.path(of: output)) }

  /// What the outputs were made from.
  public var header: StageHeader { record.header }

  /// The names of all outputs, without folders.
  public var outputs: [String] { record.files.compactMap(\.output).filter { !$0.contains("/") } }

  /// The hash of an output, read only if it has changed since it was recorded; nil if it
  /// is not what the run has made.
  ///
  /// - Throws: `InputError` when the file cannot be read.
  public func unchangedHash(of path: String) throws -> ContentHash? {
    guard let made = record.madeOutput(path) else { return nil }
    if record.output(path) != nil { return made }
    return try ContentHash(ofFile: path) == made ? made : nil
  }
}

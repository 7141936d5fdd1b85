// Files that a stage derives from its output and writes next to it: tables and lists for
// people.
import FormatsFiles
import Foundation

extension StageRun {
  /// Writes a file that shows the output in another form. It is not an output itself: it is
  /// written again if it is missing or differs. The record lists it as this run's.
  ///
  /// - Parameter path: `-` is standard output.
  /// - Throws: `InputError` when it cannot be written or is an input or another output.
  package func writeSide(_ bytes: [UInt8], to path: String) throws {
    try checkOutputs([path], inputs: inputs.map(\.path) + outputs)
    try writeOut(bytes, to: path)
    guard folder(path) == folder(output), let stamp = FileStamp(of: path),
      !record.hasSide(path),
      let hash = try? ContentHash(ofFile: path)
    else { return }
    record.files.removeAll { $0.side == fileName(path) }
    record.files.append(.init(stamp: stamp, sha256: hash, side: fileName(path)))
    record.write(beside: output)
  }

  /// Whether the side file `path` is unchanged since this run, or an equal one, wrote it.
  package func hasSide(_ path: String) -> Bool { record.hasSide(path) }

  /// What has happened to side files of the present outputs, in words: the next run writes them again.
  func lostSides() throws -> [String] {
    guard let run = RecordedRun(of: output) else { return [] }
    let outdated = run.outdatedSides
    return try run.sides.filter { !outdated.contains($0) }.compactMap { name in
      let path = URL(fileURLWithPath: output).deletingLastPathComponent().appendingPathComponent(name).path
      guard FileStamp(of: path) != nil else { return "\(name) is missing" }
      return try run.unchangedHash(of: path) == nil ? "\(name) is not as it was written" : nil
    }
  }

  private func folder(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().standardized.path
  }
}

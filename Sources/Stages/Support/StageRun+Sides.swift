// Files that a stage writes beside its output from the output's content: tables and lists
// for people.
import Formats
import Foundation

extension StageRun {
  /// Writes a file that shows the output in another form. It is not an output itself: it is
  /// written anew where it is missing or differs. The record knows it as this run's.
  ///
  /// - Parameter path: `-` is standard output.
  /// - Throws: `InputError` when it cannot be written or is an input.
  public func writeSide(_ bytes: [UInt8], to path: String) throws {
    try checkIsNoInput(path)
    try writeOut(bytes, to: path)
    guard folder(path) == folder(output), let stamp = FileStamp(of: path),
      !record.files.contains(where: { $0.side == fileName(path) && $0.stamp == stamp }),
      let hash = try? ContentHash(ofFile: path)
    else { return }
    record.files.removeAll { $0.side == fileName(path) }
    record.files.append(.init(stamp: stamp, sha256: hash, side: fileName(path)))
    record.write(beside: output)
  }

  /// Whether the side file `path` is there as this run, or an equal one, wrote it.
  public func hasSide(_ path: String) -> Bool {
    guard let stamp = FileStamp(of: path) else { return false }
    return record.files.contains { $0.side == fileName(path) && $0.stamp == stamp }
  }

  /// A mistyped name must not cost an input.
  func checkIsNoInput(_ path: String) throws {
    guard let place = realpath(path, nil) else { return }
    defer { free(place) }
    for input in inputs {
      guard let other = realpath(input.path, nil) else { continue }
      defer { free(other) }
      guard strcmp(place, other) != 0 else {
        throw InputError(
          file: path, problem: "is an input of this command, so it cannot be written", remedy: "Give another name")
      }
    }
  }

  private func folder(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().standardized.path
  }
}

// What a stage records next to its output so that checking it again is cheap. It
// does not affect any result: without it everything is read and hashed again.
import Formats
import FormatsFiles
import Foundation

/// The hashes of the inputs and outputs of a run, each with the stamp of the file that
/// was hashed.
///
/// It is kept in `.NAME.record` next to the output NAME. As it contains no path, the
/// folder can be moved; a copy of it is hashed once more.
struct RunRecord: Codable {
  /// A file that was read to its end.
  struct File: Codable {
    var stamp: FileStamp
    var sha256: ContentHash
    /// The name of an output; nil for other files.
    var output: String?
    /// The name of a file that is written again from the output whenever it differs.
    var side: String?
    /// Whether a side file belongs to another result than the outputs: the pipeline made it, so
    /// it can be removed, but it says nothing about them.
    var isOutdated: Bool?
  }

  static let mark = "jman run record 1"
  private(set) var format = Self.mark
  /// What the outputs were made from.
  var header: StageHeader
  var files: [File] = []

  init(header: StageHeader) { self.header = header }

  static func path(of output: String) -> String {
    let url = URL(fileURLWithPath: output)
    return url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).record").path
  }

  /// The record next to `output`; nil if there is none that can be used.
  init?(of output: String) {
    self.init(at: Self.path(of: output))
  }

  init?(at path: String) {
    guard let stamp = try? FileManager.default.attributesOfItem(atPath: path)[.type],
      stamp as? FileAttributeType == .typeRegular,
      let data = try? Data(contentsOf: URL(fileURLWithPath: path)),
      let record = try? JSONDecoder().decode(RunRecord.self, from: data),
      record.format == Self.mark
    else { return nil }
    self = record
  }

  /// The hash of the file at `path`: recorded if its stamp is known, computed otherwise.
  ///
  /// - Throws: `InputError` when it cannot be read or changes meanwhile.
  func hash(ofFile path: String) throws -> (sha256: ContentHash, stamp: FileStamp?) {
    // What /dev/stdin refers to is read once, so nothing is gained by remembering it.
    guard path != "/dev/stdin", !path.hasPrefix("/dev/fd/"), let stamp = FileStamp(of: path) else {
      return (try ContentHash(ofFile: path), nil)
    }
    if let known = files.first(where: { $0.stamp == stamp }) { return (known.sha256, stamp) }
    let hash = try ContentHash(ofFile: path)
    guard let after = FileStamp(of: path), after.isUnwritten(since: stamp) else {
      throw InputError.changed(path)
    }
    return (hash, after == stamp ? stamp : nil)
  }

  /// The remembered hash of an output, if the file at `path` has not changed since.
  func output(_ path: String) -> ContentHash? {
    guard let stamp = FileStamp(of: path) else { return nil }
    return files.first { $0.output == name(path) && $0.stamp == stamp }?.sha256
  }

  /// The hash that an output had when it was made.
  func madeOutput(_ path: String) -> ContentHash? {
    files.first { $0.output == name(path) }?.sha256
  }

  /// Whether the side file at `path` is as it was written for the present outputs.
  func hasSide(_ path: String) -> Bool {
    guard let stamp = FileStamp(of: path) else { return false }
    return files.contains { $0.side == name(path) && $0.isOutdated != true && $0.stamp == stamp }
  }

  /// Notes new outputs. Files of an earlier run that this one does not make stay known as
  /// the pipeline's.
  mutating func replaceOutputs(by outputs: [File]) {
    let names = Set(outputs.compactMap(\.output))
    files = files.compactMap { file in
      var file = file
      if let output = file.output { (file.side, file.isOutdated) = (output, true) }
      file.output = nil
      return file.side.map(names.contains) == true ? nil : file
    }
    files += outputs
  }

  /// Notes the inputs of a new run, and forgets those of the earlier one.
  ///
  /// - Parameter isSame: whether the new run makes the same result, so that side files belong to it.
  mutating func replaceInputs(by inputs: [File], isSame: Bool) {
    files =
      inputs
      + files.filter { $0.output != nil || $0.side != nil }.map { file in
        var file = file
        if !isSame, file.side != nil { file.isOutdated = true }
        return file
      }
  }

  private func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }

  /// Replaces the record next to `output`. If that fails, the next run reads more.
  func write(beside output: String) {
    let path = Self.path(of: output)
    let partial = path + ".\(getpid())"
    // Somebody else's link under this name must not be followed.
    unlink(partial)
    guard let json = try? stableJSON(),
      (try? Data(json).write(to: URL(fileURLWithPath: partial), options: .withoutOverwriting)) != nil
    else { return }
    if rename(partial, path) != 0 { unlink(partial) }
  }
}

extension InputError {
  static func changed(_ path: String) -> InputError {
    InputError(
      file: path, problem: "changed while it was being read",
      remedy: "Run the command again when nothing writes to it")
  }
}

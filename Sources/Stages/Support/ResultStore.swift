// The memory of all stages: the results by their headers. It does not decide what is up to
// date, and can be emptied at any time.
import Formats
import FormatsFiles
import Foundation
import Glibc

/// A folder of results, an entry for each header.
///
/// A header names everything that decides the bytes, so equal headers mean equal
/// files. Entries hold hard links, which take no time and, while a file is in use, no
/// room; on another file system, copies. An entry's folder is also the lock of its header: if two runs
/// would make the same result, the second takes what the first has made.
package struct ResultStore {
  /// The name of the file that makes a folder an entry.
  package static let recordName = "record.json"
  let folder: String

  /// The entry for `header`, made and locked; nil if the store cannot be written.
  ///
  /// - Parameter waiting: called before another run's end is waited for.
  func entry(_ header: StageHeader, waiting: () -> Void) -> Entry? {
    guard let path = path(of: header) else { return nil }
    while true {
      try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        waiting()
        guard FileDescriptor.uninterrupted({ flock(descriptor, LOCK_EX) }) == 0 else {
          close(descriptor)
          return nil
        }
      }
      // The folder may have been removed while this run waited for it.
      var held = stat()
      var there = stat()
      if fstat(descriptor, &held) == 0, stat(path, &there) == 0, held.st_ino == there.st_ino {
        return Entry(folder: path, descriptor: descriptor)
      }
      close(descriptor)
    }
  }

  /// The entry for `header` if there is one, not locked.
  func existing(_ header: StageHeader) -> Entry? {
    guard let path = path(of: header), FileStamp(of: path) != nil else { return nil }
    return Entry(folder: path, descriptor: -1)
  }

  /// Two levels, so that no folder gets too full.
  private func path(of header: StageHeader) -> String? {
    var header = header
    header.toolVersion = ""
    guard let json = try? header.stableJSON(), var hasher = try? ContentHasher() else { return nil }
    json.withUnsafeBytes { hasher.update($0) }
    let hash = hasher.finish().hexadecimal
    return "\(folder)/\(hash.prefix(2))/\(hash.dropFirst(2))"
  }

  /// The results of one header. Its lock is released with the last reference, or the process.
  final class Entry {
    let folder: String
    private let descriptor: Int32

    fileprivate init(folder: String, descriptor: Int32) {
      self.folder = folder
      self.descriptor = descriptor
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    private func place(_ output: String) -> String {
      "\(folder)/\(URL(fileURLWithPath: output).lastPathComponent)"
    }

    /// The record of the kept results, if all of `outputs` are among them.
    func record(for outputs: [String]) -> RunRecord? {
      guard let record = RunRecord(at: "\(folder)/\(ResultStore.recordName)"),
        outputs.allSatisfy({ record.madeOutput($0) != nil && FileStamp(of: place($0)) != nil })
      else { return nil }
      return record
    }

    /// Replaces `outputs` by the kept results.
    ///
    /// - Throws: `InputError` when one is damaged or cannot be linked.
    func restore(_ outputs: [String], checking record: RunRecord) throws {
      for output in outputs where try ContentHash(ofFile: place(output)) != record.madeOutput(output) {
        throw InputError(file: place(output), problem: "is damaged")
      }
      for output in outputs.map(Self.target) {
        let url = URL(fileURLWithPath: output)
        let linked = url.deletingLastPathComponent()
          .appendingPathComponent(".\(url.lastPathComponent).restored").path
        unlink(linked)
        guard Self.link(place(output), linked), rename(linked, output) == 0 else {
          let reason = lastSystemError()
          unlink(linked)
          throw InputError(file: output, problem: "cannot be taken from the store: \(reason)")
        }
        // Two names of one file: then rename does nothing.
        unlink(linked)
      }
    }

    /// The file that an output is: writers follow links, and so do these.
    private static func target(_ output: String) -> String {
      URL(fileURLWithPath: output).resolvingSymlinksInPath().path
    }

    /// Gives a file a second name, or copies it if that is not possible.
    private static func link(_ file: String, _ name: String) -> Bool {
      if Glibc.link(file, name) == 0 { return true }
      guard errno != EEXIST else { return false }
      if (try? FileManager.default.copyItem(atPath: file, toPath: name)) != nil { return true }
      unlink(name)
      return false
    }

    /// Links `outputs` into the entry.
    func keep(_ outputs: [String]) {
      clear()
      for output in outputs {
        // What a killed run left, perhaps half of a copy.
        unlink(place(output))
        _ = Self.link(Self.target(output), place(output))
      }
    }

    /// Completes the entry.
    func keep(_ record: RunRecord) {
      var record = record
      record.files.removeAll { $0.output == nil }
      guard let json = try? record.stableJSON() else { return }
      let path = "\(folder)/\(ResultStore.recordName)"
      try? Data(json).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// Removes what the entry holds.
    func clear() {
      let path = "\(folder)/\(ResultStore.recordName)"
      for file in RunRecord(at: path)?.files ?? [] {
        if let name = file.output, !name.contains("/") { unlink("\(folder)/\(name)") }
      }
      unlink(path)
    }
  }
}

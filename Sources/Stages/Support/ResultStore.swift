// Results that were replaced, kept for the day when their parameters come back.
// It holds no result that is in use, so it can be emptied at any time.
import Foundation
import Formats

/// A folder of superseded stage files, each under the hash of its header.
///
/// A header names everything that decides the bytes, so equal headers mean equal
/// files. Entries are hard links: they take no time and, while the file is still
/// in use, no room. Stage files are never written in place, so a link cannot
/// change behind the store's back; what comes back is checked all the same.
struct ResultStore {
  let folder: String

  /// Links the file at `path`, which is about to be replaced, into the store.
  /// Where that fails (no links on this file system) nothing is kept.
  func keep(_ path: String) {
    guard let header = try? StageReader(path: path).header, let entry = self.path(of: header)
    else { return }
    let parent = URL(fileURLWithPath: entry).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    link(path, entry)
  }

  /// Whether there is an entry for `header`.
  func has(_ header: StageHeader) -> Bool {
    path(of: header).map { FileManager.default.fileExists(atPath: $0) } ?? false
  }

  /// Puts the entry for `header` to `output`, whose present file is kept in turn.
  ///
  /// - Returns: false, and changes nothing, where there is no whole entry.
  func restore(_ header: StageHeader, to output: String) -> Bool {
    guard let entry = path(of: header), FileManager.default.fileExists(atPath: entry) else {
      return false
    }
    guard isWhole(entry, header) else {
      unlink(entry)
      return false
    }
    keep(output)
    let url = URL(fileURLWithPath: output)
    let linked = url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).restored").path
    unlink(linked)
    guard link(entry, linked) == 0 else { return false }
    utimensat(AT_FDCWD, linked, nil, 0)
    guard rename(linked, output) == 0 else {
      unlink(linked)
      return false
    }
    return true
  }

  /// Reads the whole entry: its header is `header` and every checksum fits.
  private func isWhole(_ path: String, _ header: StageHeader) -> Bool {
    guard let reader = try? StageReader(path: path), reader.header.isMadeLike(header) else {
      return false
    }
    do {
      while try reader.nextSection() != nil {}
      return true
    } catch {
      return false
    }
  }

  /// Two levels, so that no folder gets too full.
  private func path(of header: StageHeader) -> String? {
    var header = header
    header.toolVersion = ""
    guard let json = try? header.stableJSON(), var hasher = try? ContentHasher() else { return nil }
    json.withUnsafeBytes { hasher.update($0) }
    let name = hasher.finish().hexadecimal
    return "\(folder)/\(name.prefix(2))/\(name.dropFirst(2)).stage"
  }
}

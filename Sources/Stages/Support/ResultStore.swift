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
    guard let header = try? StageReader(path: path).header,
      let entry = self.path(of: header, for: path)
    else { return }
    let parent = URL(fileURLWithPath: entry).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    link(path, entry)
  }

  /// Whether there is an entry for `header`.
  func has(_ header: StageHeader, for path: String) -> Bool {
    self.path(of: header, for: path).map { FileManager.default.fileExists(atPath: $0) } ?? false
  }

  /// The whole entry for the output `path` with `header`; one that is damaged is
  /// removed. It is read to its end: its header is `header`, every checksum fits.
  func entry(_ header: StageHeader, for path: String) -> String? {
    guard let entry = self.path(of: header, for: path),
      FileManager.default.fileExists(atPath: entry)
    else { return nil }
    if let reader = try? StageReader(path: entry), reader.header.isMadeLike(header) {
      do {
        while try reader.nextSection() != nil {}
        return entry
      } catch {}
    }
    unlink(entry)
    return nil
  }

  /// Puts an entry to `output`, whose present file is kept in turn.
  ///
  /// - Returns: false, and changes nothing, where that fails.
  func put(_ entry: String, to output: String) -> Bool {
    keep(output)
    let url = URL(fileURLWithPath: output)
    let linked = url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).restored").path
    unlink(linked)
    guard link(entry, linked) == 0 else { return false }
    guard rename(linked, output) == 0 else {
      unlink(linked)
      return false
    }
    // Two names of one file: then rename does nothing.
    unlink(linked)
    return true
  }

  /// The hash of the header, and the name of the output, for those of one run share
  /// a header. Two levels, so that no folder gets too full.
  private func path(of header: StageHeader, for output: String) -> String? {
    var header = header
    header.toolVersion = ""
    guard let json = try? header.stableJSON(), var hasher = try? ContentHasher() else { return nil }
    json.withUnsafeBytes { hasher.update($0) }
    let hash = hasher.finish().hexadecimal
    let name = URL(fileURLWithPath: output).lastPathComponent
    return "\(folder)/\(hash.prefix(2))/\(hash.dropFirst(2)).\(name)"
  }
}

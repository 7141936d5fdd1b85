// What the user should know about the files of a corpus, and what they are called in messages.
import FormatsFiles

extension CorpusFiles {
  /// What the user should know about a folder whose files belong together: which of them and of
  /// its subfolders are not read.
  func remarks(on format: CorpusFormat) -> [String] {
    guard isFolder else { return [] }
    var remarks = passedOverRemarks + Self.unread(folders: subfolders)
    // The reader of Annif's folders knows which files it uses.
    if format != .annifFolder {
      let others = paths.map { Self.title($0) }.filter { title in
        !CorpusFolder.isAboutData(title)
          && !Self.allRoles.contains { RoleName(title).prefix(before: $0) != nil }
      }
      if !others.isEmpty {
        remarks.append("not used by the format \(format.rawValue): " + Self.list(others))
      }
    }
    return remarks
  }

  /// What the user should know about a folder whose files are read one after the other.
  ///
  /// - Parameters:
  ///   - corpora: the files of subfolders that are read.
  ///   - others: those that are not.
  func remarks(corpora: [String], others: [String]) -> [String] {
    guard isFolder else { return [] }
    var remarks: [String] = []
    if !corpora.isEmpty {
      remarks.append(
        "\(corpora.count, "file") of subfolders \(corpora.count == 1 ? "was" : "were") read too: "
          + Self.list(corpora.map { placeInFolder($0) }))
    }
    if !others.isEmpty {
      remarks.append(
        "in another format or in none, and not read: " + Self.list(others.map { placeInFolder($0) }))
    }
    return remarks + passedOverRemarks + Self.unread(folders: closed)
  }

  private static func unread(folders: [String]) -> [String] {
    guard !folders.isEmpty else { return [] }
    return [
      "\(folders.count, "folder") \(folders.count == 1 ? "was" : "were") not read: " + list(folders)
    ]
  }

  private var passedOverRemarks: [String] {
    let names = paths.map { Self.title($0) }.filter { CorpusFolder.isAboutData($0) } + passedOver
    return names.isEmpty ? [] : ["skipped: " + Self.list(names)]
  }

  /// Names in a message, at most eight of them.
  static func list(_ names: [String]) -> String {
    names.prefix(8).joined(separator: ", ")
      + (names.count > 8 ? " and \(names.count - 8) more" : "")
  }

  /// The path of a file in the folder, for messages and ids; of other corpora its last part.
  func placeInFolder(_ path: String) -> String {
    let folder = CorpusFolder.path(of: "", in: name)
    guard isFolder, path.utf8.starts(with: folder.utf8) else { return Self.title(path) }
    return String(decoding: path.utf8.dropFirst(folder.utf8.count), as: UTF8.self)
  }

  /// The last part of a path, for messages about corpora of several files.
  static func title(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

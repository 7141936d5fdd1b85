// What a folder holds: files that may belong to a corpus, folders, and what systems and
// editors leave there. It decides by names and kinds, and opens no file.
import FormatsFiles
import Foundation

/// The contents of one folder, each list sorted by name.
struct CorpusFolder {
  /// Paths of the files.
  private(set) var files: [String] = []
  /// Names of the folders in it.
  private(set) var folders: [String] = []
  /// Names of links to folders, which are not followed: they may lead anywhere, even back.
  private(set) var links: [String] = []
  /// Names of what is not data: hidden files, backups of editors, notes of file managers.
  private(set) var passedOver: [String] = []

  /// - Throws: `InputError` for a folder that cannot be read.
  init(_ path: String) throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw InputError(
        file: path, problem: "the folder cannot be read: \(systemReason(of: error))")
    }
    // Such a name cannot be opened, and its file would be missing without a word.
    if let damaged = names.first(where: { $0.unicodeScalars.contains("\u{FFFD}") }),
      Self.kind(Self.path(of: damaged, in: path), followsLinks: false) == nil
    {
      throw InputError(
        file: Self.path(of: damaged, in: path), problem: "has a name that is not UTF-8", remedy: "Rename the file")
    }
    for name in names.sorted(by: { ExactString($0) < ExactString($1) }) {
      let full = Self.path(of: name, in: path)
      switch (Self.kind(full, followsLinks: true), Self.isLeftBehind(name)) {
      case (S_IFREG, false): files.append(full)
      case (S_IFDIR, false):
        if Self.kind(full, followsLinks: false) == S_IFLNK {
          links.append(name)
        } else {
          folders.append(name)
        }
      default: passedOver.append(name)
      }
    }
  }

  /// The path of `name` in a folder.
  static func path(of name: String, in folder: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// Whether a file with this name is for people, or was written by `annotate`.
  static func isAboutData(_ name: String) -> Bool {
    name.lowercased().hasPrefix("readme") || name.hasSuffix(".annif")
  }

  /// Whether a name is hidden, or that of a backup or of a system's own file.
  private static func isLeftBehind(_ name: String) -> Bool {
    let lower = name.lowercased()
    return name.hasPrefix(".") || name.hasPrefix("~$") || name.hasSuffix("~")
      || name.hasPrefix("#") && name.hasSuffix("#")
      || backups.contains(where: lower.hasSuffix) || systemNames.contains(lower)
  }

  private static let backups = [".bak", ".old", ".orig", ".save", ".swo", ".swp", ".tmp"]
  private static let systemNames: Set<String> = [
    "__macosx", "desktop.ini", "ehthumbs.db", "icon\r", "thumbs.db",
  ]

  /// What `path` is; nil if it is not there.
  private static func kind(_ path: String, followsLinks: Bool) -> mode_t? {
    var info = stat()
    guard (followsLinks ? stat(path, &info) : lstat(path, &info)) == 0 else { return nil }
    return info.st_mode & S_IFMT
  }
}

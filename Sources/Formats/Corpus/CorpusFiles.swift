// The files of one corpus: what each of them is by its name, and how they are
// opened. It reads nothing but first bytes.
import Foundation

/// What a file's name says: `citeulike-a-raw-data.csv.gz` has the stem
/// `citeulike-a-raw-data` and the ending `csv`.
struct RoleName {
  var stem: String
  /// Without point, in lower case; empty where there is none.
  var ending = ""

  init(_ path: String) {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for packed in [".gz", ".bz2", ".xz", ".zst", ".lz4"] where name.hasSuffix(packed) {
      name.removeLast(packed.count)
    }
    stem = name
    if let point = name.lastIndex(of: "."), point != name.startIndex {
      let after = name[name.index(after: point)...].lowercased()
      if ["txt", "tsv", "csv", "dat", "sql", "xml", "arff", "bib", "key", "json"].contains(after) {
        stem = String(name[..<point])
        ending = after
      }
    }
  }

  /// What stands before `role` if the stem is it or ends with it; nil if not.
  func prefix(before role: String) -> String? {
    if stem == role { return "" }
    guard stem.hasSuffix(role), let before = stem.dropLast(role.count).last,
      "-_.".contains(before)
    else { return nil }
    return String(stem.dropLast(role.count))
  }
}

/// The files of a corpus by their names.
struct CorpusFiles {
  /// Of the whole files, sorted by name.
  private(set) var paths: [String]
  /// As the user named it.
  let name: String
  /// Whether the user gave a folder, whose other files do not matter.
  private let isFolder: Bool
  private let onlyPrefix: String?

  /// - Parameter paths: files, or one folder.
  /// - Throws: `InputError` for a path that is not there.
  init(paths: [String]) throws {
    name = paths.first ?? ""
    if paths.count == 1, Self.isFolder(paths[0]) {
      isFolder = true
      onlyPrefix = nil
      self.paths = try Self.files(in: paths[0])
      guard !self.paths.isEmpty else {
        throw InputError(
          file: paths[0], problem: "is an empty folder",
          remedy: "Put the corpus's files into it, or give another folder")
      }
      return
    }
    for path in paths where path != "-" {
      if Self.isFolder(path) {
        throw InputError(
          file: path, problem: "is a folder, and more than one path is given",
          remedy: "Give either one folder, or files")
      }
      if access(path, R_OK) != 0 { throw InputError.cannotOpen(path) }
    }
    isFolder = false
    // One file of several brings the others that stand beside it.
    if paths.count == 1, paths[0] != "-", let prefix = Self.prefixOfLeader(paths[0]) {
      let folder = paths[0].contains("/")
        ? paths[0].split(separator: "/", omittingEmptySubsequences: false).dropLast()
          .joined(separator: "/") : "."
      let beside = try Self.files(in: folder.isEmpty ? "/" : folder).filter { path in
        RoleName(path).stem != RoleName(paths[0]).stem
          && Self.allRoles.contains { RoleName(path).prefix(before: $0) == prefix }
          || RoleName(path).stem == RoleName(paths[0]).stem && RoleName(path).ending == "xml"
      }
      self.paths = paths + beside
      onlyPrefix = prefix
    } else {
      self.paths = paths
      onlyPrefix = nil
    }
  }

  /// The file that plays `role`: its name without endings is the role, perhaps
  /// after a prefix and one of `-`, `_`, `.`.
  ///
  /// - Parameter prefix: that other files of the corpus have.
  func file(_ role: String, prefix: String? = nil) -> String? {
    let wanted = prefix ?? onlyPrefix
    return paths.first {
      guard let found = RoleName($0).prefix(before: role) else { return false }
      return wanted.map { $0 == found } ?? true
    }
  }

  /// As `file(_:prefix:)`, where the corpus cannot do without it.
  ///
  /// - Throws: `InputError` that names the role.
  func needed(_ role: String, prefix: String? = nil, format: CorpusFormat) throws -> String {
    if let path = file(role, prefix: prefix) {
      guard Self.isKind(S_IFREG, path) else {
        throw InputError(
          file: path, problem: "is no file, and the format \(format.rawValue) reads files twice",
          remedy: "Save the data in a file")
      }
      return path
    }
    throw InputError(
      file: name,
      problem: "there is no file \(prefix ?? "")\(role) for the format \(format.rawValue)",
      remedy: "Give the folder that holds it, or all files of the corpus")
  }

  /// The format that the names tell, or nil.
  var format: CorpusFormat? {
    if file("tas") != nil, file("bibtex") != nil || file("bookmark") != nil {
      return .bibsonomyDump
    }
    if let raw = file("raw-data"), RoleName(raw).ending == "csv", file("item-tag") != nil {
      return .citeulikeA
    }
    if file("rawtext") != nil, file("tag-item") != nil { return .citeulikeT }
    if file("mult") != nil, file("vocabulary") != nil,
      file("item-tag") != nil || file("tag-item") != nil
    {
      return .citeulikeBag
    }
    if file("question_train_set") != nil, file("question_topic_train_set") != nil {
      return .zhihu
    }
    if file("Packages") != nil { return .debian }
    if paths.contains(where: { RoleName($0).ending == "arff" }) { return .arff }
    let stems = Set(paths.filter { RoleName($0).ending == "txt" }.map { RoleName($0).stem })
    if paths.contains(where: {
      ["key", "tsv"].contains(RoleName($0).ending) && stems.contains(RoleName($0).stem)
    }) { return .annifFolder }
    return nil
  }

  /// The files that are read one after the other where no format of several
  /// files is recognised; of a folder, those that look like data.
  var independent: [String] {
    // Of one file that brings others only that one holds records.
    guard isFolder else { return onlyPrefix == nil ? paths : Array(paths.prefix(1)) }
    return paths.filter {
      let name = $0.split(separator: "/").last.map(String.init) ?? $0
      return !name.lowercased().hasPrefix("readme") && !name.hasPrefix(".")
    }
  }

  /// The last part of a path, for messages about corpora of several files.
  static func title(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The files that cannot stand alone and tell which the others are.
  private static let leaders = [
    "tas", "bibtex", "bookmark", "raw-data", "rawtext", "question_train_set",
    "question_topic_train_set", "Packages", "mult",
  ]

  /// All files of formats with several files.
  private static let allRoles = leaders + [
    "tables", "item-tag", "tag-item", "tags", "items", "vocabulary", "Translation-en",
    "tags-current",
  ]

  /// The prefix of a file that cannot stand alone, nil for any other. An ARFF
  /// file wants its XML file, whose name is the same.
  private static func prefixOfLeader(_ path: String) -> String? {
    let name = RoleName(path)
    switch name.ending {
    case "arff": return name.stem
    // A BibTeX file may well be called bibtex.bib.
    case "bib", "xml", "json": return nil
    default: return leaders.lazy.compactMap { name.prefix(before: $0) }.first
    }
  }

  private static func isFolder(_ path: String) -> Bool { isKind(S_IFDIR, path) }

  private static func isKind(_ kind: mode_t, _ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == kind
  }

  private static func files(in folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .map { folder.hasSuffix("/") ? folder + $0 : folder + "/" + $0 }
        .filter { isKind(S_IFREG, $0) && !title($0).hasPrefix(".") }
        .sorted { ExactString($0) < ExactString($1) }
    } catch {
      throw InputError(
        file: folder, problem: "the folder cannot be read: \(systemReason(of: error))")
    }
  }
}

extension ByteSource {
  /// Opens a file of a corpus.
  ///
  /// - Throws: `InputError` also for a file in a compression, an archive or an
  ///   encoding that is not read, with the command that helps.
  static func ofCorpus(_ path: String) throws -> ByteSource {
    let source = try ByteSource(path: path)
    try source.refuseForeignEncodings()
    return source
  }

  /// - Throws: `InputError` for anything compressed but gzip, and for UTF-16.
  func refuseForeignEncodings() throws {
    let start = try peek(265)
    let isMarked = start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
    // Without a mark: of ASCII text in UTF-16 every second byte is zero, always on the
    // same side. A few zeros among text are damage, and not an encoding.
    let zeros = [0, 1].map { side in
      start.indices.count { $0 % 2 == side && start[$0] == 0 }
    }
    let isWide = start.count >= 8 && (zeros.max() ?? 0) * 3 > start.count
      && (zeros.min() ?? 0) * 8 < start.count
    if isMarked || isWide {
      throw InputError(
        file: name, problem: "is UTF-16, and only UTF-8 is read",
        remedy: "Convert it (iconv -f UTF-16 -t UTF-8)")
    }
    let kinds: [(mark: [UInt8], name: String, command: String)] = [
      (Array("BZh".utf8), "bzip2", "bzip2 -dc"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz", "xz -dc"),
      ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "zstd -dc"),
      ([0x04, 0x22, 0x4D, 0x18], "lz4", "lz4 -dc"),
      ([0x50, 0x4B, 0x03, 0x04], "zip", "unzip"),
      ([0x37, 0x7A, 0xBC, 0xAF], "7-Zip", "7z x"),
    ]
    for kind in kinds where start.starts(with: kind.mark) {
      throw InputError(
        file: name, problem: "is compressed by \(kind.name); only plain files and gzip are read",
        remedy: "Unpack it (\(kind.command)) and give the result")
    }
    if start.count > 262, start[257..<262].elementsEqual("ustar".utf8) {
      throw InputError(
        file: name, problem: "is a tar archive",
        remedy: "Unpack it (tar xf) and give the folder")
    }
  }
}

// The files of one corpus: which part each of them plays, by its name, and how
// they are opened. It reads nothing but first bytes.
import FormatsFiles
import Foundation

/// What a file's name says: `citeulike-a-raw-data.csv.gz` has the stem
/// `citeulike-a-raw-data` and the ending `csv`.
struct RoleName {
  var stem: String
  /// Without point, in lower case; empty if there is none.
  var ending = ""

  init(_ path: String) {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for packed in [".gz", ".bz2", ".xz", ".zst", ".lz4"] where name.hasSuffix(packed) {
      name.removeLast(packed.count)
    }
    stem = name
    if let point = name.lastIndex(of: "."), point != name.startIndex {
      let after = name[name.index(after: point)...].lowercased()
      if ["txt", "tsv", "csv", "dat", "sql", "xml", "arff", "bib", "key", "json", "jsonl"].contains(after) {
        stem = String(name[..<point])
        ending = after
      }
    }
  }

  /// What precedes `role` if the stem is it or ends with it; nil if not.
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
  /// Paths of the whole files, sorted by name; of a folder its own files.
  private(set) var paths: [String]
  /// Files of a folder's subfolders that are read as its own are, in the order of the subfolders;
  /// none if the folder's own files belong together.
  private(set) var nested: [(path: String, format: CorpusFormat)] = []
  /// As the user named it.
  let name: String
  /// Whether the user gave a folder, whose other files do not matter.
  private let isFolder: Bool
  private let onlyPrefix: String?
  /// The names of the folder's subfolders, links among them.
  private var subfolders: [String] = []
  /// Subfolders whose files cannot be read as those of the folder.
  private var closed: [String] = []
  /// Files of subfolders that are in no format of a corpus.
  private var unknown: [String] = []
  /// What no reader looks at, such as backups of editors.
  private var passedOver: [String] = []

  /// - Parameters:
  ///   - paths: files, or one folder.
  ///   - options: by which files of subfolders are recognised; nil does not look at those.
  /// - Throws: `InputError` for a path that is not there.
  init(paths: [String], options: CorpusOptions? = nil) throws {
    name = paths.first ?? ""
    if paths.count == 1, Self.isFolder(paths[0]) {
      let folder = try CorpusFolder(paths[0])
      isFolder = true
      onlyPrefix = nil
      self.paths = folder.files
      passedOver = folder.passedOver
      subfolders = folder.folders + folder.links
      closed = folder.links
      if let options, format == nil {
        for name in folder.folders {
          addFiles(of: CorpusFolder.path(of: name, in: paths[0]), as: name, options)
        }
      }
      guard !self.paths.isEmpty || !nested.isEmpty || options == nil && !folder.folders.isEmpty else {
        throw InputError(
          file: paths[0], problem: "is a folder without files of its own",
          remedy: closed.isEmpty
            ? "Put the corpus's files into it, or give another folder"
            : "Give one of the folders in it: " + Self.list(closed))
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
    if paths.count == 1, let labels = LabelNames.path(beside: paths[0]) {
      self.paths = paths + [labels]
      onlyPrefix = ""
      return
    }
    // One file of several brings in the others next to it.
    if paths.count == 1, paths[0] != "-", let prefix = Self.prefixOfLeader(paths[0]) {
      let folder =
        paths[0].contains("/")
        ? paths[0].split(separator: "/", omittingEmptySubsequences: false).dropLast()
          .joined(separator: "/") : "."
      let beside = try CorpusFolder(folder.isEmpty ? "/" : folder).files.filter { path in
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

  /// The files of one folder.
  private init(_ paths: [String], name: String) {
    self.paths = paths
    self.name = name
    isFolder = true
    onlyPrefix = nil
  }

  /// Takes the files of a subfolder and of the folders in it that are in a format of one stream: it
  /// may hold anything. A subfolder whose files belong together is a corpus by itself.
  ///
  /// - Parameter title: its path in the folder.
  private mutating func addFiles(of path: String, as title: String, _ options: CorpusOptions) {
    guard let folder = try? CorpusFolder(path), CorpusFiles(folder.files, name: path).format == nil
    else {
      closed.append(title)
      return
    }
    for path in Self.data(folder.files) {
      if let format = Self.format(ofFile: path, options) {
        nested.append((path, format))
      } else {
        unknown.append(path)
      }
    }
    let aboutData = folder.files.map { Self.title($0) }.filter { CorpusFolder.isAboutData($0) }
    passedOver += aboutData.map { "\(title)/\($0)" }
    passedOver += folder.passedOver.map { "\(title)/\($0)" }
    closed += folder.links.map { "\(title)/\($0)" }
    for name in folder.folders {
      addFiles(of: CorpusFolder.path(of: name, in: path), as: "\(title)/\(name)", options)
    }
  }

  /// The file that plays `role`: its name without endings is the role, perhaps
  /// after a prefix and one of `-`, `_`, `.`.
  ///
  /// - Parameter prefix: the prefix that other files of the corpus have.
  func file(_ role: String, prefix: String? = nil) -> String? {
    let wanted = prefix ?? onlyPrefix
    return paths.first {
      guard let found = RoleName($0).prefix(before: role) else { return false }
      return wanted.map { $0 == found } ?? true
    }
  }

  /// As `file(_:prefix:)`, for a file that the corpus needs.
  ///
  /// - Throws: `InputError` that names the role.
  func needed(_ role: String, prefix: String? = nil, format: CorpusFormat) throws -> String {
    if let path = file(role, prefix: prefix) {
      guard Self.isKind(S_IFREG, path) else {
        throw InputError(
          file: path, problem: "is not a regular file, and the format \(format.rawValue) reads files twice",
          remedy: "Save the data in a file")
      }
      return path
    }
    throw InputError(
      file: name,
      problem: "there is no file \(prefix ?? "")\(role) for the format \(format.rawValue)",
      remedy: "Give the folder that holds it, or all files of the corpus")
  }

  /// The format that the names imply, or nil.
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
    }) {
      return .annifFolder
    }
    return nil
  }

  /// A folder of texts without subjects, where documents need no tags.
  func textFolder(_ options: CorpusOptions) -> CorpusFormat? {
    guard isFolder, !options.requiresTags, !independent.isEmpty,
      independent.allSatisfy({ RoleName($0).ending == "txt" }),
      let start = try? ByteSource(path: independent[0]).peek(1 << 16),
      CorpusFormat.recognise(start, name: "", options: options) == nil
    else { return nil }
    return .annifFolder
  }

  /// The files that are read one after the other if no format of several files
  /// is recognised; in a folder, those that look like data.
  var independent: [String] {
    // If one file brings others, only that one holds records.
    guard isFolder else { return onlyPrefix == nil ? paths : Array(paths.prefix(1)) }
    return Self.data(paths)
  }

  /// The files of one folder that look like data.
  private static func data(_ paths: [String]) -> [String] {
    let isExtreme = paths.contains { ["trn", "tst"].contains(RoleName($0).stem) }
    return paths.filter {
      let name = title($0)
      return !CorpusFolder.isAboutData(name) && !(isExtreme && LabelNames.names.contains(name))
    }
  }

  /// The format of a file of texts in a subfolder; nil for anything else.
  private static func format(ofFile path: String, _ options: CorpusOptions) -> CorpusFormat? {
    guard let source = try? ByteSource.ofCorpus(path, encoding: options.encoding),
      let start = try? source.peek(1 << 16),
      let format = CorpusFormat.recognise(start, name: path, options: options),
      !format.holdsFeatures
    else { return nil }
    return format
  }

  /// The files of subfolders that are read, and those that are not.
  ///
  /// - Parameter format: that of all files, if the user gave one.
  func nestedCorpora(_ format: CorpusFormat) -> (corpora: [String], others: [String]) {
    let corpora = nested.filter { format == .automatic || $0.format == format }
    let others = nested.filter { format != .automatic && $0.format != format }
    return (corpora.map(\.path), others.map(\.path) + unknown)
  }

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
    return names.isEmpty ? [] : ["passed over: " + Self.list(names)]
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

  /// The files that cannot be used alone and determine which the others are.
  private static let leaders = [
    "tas", "bibtex", "bookmark", "raw-data", "rawtext", "question_train_set",
    "question_topic_train_set", "Packages", "mult",
  ]

  /// All files of formats with several files.
  private static let allRoles =
    leaders + [
      "tables", "item-tag", "tag-item", "tags", "items", "vocabulary", "Translation-en",
      "tags-current",
    ]

  /// The prefix of a file that cannot be used alone, nil for any other. An ARFF
  /// file needs its XML file, whose name is the same.
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
}

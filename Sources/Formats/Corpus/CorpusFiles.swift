// The files of one corpus: which part each of them plays, by its name, and how
// they are opened. It reads nothing but first bytes.
import FormatsFiles
import Foundation

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
  let isFolder: Bool
  /// The prefix of the files that belong together; nil if there may be several.
  let onlyPrefix: String?
  /// The names of the folder's subfolders, links among them.
  private(set) var subfolders: [String] = []
  /// Subfolders whose files cannot be read as those of the folder.
  private(set) var closed: [String] = []
  /// Files of subfolders that are in no format of a corpus.
  private(set) var unknown: [String] = []
  /// What no reader looks at, such as backups of editors.
  private(set) var passedOver: [String] = []

  /// - Parameters:
  ///   - paths: files, or one folder.
  ///   - options: by which files of subfolders are recognised; nil does not look at those.
  /// - Throws: `InputError` for a path that is not there.
  init(paths: [String], options: CorpusOptions? = nil) throws {
    if paths.count == 1, Self.isFolder(paths[0]) {
      try self.init(folder: paths[0], options)
    } else {
      try Self.check(paths)
      try self.init(files: paths)
    }
  }

  private init(folder path: String, _ options: CorpusOptions?) throws {
    let folder = try CorpusFolder(path)
    self.init(folder.files, name: path)
    passedOver = folder.passedOver
    subfolders = folder.folders + folder.links
    closed = folder.links
    if let options, format == nil {
      for name in folder.folders {
        addFiles(of: CorpusFolder.path(of: name, in: path), as: name, options)
      }
    }
    guard !paths.isEmpty || !nested.isEmpty || options == nil && !folder.folders.isEmpty else {
      throw InputError(
        file: path, problem: "is a folder that contains no files itself",
        remedy: closed.isEmpty
          ? "Put the corpus's files into it, or give another folder"
          : "Give one of the folders in it: " + Self.list(closed))
    }
  }

  /// The files of one folder.
  private init(_ paths: [String], name: String) {
    self.paths = paths
    self.name = name
    isFolder = true
    onlyPrefix = nil
  }

  private init(files paths: [String]) throws {
    name = paths.first ?? ""
    isFolder = false
    if paths.count == 1, let labels = LabelNames.path(beside: paths[0]) {
      self.paths = paths + [labels]
      onlyPrefix = ""
    } else if paths.count == 1, paths[0] != "-", let prefix = Self.prefixOfLeader(paths[0]) {
      // One file of several brings in the others next to it.
      self.paths = paths + (try Self.companions(of: paths[0], prefix: prefix))
      onlyPrefix = prefix
    } else {
      self.paths = paths
      onlyPrefix = nil
    }
  }

  /// - Throws: `InputError` for a folder among several paths, and for a file that cannot be read.
  private static func check(_ paths: [String]) throws {
    for path in paths where path != "-" {
      if isFolder(path) {
        throw InputError(
          file: path, problem: "is a folder, and more than one path is given",
          remedy: "Give either one folder, or files")
      }
      if access(path, R_OK) != 0 { throw InputError.cannotOpen(path) }
    }
  }

  /// The files next to one of several that have its prefix and another role.
  private static func companions(of path: String, prefix: String) throws -> [String] {
    let folder =
      path.contains("/")
      ? path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/") : "."
    let own = RoleName(path)
    return try CorpusFolder(folder.isEmpty ? "/" : folder).files.filter {
      let other = RoleName($0)
      return other.stem == own.stem
        ? other.ending == "xml" : allRoles.contains { other.prefix(before: $0) == prefix }
    }
  }

  /// Takes the files of a subfolder and of the folders in it that are in a format of one stream: it
  /// may hold anything. A subfolder whose files belong together is a separate corpus.
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

  private static func isFolder(_ path: String) -> Bool { isKind(S_IFDIR, path) }

  static func isKind(_ kind: mode_t, _ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == kind
  }
}

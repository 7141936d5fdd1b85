// make archive-NAME: packs a result with the record of how it was made. Equal results give
// equal bytes, whatever folder they are in.
import Formats
import FormatsFiles
import Foundation
import StageSupport

/// A result to be packed into a tar file.
package struct Archive {
  /// The dataset's name, and the folder in the archive.
  let name: String
  let root: String
  let parameters: [String]
  let externals: [String]
  let version: String
  private let files: [ResultFolder.File]

  /// - Parameters:
  ///   - root: the dataset's folder, below which the files are.
  ///   - goals: results; everything that they were made from is packed with them.
  ///   - files: further files, relative to `root`.
  ///   - parameters: `NAME=VALUE`, as make takes them.
  ///   - externals: inputs that are not packed; a folder is replaced by its files.
  ///   - version: the state of the source; see `SourceVersion`.
  /// - Throws: `InputError` for a name or a parameter that an archive cannot hold, and
  ///   if a file is missing.
  package init(
    name: String, root: String, goals: [String] = [], files: [String] = [], parameters: [String] = [],
    externals: [String] = [], version: String
  ) throws {
    func isPlain(_ text: String) -> Bool { text.visible == text && !text.contains("\n") }
    guard !name.isEmpty, !name.contains("/"), name != ".", name != "..", isPlain(name) else {
      throw InputError(file: name, problem: "cannot be the name of a folder in an archive")
    }
    for file in goals + files {
      let parts = file.split(separator: "/", omittingEmptySubsequences: false)
      guard isPlain(file), !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
        throw InputError(
          file: file, problem: "cannot be packed under this name",
          remedy: "Give names relative to \(root), without control characters")
      }
    }
    for parameter in parameters where !parameter.contains("=") || parameter.contains("\n") {
      throw InputError(file: parameter, problem: "is not of the form NAME=VALUE, on one line")
    }
    self.name = name
    self.root = root
    self.parameters = parameters
    self.externals = externals
    self.version = version
    let folder = ResultFolder(root: root)
    var all = try goals.isEmpty ? [] : folder.files(madeInto: goals)
    let packed = Set(all.map(\.name))
    all += try folder.files(named: Set(files).subtracting(packed).sorted())
    guard !all.isEmpty else { throw InputError(file: root, problem: "holds nothing to pack") }
    self.files = all.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The number of files, without those that describe them.
  package var count: Int { files.count }

  /// Writes the archive. Nothing but the file at `path` is replaced, and that only by a
  /// whole archive.
  ///
  /// - Throws: `InputError` if a file cannot be read or the archive not be written, and
  ///   if the file at `path` is not an archive.
  package func write(to path: String) throws {
    try checkTarget(path)
    let external = try externalFiles()
    var lists = [
      "COMMANDS": try commands(external), "EXTERNAL": external.map { "\($0.hash)  \($0.name)\n" }.joined(),
      "PARAMETERS": parameters.map { $0 + "\n" }.joined(), "README": readme(external), "VERSIONS": version + "\n",
    ]
    var sums = ChecksumList()
    for file in files { sums[file.name] = file.hash }
    for (list, text) in lists {
      guard sums[list] == nil else {
        throw InputError(file: "\(root)/\(list)", problem: "has the name of a list in the archive")
      }
      sums[list] = try ContentHash(of: text)
    }
    lists["SHA256SUMS"] = sums.text
    var tar = try TarWriter(path: path)
    for list in lists.keys.sorted() { try tar.add("\(name)/\(list)", lists[list] ?? "") }
    for file in files {
      let path = "\(root)/\(file.name)"
      var info = stat()
      guard stat(path, &info) == 0 else { throw InputError(file: path, problem: "is not there any more") }
      try tar.add("\(name)/\(file.name)", path: path, size: Int(info.st_size), hash: file.hash)
    }
    try tar.commit()
  }

  // MARK: -

  /// Somebody's corpus must not be replaced because ARCHIVE was mistyped.
  private func checkTarget(_ path: String) throws {
    var info = stat()
    guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG, info.st_size > 0 else { return }
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    // Somebody's own tar file begins with another name.
    var start = [UInt8](repeating: 0, count: 512)
    guard descriptor >= 0, pread(descriptor, &start, 512, 0) == 512,
      start[257..<262].elementsEqual("ustar".utf8),
      String(decoding: start[..<100].prefix { $0 != 0 }, as: UTF8.self).hasSuffix("/COMMANDS")
    else {
      throw InputError(
        file: path, problem: "is there already and is not an archive, so it is not replaced",
        remedy: "Give another name, or remove it")
    }
    for file in files.map({ "\(root)/\($0.name)" }) + externals {
      var other = stat()
      guard stat(file, &other) != 0 || other.st_ino != info.st_ino || other.st_dev != info.st_dev else {
        throw InputError(
          file: path, problem: "is one of the files that belong to the result", remedy: "Give another name")
      }
    }
  }

  private struct External: Hashable {
    var name: String
    var hash: ContentHash
  }

  /// The inputs from outside that packed files were made from.
  ///
  /// - Throws: `InputError` if a packed file was made from one that is neither packed nor
  ///   named.
  private func externalFiles() throws -> [External] {
    var found: Set<External> = []
    var visited: Set<FileStamp> = []
    func add(_ path: String) throws {
      guard let stamp = FileStamp(of: path), visited.insert(stamp).inserted else { return }
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
        // A folder includes its files.
        for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() { try add("\(path)/\(name)") }
      } else {
        let name = ResultFolder.parts(path).name.visible.replacing("\n", with: "\\u{A}")
        found.insert(External(name: name, hash: try ContentHash(ofFile: path)))
      }
    }
    for path in externals {
      guard FileStamp(of: path) != nil else { throw InputError(file: path, problem: "is not there") }
      try add(path)
    }
    let packed = Set(files.map(\.hash))
    let known = packed.union(found.map(\.hash))
    var used: Set<ContentHash> = []
    for file in files {
      for input in file.header?.inputs ?? [] {
        used.insert(input.sha256)
        if known.contains(input.sha256) { continue }
        throw InputError(
          file: "\(root)/\(file.name)", part: input.role,
          problem:
            "was made from a file (sha256 \(input.sha256)) that is not in \(root) and not named as an input from outside",
          remedy: "Run make again with the same parameters")
      }
    }
    return found.filter { used.contains($0.hash) && !packed.contains($0.hash) }
      .sorted { ($0.name, $0.hash.hexadecimal) < ($1.name, $1.hash.hexadecimal) }
  }

  /// A line for each file that a stage made, inputs before what was made from them.
  private func commands(_ externals: [External]) throws -> String {
    var names: [ContentHash: String] = [:]
    var order: [ContentHash: [ResultFolder.File]] = [:]
    for external in externals { names[external.hash] = "EXTERNAL " + external.name }
    for file in files.reversed() {
      names[file.hash] = file.name
      order[file.hash, default: []].append(file)
    }
    var text = ""
    var done: Set<String> = []
    // Headers hold hashes of files that existed before, so they cannot form a cycle and the
    // depth is that of the pipeline; a name that occurs again is skipped.
    func add(_ file: ResultFolder.File) throws {
      guard let header = file.header, done.insert(file.name).inserted else { return }
      for input in header.inputs { for other in order[input.sha256] ?? [] { try add(other) } }
      var arguments = header.inputs.map { "\($0.role) = \(names[$0.sha256] ?? $0.sha256.hexadecimal)" }
      for (name, value) in header.parameters.sorted(by: { $0.key < $1.key }) {
        arguments.append("\(name) = \(String(decoding: try value.stableJSON(), as: UTF8.self))")
      }
      if let seed = header.seed { arguments.append("seed = \(seed)") }
      text += "\(file.name) = \(header.stage)(\(arguments.joined(separator: ", "))), revision \(header.revision)\n"
    }
    for file in files { try add(file) }
    return text
  }

  /// The variables of make by which the files of EXTERNAL were given, as far as the stages tell.
  private func variables(_ externals: [External]) -> String {
    let outside = Set(externals.map(\.hash))
    func isReadDirectly(by stage: String) -> Bool {
      files.contains { file in
        file.header?.stage == stage && file.header?.inputs.contains { outside.contains($0.sha256) } == true
      }
    }
    return "CORPUS=…" + (isReadDirectly(by: "build-concepts") ? " VOCABULARY=…" : "")
      + (isReadDirectly(by: "build-sim-sub") ? " KB=…" : "")
  }

  private func readme(_ externals: [External]) -> String {
    """
    A result of JMAN in Swift: all its stage files, and how they were made.

      PARAMETERS  every parameter, as make takes them
      COMMANDS    the stages that were run, in order, with all their parameters
      EXTERNAL    SHA-256 and name of the files that are not in here (corpus, knowledge base)
      VERSIONS    the source; each stage file names its own version (inspect FILE)
      SHA256SUMS  of everything

    Check it:      make check-archive FILE=…
    Reproduce it:  xargs -d '\\n' make corpus \(variables(externals)) <PARAMETERS, from the source in VERSIONS, with
                   the files of EXTERNAL; make \(name) where that is a dataset of the source. The same
                   bytes come out.

    """
  }
}

extension ContentHash {
  /// Hashes the UTF-8 bytes of `text`.
  init(of text: String) throws {
    var hasher = try ContentHasher()
    Array(text.utf8).withUnsafeBytes { hasher.update($0) }
    self = hasher.finish()
  }
}

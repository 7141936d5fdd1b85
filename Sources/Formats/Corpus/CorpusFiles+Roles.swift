// Formats of several files: which part each file plays, by its name, and which format they are together.
import FormatsFiles
import Foundation

extension CorpusFiles {
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

  /// The files that cannot be used alone and determine which the others are.
  private static let leaders = [
    "tas", "bibtex", "bookmark", "raw-data", "rawtext", "question_train_set",
    "question_topic_train_set", "Packages", "mult",
  ]

  /// All files of formats with several files.
  static let allRoles =
    leaders + [
      "tables", "item-tag", "tag-item", "tags", "items", "vocabulary", "Translation-en",
      "tags-current",
    ]

  /// The prefix of a file that cannot be used alone, nil for any other. An ARFF
  /// file needs its XML file, whose name is the same.
  static func prefixOfLeader(_ path: String) -> String? {
    let name = RoleName(path)
    switch name.ending {
    case "arff": return name.stem
    // A BibTeX file may well be called bibtex.bib.
    case "bib", "xml", "json": return nil
    default: return leaders.lazy.compactMap { name.prefix(before: $0) }.first
    }
  }
}

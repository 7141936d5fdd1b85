// work/NAME/corpus.json: what `make corpus` was given for a dataset. It is data: it is read, never
// executed.
import Formats
import FormatsFiles
import Foundation
import StageSupport

/// The corpus that `make corpus` was given, in work/NAME/corpus.json.
struct CorpusNotes: Codable {
  /// What says which documents, tags and parts a dataset has.
  static let parameters = [
    "CORPUS", "VOCABULARY", "KB", "CORPUS_OPTIONS", "VOCABULARY_OPTIONS", "KB_OPTIONS", "SPLIT_OPTIONS", "CLEAN_TAGS",
    "MIN_TAG_DOCUMENTS", "MIN_TAG_USERS", "TAG_USERS", "TAG_OPTIONS",
  ]
  static let format = "jman corpus 1"
  private var format = Self.format
  /// Names of files in them are relative to the current folder.
  private(set) var values: [String: String]
  /// The folder in which make was called, to which names of files in the notes are relative: as it is seen from the
  /// dataset's, so that both can be moved together. Nil in notes of earlier versions.
  private var folder: String?

  static func path(_ place: String) -> String { "\(place)/corpus.json" }

  /// - Returns: nil if there are none.
  init?(place: String) {
    guard let data = FileManager.default.contents(atPath: Self.path(place)), let notes = Self(data) else { return nil }
    self = notes
    guard let folder, let here = realPath(place) else { return }
    let base = URL(fileURLWithPath: "\(here)/\(folder)").standardized.path
    guard base != FileManager.default.currentDirectoryPath else { return }
    values = Dictionary(uniqueKeysWithValues: values.map { ($0, Self.moved($1, of: $0, to: base)) })
  }

  /// The notes as they are stored.
  ///
  /// - Returns: nil if the data are something else.
  init?(_ data: Data) {
    guard let notes = try? JSONDecoder().decode(CorpusNotes.self, from: data), notes.format == Self.format else {
      return nil
    }
    self = notes
    values = notes.values.filter { Self.parameters.contains($0.key) }
  }

  init(_ settings: Settings) {
    values = [:]
    for name in Self.parameters { values[name] = settings[name] }
  }

  /// - Throws: `Mistake` if there is a file of that name which is not ours; `InputError`.
  func write(place: String) throws {
    try makeFolder(place)
    let path = Self.path(place)
    let old = CorpusNotes(place: place)
    guard FileStamp(of: path) == nil || old != nil else { throw Self.foreign(place) }
    if let old, old.values == values, old.folder != nil { return }
    var notes = self
    notes.folder = realPath(place).map { Self.relative(FileManager.default.currentDirectoryPath, to: $0) }
    try AtomicFile.write(String(decoding: try notes.stableJSON() + [0x0A], as: UTF8.self), to: path)
  }

  /// What to say of a file that has the name of the notes, but holds something else.
  static func foreign(_ place: String) -> Mistake {
    Mistake(
      "\(path(place)) does not hold what make corpus notes there: it is damaged or a file of yours. Rename it, and give "
        + "the corpus again (make corpus NAME=… CORPUS=…), or give another NAME.")
  }

  // MARK: Names of files in another folder

  /// A value whose relative names of files begin in the folder `base`.
  private static func moved(_ value: String, of name: String, to base: String) -> String {
    func isThere(_ file: String) -> Bool { FileStamp(of: "\(base)/\(file)") != nil }
    func moved(_ file: String) -> String { file.hasPrefix("/") ? file : "\(base)/\(file)" }
    switch Parameter.byName[name]?.kind {
    case .path, .paths:
      let names = isThere(value) ? [value] : ShellWords.split(value) ?? [value]
      return names.map { ShellWords.quotedIfNeeded(moved($0)) }.joined(separator: " ")
    case .options:
      guard let words = ShellWords.split(value) else { return value }
      return words.map { word in
        let option = word.hasPrefix("-") ? String(word.prefix { $0 != "=" }) + "=" : ""
        let file = String(word.dropFirst(option.count))
        // A word without a dot or a slash may be the name of a field.
        let isFile = (file.contains(".") || file.contains("/")) && isThere(file)
        return ShellWords.quotedIfNeeded(isFile ? option + moved(file) : word)
      }.joined(separator: " ")
    default: return value
    }
  }

  /// The path of one folder as it is seen from another; both are absolute, without links.
  private static func relative(_ folder: String, to other: String) -> String {
    let (to, from) = (folder.split(separator: "/"), other.split(separator: "/"))
    let common = zip(to, from).prefix { $0 == $1 }.count
    let steps = Array(repeating: "..", count: from.count - common) + to.dropFirst(common).map(String.init)
    return steps.isEmpty ? "." : steps.joined(separator: "/")
  }
}

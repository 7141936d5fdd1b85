// What happened while a corpus was read: counts and the reasons of rejections.
// It is data; the stages decide how it is shown.
import FormatsFiles

/// A record that was skipped, with the reason.
public struct Rejection: Error, Equatable, Sendable {
  /// The file, if the corpus has several; nil if there is only one.
  public var file: String?
  /// The 1-based line of the record.
  public var line: Int
  /// What is wrong with it, without a full stop at the end.
  public var reason: String
  /// What the user can do about it, without a full stop at the end.
  public var remedy: String?

  /// A record whose bytes are not UTF-8.
  static func notUTF8(file: String? = nil, line: Int, field: String? = nil) -> Rejection {
    Rejection(
      file: file, line: line,
      reason: field.map { "has a field `\($0)` that \(encodingReason)" } ?? encodingReason,
      remedy: "Read the file with \(parameter: "encoding") windows-1252 (or the encoding that it has), or "
        + "convert it to UTF-8")
  }

  private static let encodingReason = "is not valid UTF-8"

  /// Whether the record was rejected because of its encoding.
  var isEncoding: Bool { reason.hasSuffix(Self.encodingReason) }

  /// `line 3 has no tags`, `tas line 3 has 4 columns …`.
  public var sentence: String {
    (file.map { "\($0) " } ?? "") + "line \(line) \(reason)"
  }
}

/// Counts over one corpus, filled while it is read.
public struct CorpusReport: Equatable, Sendable {
  /// How many rejections are kept with their reasons.
  static let keptRejections = 20

  /// The format that was read; nil before the first record.
  public var format: CorpusFormat?
  /// Lines read, blank ones included, of all files together.
  public var lines = 0
  /// Lines without a character besides white space; they are not records.
  var blankLines = 0
  /// Records that became documents.
  public var documents = 0
  /// Records that were skipped, rows of auxiliary files among them.
  public var rejected = 0
  /// The first rejections, in the order of the file.
  public var rejections: [Rejection] = []
  /// What was decided while reading: which columns hold what, what separates
  /// tags. Sentences without a full stop, each once.
  public var notes: [String] = []
  /// Records that were left out because their bytes are not UTF-8.
  public var notUTF8 = 0
  /// Tags and texts of tables that were `NA`, `nan`, `NULL` or `None`.
  public var missingValues = 0
  /// Records that were used although some bytes of their text are not UTF-8;
  /// U+FFFD replaces them.
  public var repaired = 0
  /// Documents without any tag, if that is allowed.
  public var untagged = 0
  /// Records that are whole but not asked for: bookmarks among publications,
  /// publications that nobody tagged, comments of BibTeX.
  public var passedOver = 0
  /// Records that were left out because they are in another language.
  public var otherLanguage = 0
  /// Records that were merged with another one of the same publication.
  public var merged = 0
  /// Tags dropped because nothing was left of them.
  public var emptyTags = 0
  /// Tags dropped because their document had them already.
  public var repeatedTags = 0
  /// Tag assignments dropped because too few users gave the tag.
  public var rareTags = 0
  /// Tag assignments whose post is not among the posts.
  public var strayTags = 0
  /// Rows of tables that were joined to the document of the row before.
  public var joinedRows = 0
  /// How tags with blanks or `_` were written, and how often, by their label.
  public var writtenTags: [ExactString: [ExactString: Int]] = [:]

  public init() {}

  /// Counts `rejection` and keeps it if it is one of the first.
  public mutating func add(_ rejection: Rejection) {
    rejected += 1
    if rejection.isEncoding { notUTF8 += 1 }
    if rejections.count < Self.keptRejections { rejections.append(rejection) }
  }
}

/// The report while it is being written; shared by `CorpusReader` and the format's reader.
final class CorpusLog {
  var report = CorpusReport()
  let isStrict: Bool
  /// The corpus as the user named it.
  let name: String
  /// Called for each rejection, including those that `report` does not keep.
  var handler: ((Rejection) throws -> Void)?

  init(name: String, isStrict: Bool) {
    self.name = name
    self.isStrict = isStrict
  }

  /// The id of a record that has none: the number of its line, preceded by the
  /// file's name if there are several.
  ///
  /// - Parameter isAmongNamed: whether other records of the file bring an id,
  ///   with which a bare number might be confused.
  func placeID(file: String?, number: Int, isAmongNamed: Bool = false) -> String {
    let own = isAmongNamed ? "line-\(number)" : String(number)
    let id = file.map { "\($0):\(own)" } ?? own
    if !isAmongNamed, file == nil { lastPlaceNumber = max(lastPlaceNumber, number) }
    return id
  }

  /// The greatest number that a record without an id got as its id.
  private var lastPlaceNumber = 0

  /// Whether an earlier record may have been given this id by its place.
  func mayBePlace(_ id: String) -> Bool {
    Int(id).map { (1...max(1, lastPlaceNumber)).contains($0) && lastPlaceNumber > 0 } ?? false
  }

  /// Keeps a remark, once.
  func note(_ text: String) {
    if report.notes.count < 40, !report.notes.contains(text) { report.notes.append(text) }
  }

  /// Counts a record that cannot be used.
  ///
  /// - Throws: `InputError` if the first rejection is an error; whatever the
  ///   handler throws.
  func reject(_ rejection: Rejection) throws {
    report.add(rejection)
    try handler?(rejection)
    if isStrict {
      throw InputError(
        file: rejection.file ?? name, line: rejection.line,
        problem: "the record \(rejection.reason)",
        remedy: rejection.remedy ?? "Correct the line, or read without \(parameter: "strict")")
    }
  }
}

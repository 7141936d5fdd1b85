// The one way into a corpus: yields its records one by one, whatever their
// format, and decides which of them are documents. It keeps no document in
// memory and tokenises no raw text; taking records apart is the formats' work.
import FormatsFiles
import Foundation

/// Reads the records of a corpus, whatever its format.
///
/// A record that cannot be used is counted in `report` with its line and the
/// reason, and reading goes on; with `isStrict` it is an error. Memory is that
/// of one record, eight bytes for each id, and whatever the format needs.
public struct CorpusReader {
  /// What has happened so far; complete when `next()` has returned nil.
  public var report: CorpusReport { log.report }
  /// The corpus's name for error messages.
  public var name: String { log.name }

  let log: CorpusLog
  private let options: CorpusOptions
  private let open: () throws -> any RecordReader
  private var records: (any RecordReader)?
  /// Hashes with a seed of this process: no input can make two of them equal.
  private var seenIDs: Set<Int> = []

  /// A corpus of one stream, in one of the formats that need no other file.
  public init(_ source: ByteSource, options: CorpusOptions = CorpusOptions()) {
    let log = CorpusLog(name: source.name, isStrict: options.isStrict)
    self.init(log, options) {
      try openCorpus(.stream(source), options: options, log: log)
    }
  }

  /// A corpus of files or of one folder.
  ///
  /// - Parameter paths: files that belong together, in any order, or a folder
  ///   with all of them; `-` is standard input.
  public init(paths: [String], options: CorpusOptions = CorpusOptions()) {
    let log = CorpusLog(
      name: paths.first ?? "", isStrict: options.isStrict)
    self.init(log, options) {
      try openCorpus(.files(try CorpusFiles(paths: paths, options: options)), options: options, log: log)
    }
  }

  /// The files of a corpus, sorted by name if `paths` is a folder, and those of its
  /// subfolders; given one file of several, those that belong to it.
  ///
  /// - Throws: `InputError` for paths that are not there.
  public static func files(of paths: [String], options: CorpusOptions = CorpusOptions()) throws -> [String] {
    let files = try CorpusFiles(paths: paths, options: options)
    return files.paths + files.nested.map(\.path)
  }

  private init(
    _ log: CorpusLog, _ options: CorpusOptions, open: @escaping () throws -> any RecordReader
  ) {
    precondition(options.sentenceWords > 0, "a sentence has at least one word")
    self.log = log
    self.options = options
    self.open = open
  }

  /// Calls `handler` for every rejection, including those that `report` does
  /// not keep.
  public func onRejection(_ handler: @escaping (Rejection) throws -> Void) {
    log.handler = handler
  }

  /// The next usable record, or nil at the end.
  ///
  /// - Throws: `InputError` for a damaged stream and for a line that is too
  ///   long; with `isStrict` for the first rejection.
  public mutating func next() throws -> RawDocument? {
    let records = try self.records ?? opened()
    self.records = records
    while true {
      do {
        guard let document = try records.next() else { return nil }
        try check(document)
        log.report.documents += 1
        if document.tags.isEmpty { log.report.untagged += 1 }
        return document
      } catch let rejection as Rejection {
        try log.reject(rejection)
      }
    }
  }

  private func opened() throws -> any RecordReader {
    do {
      return try open()
    } catch let rejection as Rejection {
      // After damage in a header nothing can be read.
      throw InputError(
        file: rejection.file ?? name, line: rejection.line,
        problem: "the first line \(rejection.reason)", remedy: rejection.remedy)
    }
  }

  /// Takes back a record that `next()` returned, because later steps found no
  /// word in it.
  ///
  /// - Throws: `InputError` with `isStrict`.
  public mutating func reject(_ document: RawDocument, reason: String) throws {
    takeBack(document)
    try log.reject(Rejection(file: document.file, line: document.line, reason: reason))
  }

  /// Takes back a record that `next()` returned, because it is not in the
  /// wanted language. It is not a rejection, but those who list these want to know of it.
  ///
  /// - Throws: whatever the handler of rejections throws.
  public mutating func passOver(otherLanguage document: RawDocument) throws {
    takeBack(document)
    log.report.otherLanguage += 1
    try log.handler?(Rejection(file: document.file, line: document.line, reason: "is in another language"))
  }

  private func takeBack(_ document: RawDocument) {
    log.report.documents -= 1
    if document.tags.isEmpty { log.report.untagged -= 1 }
  }

  private func hash(_ id: String) -> Int {
    var hasher = Hasher()
    var id = id
    id.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    return hasher.finalize()
  }

  private mutating func check(_ document: RawDocument) throws {
    func reject(_ reason: String) -> Rejection {
      Rejection(file: document.file, line: document.line, reason: reason)
    }
    guard !document.id.isEmpty else { throw reject("has an empty id") }
    guard !options.requiresDistinctIDs || seenIDs.insert(hash(document.id)).inserted else {
      if options.wantsTags, [.csv, .tsv].contains(log.report.format) {
        log.note(
          "rows of a table are one document if they follow each other with the same id, title and text; where the "
            + "ids do not tell documents apart, another column does (\(parameter: "idColumn"))")
      }
      throw reject(
        "has the id `\(document.id)` of an earlier record"
          + (log.mayBePlace(document.id) ? ", perhaps the number of its line" : ""))
    }
    if document.tags.isEmpty, options.requiresTags { throw reject("has no tags") }
    if document.content.isEmpty {
      if document.title.isEmpty { throw reject("has no text") }
      if options.requiresContent { throw reject("has a title only") }
    }
  }
}

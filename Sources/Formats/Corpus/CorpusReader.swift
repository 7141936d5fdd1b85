// The one way into a corpus file: recognises its layout and yields its records
// one by one. It keeps no document in memory and tokenises no raw text.
import Foundation

/// Reads the records of a corpus, whatever its layout.
///
/// A record that cannot be used is counted in `report` with its line and the
/// reason, and reading goes on; with `isStrict` it is an error. Memory is that
/// of one record, and eight bytes for each id that the file itself gives.
public struct CorpusReader {
  /// What has happened so far; complete when `next()` has returned nil.
  public private(set) var report = CorpusReport()
  /// The file's name for error messages.
  public var name: String { lines.name }

  private var lines: LineReader
  private let options: CorpusOptions
  private var layout: Layout?
  private var seenIDs: Set<UInt64> = []
  private var isFirstLine = true

  private enum Layout {
    case original(hasTitle: Bool)
    case jsonLines, paragraphs, wholeText
  }

  public init(_ source: ByteSource, options: CorpusOptions = CorpusOptions()) {
    precondition(options.sentenceWords > 0, "a sentence has at least one word")
    lines = LineReader(source, limit: options.longestRecord)
    self.options = options
  }

  /// The next usable record, or nil at the end.
  ///
  /// - Throws: `InputError` for a damaged stream and for a line that is too
  ///   long; with `isStrict` for the first rejection.
  public mutating func next() throws -> RawDocument? {
    while true {
      guard let (line, bytes) = try nextRecord() else { return nil }
      switch parsed(bytes, line: line) {
      case .success(let document):
        report.documents += 1
        if document.tags.isEmpty { report.untagged += 1 }
        return document
      case .failure(let rejection):
        try reject(rejection)
      }
    }
  }

  /// Takes back the record that `next()` returned last, because later steps
  /// found no word in it.
  ///
  /// - Throws: `InputError` with `isStrict`.
  public mutating func rejectLast(_ document: RawDocument, reason: String) throws {
    report.documents -= 1
    if document.tags.isEmpty { report.untagged -= 1 }
    try reject(Rejection(line: document.line, reason: reason))
  }

  private mutating func reject(_ rejection: Rejection) throws {
    report.add(rejection)
    if options.isStrict {
      throw InputError(
        file: name, line: rejection.line, problem: "the record \(rejection.reason)",
        remedy: rejection.remedy ?? "Correct the line, or read without --strict")
    }
  }
}

// MARK: - Records

extension CorpusReader {
  private mutating func nextLine() throws -> ArraySlice<UInt8>? {
    guard var bytes = try lines.next() else { return nil }
    report.lines += 1
    if isFirstLine {
      isFirstLine = false
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    }
    return bytes
  }

  /// The bytes of the next record and the line where it starts.
  private mutating func nextRecord() throws -> (line: Int, bytes: ArraySlice<UInt8>)? {
    while let bytes = try nextLine() {
      if isBlank(bytes) {
        report.blankLines += 1
        continue
      }
      let layout = layout ?? recognisedLayout(of: bytes)
      self.layout = layout
      let line = lines.lineNumber
      switch layout {
      case .original, .jsonLines: return (line, bytes)
      case .paragraphs: return (line, try runningText(bytes, endsAtBlankLine: true))
      case .wholeText: return (line, try runningText(bytes, endsAtBlankLine: false))
      }
    }
    return nil
  }

  private func recognisedLayout(of bytes: ArraySlice<UInt8>) -> Layout {
    let isObject = strip(bytes).first == UInt8(ascii: "{")
    switch options.format {
    case .jsonLines: return .jsonLines
    case .paragraphs: return .paragraphs
    case .wholeText: return .wholeText
    case .automatic where isObject: return .jsonLines
    case .automatic, .original:
      let hasMark = !OriginalLine.positions(of: OriginalLine.titleMark, in: bytes).isEmpty
      return .original(hasTitle: options.hasTitle ?? hasMark)
    }
  }

  /// Joins `first` and the lines after it.
  private mutating func runningText(
    _ first: ArraySlice<UInt8>, endsAtBlankLine: Bool
  ) throws -> ArraySlice<UInt8> {
    var text = first
    let start = lines.lineNumber
    while let bytes = try nextLine() {
      if isBlank(bytes) {
        report.blankLines += 1
        if endsAtBlankLine { break }
      }
      guard text.count + bytes.count < options.longestRecord else {
        throw InputError(
          file: name, line: start,
          problem: "the text is longer than \(options.longestRecord) bytes",
          remedy: "Separate the documents by blank lines, or give JSON lines")
      }
      text.append(0x0A)
      text.append(contentsOf: bytes)
    }
    return text
  }
}

// MARK: - Parsing

extension CorpusReader {
  private mutating func parsed(
    _ bytes: ArraySlice<UInt8>, line: Int
  ) -> Result<RawDocument, Rejection> {
    do {
      return .success(try parse(bytes, line: line))
    } catch {
      return .failure(error)
    }
  }

  private mutating func parse(
    _ bytes: ArraySlice<UInt8>, line: Int
  ) throws(Rejection) -> RawDocument {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Rejection(
        line: line, reason: "is not valid UTF-8", remedy: "Convert the file to UTF-8")
    }
    var document: RawDocument
    switch layout {
    case .original(let hasTitle):
      document = try parseOriginal(bytes, line: line, hasTitle: hasTitle)
    case .jsonLines:
      document = try parseJSON(bytes, line: line)
    case .paragraphs, .wholeText, nil:
      document = RawDocument(
        id: String(report.documents + report.rejected + 1), line: line,
        title: .tokens([]), content: .text(String(decoding: bytes, as: UTF8.self)),
        tags: [])
    }
    if document.tags.isEmpty, options.requiresTags {
      throw Rejection(line: line, reason: "has no tags")
    }
    if document.title.isEmpty, document.content.isEmpty {
      throw Rejection(line: line, reason: "has no text")
    }
    return document
  }

  private mutating func parseOriginal(
    _ bytes: ArraySlice<UInt8>, line: Int, hasTitle: Bool
  ) throws(Rejection) -> RawDocument {
    let record = try OriginalLine(bytes, line: line, hasTitle: hasTitle, options: options)
    var tags = record.tags
    if !options.keepsEmptyTags {
      tags.removeAll(where: \.isEmpty)
      report.emptyTags += record.tags.count - tags.count
    }
    var id = String(line)
    if let ids = options.ids {
      guard ids.indices.contains(line - 1) else {
        throw Rejection(
          line: line, reason: "has no id: the list of ids has \(ids.count) lines")
      }
      id = ids[line - 1]
      try check(id, line: line)
    }
    return RawDocument(
      id: id, line: line, title: .tokens(record.title.isEmpty ? [] : [record.title]),
      content: .tokens(record.sentences), tags: tags)
  }

  private mutating func parseJSON(
    _ bytes: ArraySlice<UInt8>, line: Int
  ) throws(Rejection) -> RawDocument {
    let record = try JSONLine.parse(bytes, line: line)
    let id = record.id ?? String(line)
    try check(id, line: line)
    return RawDocument(
      id: id, line: line, title: record.title, content: record.content,
      tags: cleanedTags(record.tags, report: &report))
  }

  /// Rejects an empty id and one that an earlier record had.
  private mutating func check(_ id: String, line: Int) throws(Rejection) {
    guard !id.isEmpty else { throw Rejection(line: line, reason: "has an empty id") }
    guard seenIDs.insert(fnv1a(id)).inserted else {
      throw Rejection(line: line, reason: "has the id `\(id)` of an earlier record")
    }
  }
}

/// The 64-bit FNV-1a hash of the UTF-8 bytes: the same in every run. Among a
/// million ids two different ones collide with a chance below one in 10⁷.
private func fnv1a(_ text: String) -> UInt64 {
  text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

// Formats with one record per line: the original's lines, fastText's, tables
// without names, plain texts.
import FormatsFiles

/// Reads lines of one of several layouts.
final class LineRecords: RecordReader {
  enum Layout {
    /// nil detects from the first line whether there is a title.
    case original(hasTitle: Bool?)
    /// `__label__x __label__y text`.
    case fastText
    /// `id TAB labels TAB text`, or `labels TAB text`.
    case libMultiLabel
    /// A text.
    case plain
  }

  private var lines: LineReader
  private var layout: Layout
  private let file: String?
  private let options: CorpusOptions
  private let log: CorpusLog

  init(
    _ source: ByteSource, _ layout: Layout, file: String?, options: CorpusOptions, log: CorpusLog
  ) {
    lines = LineReader(source, limit: options.longestRecord)
    self.layout = layout
    self.file = file
    self.options = options
    self.log = log
  }

  func next() throws -> RawDocument? {
    while let bytes = try lines.nextFilledLine(log) {
      do {
        return try document(bytes, line: lines.lineNumber)
      } catch {
        var rejection = error
        rejection.file = file
        throw rejection
      }
    }
    return nil
  }

  private func document(
    _ bytes: ArraySlice<UInt8>, line: Int
  ) throws(Rejection) -> RawDocument {
    if case .original(nil) = layout {
      let hasMark = !OriginalLine.positions(of: OriginalLine.titleMark, in: bytes).isEmpty
      layout = .original(hasTitle: hasMark)
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Rejection.notUTF8(line: line)
    }
    switch layout {
    case .fastText: return fastText(bytes, line: line)
    case .libMultiLabel: return try libMultiLabel(bytes, line: line)
    case .plain:
      return document(line, text: String(decoding: strip(bytes), as: UTF8.self), tags: [])
    case .original(let hasTitle):
      return try original(bytes, line: line, hasTitle: hasTitle ?? false)
    }
  }

  private func document(
    _ line: Int, id: String? = nil, text: String, tags: [String]
  ) -> RawDocument {
    RawDocument(
      id: id ?? log.placeID(file: file, number: line), line: line, file: file,
      title: .tokens([]), content: .running(text),
      tags: options.wantsTags ? cleanedTags(tags, report: &log.report) : [])
  }

  private func fastText(_ bytes: ArraySlice<UInt8>, line: Int) -> RawDocument {
    var tags: [String] = []
    var words: [Substring] = []
    let text = String(decoding: strip(bytes), as: UTF8.self)
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
      if word.hasPrefix(FastText.mark) {
        tags += FastText.labels(in: word)
      } else {
        words.append(word)
      }
    }
    return document(line, text: words.joined(separator: " "), tags: tags)
  }

  private func libMultiLabel(
    _ bytes: ArraySlice<UInt8>, line: Int
  ) throws(Rejection) -> RawDocument {
    let line0 = bytes.last == 0x0D ? bytes.dropLast() : bytes
    let fields = line0.split(
      separator: 0x09, maxSplits: 2, omittingEmptySubsequences: false
    ).map { String(decoding: $0, as: UTF8.self) }
    guard fields.count >= 2 else {
      throw Rejection(line: line, reason: "is not an id, labels and a text between tabulators")
    }
    let separator = options.columns.separator ?? TagSeparator(.text(" "))
    return document(
      line, id: fields.count == 3 ? fields[0].trimmed : nil, text: fields[fields.count - 1],
      tags: separator.tags(in: fields[fields.count - 2]))
  }

  private func original(
    _ bytes: ArraySlice<UInt8>, line: Int, hasTitle: Bool
  ) throws(Rejection) -> RawDocument {
    let record = try OriginalLine(bytes, line: line, hasTitle: hasTitle, options: options)
    var tags = record.tags
    if !options.keepsEmptyTags {
      // In exact mode tags stay as they are, byte by byte.
      tags = tags.map(labelForm).filter { !$0.isEmpty }
      log.report.emptyTags += record.tags.count - tags.count
    }
    var id = log.placeID(file: file, number: line)
    if let ids = options.ids {
      guard ids.indices.contains(line - 1) else {
        throw Rejection(
          line: line, reason: "has no id: the list of ids has \(ids.count, "line")")
      }
      id = ids[line - 1]
    }
    return RawDocument(
      id: id, line: line, file: file,
      title: .tokens(record.title.isEmpty ? [] : [record.title]),
      content: .tokens(record.sentences), tags: tags)
  }
}

/// How fastText writes labels.
enum FastText {
  static let mark = "__label__"

  /// The labels of a word that begins with the mark: `__label__a,__label__b` are two.
  static func labels(in word: Substring) -> [String] {
    word.split(separator: mark).map { String($0.hasSuffix(",") ? $0.dropLast() : $0) }
  }
}

extension LineReader {
  /// The next line, counted, the first one without a byte-order mark.
  ///
  /// - Throws: `InputError` as `next()`.
  mutating func nextOfCorpus(_ log: CorpusLog) throws -> ArraySlice<UInt8>? {
    guard let bytes = try next() else { return nil }
    log.report.lines += 1
    if lineNumber == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return bytes.dropFirst(3) }
    return bytes
  }

  /// The next line that is not blank; blank ones are counted.
  ///
  /// - Throws: `InputError` as `next()`.
  mutating func nextFilledLine(_ log: CorpusLog) throws -> ArraySlice<UInt8>? {
    while let bytes = try nextOfCorpus(log) {
      if !isBlank(bytes) { return bytes }
      log.report.blankLines += 1
    }
    return nil
  }
}

// Zhihu's competition of 2017: questions in one file, their topics in another;
// all texts are codes.
import FormatsFiles
import FormatsRDF

/// Yields a document for each question: title words, and description words cut
/// into sentences of a fixed length, because there are no sentence ends.
///
/// Memory: the topics of all questions, about 40 bytes per question.
final class ZhihuReader: RecordReader {
  private var lines: LineReader
  private let title: String
  private let options: CorpusOptions
  private let log: CorpusLog
  private var topics = ByteTable()
  /// Where the topics of each question begin in `lists`, by its id.
  private var places: [Int: Int] = [:]
  /// A count and topic numbers for each question.
  private var lists: [Int32] = []

  init(_ files: CorpusFiles, options: CorpusOptions, log: CorpusLog) throws {
    let topicPath = try files.needed("question_topic_train_set", format: .zhihu)
    let path = try files.needed("question_train_set", format: .zhihu)
    lines = LineReader(try ByteSource.ofCorpus(path), limit: options.longestRecord)
    title = CorpusFiles.title(path)
    self.options = options
    self.log = log
    try readTopics(topicPath)
  }

  private func readTopics(_ path: String) throws {
    var lines = LineReader(try ByteSource.ofCorpus(path), limit: options.longestRecord)
    let title = CorpusFiles.title(path)
    while let bytes = try lines.nextOfCorpus(log) {
      let row = strip(bytes)
      if row.isEmpty { continue }
      let fields = row.fields(0x09)
      guard fields.count == 2, let id = Self.id(fields[0]) else {
        try log.reject(
          Rejection(
            file: title, line: lines.lineNumber,
            reason: "is not a question's id, a tabulator and topic ids"))
        continue
      }
      let names = fields[1].split(separator: UInt8(ascii: ","))
      guard names.allSatisfy({ Self.id($0) != nil }) else {
        try log.reject(
          Rejection(
            file: title, line: lines.lineNumber, reason: "has a topic that is not a number"))
        continue
      }
      places[id] = lists.count
      lists.append(Int32(names.count))
      for name in names { lists.append(Int32(topics.intern(Array(name)))) }
    }
  }

  func next() throws -> RawDocument? {
    while let bytes = try lines.nextFilledLine(log) {
      let line = lines.lineNumber
      let fields = (bytes.last == 0x0D ? bytes.dropLast() : bytes).fields(0x09)
      guard fields.count == 5, let id = Self.id(fields[0]) else {
        throw Rejection(
          file: title, line: line,
          reason: "has \(fields.count, "column") or no id; an id and 4 lists of codes are expected")
      }
      guard String(validating: bytes, as: UTF8.self) != nil else {
        throw Rejection(file: title, line: line, reason: "is not valid UTF-8")
      }
      guard let place = places[id] else {
        throw Rejection(file: title, line: line, reason: "has an id without topics")
      }
      let tags = lists[(place + 1)...].prefix(Int(lists[place])).map { topics.text(Int($0)) }
      let words = Self.codes(fields[2])
      return RawDocument(
        id: String(id), line: line, file: title, title: .tokens(words.isEmpty ? [] : [words]),
        content: .tokens(sentences(Self.codes(fields[4]))),
        tags: cleanedTags(tags, report: &log.report))
    }
    return nil
  }

  private func sentences(_ words: [String]) -> [[String]] {
    stride(from: 0, to: words.count, by: options.sentenceWords).map {
      Array(words[$0..<min(words.count, $0 + options.sentenceWords)])
    }
  }

  private static func codes(_ field: ArraySlice<UInt8>) -> [String] {
    strip(field).split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A 64-bit number written as Zhihu writes it, so that its text is its value.
  private static func id(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let value = bytes.decimalValue, String(value).utf8.elementsEqual(bytes) else {
      return nil
    }
    return value
  }
}

// Documents in a stage file: blocks of up to 1,024 documents, each block five
// sections, so that a corpus of any size is written and read as a stream.
//
//     ids str [n]             tokens str [distinct tokens of the block]
//     title i32 [n + tokens]  counts first, then token numbers; holes are -1
//     content i32             per document: sentences, per sentence: words, tokens
//     tags str                per document: its tags; tagCounts i32 [n]
//
// After the last block come the concepts that the tags name, if the tags are
// identifiers or were written differently (ConceptTable+StageFile).
import FormatsRDF

/// Writes documents one by one into a stage file of the kind `documents`.
public struct DocumentsWriter {
  /// The level of compression: a quarter of the time of level 6 for 7 % more bytes.
  public static let level: Int32 = 3
  private static let blockSize = 1_024
  private let writer: StageWriter
  private var block = Block()
  /// The documents written so far.
  public private(set) var count = 0

  /// Writes into a file of the kind `documents`; `finish(concepts:)` ends it.
  public init(_ writer: StageWriter) { self.writer = writer }

  /// - Throws: `InputError` as `StageWriter.write`.
  public mutating func write(_ document: Document) throws {
    try write(
      TokenizedDocument(
        id: document.id, title: TokenizedText([document.title]),
        content: TokenizedText(document.sentences), tags: document.tags))
  }

  /// - Throws: `InputError` as `StageWriter.write`.
  public mutating func write(_ document: TokenizedDocument) throws {
    block.add(document)
    count += 1
    if block.ids.count == Self.blockSize { try flush() }
  }

  /// Writes the last block, and the concepts of the tags if they are known.
  /// The caller commits the stage file.
  public mutating func finish(concepts: ConceptTable? = nil) throws {
    if !block.ids.isEmpty { try flush() }
    try concepts?.write(to: writer)
  }

  private mutating func flush() throws {
    try writer.write("ids", block.ids)
    try writer.write("tokens", block.tokens)
    try writer.write("title", block.titles)
    try writer.write("content", block.contents)
    try writer.write("tagCounts", block.tagCounts)
    try writer.write("tags", block.tags)
    block = Block()
  }

  /// The sections of a block while it fills.
  private struct Block {
    var ids: [String] = []
    var tokens = ByteTable()
    var titles: [Int32] = []
    var contents: [Int32] = []
    var tagCounts: [Int32] = []
    var tags: [String] = []

    mutating func add(_ document: TokenizedDocument) {
      ids.append(document.id)
      tokens.append(document.title, 0..<document.title.tokenEnds.count, to: &titles)
      contents.append(Int32(document.content.sentenceEnds.count))
      var start = 0
      for end in document.content.sentenceEnds {
        tokens.append(document.content, start..<end, to: &contents)
        start = end
      }
      tagCounts.append(Int32(document.tags.count))
      tags.append(contentsOf: document.tags)
    }
  }
}

extension ByteTable {
  /// Appends the number of tokens of `range` and the tokens' numbers to `list`.
  fileprivate mutating func append(
    _ text: TokenizedText, _ range: Range<Int>, to list: inout [Int32]
  ) {
    list.append(Int32(range.count))
    text.forEachToken(in: range) { list.append($0.isEmpty ? -1 : Int32(intern($0))) }
  }
}

/// Reads documents one by one from a stage file of the kind `documents`.
public final class DocumentsReader {
  private let reader: StageReader
  private var block: [Document] = []
  private var next = 0

  /// The header of the file.
  public var header: StageHeader { reader.header }
  /// The concepts of the tags; set after the last document was read.
  public private(set) var concepts: ConceptTable?
  /// The summary of the stage; set after the last document was read.
  public var summary: [String: StageHeader.Value] { reader.summary }

  /// - Throws: `InputError` when this is not such a file.
  public init(path: String) throws {
    reader = try StageReader(path: path, expecting: .documents)
  }

  /// The next document, or nil after the last one.
  ///
  /// - Throws: `InputError` when the file is damaged.
  public func nextDocument() throws -> Document? {
    // A block may be empty.
    while next == block.count {
      guard try readBlock() else { return nil }
    }
    defer { next += 1 }
    return block[next]
  }

  /// Every document of the file at `path`.
  public static func all(path: String) throws -> [Document] {
    let reader = try DocumentsReader(path: path)
    var documents: [Document] = []
    while let document = try reader.nextDocument() { documents.append(document) }
    return documents
  }

  private func readBlock() throws -> Bool {
    guard let first = try reader.nextSection() else { return false }
    if first.name.hasPrefix(ConceptTable.prefix) {
      concepts = try ConceptTable(rest: reader, from: first)
      return false
    }
    try expect("ids", first)
    let ids = try reader.readStrings()
    try expect("tokens", try reader.nextSection())
    let tokens = StringTable(try reader.readStrings())
    var titles = Cursor(values: try numbers("title"), reader: reader, part: "title")
    var contents = Cursor(values: try numbers("content"), reader: reader, part: "content")
    var tagCounts = Cursor(values: try numbers("tagCounts"), reader: reader, part: "tagCounts")
    try expect("tags", try reader.nextSection())
    let (tags, tagNumbers) = Self.numbered(try reader.readStrings())
    var tag = 0
    block.removeAll(keepingCapacity: true)
    next = 0
    // One list grows, each document gets a copy without room to spare.
    var words: [Int32] = []
    for id in ids {
      words.removeAll(keepingCapacity: true)
      try titles.appendTokens(to: &words, below: tokens.strings.count)
      for _ in 0..<(try contents.count()) {
        try contents.appendTokens(to: &words, below: tokens.strings.count)
      }
      let count = try tagCounts.count()
      guard count <= tagNumbers.count - tag else { throw reader.damaged("tags", "too few tags") }
      block.append(
        Document(
          id: id,
          words: PackedStrings(table: tokens, numbers: words.withUnsafeBufferPointer { Array($0) }),
          labels: PackedStrings(table: tags, numbers: Array(tagNumbers[tag..<tag + count]))))
      tag += count
    }
    return true
  }

  /// The different strings of a list, and the number of each place.
  private static func numbered(_ strings: [String]) -> (table: StringTable, numbers: [Int32]) {
    var table = ByteTable()
    var different: [String] = []
    let numbers = strings.map { string in
      let number = table.intern(Array(string.utf8))
      if number == different.count { different.append(string) }
      return Int32(number)
    }
    return (StringTable(different), numbers)
  }

  private func numbers(_ name: String) throws -> [Int32] {
    try expect(name, try reader.nextSection())
    return try reader.read()
  }

  private func expect(_ name: String, _ section: Section?) throws {
    guard section?.name == name else {
      throw reader.damaged(name, "the section is missing")
    }
  }

  /// Walks through counts and token numbers.
  private struct Cursor {
    let values: [Int32]
    let reader: StageReader
    let part: String
    var at = 0

    mutating func count() throws -> Int {
      guard at < values.count, values[at] >= 0 else {
        throw reader.damaged(part, "a count is missing")
      }
      defer { at += 1 }
      return Int(values[at])
    }

    /// Appends the number of tokens and the tokens' numbers.
    mutating func appendTokens(to words: inout [Int32], below limit: Int) throws {
      let count = try count()
      guard count <= values.count - at else { throw reader.damaged(part, "tokens are missing") }
      let numbers = values[at..<at + count]
      guard numbers.allSatisfy({ $0 >= -1 && $0 < limit }) else {
        throw reader.damaged(part, "a token number is out of range")
      }
      words.append(Int32(count))
      words.append(contentsOf: numbers)
      at += count
    }
  }
}

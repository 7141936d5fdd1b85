// Vectors of documents' texts in a stage file: blocks of documents in the order of the
// documents file, so that a corpus of any size is written and read as a stream.
//
//     encoder/hash str [1]        of the encoder's files
//     encoder/unit str [1]        what was encoded: windows or sentences
//     encoder/prefix str [1]      text put before everything that was encoded
//     encoder/longest i64 [1]     the most word pieces of a text
//     encoder/dimensions i64 [1]
//     then per block of documents
//     ids str [n]                 the ids of the documents
//     titled u8 [n]               1 if the first vector is that of the title
//     counts i32 [n]              vectors per document, the title's among them
//     vectors f32 [sum, dimensions]
import FormatsFiles

/// How texts were made into vectors: equal encodings give comparable vectors.
public struct TextEncoding: Equatable, Sendable {
  /// The piece of text that a vector represents.
  public enum Unit: String, CaseIterable, Sendable {
    /// As many whole sentences as the encoder takes at once; the title begins the first one.
    case windows
    case sentences
  }

  /// The hash of the encoder's files, `EncoderFolder.contentHash`.
  public var encoder: ContentHash
  /// The piece of text that a vector represents.
  public var unit: Unit
  /// Text that is put before everything that is encoded.
  public var prefix: String
  /// The maximum number of word pieces of a text, without its first and last token.
  public var longest: Int
  /// The length of the vectors.
  public var dimensions: Int

  /// An encoding; two of them are comparable if they are equal.
  public init(encoder: ContentHash, unit: Unit, prefix: String, longest: Int, dimensions: Int) {
    self.encoder = encoder
    self.unit = unit
    self.prefix = prefix
    self.longest = longest
    self.dimensions = dimensions
  }

  /// Writes the sections of an encoding.
  ///
  /// - Throws: `InputError` as `StageWriter.write`.
  public func write(to writer: StageWriter) throws {
    try writer.write("encoder/hash", [encoder.hexadecimal])
    try writer.write("encoder/unit", [unit.rawValue])
    try writer.write("encoder/prefix", [prefix])
    try writer.write("encoder/longest", [Int64(longest)])
    try writer.write("encoder/dimensions", [Int64(dimensions)])
  }

  /// Reads the sections of an encoding; nil if there are none.
  ///
  /// - Throws: `InputError` if they make no sense.
  public init?(_ contents: StageContents) throws {
    guard contents.has("encoder/hash") else { return nil }
    try self.init(
      hash: contents.strings("encoder/hash", count: 1)[0],
      unit: contents.strings("encoder/unit", count: 1)[0],
      prefix: contents.strings("encoder/prefix", count: 1)[0],
      longest: contents.longs("encoder/longest", count: 1)[0],
      dimensions: contents.longs("encoder/dimensions", count: 1)[0],
      invalid: contents.invalid)
  }

  fileprivate init(
    hash: String, unit: String, prefix: String, longest: Int64, dimensions: Int64,
    invalid: (String, String) -> InputError
  ) throws {
    guard let unit = Unit(rawValue: unit) else {
      throw invalid("encoder/unit", "names an unknown unit, \"\(unit)\"")
    }
    guard (1...Int64(1 << 20)).contains(longest), (1...Int64(1 << 16)).contains(dimensions) else {
      throw invalid("encoder/dimensions", "the lengths are out of range")
    }
    self.init(
      encoder: ContentHash(hexadecimal: hash), unit: unit, prefix: prefix, longest: Int(longest),
      dimensions: Int(dimensions))
  }
}

/// The vectors of one document.
public struct DocumentVectors: Equatable, Sendable {
  /// The identifier of the document.
  public var id: String
  /// Whether the first vector is that of the title.
  public var isTitled: Bool
  /// Vectors × dimensions.
  public var vectors: [Float]

  /// Vectors in order; that of the title is the first, if there is one.
  public init(id: String, isTitled: Bool, vectors: [Float]) {
    self.id = id
    self.isTitled = isTitled
    self.vectors = vectors
  }
}

/// Writes encoded documents block by block.
public struct EncodedWriter {
  private let writer: StageWriter
  private let dimensions: Int

  /// - Throws: `InputError` as `StageWriter.write`.
  public init(_ writer: StageWriter, encoding: TextEncoding) throws {
    self.writer = writer
    dimensions = encoding.dimensions
    try encoding.write(to: writer)
  }

  /// Writes a block of at least one document; the caller commits the stage file.
  ///
  /// - Throws: `InputError` as `StageWriter.write`.
  public func write(_ block: [DocumentVectors]) throws {
    let counts = block.map { Int32($0.vectors.count / dimensions) }
    try writer.write("ids", block.map(\.id))
    try writer.write("titled", block.map { UInt8($0.isTitled ? 1 : 0) })
    try writer.write("counts", counts)
    try writer.write(
      "vectors", Array(block.map(\.vectors).joined()),
      shape: [counts.reduce(0) { $0 + Int($1) }, dimensions])
  }
}

/// Reads encoded documents one by one.
public final class EncodedReader {
  /// How the vectors were made.
  public let encoding: TextEncoding
  /// The header of the file.
  public var header: StageHeader { reader.header }
  private let reader: StageReader
  private var block: [DocumentVectors] = []
  private var next = 0

  /// - Throws: `InputError` when this is not such a file.
  public init(path: String) throws {
    let reader = try StageReader(path: path, expecting: .encoded)
    func expect(_ name: String) throws {
      guard try reader.nextSection()?.name == name else {
        throw reader.damaged(name, "the section is missing")
      }
    }
    func text(_ name: String) throws -> String {
      try expect(name)
      guard let text = try reader.readStrings().first else {
        throw reader.damaged(name, "the section is empty")
      }
      return text
    }
    func number(_ name: String) throws -> Int64 {
      try expect(name)
      guard let number = try reader.read(Int64.self).first else {
        throw reader.damaged(name, "the section is empty")
      }
      return number
    }
    encoding = try TextEncoding(
      hash: text("encoder/hash"), unit: text("encoder/unit"), prefix: text("encoder/prefix"),
      longest: number("encoder/longest"), dimensions: number("encoder/dimensions"),
      invalid: reader.damaged)
    self.reader = reader
  }

  /// The next document, or nil after the last one.
  ///
  /// - Throws: `InputError` when the file is damaged.
  public func nextDocument() throws -> DocumentVectors? {
    if next == block.count {
      guard try readBlock() else { return nil }
    }
    defer { next += 1 }
    return block[next]
  }

  private func readBlock() throws -> Bool {
    guard let first = try reader.nextSection() else { return false }
    guard first.name == "ids" else { throw reader.damaged("ids", "the section is missing") }
    let ids = try reader.readStrings()
    let titled: [UInt8] = try numbers("titled")
    let counts: [Int32] = try numbers("counts")
    let vectors: [Float] = try numbers("vectors")
    guard titled.count == ids.count, counts.count == ids.count, !ids.isEmpty,
      zip(titled, counts).allSatisfy({ $0 <= 1 && $1 >= Int32($0) }),
      counts.reduce(0, { $0 + Int($1) }) * encoding.dimensions == vectors.count
    else { throw reader.damaged("counts", "the vectors do not fit the documents") }
    guard vectors.allSatisfy(\.isFinite) else {
      throw reader.damaged("vectors", "a value is not finite")
    }
    block.removeAll(keepingCapacity: true)
    next = 0
    var start = 0
    for (index, id) in ids.enumerated() {
      let end = start + Int(counts[index]) * encoding.dimensions
      block.append(
        DocumentVectors(id: id, isTitled: titled[index] == 1, vectors: Array(vectors[start..<end])))
      start = end
    }
    return true
  }

  private func numbers<T: StageElement>(_ name: String) throws -> [T] {
    guard try reader.nextSection()?.name == name else {
      throw reader.damaged(name, "the section is missing")
    }
    return try reader.read()
  }
}

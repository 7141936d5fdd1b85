// Reads word2vec files, binary and text (fastText's .vec is the latter), word
// by word. The caller decides what to do with the vectors.
import FormatsFiles

/// Reads the entries of a word2vec file in their order.
///
/// Both layouts begin with a line `COUNT DIMENSIONS`, which GloVe's text files do
/// without. Binary: the word, one
/// blank, little-endian Float32 values, and a newline that some writers leave
/// out. Text: a line with the word and the values; the last fields are the
/// values, so a word may hold blanks. The layout is detected
/// from the first entry; gzip is recognised by `ByteSource`.
public final class WordVectorReader {
  /// What to do with a word that is not UTF-8.
  public enum InvalidWords: String, CaseIterable, Sendable {
    /// Refuse the file.
    case error
    /// Put U+FFFD in place of the bytes that are wrong.
    case replace
  }

  /// The number of entries that the file announces; `next` throws if there are fewer. For a
  /// file that announces none, the number of entries read so far.
  public var count: Int { announced ?? read }
  /// How many entries had no word and were skipped.
  public private(set) var emptyWords = 0
  private let announced: Int?
  /// The length of each vector.
  public let dimensions: Int
  /// Whether the vectors are binary.
  let isBinary: Bool
  /// The file, for messages.
  public var name: String { bytes.name }

  private let bytes: BufferedBytes
  private let invalidWords: InvalidWords
  private var read = 0
  private static let longestWord = 1 << 16

  /// Reads the first line and looks at the first entry.
  ///
  /// - Throws: `InputError` when this is not a word2vec file.
  public init(_ source: ByteSource, invalidWords: InvalidWords = .error) throws {
    bytes = BufferedBytes(source)
    self.invalidWords = invalidWords
    let name = bytes.name
    let first = try bytes.distance(to: 0x0A, limit: Self.longestWord)
    guard let first, let (count, dimensions) = Self.header(bytes.waiting.prefix(first)) else {
      // GloVe: word and values from the first line on.
      let line = bytes.waiting.prefix(first ?? bytes.waiting.count)
      guard let dimensions = Self.valueCount(line) else {
        throw InputError(
          file: name, line: 1,
          problem: "a word2vec file begins with the number of vectors and their length",
          remedy: "Give a file as word2vec, fastText or GloVe write it, binary or text")
      }
      announced = nil
      self.dimensions = dimensions
      isBinary = false
      return
    }
    _ = bytes.take(first + 1)
    guard count > 0 else { throw InputError(file: name, line: 1, problem: "holds no vectors") }
    // A length in bytes must fit an Int, whatever the header claims.
    guard dimensions > 0, dimensions <= 1 << 24 else {
      throw InputError(
        file: name, line: 1, problem: "vectors of length \(dimensions) are not possible")
    }
    announced = count
    self.dimensions = dimensions
    isBinary = try !Self.looksLikeText(bytes)
  }

  /// Reads the next entry; nil after the last.
  ///
  /// - Parameter vector: its elements are replaced by the entry's values.
  /// - Throws: `InputError` with the number of the entry (from 1), for a text
  ///   file the line.
  public func next(into vector: inout [Float]) throws -> String? {
    while true {
      guard announced.map({ read < $0 }) ?? true, try announced != nil || !isAtEnd() else {
        try checkEnd()
        return nil
      }
      read += 1
      vector.removeAll(keepingCapacity: true)
      let word = isBinary ? try binaryEntry(into: &vector) : try textEntry(into: &vector)
      guard vector.allSatisfy(\.isFinite) else {
        throw failure("the vector of \"\(word)\" holds a value that is not a number")
      }
      if !word.isEmpty { return word }
      emptyWords += 1
    }
  }

  // MARK: -

  private func binaryEntry(into vector: inout [Float]) throws -> String {
    // The newline that may end the entry before.
    if try bytes.fill(1), bytes.waiting.first == 0x0A { _ = bytes.take(1) }
    guard let length = try bytes.distance(to: 0x20, limit: Self.longestWord) else {
      throw try bytes.fill(Self.longestWord) ? failure("the word is too long") : truncated()
    }
    let word = try decode(bytes.take(length + 1).dropLast())
    let size = dimensions * MemoryLayout<Float>.size
    guard try bytes.fill(size) else { throw truncated() }
    bytes.take(size).withUnsafeBytes { raw in
      for i in 0..<dimensions {
        let bits = raw.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self)
        vector.append(Float(bitPattern: UInt32(littleEndian: bits)))
      }
    }
    return word
  }

  private func textEntry(into vector: inout [Float]) throws -> String {
    guard try bytes.fill(1) else { throw truncated() }
    let longest = Self.longestWord + 64 * dimensions
    let length: Int
    if let found = try bytes.distance(to: 0x0A, limit: longest) {
      length = found
    } else {
      guard try !bytes.fill(longest + 1) else { throw failure("the line is too long") }
      length = bytes.waiting.count
    }
    var line = bytes.take(length)
    defer { if bytes.waiting.first == 0x0A { _ = bytes.take(1) } }
    while let last = line.last, last == 0x20 || last == 0x0D { line = line.dropLast() }
    let fields = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard fields.count > dimensions else {
      throw failure("\(fields.count - 1, "value"), but \(dimensions) are expected")
    }
    let values = fields.suffix(dimensions)
    let word = try decode(line[..<(values.first?.startIndex ?? line.startIndex)].dropLast())
    for field in values {
      guard let value = Float(String(decoding: field, as: UTF8.self)) else {
        throw failure("\"\(String(decoding: field.prefix(40), as: UTF8.self))\" is not a number")
      }
      vector.append(value)
    }
    return word
  }

  private func decode(_ word: ArraySlice<UInt8>) throws -> String {
    if let text = String(validating: word, as: UTF8.self) { return text }
    let text = String(decoding: word, as: UTF8.self)
    if invalidWords == .replace { return text }
    throw failure(
      "the word \"\(text)\" is not UTF-8", remedy: "Accept such words with \(parameter: "invalidWords") replace")
  }

  /// Whether nothing but line ends follows.
  private func isAtEnd() throws -> Bool {
    while try bytes.fill(1), let byte = bytes.waiting.first, byte == 0x0A || byte == 0x0D {
      _ = bytes.take(1)
    }
    return try bytes.isAtEnd()
  }

  private func checkEnd() throws {
    guard announced != nil else { return }
    while try bytes.fill(1), let byte = bytes.waiting.first, byte == 0x0A || byte == 0x0D {
      _ = bytes.take(1)
    }
    if try !bytes.isAtEnd() {
      throw InputError(
        file: name,
        problem: "holds more than the \(count, "vector") of length \(dimensions) that its first "
          + "line states", remedy: "Check that it was copied as it is, not as text")
    }
  }

  private func failure(_ problem: String, remedy: String? = nil) -> InputError {
    InputError(
      file: name, line: isBinary ? nil : read + 1, part: isBinary ? "entry \(read)" : nil,
      problem: problem, remedy: remedy)
  }

  private func truncated() -> InputError {
    InputError(
      file: name, part: "entry \(read)",
      problem: "the file ends here, but its first line states \(count, "vector") of length "
        + "\(dimensions)", remedy: "Copy or make the file again")
  }

  /// How many numbers end a line; nil if none or nothing else is there.
  private static func valueCount(_ line: ArraySlice<UInt8>) -> Int? {
    let fields = line.split { $0 == 0x20 || $0 == 0x0D }
    let values = fields.reversed().prefix { Float(String(decoding: $0, as: UTF8.self)) != nil }
    // A word may be a number.
    let count = max(0, min(values.count, fields.count - 1))
    // Three whole numbers are a damaged first line.
    let isDecimal = values.prefix(count).contains { $0.contains(UInt8(ascii: ".")) }
    return count > 1 && isDecimal ? count : nil
  }

  private static func header(_ line: ArraySlice<UInt8>) -> (Int, Int)? {
    let fields = line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      .map { Int(String(decoding: $0, as: UTF8.self)) }
    guard fields.count == 2, let count = fields[0], let dimensions = fields[1], count >= 0
    else { return nil }
    return (count, dimensions)
  }

  /// Whether the first entry's values are written in digits. In practice binary values
  /// always have bytes outside this alphabet.
  private static func looksLikeText(_ bytes: BufferedBytes) throws -> Bool {
    _ = try bytes.fill(1 << 12)
    guard let blank = bytes.waiting.firstIndex(of: 0x20) else { return false }
    let values = bytes.waiting[blank...].prefix(1 << 12).prefix { $0 != 0x0A }
    return values.contains { isASCIIDigit($0) }
      && values.allSatisfy { textAlphabet.contains($0) }
  }

  /// Digits, sign, point, exponent, `nan`, `inf`, blank, carriage return.
  private static let textAlphabet = Set("0123456789+-.eE nainfNAIF\r".utf8)
}

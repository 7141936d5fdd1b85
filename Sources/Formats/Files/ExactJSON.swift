// JSON whose object keys are compared by their bytes. Foundation's readers put keys
// into dictionaries of String, which merge "é" and "e" + U+0301: two different
// entries of a vocabulary. ExactJSONParser has the grammar.

/// A JSON value (RFC 8259); objects keep the order and the exact keys of the file, numbers
/// their text.
public enum ExactJSON: Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([ExactJSON])
  case object([(key: String, value: ExactJSON)])

  /// Parses a whole JSON text.
  ///
  /// - Throws: the first mistake.
  package init(parsing bytes: some Sequence<UInt8>) throws(ExactJSONParser.Mistake) {
    let parsed = bytes.withContiguousStorageIfAvailable { ExactJSONParser.parse($0) }
    self =
      try (parsed ?? Array(bytes).withUnsafeBufferPointer(ExactJSONParser.parse)).get()
  }

  /// Parses a whole JSON text.
  ///
  /// - Throws: `InputError` with the place of the first mistake.
  public init(parsing bytes: some Sequence<UInt8>, file: String) throws(InputError) {
    do {
      try self.init(parsing: bytes)
    } catch {
      throw error.error(in: Array(bytes), file: file)
    }
  }

  /// Reads and parses the file at `path`.
  ///
  /// - Parameter limit: the largest file that is read, in bytes.
  /// - Throws: `InputError` when the file cannot be read or is not JSON.
  public init(path: String, limit: Int = 256 << 20) throws {
    try self.init(parsing: ByteSource(path: path).readAll(limit: limit), file: path)
  }

  /// The last value of a key of an object; nil if there is none.
  public subscript(key: String) -> ExactJSON? {
    guard case .object(let entries) = self else { return nil }
    return entries.last { ExactString($0.key) == ExactString(key) }?.value
  }

  /// The text, nil if it is not a string; likewise below.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// A number without a fraction.
  public var integer: Int? {
    number.flatMap { Int(exactly: $0) }
  }

  /// The nearest number.
  public var number: Double? {
    if case .number(let text) = self { Double(text) } else { nil }
  }

  /// True or false.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The elements.
  public var array: [ExactJSON]? {
    if case .array(let values) = self { values } else { nil }
  }

  /// The entries in the order of the file.
  public var object: [(key: String, value: ExactJSON)]? {
    if case .object(let entries) = self { entries } else { nil }
  }

  /// Whether it is `null`.
  public var isNull: Bool {
    if case .null = self { true } else { false }
  }
}

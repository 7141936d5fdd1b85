// "A is narrower than B", as the text formats state it: two names, no concepts.
import FormatsRDF

/// One statement of a format that relates names, as views of UTF-8 bytes that
/// are valid until the handler returns.
public struct HypernymPair {
  /// How the first name is related to the second.
  public enum Relation: UInt8, Sendable {
    /// The first is narrower.
    case narrower
    /// The first is another name of the second.
    case synonym
  }
  /// How the two are related.
  public var relation: Relation
  /// The first word or concept; bytes of the reader, valid during the handler's call.
  public var narrower: ByteView
  /// The second one, likewise.
  public var broader: ByteView
  /// How often the source counted the relation; 1 if it does not count.
  public var count: Int
  /// The confidence of the source, in (0, 1]; 1 if it gives none.
  public var confidence: Float
  /// 1-based line of the file.
  public var line: Int
}

/// Which pairs are reported of a format that gives counts or confidences.
public struct PairOptions: Sendable, Equatable {
  /// Concept Graph rows that were counted more rarely are left out.
  public var minimumCount = 5
  /// CSV rows with a lower confidence are left out.
  public var minimumConfidence = 0.0
  /// Whether CSV is read as such, with quotes, a header, tabs or semicolons, and
  /// a third column that may be a confidence between 0 and 1. Otherwise a row is
  /// cut at its commas, and the third column is `true` or the row does not count,
  /// as in the original.
  public var readsConfidence = true

  public init() {}
}

/// Receives pairs in the order of the file; an error that it throws ends the
/// reading.
public typealias HypernymPairHandler = (HypernymPair) throws -> Void

/// What a reader of pairs skipped, and how often.
public struct PairReadingReport: Equatable, Sendable {
  /// Pairs handed on.
  public var pairs = 0
  /// Lines of the wrong form: too few fields, a count that is not a number.
  public var malformedLines = 0
  /// Lines whose relation the file itself denies or counts too rarely.
  public var rejectedLines = 0
  /// The first malformed line, to look at.
  var firstMalformedLine: Int?
  /// Whether the first line names the columns.
  public var hasHeader = false
  /// Sentences about how the file was read, which begin with a verb.
  public var remarks: [String] = []

  mutating func malformed(_ line: Int) {
    malformedLines += 1
    if firstMalformedLine == nil { firstMalformedLine = line }
  }
}

/// Calls `body` with a pair of names held in arrays.
@inline(__always)
func tellPair(
  _ narrower: ArraySlice<UInt8>, _ broader: ArraySlice<UInt8>,
  _ relation: HypernymPair.Relation = .narrower, count: Int = 1, confidence: Float = 1,
  line: Int, _ body: HypernymPairHandler
) throws {
  try narrower.withUnsafeBufferPointer { narrower in
    try broader.withUnsafeBufferPointer { broader in
      try body(
        HypernymPair(
          relation: relation, narrower: narrower, broader: broader, count: count,
          confidence: confidence, line: line))
    }
  }
}

extension ArraySlice<UInt8> {
  /// Without blanks, tabulators and carriage returns at both ends.
  var trimmed: ArraySlice<UInt8> {
    trimmed { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }

  /// Without the bytes at both ends for which `isBlank` is true.
  func trimmed(_ isBlank: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var slice = self
    while let first = slice.first, isBlank(first) { slice.removeFirst() }
    while let last = slice.last, isBlank(last) { slice.removeLast() }
    return slice
  }

  /// The value of a decimal number, or nil.
  var decimalValue: Int? { Int(String(decoding: self, as: UTF8.self)) }

  /// The fields between separators, empty ones kept.
  func fields(_ separator: UInt8) -> [ArraySlice<UInt8>] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}

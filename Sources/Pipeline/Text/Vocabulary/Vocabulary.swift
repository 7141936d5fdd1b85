// The words or the labels that a model knows, each with its index. The builder
// decides what is counted, and over which documents.
import Formats
import FormatsFiles

/// An ordered list of distinct texts with their counts, and the way back from
/// a text to its index.
///
/// Texts are distinguished by their Unicode scalars: "é" and "e" + U+0301 are two
/// entries.
public struct Vocabulary: Sendable {
  /// The texts; the position is the index.
  public let texts: [String]
  /// How often each text was counted, same order.
  public let counts: [Int]
  private let indices: [ExactString: Int32]

  /// The number of entries.
  public var count: Int { texts.count }
  /// Whether there are no entries.
  public var isEmpty: Bool { texts.isEmpty }

  /// Keeps the order given.
  ///
  /// - Precondition: the texts are distinct, as many as the counts.
  public init(texts: [String], counts: [Int]) {
    precondition(texts.count == counts.count, "a count for each text")
    self.texts = texts
    self.counts = counts
    indices = Dictionary(
      uniqueKeysWithValues: zip(texts.map { ExactString($0) }, (0 as Int32)...))
  }

  /// Orders by descending count, equal counts by descending Unicode scalars
  /// (docs/original.md, Data), and leaves out what is rarer than the minimum.
  ///
  /// The index of a text hence depends on the counts alone, not on the order
  /// of the documents.
  public init(counting counts: [ExactString: Int], minimumCount: Int = 1) {
    let kept = counts.filter { $0.value >= minimumCount }
      .sorted { $0.value != $1.value ? $0.value > $1.value : $1.key < $0.key }
    self.init(texts: kept.map(\.key.text), counts: kept.map(\.value))
  }

  /// The index of `text`, nil if it is unknown.
  public func index(of text: String) -> Int? {
    indices[ExactString(text)].map { Int($0) }
  }
}

extension Vocabulary {
  /// Writes the sections `NAME/text` (str [n]) and `NAME/count` (i64 [n]).
  func write(to writer: StageWriter, named name: String) throws {
    try writer.write("\(name)/text", texts)
    try writer.write("\(name)/count", counts.map { Int64($0) })
  }

  /// Reads what `write(to:named:)` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(_ contents: StageContents, named name: String) throws {
    let texts = try contents.strings("\(name)/text")
    let counts = try contents.longs("\(name)/count", count: texts.count)
    guard counts.allSatisfy({ $0 >= 0 }) else {
      throw contents.invalid("\(name)/count", "a count is negative")
    }
    var seen: Set<ExactString> = []
    for text in texts where !seen.insert(ExactString(text)).inserted {
      throw contents.invalid("\(name)/text", "\"\(text)\" occurs twice")
    }
    self.init(texts: texts, counts: counts.map { Int($0) })
  }
}

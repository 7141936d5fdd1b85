// What can be chosen about vocabularies.
import Formats

/// Which words and labels are in a vocabulary.
public struct VocabularyParameters: DeclaredParameters {
  /// Nil leaves it to the size of the corpus.
  public var leastWordCount: Int?
  public var leastLabelCount = 1

  public init() {}

  public static let declarations: [Declaration<Self>] = [
    .init(
      "minWordCount", \.leastWordCount, in: .atLeast(1), "Leave out words that occur more rarely.", valueName: "n",
      default: """
        5; in a corpus of fewer than 100,000 running words 2, of fewer than 20,000 words 1; original: always 5
        """, header: { $0.leastWordCount.map { .int($0) } ?? .string("by size") }),
    .init("minLabelCount", \.leastLabelCount, in: .atLeast(1), "Leave out labels of fewer documents.", valueName: "n"),
  ]
}

import Formats
@testable import PipelineRelations
@testable import PipelineStatistics
@testable import PipelineText
import XCTest

final class CorpusStatisticsTests: XCTestCase {
  private let documents = [
    Document(
      id: "1", title: ["a", "", "b"], sentences: [["c", "d"], [], ["", "a"]],
      tags: ["x", "y", "x", ""]),
    Document(id: "2", title: [], sentences: [["a"]], tags: ["x"]),
    Document(id: "3", title: ["a"], sentences: [], tags: []),
  ]

  private func statistics(pairLimit: Int = 10) -> CorpusStatistics {
    var builder = CorpusStatisticsBuilder(pairLimit: pairLimit)
    for document in documents { builder.add(document) }
    return builder.build(
      vocabulary: CorpusVocabulary(
        words: Vocabulary(texts: ["a", "q"], counts: [4, 1]),
        labels: Vocabulary(texts: ["x", "y", "z"], counts: [2, 1, 1]), documents: 3),
      subsumptions: [LabelPair(narrower: 0, broader: 1), LabelPair(narrower: 0, broader: 2)])
  }

  func testFigures() {
    let result = statistics()
    XCTAssertEqual(
      [
        result.documents, result.documentsWithTitle, result.documentsWithText,
        result.documentsWithTags, result.words, result.distinctWords, result.sentences,
        result.tagAssignments, result.distinctTags,
      ], [3, 2, 2, 2, 7, 4, 3, 3, 2])
    XCTAssertEqual(
      result.tagsPerDocument, Spread(minimum: 0, median: 1, mean: 1, maximum: 2))
    XCTAssertEqual(
      result.wordsPerSentence, Spread(minimum: 1, median: 1, mean: 4 / 3.0, maximum: 2))
    XCTAssertEqual(
      result.tagFrequencies,
      [
        .init(documents: 1, tags: 2, assignmentShare: 1),
        .init(documents: 2, tags: 1, assignmentShare: 2 / 3.0),
      ])
    XCTAssertEqual(
      result.mostFrequentTags, [.init(tag: "x", documents: 2), .init(tag: "y", documents: 1)])
    XCTAssertEqual(
      result.coOccurrence,
      .init(pairs: 1, density: 1, meanNeighbours: 1, isLowerBound: false))
    XCTAssertEqual(
      result.vocabulary,
      .init(words: 2, labels: 3, wordCoverage: 4 / 7.0, tagCoverage: 1))
    XCTAssertEqual(result.subsumptions, .init(pairs: 2, labels: 3, pairsTogether: 1))
  }

  func testLimitOfPairs() {
    XCTAssert(statistics(pairLimit: 0).coOccurrence.isLowerBound)
    XCTAssert(statistics(pairLimit: 0).text.contains("         0 or more"))
  }

  func testNothing() {
    let result = CorpusStatisticsBuilder().build()
    XCTAssertEqual(result, CorpusStatistics())
    XCTAssert(result.text.hasPrefix("documents                              0\n"), result.text)
  }

  func testText() {
    XCTAssertEqual(
      statistics().text,
      """
      documents                              3
        with a title                         2
        with a text                          2
        with tags                            2
      sentences                              3
      words                                  7
        distinct                             4
      tag assignments                        3
        distinct tags                        2
      words in the vocabulary                2   covering 57.1 % of all words
      labels in the vocabulary               3   covering 100.0 % of all tag assignments

                                       minimum    median      mean   maximum
      tags per document                      0         1      1.00         2
      words per title                        0         1      1.00         2
      sentences per document                 0         1      1.00         2
      words per document                     1         1      2.33         5
      words per sentence                     1         1      1.33         2
      documents per tag                      1         1      1.50         2

      tags with at least                  tags   share of assignments
        1 document                           2         100.0 %
        2 documents                          1          66.7 %

      pairs of tags together                 1   density 1.00000, 1.0 others per tag
      knowledge-base pairs                   2   of 3 labels, 1 together in a document
      most frequent tags: x (2), y (1)

      """)
  }
}

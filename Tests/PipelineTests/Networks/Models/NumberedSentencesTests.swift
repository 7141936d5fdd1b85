@testable import PipelineNetworks
import XCTest

final class NumberedSentencesTests: XCTestCase {
  func testSentencesComeBackAsTheyWere() {
    for arrays in [[], [[]], [[1, 2, 3], [], [4]], [[], [7]]] as [[[Int32]]] {
      var sentences = NumberedSentences()
      for sentence in arrays { sentences.append(sentence) }
      XCTAssertEqual(sentences.arrays, arrays)
      XCTAssertEqual((0..<sentences.count).map { Array(sentences[$0]) }, arrays)
      var others = NumberedSentences()
      others.append([9])
      others.arrays = arrays
      XCTAssertEqual(others, sentences)
    }
  }

  func testEmptySentencesAtTheEndAreRemoved() {
    var sentences = NumberedSentences()
    sentences.arrays = [[], [1], [], [2], [], []]
    sentences.removeTrailingEmpty()
    XCTAssertEqual(sentences.arrays, [[], [1], [], [2]])
    sentences.arrays = [[], []]
    sentences.removeTrailingEmpty()
    XCTAssertEqual(sentences.arrays, [])
  }
}

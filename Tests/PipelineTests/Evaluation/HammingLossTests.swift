// Hamming loss stays a share, whatever a document's tags are.
import XCTest

@testable import PipelineEvaluation

final class HammingLossTests: XCTestCase {
  func testItIsAtMostOne() {
    for outside in [0, 1, 2, 5, 1_000] {
      var scored = ScoredDocuments(labelCount: 2)
      scored.append(labels: [0], scores: [0.9], truth: [1], truthOutside: outside)
      let metrics = Evaluation(scored, threshold: 0.5, k: 1).decided
      XCTAssertEqual(metrics.hammingLoss, 1)
      XCTAssertEqual(metrics.truePerDocument, Double(1 + outside))
    }
  }
}

// Which epoch of a training is kept.
import XCTest

@testable import PipelineEvaluation
@testable import PipelineNetworks

final class EpochSelectionTests: XCTestCase {
  private func result(f1: Double, ndcg: Double, loss: Double) -> EpochResult {
    var result = EpochResult()
    (result.exampleF1, result.microF1, result.precisionAt1, result.ndcgAt5) = (f1, f1, f1, ndcg)
    result.validation.crossEntropy = loss
    return result
  }

  func testTheScoreCountsThenTheLoss() {
    for selection in Metric.ofEpochs where selection != .loss {
      let best = result(f1: 0.5, ndcg: 0.5, loss: 1)
      XCTAssertTrue(selection.prefers(result(f1: 0.6, ndcg: 0.6, loss: 9), to: best), selection.rawValue)
      XCTAssertFalse(selection.prefers(result(f1: 0.4, ndcg: 0.4, loss: 0), to: best), selection.rawValue)
      XCTAssertTrue(selection.prefers(result(f1: 0.5, ndcg: 0.5, loss: 0.9), to: best), selection.rawValue)
      // The earlier of two that are the same in all is kept.
      XCTAssertFalse(selection.prefers(best, to: best), selection.rawValue)
      XCTAssertFalse(selection.prefers(result(f1: 0.5, ndcg: 0.5, loss: 1.1), to: best), selection.rawValue)
      XCTAssertFalse(selection.prefers(result(f1: 0.5, ndcg: 0.5, loss: .nan), to: best), selection.rawValue)
    }
    XCTAssertTrue(
      Metric.loss.prefers(result(f1: 0, ndcg: 0, loss: 1), to: result(f1: 1, ndcg: 1, loss: 2)))
  }
}

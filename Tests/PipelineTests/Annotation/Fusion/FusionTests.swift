import XCTest

@testable import PipelineAnnotation
@testable import PipelineBaselines
@testable import PipelineEvaluation
@testable import PipelineFeatures
@testable import PipelineNumerics

extension Fusion {
  /// The mean of the models' scores.
  fileprivate func fused(_ sets: [ScoredDocuments]) -> ScoredDocuments {
    mean(sets.map { Self.rows($0, form) }, like: sets[0])
  }
}

final class FusionTests: XCTestCase {
  /// Two labels a document of which the first is true; `scores` by document.
  private func set(_ scores: [(Float, Float)]) -> ScoredDocuments {
    var set = ScoredDocuments(labelCount: 2)
    for (a, b) in scores { set.append(labels: [0, 1], scores: [a, b], truth: [0]) }
    return set
  }

  func testAPerfectModelGetsAllTheWeight() {
    let right = set([(0.9, 0.1), (0.8, 0.2)])
    let wrong = set([(0.1, 0.9), (0.9, 0.95)])
    for form in FusionForm.allCases {
      for metric in Metric.ofThresholds {
        let fusion = Fusion(tuningOn: [wrong, right], form: form, maximizing: metric)
        XCTAssertEqual(fusion.weights, [0, 1], "\(form) \(metric)")
      }
    }
    XCTAssertEqual(Fusion(tuningOn: [wrong], form: .scores, maximizing: .microF1).weights, [1])
  }

  func testModelsThatErrApartAreMixed() {
    let a = set([(0.9, 0.0), (0.4, 0.6)])
    let b = set([(0.4, 0.6), (0.9, 0.0)])
    let fusion = Fusion(tuningOn: [a, b], form: .scores, maximizing: .exampleF1)
    XCTAssertEqual(fusion.weights, [0.5, 0.5])
    let fused = fusion.fused([a, b])
    XCTAssertEqual(fused.scores, [0.65, 0.3, 0.65, 0.3])
    XCTAssertEqual(fused.truth(of: 1), [0])
  }

  func testRanks() {
    let scored = set([(0.2, 0.7)])
    let fused = Fusion(form: .ranks, weights: [3]).fused([scored])
    XCTAssertEqual(fused.labels, [0, 1])
    XCTAssertEqual(fused.scores, [61.0 / 62, 1])
  }

  func testALabelThatAModelDoesNotListCountsAsZero() {
    var sparse = ScoredDocuments(labelCount: 2)
    sparse.append(labels: [1], scores: [0.5], truth: [0], truthOutside: 2)
    let fused = Fusion(form: .scores, weights: [1, 3]).fused([sparse, set([(0.4, 0.8)])])
    XCTAssertEqual(fused.scores[0], 0.3, accuracy: 1e-6)
    XCTAssertEqual(fused.scores[1], 0.725, accuracy: 1e-6)
    XCTAssertEqual(fused.truthCount(of: 0), 3)
  }

  func testLowScoresAreDroppedButNotTheBest() {
    let row = SparseRow(columns: [4, 2, 9, 7], values: [0.5, 0.0001, 0.0002, 0.0002])
    XCTAssertEqual(row.withoutLowScores(best: 4), row)
    XCTAssertEqual(row.withoutLowScores(best: 1).columns, [4])
    XCTAssertEqual(row.withoutLowScores(best: 2).columns, [4, 7])
    XCTAssertEqual(row.withoutLowScores(best: 3).columns, [4, 9, 7])
  }

  func testTheSmallestOfMany() {
    var random = RandomStream(seed: 9)
    let numbers = (0..<500).map { _ in random.next() >> 56 }
    for count in [1, 7, 100, 499, 500, 600] {
      XCTAssertEqual(numbers.smallest(count), Array(numbers.sorted().prefix(count)))
    }
  }
}

// Metrics, calibration and tests against scikit-learn and SciPy: the numbers are
// made by scripts/metrics-fixture.py.
import XCTest

@testable import PipelineEvaluation

final class DecisionMetricsTests: XCTestCase {
  private struct Fixture: Decodable {
    struct Test: Decodable {
      var a, b: [Double]
      var t, wilcoxon: Double
    }
    var scores: [[Float]]
    var truth: [[Int32]]
    var threshold: Float
    var k: Int
    var decided, top, ranking: [String: Double]
    var counts: [Int]
    var documents: Int
    var pairs: [[Int32]]
    var hierarchical, platt, grid, isotonic: [Double]
    var tests: [Test]

    var scored: ScoredDocuments {
      var documents = ScoredDocuments(labelCount: counts.count)
      for (row, truth) in zip(scores, truth) {
        documents.append(labels: row.indices.map { Int32($0) }, scores: row, truth: truth)
      }
      return documents
    }
    var pairsOfScores: [(score: Float, isTrue: Bool)] {
      scores.indices.flatMap { d in
        scores[d].indices.map { (scores[d][$0], truth[d].contains(Int32($0))) }
      }
    }
  }

  private func fixture() throws -> Fixture {
    try goldenData("decision_metrics", as: Fixture.self)
  }

  func testMetrics() throws {
    let fixture = try fixture()
    let weights = LabelWeights(counts: fixture.counts, documents: fixture.documents)
    let evaluation = Evaluation(
      fixture.scored, rule: DecisionRule(.threshold(fixture.threshold)), k: fixture.k,
      weights: weights)
    let values = Dictionary(
      uniqueKeysWithValues: NamedMetric.all.map { ($0.name, $0.value(evaluation)) })
    var checked: Set<String> = []
    for (prefix, expected) in [
      ("", fixture.decided), ("top/", fixture.top), ("", fixture.ranking),
    ] {
      for (name, value) in expected {
        checked.insert(prefix + name)
        XCTAssertEqual(
          try XCTUnwrap(values[prefix + name], name), value, accuracy: 1e-9, prefix + name)
      }
    }
    XCTAssertEqual(checked, Set(values.keys), "every metric is checked")
  }

  func testHierarchicalMetrics() throws {
    let fixture = try fixture()
    let metrics = HierarchicalMetrics(
      fixture.scored, rule: DecisionRule(.threshold(fixture.threshold)),
      ancestors: LabelAncestors(
        labelCount: fixture.counts.count,
        pairs: fixture.pairs.map { (narrower: $0[0], broader: $0[1]) }))
    XCTAssertEqual(HierarchicalMetrics.names.count, metrics.values.count)
    for (value, expected) in zip(metrics.values, fixture.hierarchical) {
      XCTAssertEqual(value, expected, accuracy: 1e-12)
    }
  }

  func testCalibration() throws {
    let fixture = try fixture()
    guard
      case .platt(let a, let b) = try XCTUnwrap(
        Calibration.platt(fittedTo: fixture.pairsOfScores))
    else { return XCTFail("no Platt map") }
    XCTAssertEqual(a, fixture.platt[0], accuracy: 1e-3)
    XCTAssertEqual(b, fixture.platt[1], accuracy: 1e-3)
    let isotonic = try XCTUnwrap(Calibration.isotonic(fittedTo: fixture.pairsOfScores))
    for (score, expected) in zip(fixture.grid, fixture.isotonic) {
      XCTAssertEqual(Double(isotonic.probability(Float(score))), expected, accuracy: 1e-5)
    }
    XCTAssertNil(Calibration.platt(fittedTo: [(0.5, true)]))
    XCTAssertNil(Calibration.isotonic(fittedTo: []))
  }

  func testPairedTests() throws {
    for test in try fixture().tests {
      let differences = zip(test.a, test.b).map { $0 - $1 }
      XCTAssertEqual(try XCTUnwrap(pairedTTest(differences)), test.t, accuracy: 1e-9)
      XCTAssertEqual(
        try XCTUnwrap(wilcoxonSignedRankTest(differences)), test.wilcoxon, accuracy: 1e-9,
        "\(differences.count) differences")
    }
    XCTAssertNil(pairedTTest([1]))
    // Ten folds: the variance of the mean is (1/10 + 1/9) and not 1/10 of the variance.
    let folds = [0.02, 0.01, 0.03, 0.00, 0.02, 0.01, -0.01, 0.02, 0.03, 0.01]
    let plain = try XCTUnwrap(pairedTTest(folds))
    let corrected = try XCTUnwrap(pairedTTest(folds, testShare: 1.0 / 9))
    XCTAssertEqual(plain, 0.0067235, accuracy: 1e-6)
    XCTAssertEqual(corrected, 0.0393221, accuracy: 1e-6)
    XCTAssertNil(pairedTTest([0.5, 0.5]))
    XCTAssertNil(wilcoxonSignedRankTest([0, 0]))
  }

  func testHolm() {
    XCTAssertEqual(holmCorrected([0.01, nil, 0.04, 0.03]), [0.03, nil, 0.06, 0.06])
    XCTAssertEqual(holmCorrected([0.6, 0.7]), [1, 1])
    XCTAssertEqual(holmCorrected([]), [])
  }

  func testTagsNeverInTraining() {
    var scored = ScoredDocuments(labelCount: 3)
    scored.append(labels: [0, 2, 1], scores: [0.9, 0.8, 0.1], truth: [0, 2], truthOutside: 1)
    scored.append(labels: [1, 2], scores: [0.9, 0.7], truth: [1])
    let metrics = UnseenMetrics(
      scored, trainingCounts: [5, 3, 0], rule: DecisionRule(.threshold(0.5)))
    XCTAssertEqual(metrics.overlap, Overlap(predicted: 2, truth: 2, shared: 1))
    XCTAssertEqual(metrics.values, [0.5, 0.5, 0.5, 0.5])
    let none = UnseenMetrics(
      scored, trainingCounts: [5, 3, 1], rule: DecisionRule(.threshold(0.95)))
    XCTAssertEqual(none.values, [0.25, 0, 0, 0])
  }

  func testLabelReport() throws {
    var scored = ScoredDocuments(labelCount: 3)
    scored.append(labels: [0, 1], scores: [0.9, 0.8], truth: [0, 2])
    scored.append(labels: [0, 1, 2], scores: [0.7, 0.95, 0.1], truth: [2])
    scored.append(labels: [0], scores: [0.9], truth: [])
    let set = PredictionSet(
      labels: ["a", "b", "c"], labelCounts: [30, 2, 0], trainingDocuments: 40,
      ids: ["x", "y", "z"], scored: scored, threshold: 0.5, k: 1)
    var report = LabelReport(set, rule: DecisionRule(.threshold(0.5)))
    XCTAssertEqual(report.rows[0].overlap, Overlap(predicted: 2, truth: 1, shared: 1))
    XCTAssertEqual(report.rows[0].falsePositives, [.init(id: "y", score: 0.7)])
    XCTAssertEqual(
      report.rows[1].falsePositives, [.init(id: "y", score: 0.95), .init(id: "x", score: 0.8)])
    // The one that was not scored at all is the worst miss.
    XCTAssertEqual(
      report.rows[2].falseNegatives, [.init(id: "x", score: 0), .init(id: "y", score: 0.1)])
    let bands = FrequencyBand.bands(of: report)
    XCTAssertEqual(bands[0].overlap, Overlap(predicted: 0, truth: 2, shared: 0))
    XCTAssertEqual(
      FrequencyBand.bands(of: LabelReport(outside: 3)).map(\.overlap.truth), [3])
    XCTAssertEqual(bands.map(\.from), [0, 1, 21])
    XCTAssertEqual(bands.map(\.labels), [1, 1, 1])
    XCTAssertEqual(bands.map(\.occurring), [1, 0, 1])
    XCTAssertEqual(bands.map(\.found), [0, 0, 1])
    report.add(report, folds: 1)
    XCTAssertEqual(report.rows[0].training, 30)
    XCTAssertEqual(report.rows[0].overlap, Overlap(predicted: 4, truth: 2, shared: 2))
    XCTAssertEqual(report.rows[1].falsePositives.map(\.score), [0.95, 0.95, 0.8])
  }
}

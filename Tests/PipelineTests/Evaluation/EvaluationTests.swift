// Our own metrics: hand-made cases, and numbers computed with scikit-learn.
import XCTest

@testable import PipelineEvaluation
@testable import PipelineNumerics

final class EvaluationTests: XCTestCase {
  private struct Fixture: Decodable {
    struct Cutoff: Decodable {
      var k: Int
      var precision, recall, ndcg: Double
    }
    var scores: [[Float]]
    var truth: [[Int32]]
    var outside: [Int]
    var threshold: Float
    var k: Int
    var atThreshold, atK, inside, tuned: [String: Double]
    var cutoffs: [Cutoff]

    func documents(withOutside: Bool = true) -> ScoredDocuments {
      var documents = ScoredDocuments(labelCount: scores[0].count)
      for (index, row) in scores.enumerated() {
        // The order of the scored labels must not matter.
        let labels = row.indices.map { Int32(($0 * 4 + index) % row.count) }
        documents.append(
          labels: labels, scores: labels.map { row[Int($0)] }, truth: truth[index],
          truthOutside: withOutside ? outside[index] : 0)
      }
      return documents
    }
  }

  private let names: [(String, KeyPath<SetMetrics, Double>)] = [
    ("examplePrecision", \.examplePrecision), ("exampleRecall", \.exampleRecall),
    ("exampleF1", \.exampleF1), ("f1OfMeans", \.f1OfMeans),
    ("microPrecision", \.microPrecision), ("microRecall", \.microRecall),
    ("microF1", \.microF1), ("macroPrecision", \.macroPrecision),
    ("macroRecall", \.macroRecall), ("macroF1", \.macroF1), ("accuracy", \.accuracy),
    ("subsetAccuracy", \.subsetAccuracy), ("hammingLoss", \.hammingLoss),
    ("hammingLossPerTrueLabel", \.hammingLossPerTrueLabel),
    ("predictedPerDocument", \.predictedPerDocument),
    ("truePerDocument", \.truePerDocument),
  ]

  func testAgainstScikitLearn() throws {
    let fixture = try goldenData("multilabel_metrics", as: Fixture.self)
    let evaluation = Evaluation(
      fixture.documents(), threshold: fixture.threshold, k: fixture.k)
    XCTAssertEqual(evaluation.documents, 40)
    XCTAssertEqual(fixture.atK.count, names.count)
    for (name, path) in names {
      XCTAssertEqual(
        evaluation.decided[keyPath: path], try XCTUnwrap(fixture.atThreshold[name]),
        accuracy: 1e-12, name)
      XCTAssertEqual(
        evaluation.atK[keyPath: path], try XCTUnwrap(fixture.atK[name]), accuracy: 1e-12,
        "\(name) at k")
    }
    XCTAssertEqual(evaluation.ranking.cutoffs.map(\.k), fixture.cutoffs.map(\.k) + [10])
    for expected in fixture.cutoffs {
      let found = try XCTUnwrap(evaluation.ranking[expected.k])
      XCTAssertEqual(found.precision, expected.precision, accuracy: 1e-12)
      XCTAssertEqual(found.recall, expected.recall, accuracy: 1e-12)
      XCTAssertEqual(found.ndcg, expected.ndcg, accuracy: 1e-12)
    }
    let inside = Evaluation(
      fixture.documents(withOutside: false), threshold: fixture.threshold, k: fixture.k)
    XCTAssertEqual(
      inside.ranking.averagePrecision, try XCTUnwrap(fixture.inside["averagePrecision"]),
      accuracy: 1e-12)
    XCTAssertEqual(
      inside.ranking.coverage, try XCTUnwrap(fixture.inside["coverage"]), accuracy: 1e-12)
  }

  func testThresholdAgainstExhaustiveSearch() throws {
    let fixture = try goldenData("multilabel_metrics", as: Fixture.self)
    let documents = fixture.documents()
    for metric in Metric.ofThresholds {
      let tuned = tunedThreshold(for: documents, maximizing: metric)
      XCTAssertEqual(
        tuned.value, try XCTUnwrap(fixture.tuned[metric.rawValue]), accuracy: 1e-12)
      let reached = Evaluation(documents, threshold: tuned.threshold, k: 1).decided
      let value = metric.value(of: reached)
      XCTAssertEqual(value, tuned.value, accuracy: 1e-12)
    }
  }

  func testHandMadeDocument() throws {
    // Ranked 2, 0, 1 (equal scores: ascending), 4; true 1, 3 and one unknown.
    var documents = ScoredDocuments(labelCount: 5)
    documents.append(
      labels: [1, 4, 0, 2], scores: [0.5, 0, 0.5, 0.9], truth: [3, 1, 3], truthOutside: 1)
    documents.append(labels: [0], scores: [1], truth: [])
    let evaluation = Evaluation(documents, threshold: 0.4, k: 2)
    XCTAssertEqual(evaluation.documents, 1)
    XCTAssertEqual(evaluation.untagged, 1)
    XCTAssertEqual(evaluation.decided.examplePrecision, 1.0 / 3)
    XCTAssertEqual(evaluation.decided.exampleRecall, 1.0 / 3)
    XCTAssertEqual(evaluation.decided.accuracy, 1.0 / 5)
    XCTAssertEqual(evaluation.decided.hammingLoss, 4.0 / 5)
    XCTAssertEqual(evaluation.decided.macroF1, 0.5)  // label 1: 1, label 3: 0
    XCTAssertEqual(evaluation.atK.exampleF1, 0)
    XCTAssertEqual(evaluation.ranking[3]?.precision, 1.0 / 3)
    XCTAssertEqual(evaluation.ranking[5]?.precision, 1.0 / 5)
    XCTAssertEqual(evaluation.ranking.averagePrecision, 1.0 / 9, accuracy: 1e-15)
    XCTAssertEqual(evaluation.ranking.reciprocalRank, 1.0 / 3)
    XCTAssertEqual(evaluation.ranking.coverage, 5)
  }

  func testNothingToEvaluate() {
    let evaluation = Evaluation(ScoredDocuments(labelCount: 3), threshold: 0.5, k: 3)
    XCTAssertEqual(evaluation.documents, 0)
    XCTAssertEqual(evaluation.atK, SetMetrics())
    XCTAssertEqual(evaluation.ranking.coverage, 0)
    XCTAssertEqual(
      tunedThreshold(for: ScoredDocuments(labelCount: 3)),
      TunedThreshold(threshold: 0.5, value: 0))
  }

  func testThresholdLiesBetweenScoresAndTiesGoLow() {
    var documents = ScoredDocuments(labelCount: 3)
    documents.append(labels: [0, 1], scores: [0.8, 0.2], truth: [0])
    XCTAssertEqual(
      tunedThreshold(for: documents), TunedThreshold(threshold: 0.5, value: 1))
    // Nothing to be found: no reason to predict everything.
    documents = ScoredDocuments(labelCount: 3)
    documents.append(labels: [0, 1], scores: [0.8, 0.2], truth: [2])
    XCTAssertEqual(
      tunedThreshold(for: documents), TunedThreshold(threshold: 0.5, value: 0))
    // One of two true labels is as good as both with two false ones.
    documents = ScoredDocuments(labelCount: 6)
    documents.append(
      labels: [0, 1, 2, 3], scores: [0.9, 0.5, 0.4, 0.2], truth: [0, 3], truthOutside: 0)
    let tuned = tunedThreshold(for: documents)
    XCTAssertEqual(tuned.threshold, 0.1)
    XCTAssertEqual(tuned.value, 2.0 / 3)
  }

  func testRankingKeys() {
    let scores: [Float] = [1, .leastNonzeroMagnitude, 0, -0.0, -1, -.infinity]
    let keys = scores.map { rankingKey(score: $0, label: 7) }
    XCTAssertEqual(keys, keys.sorted())
    XCTAssertEqual(keys[2], keys[3])
    for value in scores { XCTAssertEqual(score(ofRankingKey: rankingKey(score: value, label: 7)), value) }
    XCTAssertLessThan(rankingKey(score: 1, label: 3), rankingKey(score: 1, label: 4))
  }

  func testTrivialAnnotator() {
    let annotator = TrivialAnnotator(labelFrequencies: [2, 5, 1, 5, 0], documents: 5)
    XCTAssertEqual(annotator.labels, [1, 3, 0])  // 13 / 5 rounds to 3
    XCTAssertEqual(annotator.scores, [1, 1, 0.4])
    XCTAssertEqual(TrivialAnnotator(labelFrequencies: [1, 0], documents: 9).labels, [0])
    var documents = ScoredDocuments(labelCount: 5)
    documents.append(labels: [4], scores: [1], truth: [1, 4])
    documents.append(labels: [], scores: [], truth: [0, 1, 3])
    let evaluation = annotator.evaluation(on: documents)
    XCTAssertEqual(evaluation.atK.exampleF1, (2.0 / 5 + 1) / 2)
    XCTAssertEqual(evaluation.decided, evaluation.atK)
    XCTAssertEqual(evaluation.ranking[1]?.precision, 1)
  }
}

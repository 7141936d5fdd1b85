import XCTest

@testable import PipelineEvaluation
@testable import PipelineNumerics

final class ComparisonTests: XCTestCase {
  /// Predictions that find each true label with probability `skill`.
  private func set(_ skill: Double, fold: Int, documents: Int = 60) -> PredictionSet {
    var random = RandomStream(seed: UInt64(100 * skill) + UInt64(fold))
    var truths = RandomStream(seed: 77)
    var scored = ScoredDocuments(labelCount: 8)
    for _ in 0..<documents {
      let truth = Set((0..<3).map { _ in Int32(truths.next(below: 8)) })
      let scores = (0..<8).map { label in
        Float(
          truth.contains(Int32(label)) == (random.nextUniform() < skill)
            ? 0.5 + random.nextUniform() / 2 : random.nextUniform() / 2)
      }
      scored.append(labels: (0..<8).map { Int32($0) }, scores: scores, truth: truth)
    }
    return PredictionSet(
      labels: (0..<8).map { "l\($0)" }, labelCounts: Array(repeating: 5, count: 8),
      trainingDocuments: 20, ids: (0..<documents).map { "d\($0)" }, scored: scored,
      threshold: 0.5, k: 2)
  }

  private func model(_ name: String, _ skill: Double, folds: Int = 4) -> ComparedModel {
    ComparedModel(
      name: name,
      folds: (0..<folds).map { (set(skill, fold: $0), DecisionRule(.threshold(0.5))) })
  }

  func testAPlainDifference() throws {
    let comparison = Comparison(
      [model("weak", 0.6), model("strong", 0.8)], resamples: 200, pool: WorkerPool(threads: 2))
    XCTAssertEqual(comparison.documents, 240)
    // The means are those of evaluation.
    let evaluation = Evaluation(set(0.8, fold: 2), 0.5)
    XCTAssertEqual(
      comparison.models[1].values[2],
      [
        evaluation.decided.exampleF1, evaluation.decided.microF1, evaluation.decided.macroF1,
        evaluation.ranking[1]?.precision ?? 0, evaluation.ranking[5]?.precision ?? 0,
        evaluation.ranking[5]?.ndcg ?? 0, evaluation.ranking.averagePrecision,
      ].map { $0 }, accuracy: 1e-12)
    for difference in comparison.differences {
      XCTAssertGreaterThan(difference.difference, 0)
      XCTAssertLessThan(difference.low, difference.difference)
      XCTAssertGreaterThan(difference.high, difference.difference)
    }
    let f1 = comparison.differences[0]
    XCTAssertGreaterThan(f1.low, 0)
    XCTAssertLessThan(try XCTUnwrap(f1.pTTest), 0.05)
    XCTAssertEqual(try XCTUnwrap(f1.pBootstrap), 2 / 201, accuracy: 1e-12)
    // Four folds of one sign: 2 / 2⁴.
    XCTAssertEqual(try XCTUnwrap(f1.pWilcoxon), 0.125, accuracy: 1e-12)
    let documents = comparison.byDocument[0]
    XCTAssertEqual(documents.wins + documents.ties + documents.losses, 240)
    XCTAssertGreaterThan(documents.wins, documents.losses)
    XCTAssertEqual(documents.bestWins.count, 5)
    for example in documents.bestWins { XCTAssertGreaterThan(example.f1OfB, example.f1OfA) }
    for example in documents.worstLosses { XCTAssertLessThan(example.f1OfB, example.f1OfA) }
  }

  /// A model that does not know the rare labels gains nothing by that.
  func testLabelsThatOneModelDoesNotKnow() throws {
    let whole = set(0.7, fold: 0)
    // The same predictions without the labels l5 and above, in another order.
    let numbers: [Int32: Int32] = [0: 4, 1: 3, 2: 2, 3: 1, 4: 0]
    var scored = ScoredDocuments(labelCount: 5)
    for document in 0..<whole.scored.count {
      let kept = whole.scored.scoreRange(of: document).filter { whole.scored.labels[$0] < 5 }
      let truth = whole.scored.truth(of: document)
      scored.append(
        labels: kept.compactMap { numbers[whole.scored.labels[$0]] }, scores: kept.map { whole.scored.scores[$0] },
        truth: Set(truth.compactMap { numbers[$0] }), truthOutside: truth.count { $0 >= 5 })
    }
    let part = PredictionSet(
      labels: ["l4", "l3", "l2", "l1", "l0"], labelCounts: Array(repeating: 5, count: 5), trainingDocuments: 20,
      ids: whole.ids, scored: scored, threshold: 0.5, k: 2)
    let rule = DecisionRule(.threshold(0.5))
    let comparison = Comparison(
      [ComparedModel(name: "whole", folds: [(whole, rule)]), ComparedModel(name: "part", folds: [(part, rule)])],
      resamples: 50, pool: WorkerPool(threads: 1))
    let place = try XCTUnwrap(comparison.metrics.firstIndex(of: .macroF1))
    let own = Evaluation(part, 0.5).decided.macroF1
    XCTAssertEqual(comparison.models[0].values[0][place], Evaluation(whole, 0.5).decided.macroF1, accuracy: 1e-12)
    XCTAssertEqual(comparison.models[1].values[0][place], own * 5 / 8, accuracy: 1e-12)
    XCTAssertEqual(comparison.models[1].values[0][0], Evaluation(part, 0.5).decided.exampleF1, accuracy: 1e-12)
  }

  /// Models that do not differ are not distinguished, and threads do not matter.
  func testNoDifference() throws {
    let models = [model("a", 0.7, folds: 1), model("b", 0.7, folds: 1)]
    let one = Comparison(models, resamples: 50, pool: WorkerPool(threads: 1))
    XCTAssertEqual(one, Comparison(models, resamples: 50, pool: WorkerPool(threads: 3)))
    XCTAssertEqual(one.differences[0].difference, 0)
    XCTAssertEqual(one.differences[0].pBootstrap, 1)
    XCTAssertNil(one.differences[0].pTTest)
    XCTAssertNil(one.differences[0].pWilcoxon)
    XCTAssertEqual(one.byDocument[0].ties, 60)
  }

  /// The interval of a mean is near the one that theory gives.
  func testTheIntervalHasTheRightWidth() throws {
    let models = [model("a", 0.6, folds: 1), model("b", 0.8, folds: 1)]
    let comparison = Comparison(models, resamples: 2_000, pool: WorkerPool(threads: 2))
    let f1 = models.map { model in
      let scored = model.folds[0].set.scored
      return ComparedFold(scored, rule: model.folds[0].rule).overlaps.map(\.f1)
    }
    let summary = try XCTUnwrap(FoldSummary(zip(f1[0], f1[1]).map { $1 - $0 }))
    let width = 2 * 1.96 * (summary.standardDeviation ?? 0) / Double(f1[0].count).squareRoot()
    let found = comparison.differences[0].high - comparison.differences[0].low
    XCTAssertEqual(found / width, 1, accuracy: 0.12)
  }
}

extension Evaluation {
  fileprivate init(_ set: PredictionSet, _ threshold: Float) {
    self.init(set.scored, threshold: threshold, k: set.k)
  }
}

private func XCTAssertEqual(_ a: [Double], _ b: [Double], accuracy: Double) {
  XCTAssertEqual(a.count, b.count)
  for (x, y) in zip(a, b) { XCTAssertEqual(x, y, accuracy: accuracy) }
}

// Tuned rules are held against plain definitions: trying everything.
import XCTest

@testable import PipelineEvaluation
@testable import PipelineNumerics

final class DecisionTuningTests: XCTestCase {
  private let objectives: [Metric] = [
    .exampleF1, .f1OfMeans, .microF1, .macroF1, .cost(falsePositive: 1, falseNegative: 3),
  ]

  /// Random scores that say something about the truth.
  private func documents(_ count: Int, labels: Int, seed: UInt64) -> ScoredDocuments {
    var random = RandomStream(seed: seed)
    var documents = ScoredDocuments(labelCount: labels)
    for _ in 0..<count {
      var truth: [Int32] = []
      var scores: [Float] = []
      for label in 0..<labels {
        let isTrue = random.nextUniform() < 0.3
        if isTrue { truth.append(Int32(label)) }
        // Label l is scored on a scale of its own: thresholds of labels pay.
        let scale = Float(label + 1) / Float(labels)
        scores.append(scale * Float(random.nextUniform() * 0.7 + (isTrue ? 0.3 : 0)))
      }
      documents.append(labels: (0..<labels).map { Int32($0) }, scores: scores, truth: truth)
    }
    return documents
  }

  func testOneStandardErrorOfTheDifference() {
    // The jackknife of a mean is its standard error: here sqrt(0.05 / 3 / 4).
    let differences = [0.0, 0.1, 0.2, 0.3]
    let sum = differences.reduce(0, +)
    func validation(_ value: Double, _ sign: Double) -> CrossValidation {
      CrossValidation(
        value: value, withoutBlock: differences.map { 0.5 + sign * (sum - $0) / 3 })
    }
    let simple = CrossValidation(value: 0.5, withoutBlock: [0.5, 0.5, 0.5, 0.5])
    XCTAssertTrue(simple.isLevel(with: validation(0.5 + 0.064, 1)))
    XCTAssertFalse(simple.isLevel(with: validation(0.5 + 0.065, 1)))
    XCTAssertTrue(simple.isLevel(with: simple))
    let always = CrossValidation(value: 0.51, withoutBlock: [0.51, 0.51, 0.51, 0.51])
    XCTAssertFalse(simple.isLevel(with: always), "always better")
    for objective in objectives {
      let documents = documents(40, labels: 6, seed: 9)
      let found = DecisionTuning(objective: objective)
        .crossValidated(.threshold, on: documents)
      XCTAssertEqual(found?.withoutBlock.count, 20)
      XCTAssertTrue(found.map { $0.isLevel(with: $0) } ?? false)
    }
  }

  /// Every score as a threshold.
  func testThresholdIsTheBestOfAll() {
    for seed in 1...3 {
      let documents = documents(20, labels: 6, seed: UInt64(seed))
      for objective in objectives {
        let tuning = DecisionTuning(objective: objective)
        let tuned = tuning.value(tuning.rule(.threshold, for: documents), on: documents)
        let best = documents.scores.map {
          tuning.value(DecisionRule(.threshold($0)), on: documents)
        }.max()
        XCTAssertGreaterThanOrEqual(tuned, (best ?? 0) - 1e-12, "\(objective), seed \(seed)")
        // The value is the one that evaluation finds.
        let rule = tuning.rule(.threshold, for: documents)
        XCTAssertEqual(
          objective.value(of: Evaluation(documents, rule: rule, k: 1).decided), tuned,
          accuracy: 1e-12, "\(objective), seed \(seed)")
      }
    }
  }

  func testTopRulesAreTheBestOfAll() {
    let documents = documents(15, labels: 5, seed: 4)
    for objective in objectives {
      let tuning = DecisionTuning(objective: objective, largestK: 5)
      let byCount = (1...5).map {
        tuning.value(DecisionRule(.top(count: $0, floor: -1)), on: documents)
      }
      XCTAssertEqual(
        tuning.value(tuning.rule(.topK, for: documents), on: documents), byCount.max() ?? 0,
        accuracy: 1e-12)
      var best = -Double.infinity
      for count in 1...5 {
        for floor in documents.scores {
          best = max(
            best, tuning.value(DecisionRule(.top(count: count, floor: floor)), on: documents))
        }
      }
      XCTAssertGreaterThanOrEqual(
        tuning.value(tuning.rule(.topKWithFloor, for: documents), on: documents), best - 1e-12)
    }
  }

  /// Without shrinkage macro-F1 and cost are sums over labels: each label's own
  /// optimum is the optimum.
  func testLabelThresholds() {
    let documents = documents(30, labels: 5, seed: 5)
    for objective in objectives {
      let tuning = DecisionTuning(objective: objective)
      let thresholds = tunedLabelThresholds(
        documents.entries(), of: documents, maximizing: objective, shrinkage: 0)
      let value = tuning.value(DecisionRule(.labelThresholds(thresholds)), on: documents)
      let common = tuning.value(tuning.rule(.threshold, for: documents), on: documents)
      XCTAssertGreaterThan(value, common + 0.01, "\(objective)")
      guard ["macroF1", "cost 1.0:3.0"].contains(objective.name) else { continue }
      for label in 0..<5 {
        for document in 0..<documents.count {
          var others = thresholds
          others[label] =
            documents.scores[documents.scoreRange(of: document)][
              documents.scoreRange(of: document).lowerBound + label]
          XCTAssertLessThanOrEqual(
            tuning.value(DecisionRule(.labelThresholds(others)), on: documents), value + 1e-9)
        }
      }
    }
  }

  func testShrinkageGoesFromTheCommonThreshold() {
    let documents = documents(30, labels: 5, seed: 5)
    let entries = documents.entries()
    let common = tunedThreshold(entries, of: documents, maximizing: .exampleF1).threshold
    let far = tunedLabelThresholds(
      entries, of: documents, maximizing: .exampleF1, shrinkage: 1e9)
    for threshold in far { XCTAssertEqual(threshold, common, accuracy: 1e-5) }
  }

  /// The expected F1 of a set of labels under independence, by all outcomes,
  /// is nearly as large for the chosen number as for the best one.
  func testExpectedF1() {
    let probabilities: [Float] = [0.9, 0.8, 0.55, 0.3, 0.2, 0.05]
    let rule = DecisionRule(.expectedF1)
    let labels = probabilities.indices.map { Int32($0) }
    let chosen = labels.withUnsafeBufferPointer { labels in
      probabilities.withUnsafeBufferPointer { rule.chosen(labels: labels, scores: $0) }
    }
    XCTAssertEqual(chosen, Array(0..<chosen.count))
    func expected(_ count: Int) -> Double {
      var sum = 0.0
      for outcome in 0..<(1 << probabilities.count) {
        var p = 1.0
        var overlap = Overlap(predicted: count, truth: 0, shared: 0)
        for label in probabilities.indices {
          let isTrue = outcome >> label & 1 == 1
          p *= Double(isTrue ? probabilities[label] : 1 - probabilities[label])
          if isTrue {
            overlap.truth += 1
            if label < count { overlap.shared += 1 }
          }
        }
        sum += p * overlap.f1
      }
      return sum
    }
    let best = (1...probabilities.count).map(expected).max() ?? 0
    XCTAssertGreaterThan(expected(chosen.count), best - 0.01)
  }

  func testRulesOnOneDocument() {
    let labels: [Int32] = [7, 3, 5, 1]
    let scores: [Float] = [0.4, 0.9, 0.4, 0.1]
    func chosen(_ rule: DecisionRule) -> [Int] {
      labels.withUnsafeBufferPointer { labels in
        scores.withUnsafeBufferPointer { rule.chosen(labels: labels, scores: $0) }
      }
    }
    // Equal scores by ascending label.
    XCTAssertEqual(chosen(DecisionRule(.threshold(0.2))), [1, 2, 0])
    XCTAssertEqual(chosen(DecisionRule(.top(count: 2, floor: 0))), [1, 2])
    XCTAssertEqual(chosen(DecisionRule(.top(count: 3, floor: 0.5))), [1])
    XCTAssertEqual(chosen(DecisionRule(.threshold(0.95))), [])
    XCTAssertEqual(chosen(DecisionRule(.threshold(0.95), minimum: 2)), [1, 2])
    XCTAssertEqual(chosen(DecisionRule(.top(count: 9, floor: 0.95), minimum: 9)), [1, 2, 0, 3])
    var thresholds = [Float](repeating: 0.5, count: 8)
    thresholds[1] = 0.05
    XCTAssertEqual(chosen(DecisionRule(.labelThresholds(thresholds))), [1, 3])
    // 0.2 + 1.0 · 1.8 is 2.
    XCTAssertEqual(
      chosen(
        DecisionRule(
          .cardinality(CardinalityModel(intercept: 0.2, slope: 1, maximum: 3)))), [1, 2])
  }

  /// A bounded list of the best ones is the same as sorting everything.
  func testTheBestOfMany() {
    var random = RandomStream(seed: 9)
    for count in [1, 2, 15, 16, 40, 200] {
      let scores = (0..<1_000).map { _ in Float(random.next(below: 50)) / 50 }
      let labels = (0..<1_000).map { Int32($0) }
      let chosen = labels.withUnsafeBufferPointer { labels in
        scores.withUnsafeBufferPointer {
          DecisionRule(.top(count: count, floor: -1)).chosen(labels: labels, scores: $0)
        }
      }
      let sorted = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
      XCTAssertEqual(chosen, Array(sorted.prefix(count)))
    }
  }
}

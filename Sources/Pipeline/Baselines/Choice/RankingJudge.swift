// How good rankings are on validation documents, document by document, so that
// two candidates can be compared on the same documents.
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics
import Foundation

/// Judges scores by the mean of nDCG@5 and the recall among the five best in which
/// rare labels count more: a choice by nDCG@5 alone is blind to the rare ones.
struct RankingJudge: Sendable {
  private let truth: [[Int32]]
  private let weights: [Double]
  private static let depth = 5

  /// - Parameters:
  ///   - labelCounts: the training documents of each label.
  ///   - documents: how many training documents there are.
  init(truth: [[Int32]], labelCounts: [Int], documents: Int) {
    self.truth = truth
    weights = LabelWeights(counts: labelCounts, documents: documents).values
  }

  /// The documents that have a label.
  var documents: Int { truth.count { !$0.isEmpty } }

  /// A value in [0, 1] for each document that has a label.
  func values(of scores: SparseMatrix) -> [Double] {
    var values: [Double] = []
    for (document, labels) in truth.enumerated() where !labels.isEmpty {
      let best = scores.entries(of: document)
        .map { rankingKey(score: scores.values[$0], label: scores.columns[$0]) }
        .smallest(Self.depth)
        .map { label(ofRankingKey: $0) }
      values.append((gain(best, labels) + weightedRecall(best, labels)) / 2)
    }
    return values
  }

  /// nDCG: the discounted gain of a ranking, divided by that of the best one.
  private func gain(_ ranking: [Int32], _ truth: [Int32]) -> Double {
    func discount(_ place: Int) -> Double { 1 / log2(Double(place + 2)) }
    var found = 0.0
    for (place, label) in ranking.enumerated() where truth.contains(label) {
      found += discount(place)
    }
    return found / (0..<min(truth.count, Self.depth)).reduce(0) { $0 + discount($1) }
  }

  /// The weight of the true labels in a ranking, divided by that of as many as it
  /// could hold. The order among them does not count.
  private func weightedRecall(_ ranking: [Int32], _ truth: [Int32]) -> Double {
    let all = truth.map { weights[Int($0)] }.sorted(by: >).prefix(Self.depth)
    let found = ranking.filter { truth.contains($0) }.map { weights[Int($0)] }
    return found.sorted(by: >).reduce(0, +) / all.reduce(0, +)
  }
}

/// The values of one candidate, to be compared with those of others.
struct Judgement: Sendable {
  let values: [Double]

  var mean: Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

  /// The simplest of the candidates that are no more than `errors` standard errors (of the
  /// difference on the same documents) below the best one, and of equally simple ones the
  /// best.
  ///
  /// - Parameter complexity: the complexity of each candidate; nil takes their order.
  static func simplestOfBest(
    _ candidates: [Judgement], complexity: [Int]? = nil, errors: Double = 1
  ) -> Int {
    let complexity = complexity ?? Array(candidates.indices)
    let best = candidates.indices.max { candidates[$0].mean < candidates[$1].mean } ?? 0
    let level = candidates.indices.filter {
      !isClearlyGreater(candidates[best].values, than: candidates[$0].values, errors: errors)
    }
    return level.min {
      (complexity[$0], candidates[$1].mean) < (complexity[$1], candidates[$0].mean)
    } ?? best
  }
}

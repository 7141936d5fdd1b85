// Metrics of the order in which a model puts the labels of a document.
import PipelineNumerics
import Foundation

/// Metrics of rankings, means over the documents that have a true label.
///
/// True labels that are not scored, or not in the vocabulary, are never found.
public struct RankingMetrics: Equatable, Sendable {
  /// Metrics of the first k labels.
  public struct Cutoff: Equatable, Sendable {
    /// How many labels are looked at.
    public var k: Int
    /// P@k: true ones among the first k, divided by k.
    public var precision = 0.0
    /// R@k: true ones among the first k, divided by |Y|.
    public var recall = 0.0
    /// nDCG@k with gain 1 for a true label and discount log₂(rank + 1).
    public var ndcg = 0.0
    /// PSP@k: the weights of the true ones among the first k, divided by the
    /// largest sum that k labels could reach; a ratio of sums over documents.
    var propensityPrecision = 0.0
    /// PSnDCG@k: the same with the discount log₂(rank + 1), each document's
    /// sum divided by that of min(k, |Y|) labels of weight 1.
    var propensityNDCG = 0.0
  }

  /// Ascending in k.
  var cutoffs: [Cutoff]
  /// The mean of the precisions at the ranks of the true labels (LRAP).
  public var averagePrecision = 0.0
  /// The mean of 1 / rank of the first true label.
  public var reciprocalRank = 0.0
  /// The mean rank of the last true label; C if it was not found.
  public var coverage = 0.0
  /// The mean share of pairs of a true and a false label in which the false one
  /// comes before the true one; a true label that was not found comes last.
  public var rankingLoss = 0.0

  /// The metrics of the first `k`, if they were computed.
  public subscript(k: Int) -> Cutoff? { cutoffs.first { $0.k == k } }
}

/// Adds up documents, in their order, for `RankingMetrics`.
struct RankingMetricsSums {
  private var documents = 0
  private var sums: RankingMetrics
  private let labelCount: Int
  private let weights: LabelWeights
  /// The largest sums that `propensityPrecision` and `propensityNDCG` could
  /// reach, by cutoff.
  private var bestPrecisions: [Double]
  private var bestGains: [Double]
  /// `gains[i]` is the discounted gain of i true labels at the top; it grows with the
  /// documents, because k may be any number.
  private var idealGains = [0.0]

  init(cutoffs: Set<Int>, labelCount: Int, weights: LabelWeights) {
    sums = RankingMetrics(cutoffs: cutoffs.sorted().map { .init(k: $0) })
    self.labelCount = labelCount
    self.weights = weights
    bestPrecisions = sums.cutoffs.map { _ in 0 }
    bestGains = bestPrecisions
  }

  private mutating func idealGain(_ count: Int) -> Double {
    while idealGains.count <= count {
      idealGains.append((idealGains.last ?? 0) + discount(idealGains.count))
    }
    return idealGains[count]
  }

  /// - Parameters:
  ///   - ranks: of the true labels that were found, from 1, ascending.
  ///   - found: these labels.
  ///   - truth: the true labels inside the vocabulary.
  ///   - truthCount: |Y|, more than 0.
  mutating func addDocument(
    ranks: [Int], found: [Int], truth: ArraySlice<Int32>, truthCount: Int
  ) {
    addWeighted(ranks, found, truth, outside: truthCount - truth.count)
    let negatives = labelCount - truth.count
    if negatives > 0 {
      var wrongPairs = (truthCount - ranks.count) * negatives
      for (index, rank) in ranks.enumerated() { wrongPairs += rank - 1 - index }
      sums.rankingLoss += ratio(wrongPairs, truthCount * negatives)
    }
    add(ranks: ranks, truthCount: truthCount)
  }

  /// As `addDocument`, without what needs the labels themselves.
  mutating func add(ranks: [Int], truthCount: Int) {
    documents += 1
    for index in sums.cutoffs.indices {
      let k = sums.cutoffs[index].k
      var found = 0
      var gain = 0.0
      while found < ranks.count, ranks[found] <= k {
        gain += discount(ranks[found])
        found += 1
      }
      sums.cutoffs[index].precision += ratio(found, k)
      sums.cutoffs[index].recall += ratio(found, truthCount)
      sums.cutoffs[index].ndcg += gain / idealGain(min(k, truthCount))
    }
    var precisions = 0.0
    for (index, rank) in ranks.enumerated() { precisions += ratio(index + 1, rank) }
    sums.averagePrecision += precisions / Double(truthCount)
    if let first = ranks.first { sums.reciprocalRank += 1 / Double(first) }
    let last = ranks.count == truthCount ? ranks[truthCount - 1] : labelCount
    sums.coverage += Double(last)
  }

  private mutating func addWeighted(
    _ ranks: [Int], _ found: [Int], _ truth: ArraySlice<Int32>, outside: Int
  ) {
    var best = truth.map { weights.values[Int($0)] }
    // No more than the largest k of them can be among the best k.
    let kept = min(outside, sums.cutoffs.map(\.k).max() ?? 0)
    best.append(contentsOf: repeatElement(weights.outside, count: kept))
    best.sort(by: >)
    for index in sums.cutoffs.indices {
      let k = sums.cutoffs[index].k
      let ideal = idealGain(min(k, best.count))
      for (rank, label) in zip(ranks, found) where rank <= k {
        sums.cutoffs[index].propensityPrecision += weights.values[label]
        sums.cutoffs[index].propensityNDCG += weights.values[label] * discount(rank) / ideal
      }
      for (place, weight) in best.prefix(k).enumerated() {
        bestPrecisions[index] += weight
        bestGains[index] += weight * discount(place + 1) / ideal
      }
    }
  }

  func metrics() -> RankingMetrics {
    let count = Double(max(documents, 1))
    var metrics = sums
    for index in metrics.cutoffs.indices {
      metrics.cutoffs[index].precision /= count
      metrics.cutoffs[index].recall /= count
      metrics.cutoffs[index].ndcg /= count
      if bestPrecisions[index] > 0 {
        metrics.cutoffs[index].propensityPrecision /= bestPrecisions[index]
        metrics.cutoffs[index].propensityNDCG /= bestGains[index]
      }
    }
    metrics.averagePrecision /= count
    metrics.reciprocalRank /= count
    metrics.coverage /= count
    metrics.rankingLoss /= count
    return metrics
  }
}

/// 1 / log₂(rank + 1).
private func discount(_ rank: Int) -> Double {
  log(2) / log(Double(rank + 1))
}

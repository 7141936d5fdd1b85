// Metrics of the order in which a model puts the labels of a document.

/// Metrics of rankings, means over the documents that have a true label.
///
/// True labels that are not scored, or not in the vocabulary, are never found.
public struct RankingMetrics: Equatable, Sendable {
  /// Metrics of the first k labels.
  public struct Cutoff: Equatable, Sendable {
    public var k: Int
    /// P@k: true ones among the first k, divided by k.
    public var precision = 0.0
    /// R@k: true ones among the first k, divided by |Y|.
    public var recall = 0.0
    /// nDCG@k with gain 1 for a true label and discount log₂(rank + 1).
    public var ndcg = 0.0
  }

  /// Ascending in k.
  public var cutoffs: [Cutoff]
  /// The mean of the precisions at the ranks of the true labels (LRAP).
  public var averagePrecision = 0.0
  /// The mean of 1 / rank of the first true label.
  public var reciprocalRank = 0.0
  /// The mean rank of the last true label; C where it was not found.
  public var coverage = 0.0

  /// The metrics of the first `k`, if they were computed.
  public subscript(k: Int) -> Cutoff? { cutoffs.first { $0.k == k } }
}

/// Adds up documents, in their order, for `RankingMetrics`.
struct RankingMetricsSums {
  private var documents = 0
  private var sums: RankingMetrics
  private let labelCount: Int
  /// `gains[i]` is the discounted gain of i true labels at the top.
  private let idealGains: [Double]

  init(cutoffs: Set<Int>, labelCount: Int) {
    sums = RankingMetrics(cutoffs: cutoffs.sorted().map { .init(k: $0) })
    self.labelCount = labelCount
    var gains = [0.0]
    for rank in 1...max(cutoffs.max() ?? 1, 1) { gains.append(gains[rank - 1] + discount(rank)) }
    idealGains = gains
  }

  /// - Parameters:
  ///   - ranks: of the true labels that were found, from 1, ascending.
  ///   - truthCount: |Y|, more than 0.
  mutating func addDocument(ranks: [Int], truthCount: Int) {
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
      sums.cutoffs[index].ndcg += gain / idealGains[min(k, truthCount)]
    }
    var precisions = 0.0
    for (index, rank) in ranks.enumerated() { precisions += ratio(index + 1, rank) }
    sums.averagePrecision += precisions / Double(truthCount)
    if let first = ranks.first { sums.reciprocalRank += 1 / Double(first) }
    let last = ranks.count == truthCount ? ranks[truthCount - 1] : labelCount
    sums.coverage += Double(last)
  }

  func metrics() -> RankingMetrics {
    let count = Double(max(documents, 1))
    var metrics = sums
    for index in metrics.cutoffs.indices {
      metrics.cutoffs[index].precision /= count
      metrics.cutoffs[index].recall /= count
      metrics.cutoffs[index].ndcg /= count
    }
    metrics.averagePrecision /= count
    metrics.reciprocalRank /= count
    metrics.coverage /= count
    return metrics
  }
}

/// 1 / log₂(rank + 1).
private func discount(_ rank: Int) -> Double {
  logarithm(2) / logarithm(Double(rank + 1))
}

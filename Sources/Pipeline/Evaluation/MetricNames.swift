// The metrics by name, for tables and files.

/// A metric of an evaluation with its names.
package struct NamedMetric: Sendable {
  /// In files: `microF1`, `top/recall`, `ndcg@5`.
  package let name: String
  package let value: @Sendable (Evaluation) -> Double

  /// All metrics, in the order of files: of labels above the threshold, of the
  /// k best labels (`top/…`), of rankings.
  package static let all: [NamedMetric] =
    sets("") { $0.decided } + sets("top/") { $0.atK } + rankings

  private static func sets(
    _ prefix: String, _ part: @escaping @Sendable (Evaluation) -> SetMetrics
  ) -> [NamedMetric] {
    func metric(
      _ name: String, _ value: @escaping @Sendable (SetMetrics) -> Double
    ) -> NamedMetric {
      NamedMetric(name: prefix + name) { value(part($0)) }
    }
    return [
      metric("microPrecision") { $0.microPrecision }, metric("microRecall") { $0.microRecall },
      metric("microF1") { $0.microF1 },
      metric("macroPrecision") { $0.macroPrecision }, metric("macroRecall") { $0.macroRecall },
      metric("macroF1") { $0.macroF1 }, metric("labelCoverage") { $0.labelCoverage },
      metric("examplePrecision") { $0.examplePrecision },
      metric("exampleRecall") { $0.exampleRecall },
      metric("exampleF1") { $0.exampleF1 }, metric("f1OfMeans") { $0.f1OfMeans },
      metric("accuracy") { $0.accuracy }, metric("subsetAccuracy") { $0.subsetAccuracy },
      metric("hammingLoss") { $0.hammingLoss },
      metric("hammingLossPerTrueLabel") { $0.hammingLossPerTrueLabel },
      metric("predictedPerDocument") { $0.predictedPerDocument },
      metric("truePerDocument") { $0.truePerDocument },
    ]
  }

  private static let rankings: [NamedMetric] =
    [1, 3, 5, 10].flatMap { k in
      [
        NamedMetric(name: "precision@\(k)") { $0.ranking[k]?.precision ?? 0 },
        NamedMetric(name: "recall@\(k)") { $0.ranking[k]?.recall ?? 0 },
        NamedMetric(name: "ndcg@\(k)") { $0.ranking[k]?.ndcg ?? 0 },
        NamedMetric(name: "psPrecision@\(k)") { $0.ranking[k]?.propensityPrecision ?? 0 },
        NamedMetric(name: "psNdcg@\(k)") { $0.ranking[k]?.propensityNDCG ?? 0 },
      ]
    } + [
      NamedMetric(name: "averagePrecision") { $0.ranking.averagePrecision },
      NamedMetric(name: "reciprocalRank") { $0.ranking.reciprocalRank },
      NamedMetric(name: "coverage") { $0.ranking.coverage },
      NamedMetric(name: "rankingLoss") { $0.ranking.rankingLoss },
    ]
}

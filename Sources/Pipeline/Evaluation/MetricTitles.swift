// What people call the metrics: in tables, charts and sentences. Files have other names
// (MetricNames).

/// Titles of metrics.
package enum MetricTitles {
  /// Titles as narrow as the columns of a table.
  private static let short = [
    "microF1": "micro-F1", "macroF1": "macro-F1", "exampleF1": "example-F1", "f1OfMeans": "F1 of means",
    "examplePrecision": "precision", "exampleRecall": "recall", "hammingLoss": "Hamming loss",
  ]

  private static let long = [
    "microPrecision": "micro precision", "microRecall": "micro recall", "microF1": "micro-F1",
    "macroPrecision": "macro precision", "macroRecall": "macro recall", "macroF1": "macro-F1",
    "labelCoverage": "tags found at least once", "examplePrecision": "example precision",
    "exampleRecall": "example recall", "exampleF1": "example-F1",
    "f1OfMeans": "F1 of mean precision and recall", "accuracy": "accuracy (Jaccard)",
    "subsetAccuracy": "all tags right", "hammingLoss": "Hamming loss ↓",
    "hammingLossPerTrueLabel": "Hamming loss per true tag ↓",
    "predictedPerDocument": "tags given per document", "truePerDocument": "true tags per document",
    "averagePrecision": "average precision", "reciprocalRank": "reciprocal rank",
    "coverage": "coverage ↓", "rankingLoss": "ranking loss ↓",
    "hierarchicalPrecision": "precision with broader tags",
    "hierarchicalRecall": "recall with broader tags", "hierarchicalF1": "F1 with broader tags",
    "hierarchicalExampleF1": "example-F1 with broader tags",
    "unseenShare": "true tags never in training", "unseenRecall": "recall of tags never in training",
    "unseenPrecision": "precision of tags never in training",
    "unseenRecall@5": "recall of tags never in training among the 5 best",
  ]

  /// `ndcg@5` in a few letters.
  package static func short(_ metric: String) -> String { short[metric] ?? long(metric) }

  /// `top/ndcg@5` in words, `↓` where less is better.
  package static func long(_ metric: String) -> String {
    if metric.hasPrefix("top/") { return long(String(metric.dropFirst(4))) }
    if let title = long[metric] { return title }
    return metric.replacing("psPrecision@", with: "propensity P@").replacing("psNdcg@", with: "propensity nDCG@")
      .replacing("precision@", with: "P@").replacing("recall@", with: "R@").replacing("ndcg@", with: "nDCG@")
  }
}

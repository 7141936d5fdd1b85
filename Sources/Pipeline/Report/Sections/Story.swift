// What the report says first, in plain words: what was learnt, how good it is, and
// whether a network was worth it.
import PipelineEvaluation
import PipelineNetworks

extension Report {
  /// The paragraphs; empty without metrics.
  var story: [String] {
    guard let metrics, let model = metrics.table.models.first, !metrics.folds.isEmpty else {
      return []
    }
    return [learnt(by: model.name), quality(of: model, in: metrics), verdict(on: model.name)]
      .compactMap { $0 }
  }

  /// What was learnt from what.
  private func learnt(by model: String) -> String? {
    guard let first = folds.first?.set else { return nil }
    let names = HTMLText.shortened(model, to: 40)
    return "\(names) has learnt from \(grouped(first.trainingDocuments)) documents to tag others "
      + "like them with the \(grouped(first.labels.count)) tags that these have"
      + (statistics.map { ", \(fixed(CorpusCounts.mean($0.byTags), 1)) a document." } ?? ".")
  }

  /// How good it is, compared with the trivial annotator.
  private func quality(of model: MetricsReport.Model, in metrics: MetricsReport) -> String? {
    func mean(_ metric: String, _ model: MetricsReport.Model) -> Double? {
      FoldSummary(metrics.table.values(metric, of: model))?.mean
    }
    guard let precision = mean("microPrecision", model), let recall = mean("microRecall", model),
      let f1 = mean("exampleF1", model)
    else { return nil }
    func hundred(_ share: Double) -> String { fixed(100 * share, 0) }
    let documents = metrics.folds.reduce(0) { $0 + $1.documents }
    var text =
      "On \(grouped(documents)) documents that it had not seen, of 100 tags that it gives "
      + "\(hundred(precision)) are right, and of 100 right ones it finds \(hundred(recall)). "
      + "Its example-F1 is \(fixed(f1, 3))"
    if let trivial = metrics.table.models.dropFirst().first,
      let other = mean("exampleF1", trivial)
    {
      text += "; giving every document the most frequent tags comes to \(fixed(other, 3))"
    }
    return text + "."
  }

  // ---- Beside a linear model ----

  /// Models that are linear, the plainest first.
  private static let linear = ["ovr", "tree", "svm"]

  private func verdict(on model: String) -> String? {
    let isNetwork = NetworkModel(rawValue: model) != nil
    if let comparison, comparison.models.count > 1 {
      let names = comparison.models.map(\.name)
      if isNetwork, let place = Self.linear.lazy.compactMap({ names.firstIndex(of: $0) }).first {
        return verdict(against: place, in: comparison)
      }
      return best(of: comparison)
    }
    return isNetwork
      ? verdictByLogs() ?? "It has not been compared with a linear model, so "
        + "it is not known whether the network is worth its time." : nil
  }

  /// The verdict on the same test documents, with an interval.
  private func verdict(against place: Int, in comparison: Comparison) -> String? {
    let differences = comparison.differences.filter {
      $0.a == 0 && $0.b == place && [.exampleF1, .ndcgAt5].contains($0.metric)
    }
    guard !differences.isEmpty else { return nil }
    let facts = differences.map { d in
      "\(MetricTitles.long(d.metric.rawValue)) by \(IntervalChart.signed(fixed(-d.difference, 3))) "
        + "(95 % interval \(IntervalChart.signed(fixed(-d.high, 3))) to "
        + "\(IntervalChart.signed(fixed(-d.low, 3))))"
    }
    let certain = differences.filter { ($0.correctedBootstrap ?? 1) <= 0.05 }
    let gains = certain.contains { $0.difference < 0 }
    let losses = certain.contains { $0.difference > 0 }
    let judgement =
      switch (gains, losses) {
      case (true, false): "the network is worth its time"
      case (false, true): "the linear model is better, and much quicker"
      case (true, true): "which of them is better depends on what you need"
      case (false, false):
        "no difference is more than chance: the linear model, which is much quicker, will do"
      }
    return "It differs from the linear model \(HTMLText.shortened(comparison.models[place].name, to: 40)) in "
      + facts.joined(separator: " and in ") + ": \(judgement)."
  }

  /// All compared models, by example-F1.
  private func best(of comparison: Comparison) -> String? {
    let means = comparison.models.indices.map {
      FoldSummary(comparison.values(.exampleF1, of: $0))?.mean ?? 0
    }
    guard let best = means.indices.max(by: { (means[$0], $1) < (means[$1], $0) }) else { return nil }
    let name = HTMLText.shortened(comparison.models[best].name, to: 40)
    return best == 0
      ? "No other of the \(means.count) models compared has a higher example-F1."
      : "Of the \(means.count) models compared \(name) has the highest example-F1, "
        + "\(fixed(means[best], 3))."
  }

  /// The verdict on the validation documents of training, against the linear model beneath the
  /// network.
  private func verdictByLogs() -> String? {
    let pairs = logs.compactMap { log -> (linear: EpochResult, network: EpochResult)? in
      guard let start = log.start else { return nil }
      return (start, log.epochs.last(where: \.isBest) ?? start)
    }
    guard !pairs.isEmpty, pairs.count == logs.count else { return nil }
    func mean(_ value: (EpochResult) -> Double) -> (linear: Double, network: Double) {
      let count = Double(pairs.count)
      return (
        pairs.reduce(0) { $0 + value($1.linear) } / count,
        pairs.reduce(0) { $0 + value($1.network) } / count
      )
    }
    let (f1, ndcg) = (mean(\.exampleF1), mean(\.ndcgAt5))
    let isWorth = f1.network + ndcg.network > f1.linear + ndcg.linear
    return "On validation documents the linear model beneath the network alone has example-F1 "
      + "\(fixed(f1.linear, 3)) and nDCG@5 \(fixed(ndcg.linear, 3)), with the network "
      + "\(fixed(f1.network, 3)) and \(fixed(ndcg.network, 3)): "
      + (isWorth
        ? "the network adds to it; a comparison with ovr on test documents says whether that is more than chance."
        : "the network adds nothing to it.")
  }
}

// The model of the report against others: how much better or worse it is, how
// certain that is, and on which documents.
import FormatsFiles
import PipelineEvaluation

extension Report {
  /// The metrics in the table of all models, as many as there is room for on a
  /// telephone; the table of differences has them all.
  private static let compared: [Metric] = [
    .exampleF1, .microF1, .macroF1, .precisionAt1, .ndcgAt5,
  ]

  var comparisonSection: ReportSection {
    let (id, title) = ("comparison", "Comparison")
    guard let comparison, comparison.models.count > 1 else {
      let note =
        "No other model is compared: none was evaluated on the same documents, or "
        + "the report was made without a comparison."
      return ReportSection(
        id: id, title: title, blocks: [.note(note)] + omissions(comparison?.leftOut ?? []))
    }
    let first = name(0, of: comparison)
    let folds = comparison.models[0].values.count
    var text = "\(first) against other models on the same \(comparison.documents, "test document")"
    text += folds == 1 ? ". " : " of \(folds, "fold") (± their standard deviation). "
    text +=
      "Differences are \(first) less the other: above 0, \(first) is better. "
      + "Intervals hold 95 % of \(comparison.resamples) paired bootstrap samples of the documents"
      + (folds == 1
        ? "; with one fold there are no tests over folds. "
        : "; the t-test and "
          + "Wilcoxon's test are paired over folds. ")
      + "All p-values are two-sided and corrected by Holm for the number of pairs of models."
    var blocks: [ReportBlock] = [.paragraph(text)]
    blocks += omissions(comparison.leftOut)
    blocks.append(.table(modelTable(comparison)))
    let chief = comparison.metrics.filter { [.exampleF1, .ndcgAt5].contains($0) }
    let others = comparison.metrics.filter { !chief.contains($0) }
    blocks.append(.charts(chief.map { chart(comparison, $0) }))
    blocks.append(
      .note(
        "A line spans the 95 % interval; it is dashed and of another colour where the corrected "
          + "p-value of the bootstrap is above 0.05."
          + (folds > 1 ? " Small dots below it are folds." : "")))
    if !others.isEmpty {
      blocks.append(
        .folded(title: "By other metrics", [.charts(others.map { chart(comparison, $0) })]))
    }
    for pair in comparison.byDocument where pair.a == 0 {
      blocks += self.pair(pair, of: comparison)
    }
    let between = comparison.differences.filter { $0.a != 0 }
    if !between.isEmpty {
      blocks.append(
        .folded(
          title: "The other models among each other",
          [.table(otherTable(between, comparison))]))
    }
    return ReportSection(id: id, title: title, blocks: blocks)
  }

  private func name(_ model: Int, of comparison: Comparison) -> String {
    HTMLText.shortened(comparison.models[model].name, to: 40)
  }

  private func omissions(_ leftOut: [Comparison.Omission]) -> [ReportBlock] {
    leftOut.map {
      .note("Left out: \(HTMLText.shortened($0.name, to: 40)), which \($0.reason).")
    }
  }

  /// One row per model.
  private func modelTable(_ comparison: Comparison) -> ReportTable {
    ReportTable(
      columns: [.init(title: "model")]
        + Self.compared.map { .init(title: MetricTitles.long($0.rawValue), isNumber: true) },
      rows: comparison.models.indices.map { model in
        [ReportTable.Cell(name(model, of: comparison))]
          + Self.compared.map { metric in
            let values = comparison.values(metric, of: model)
            guard let summary = FoldSummary(values) else { return .init("–") }
            var cell = ReportTable.Cell(summary.mean, decimals: 3)
            if let deviation = summary.standardDeviation {
              cell.remark = "± " + String(fixed: deviation, decimals: 3)
            }
            return cell
          }
      }, isSortable: true)
  }

  /// The differences to each other model by one metric.
  private func chart(_ comparison: Comparison, _ metric: Metric) -> IntervalChart {
    let own = comparison.values(metric, of: 0)
    let rows = comparison.differences.filter { $0.a == 0 && $0.metric == metric }.map { d in
      let parts = zip(own, comparison.values(metric, of: d.b)).map { $0 - $1 }
      return IntervalChart.Row(
        name: comparison.models[d.b].name, value: -d.difference, low: -d.high, high: -d.low,
        parts: parts.count > 1 ? parts : [], isCertain: (d.correctedBootstrap ?? 1) <= 0.05)
    }
    return IntervalChart(
      title: MetricTitles.long(metric.rawValue), xTitle: "\(name(0, of: comparison)) less the other",
      rows: rows)
  }

  /// What there is to say about the first model and one other.
  private func pair(_ pair: Comparison.Documents, of comparison: Comparison) -> [ReportBlock] {
    let (first, other) = (name(0, of: comparison), name(pair.b, of: comparison))
    let differences = comparison.differences.filter { $0.a == 0 && $0.b == pair.b }
    let hasFolds = comparison.models[0].values.count > 1
    let tests = ["p bootstrap"] + (hasFolds ? ["p t-test", "p Wilcoxon"] : [])
    let table = ReportTable(
      columns: [.init(title: "metric")]
        + (["difference", "95 % interval"] + tests).map { .init(title: $0, isNumber: true) },
      rows: differences.map { d in
        let probabilities =
          [d.correctedBootstrap]
          + (hasFolds ? [d.correctedTTest, d.correctedWilcoxon] : [])
        return [
          .init(MetricTitles.long(d.metric.rawValue)), signed(-d.difference),
          .init(interval(-d.high, -d.low)),
        ] + probabilities.map { .init(Comparison.text(ofProbability: $0)) }
      })
    let documents = ReportBlock.paragraph(
      "By the F1 of a document \(first) is better than \(other) on \(pair.losses), worse on "
        + "\(pair.wins), equal on \(pair.ties, "document").")
    let examples = [
      ("Where \(first) is better", pair.worstLosses), ("Where \(other) is better", pair.bestWins),
    ].filter { !$0.1.isEmpty }.map { title, examples in
      ReportBlock.folded(
        title: title, [.table(exampleTable(examples.prefix(3), first, other))])
    }
    return [
      .heading("\(first) and \(other)"), documents,
      .folded(title: "Differences with their tests", isOpenOnPaper: true, [.table(table)]),
    ] + examples
  }

  private func exampleTable(
    _ examples: some Sequence<Comparison.Example>, _ first: String, _ other: String
  ) -> ReportTable {
    /// Tags, those marked that are among the true ones.
    func tags(_ tags: [String], truth: [String]) -> String {
      let known = Set(truth.map { ExactString($0) })
      let names = tags.map { tag in
        (known.contains(ExactString(tag)) ? "✓ " : "✗ ") + HTMLText.shortened(shown(tag), to: 40)
      }
      return names.isEmpty ? "(none)" : names.joined(separator: ", ")
    }
    func f1(_ value: Double) -> String { "F1 " + String(fixed: value, decimals: 2) }
    return ReportTable(
      columns: ["document", "true tags", first, other].map { .init(title: $0) },
      rows: examples.map { example in
        [
          .init(HTMLText.shortened(example.id, to: 40)),
          .init(example.truth.map { HTMLText.shortened(shown($0), to: 40) }.joined(separator: ", ")),
          .init(tags(example.tagsOfA, truth: example.truth), remark: f1(example.f1OfA)),
          .init(tags(example.tagsOfB, truth: example.truth), remark: f1(example.f1OfB)),
        ]
      })
  }

  private func otherTable(
    _ differences: [Comparison.Difference], _ comparison: Comparison
  ) -> ReportTable {
    ReportTable(
      columns: [.init(title: "metric"), .init(title: "A"), .init(title: "B")]
        + ["A less B", "95 % interval", "p bootstrap"].map { .init(title: $0, isNumber: true) },
      rows: differences.map { d in
        [
          .init(MetricTitles.long(d.metric.rawValue)), .init(name(d.a, of: comparison)),
          .init(name(d.b, of: comparison)), signed(-d.difference),
          .init(interval(-d.high, -d.low)),
          .init(
            Comparison.text(ofProbability: d.correctedBootstrap), key: d.correctedBootstrap),
        ]
      }, isSortable: true)
  }

  private func signed(_ value: Double) -> ReportTable.Cell {
    .init(IntervalChart.signed(String(fixed: value, decimals: 4)), key: value)
  }

  private func interval(_ low: Double, _ high: Double) -> String {
    [low, high].map { IntervalChart.signed(String(fixed: $0, decimals: 4)) }
      .joined(separator: " to ")
  }
}

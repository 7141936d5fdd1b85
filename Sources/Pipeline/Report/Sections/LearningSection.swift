// The course of training, epoch by epoch.
import PipelineNetworks

extension Report {
  var learningSection: ReportSection {
    let (id, title) = ("learning", "Learning curves")
    let logs = logs.filter { !$0.epochs.isEmpty }
    guard !logs.isEmpty else {
      return missing(id, title, needs: "a training log (baselines write none)")
    }
    /// One line per fold, all of them in one colour and under one name.
    func curves(
      _ name: String, _ colour: Int, dashed: Bool = false,
      _ value: (EpochResult) -> Double
    ) -> [LineChart.Series] {
      logs.enumerated().map { fold, log in
        .init(
          name: fold == 0 ? name : "",
          points: log.epochs.map { (Double($0.epoch + 1), value($0)) }, colour: colour,
          isDashed: dashed)
      }
    }
    let best = logs.map { log in (log.epochs.last(where: \.isBest) ?? log.epochs[0]) }
    let marks = logs.count == 1 ? [(Double(best[0].epoch + 1), "kept")] : []
    let loss = LineChart(
      title: "Loss", xTitle: "epoch", yTitle: "loss",
      series: curves("training", 1) { $0.trainingLoss }
        + curves("validation (cross-entropy)", 2, dashed: true) { $0.validation.crossEntropy },
      marks: marks, xIsWhole: true)
    let quality = LineChart(
      title: "On validation documents", xTitle: "epoch", yTitle: "score",
      series: curves("example-F1", 1) { $0.exampleF1 }
        + curves("micro-F1", 2, dashed: true) { $0.microF1 }
        + curves("P@1", 3) { $0.precisionAt1 }
        + curves("nDCG@5", 4, dashed: true) { $0.ndcgAt5 }, marks: marks, xIsWhole: true)
    var charts: [any ReportFigure] = []
    if logs.contains(where: { Set($0.epochs.map(\.learningRate)).count > 1 }) {
      charts.append(
        LineChart(
          title: "Learning rate", xTitle: "epoch", yTitle: "rate",
          series: curves("rate", 1) { $0.learningRate }, yKind: .logarithmic, xIsWhole: true))
    }
    let regularised = logs.contains { log in
      log.epochs.contains { $0.validation.similarity != 0 || $0.validation.subsumption != 0 }
    }
    if regularised {
      charts.append(
        LineChart(
          title: "Label regularisers", xTitle: "epoch", yTitle: "loss",
          series: curves("L_sim", 3) { $0.validation.similarity }
            + curves("L_sub", 4, dashed: true) { $0.validation.subsumption }, xIsWhole: true))
    }
    let rows = zip(logs.indices, best).map { fold, result in
      [
        ReportTable.Cell("\(fold + 1)", key: Double(fold)),
        .init(logs[fold].epochs.count), .init(result.epoch + 1),
        .init(result.trainingLoss, decimals: 4), .init(result.exampleF1, decimals: 3),
        .init(Double(result.threshold), decimals: 3),
      ]
    }
    let table = ReportTable(
      columns: ["fold", "epochs", "kept", "training loss", "example-F1", "threshold"].map {
        .init(title: $0, isNumber: true)
      }, rows: rows)
    return ReportSection(
      id: id, title: title,
      blocks: [.charts([loss, quality]), .table(table)]
        + (charts.isEmpty
          ? [] : [.folded(title: "Learning rate and label regularisers", [.charts(charts)])]))
  }
}

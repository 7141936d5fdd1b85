// What another threshold would bring.
import PipelineEvaluation

extension Report {
  var thresholdSection: ReportSection {
    let (id, title) = ("threshold", "Threshold")
    guard !folds.isEmpty else { return missing(id, title, needs: "predictions") }
    let curves = folds.map { ThresholdCurve($0.set.scored) }
    func mean(_ value: (ThresholdCurve.Point) -> Double) -> [(x: Double, y: Double)] {
      curves[0].points.indices.map { step in
        let all = curves.map { value($0.points[step]) }
        let x = curves.reduce(0) { $0 + $1.points[step].threshold }
        return (
          x / Double(curves.count), all.reduce(0, +) / Double(all.count)
        )
      }
    }
    let thresholds = folds.compactMap { fold -> Double? in
      guard case .threshold(let value) = fold.rule.choice else { return nil }
      return Double(value)
    }
    let marks =
      thresholds.isEmpty
      ? [] : [(thresholds.reduce(0, +) / Double(thresholds.count), "used")]
    let chart = LineChart(
      title: "Every threshold", xTitle: "threshold", yTitle: "score",
      series: [
        .init(name: "micro precision", points: mean(\.microPrecision), colour: 2, isDashed: true),
        .init(name: "micro recall", points: mean(\.microRecall), colour: 3, isDashed: true),
        .init(name: "micro-F1", points: mean(\.microF1), colour: 1),
        .init(name: "example-F1", points: mean(\.exampleF1), colour: 4),
      ], yBounds: 0...1, marks: marks)
    let trade = LineChart(
      title: "Precision against recall", xTitle: "micro recall", yTitle: "micro precision",
      series: [
        .init(
          name: "",
          points: zip(mean(\.microRecall), mean(\.microPrecision)).filter { $0.y > 0 || $1.y > 0 }
            .map { ($0.y, $1.y) })
      ], xBounds: 0...1, yBounds: 0...1)
    return ReportSection(
      id: id, title: title,
      blocks: [
        .paragraph(
          "Precision, recall and F1 on the test documents at every threshold, from scores that "
            + "are kept. Thresholds are chosen on validation documents; a better one here would "
            + "be luck."), .charts([chart]),
        .folded(title: "Precision against recall", [.charts([trade])]),
      ])
  }
}

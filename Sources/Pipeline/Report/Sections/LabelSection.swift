// Tag by tag: how often, how well, and where most wrong.
import PipelineEvaluation

extension Report {
  var labelSection: ReportSection {
    let (id, title) = ("tags", "Tag by tag")
    guard let rows = metrics?.labels.rows.filter({ $0.overlap.truth + $0.overlap.predicted > 0 }),
      !rows.isEmpty
    else { return missing(id, title, needs: "metrics by tag") }
    let ranked = rows.enumerated().sorted {
      ($1.element.training, $0.offset) < ($0.element.training, $1.offset)
    }.map(\.element)
    var blocks: [ReportBlock] = []
    // Counts all tags, as evaluate does, not only those that are listed.
    let bands = FrequencyBand.bands(of: metrics?.labels ?? LabelReport())
    let points = ranked.filter { $0.overlap.truth > 0 && $0.training > 0 }
      .map { (x: $0.training, y: $0.overlap.f1) }
    let means = bands.filter { $0.occurring > 0 && $0.from > 0 }.map { band in
      let top = band.to.map { Double($0) } ?? max(ranked[0].training, Double(band.from))
      return (x: (Double(band.from) * top).squareRoot(), y: band.macroF1)
    }
    let chart = LineChart(
      title: "Frequency against F1", xTitle: "training documents of the tag", yTitle: "F1",
      series: [
        .init(name: "a tag", points: points, form: .points, colour: 1),
        .init(name: "mean of a band", points: means, colour: 2),
      ], xKind: .logarithmic, yBounds: 0...1)
    blocks.append(.charts([chart]))
    blocks.append(
      .table(
        ReportTable(
          columns: [.init(title: "training documents")]
            + ["tags", "to find", "found", "P", "R", "F1", "macro-F1"].map {
              .init(title: $0, isNumber: true)
            },
          rows: bands.map { band in
            let name = band.to.map {
              $0 == 0 ? "none" : "\(band.from) to \($0)"
            }
            return [
              .init(name ?? "\(band.from) and more", key: Double(band.from)),
              .init(band.labels), .init(band.occurring), .init(band.found),
              .init(band.overlap.precision, decimals: 2), .init(band.overlap.recall, decimals: 2),
              .init(band.overlap.f1, decimals: 2), .init(band.macroF1, decimals: 2),
            ]
          })))
    let listed = ranked.prefix(listedTags)
    if ranked.count > listed.count {
      blocks.append(
        .note(
          "Listed are the \(listed.count) most frequent of \(ranked.count) tags that test documents have "
            + "or were given; evaluate \(parameter: "labels") writes all of them as CSV."))
    }
    blocks.append(
      .note(
        "n: training documents; true: test documents that have the tag; given: those that were "
          + "given it. Under a tag: the documents in which the model was most wrong about it, "
          + "with its score. A click on a heading sorts, where scripts run."))
    blocks.append(
      .note(
        "To find: tags that test documents have; found: those given rightly at least once. P, R and "
          + "F1 pool all their documents, macro-F1 is the mean over tags to find."))
    blocks +=
      ReportBlock.long(
        ReportTable(
          columns: [.init(title: "tag")]
            + ["n", "true", "given", "P", "R", "F1"].map { .init(title: $0, isNumber: true) },
          rows: listed.map { row in
            [
              .init(HTMLText.shortened(shown(row.label)), details: Self.mistakes(row)),
              .init(Int(row.training.rounded())), .init(row.overlap.truth),
              .init(row.overlap.predicted), .init(row.overlap.precision, decimals: 2),
              .init(row.overlap.recall, decimals: 2), .init(row.overlap.f1, decimals: 2),
            ]
          }, isSortable: true), title: listed.count == 1 ? "One tag" : "All \(listed.count) tags", shown: 8)
    return ReportSection(id: id, title: title, blocks: blocks)
  }

  private static func mistakes(_ row: LabelReport.Row) -> [String] {
    func text(_ mistakes: [LabelReport.Mistake]) -> String {
      mistakes.map {
        "\(HTMLText.shortened($0.id, to: 40)) (\(String(fixed: Double($0.score), decimals: 2)))"
      }.joined(separator: ", ")
    }
    return (row.falsePositives.isEmpty ? [] : ["wrongly given: " + text(row.falsePositives)])
      + (row.falseNegatives.isEmpty ? [] : ["missed: " + text(row.falseNegatives)])
  }
}

// Horizontal bars with names, two or more next to each other, with their spread.
import PipelineEvaluation

/// A chart of named shares in [0, 1].
struct BarChart: ReportFigure {
  struct Row {
    var name: String
    /// For each series its value, its spread to both sides, and the values whose mean it
    /// is, which are drawn as dots.
    var values: [(value: Double, spread: Double, parts: [Double])]
  }

  var title: String
  var series: [String]
  var rows: [Row]

  var data: ReportTable {
    ReportTable(
      columns: [.init(title: "metric")] + series.map { .init(title: $0, isNumber: true) },
      rows: rows.map { row in
        [.init(row.name)] + row.values.map { .init($0.value, decimals: 3) }
      })
  }

  func svg() -> String {
    let (left, right) = (92.0, 318.0)
    let height = series.count > 1 ? 9.0 : 12.0
    let legend = SVG.legend(
      series.enumerated().map { ($1, $0 + 1, false) }, from: left, to: 350)
    let top = 10 + 16 * Double(legend.rows)
    let step = height * Double(series.count) + 9
    let bottom = top + step * Double(rows.count)
    var svg = SVG(width: 360, height: bottom + 20, title: title)
    svg.add(legend.svg)
    func x(_ share: Double) -> Double { left + min(max(share, 0), 1) * (right - left) }
    for tick in [0, 0.25, 0.5, 0.75, 1] {
      svg.line(tick == 0 ? "ax" : "g", x(tick), top - 2, x(tick), bottom)
      svg.text(tick == 0 ? "0" : String(tick), x: x(tick), y: bottom + 14, anchor: "middle")
    }
    for (place, row) in rows.enumerated() {
      let y = top + step * Double(place)
      svg.text(
        row.name, x: left - 6, y: y + height * Double(series.count) / 2 + 4, anchor: "end")
      for (number, value) in row.values.enumerated() {
        let y = y + height * Double(number)
        svg.bar(left, x(value.value), y: y, height: height - 1, colour: number + 1)
        let end = x(value.value + value.spread)
        if value.spread > 0 {
          let middle = y + (height - 1) / 2
          svg.line("w", x(value.value - value.spread), middle, end, middle)
          svg.foldDots(value.parts.map { (x($0), middle) })
        }
        svg.text(
          String(fixed: value.value, decimals: 2), x: end + 3, y: y + height - 1,
          anchor: "start", "v")
      }
    }
    return svg.text
  }
}

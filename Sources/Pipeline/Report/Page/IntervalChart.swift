// Differences with their intervals, one below the other, around a line at zero.
import PipelineEvaluation

/// A chart of differences, each with its confidence interval.
struct IntervalChart: ReportFigure {
  struct Row {
    var name: String
    var value: Double
    var low: Double
    var high: Double
    /// The single values whose mean is `value`, drawn as dots.
    var parts: [Double] = []
    /// Whether it stands out; otherwise it is drawn dashed.
    var isCertain: Bool
  }

  var title: String
  var xTitle: String
  var rows: [Row]

  var data: ReportTable {
    ReportTable(
      columns: [.init(title: "model")]
        + ["difference", "from", "to"].map { .init(title: $0, isNumber: true) },
      rows: rows.map { row in
        [.init(row.name)] + [row.value, row.low, row.high].map { .init($0, decimals: 4) }
      })
  }

  private static let left = 92.0
  private static let right = 306.0
  private static let step = 22.0

  func svg() -> String {
    let values: [[Double]] = rows.map { [$0.low, $0.high, $0.value] + $0.parts }
    let scale = ChartScale(.linear, values: [0] + values.joined())
    func x(_ value: Double) -> Double {
      Self.left + scale.share(value) * (Self.right - Self.left)
    }
    let top = 6.0
    let bottom = top + Self.step * Double(rows.count) + 4
    var svg = SVG(width: 360, height: bottom + 36, title: "\(title): \(xTitle)")
    // Every other tick is written if there are many; zero always.
    let zero = scale.ticks.firstIndex { abs($0) < 1e-9 } ?? 0
    let every = scale.ticks.count > 5 ? 2 : 1
    for (place, tick) in scale.ticks.enumerated() {
      svg.line("g", x(tick), top, x(tick), bottom)
      guard (place - zero).isMultiple(of: every) else { continue }
      svg.text(
        Self.signed(scale.text(place == zero ? 0 : tick)), x: x(tick), y: bottom + 14,
        anchor: "middle")
    }
    svg.line("ax", x(0), top, x(0), bottom)
    svg.text(xTitle, x: (Self.left + Self.right) / 2, y: bottom + 31, anchor: "middle", "t")
    for (place, row) in rows.enumerated() {
      let y = top + Self.step * (Double(place) + 0.5) + 2
      svg.text(
        HTMLText.shortened(row.name, to: 14, isCounted: false), x: Self.left - 6, y: y + 4,
        anchor: "end")
      let colour = row.isCertain ? 1 : 2
      svg.polyline(
        [(x(row.low), y), (x(row.high), y)], colour: colour, isDashed: !row.isCertain)
      for end in [row.low, row.high] {
        svg.polyline(
          [(x(end), y - 4), (x(end), y + 4)], colour: colour, isDashed: false)
      }
      svg.dots([(x(row.value), y)], colour: colour)
      svg.dots(row.parts.map { (x($0), y + 7) }, colour: colour, isSmall: true)
      svg.text(
        Self.signed(String(fixed: row.value, decimals: 3)), x: Self.right + 6, y: y + 4,
        anchor: "start")
    }
    return svg.text
  }

  /// With a real minus sign, and a plus sign before what is more than nothing.
  static func signed(_ number: String) -> String {
    if number.hasPrefix("-") { return "−" + number.dropFirst() }
    return number.contains { $0 != "0" && $0 != "." } ? "+" + number : number
  }
}

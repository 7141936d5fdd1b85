// Charts with two axes as SVG: lines, points, bars. Colours and fonts are those
// of the page's style sheet.
import Foundation

/// A chart of series over two axes.
struct LineChart: ReportFigure {
  /// One line, cloud of points or row of bars.
  struct Series {
    enum Form { case line, points, bars }
    /// If empty, it belongs to the series before it and has no legend entry.
    var name: String
    var points: [(x: Double, y: Double)]
    var form = Form.line
    /// 1 to 5.
    var colour = 1
    var isDashed = false
  }

  var title: String
  var xTitle: String
  var yTitle: String
  var series: [Series]
  var xKind = ChartScale.Kind.linear
  var yKind = ChartScale.Kind.linear
  var xBounds: ClosedRange<Double>?
  var yBounds: ClosedRange<Double>?
  /// Vertical lines with their meaning.
  var marks: [(x: Double, name: String)] = []

  /// Whether the lower axis counts something, such as epochs, so that it has whole numbers only.
  var xIsWhole = false

  /// One row per x if all series share them, otherwise one row per point.
  var data: ReportTable {
    var names: [String] = []
    for (place, one) in series.enumerated() {
      names.append(one.name.isEmpty ? (place == 0 ? yTitle : "\(names[place - 1])’") : one.name)
    }
    func number(_ value: Double) -> ReportTable.Cell {
      .init(String(format: "%.4g", value), key: value)
    }
    let xs = series.first?.points.map(\.x) ?? []
    if series.allSatisfy({ $0.points.map(\.x) == xs }) {
      return ReportTable(
        columns: ([xTitle] + names).map { .init(title: $0, isNumber: true) },
        rows: xs.indices.map { place in
          [number(xs[place])] + series.map { number($0.points[place].y) }
        }
      ).thinned()
    }
    return ReportTable(
      columns: [.init(title: "line")] + [xTitle, yTitle].map { .init(title: $0, isNumber: true) },
      rows: zip(names, series).flatMap { name, one in
        one.points.map { [.init(name), number($0.x), number($0.y)] }
      }
    ).thinned()
  }

  private static let width = 360.0
  private static let left = 56.0
  private static let right = 344.0
  private static let plotHeight = 170.0

  func svg() -> String {
    let xs = ChartScale(xKind, values: series.flatMap { $0.points.map(\.x) }, bounds: xBounds, isWhole: xIsWhole)
    let ys = ChartScale(yKind, values: series.flatMap { $0.points.map(\.y) }, bounds: yBounds)
    let legend = legend()
    // What vertical lines mean is written above the plot, where no curve passes.
    let top = 10 + 16 * Double(legend.rows) + (marks.isEmpty ? 0 : 12)
    let bottom = top + Self.plotHeight
    func x(_ value: Double) -> Double { Self.left + xs.share(value) * (Self.right - Self.left) }
    func y(_ value: Double) -> Double { bottom - ys.share(value) * Self.plotHeight }
    var svg = SVG(width: Self.width, height: bottom + 40, title: "\(title): \(yTitle) by \(xTitle)")
    svg.add(legend.svg)
    for tick in ys.ticks {
      svg.line("g", Self.left, y(tick), Self.right, y(tick))
      svg.text(ys.text(tick), x: Self.left - 5, y: y(tick) + 4, anchor: "end")
    }
    var lastText = -Double.infinity
    for tick in xs.ticks {
      svg.line("g", x(tick), bottom, x(tick), bottom + 4)
      // Texts that would touch are left out.
      let text = xs.text(tick)
      let half = Double(text.count) * 3.3
      guard x(tick) - half > lastText + 4 else { continue }
      lastText = x(tick) + half
      svg.text(text, x: x(tick), y: bottom + 16, anchor: "middle")
    }
    svg.line("ax", Self.left, bottom, Self.right, bottom)
    svg.text(xTitle, x: (Self.left + Self.right) / 2, y: bottom + 34, anchor: "middle", "t")
    svg.text(
      yTitle, x: 12, y: (top + bottom) / 2, anchor: "middle", "t",
      transform: "rotate(-90 12 \(SVG.number((top + bottom) / 2)))")
    for mark in marks where mark.x.isFinite {
      svg.line("m", x(mark.x), top, x(mark.x), bottom)
      let share = xs.share(mark.x)
      svg.text(
        mark.name, x: x(mark.x), y: top - 3,
        anchor: share < 0.1 ? "start" : share > 0.9 ? "end" : "middle")
    }
    for one in series {
      let points = one.points.filter { $0.x.isFinite && $0.y.isFinite }
        .map { (x: x($0.x), y: y($0.y)) }
      switch one.form {
      case .line: svg.polyline(points, colour: one.colour, isDashed: one.isDashed)
      case .points: svg.dots(points, colour: one.colour)
      case .bars:
        let room = (Self.right - Self.left) / Double(max(points.count, 1))
        svg.bars(points, from: bottom, width: max(0.75 * room, 1), colour: one.colour)
      }
    }
    return svg.text
  }

  /// Names after a stroke of their colour, in as many rows as they need.
  private func legend() -> (svg: String, rows: Int) {
    let named = series.filter { !$0.name.isEmpty }
    guard named.count > 1 else { return ("", 0) }
    return SVG.legend(
      named.map { ($0.name, $0.colour, $0.isDashed) }, from: Self.left, to: Self.right)
  }
}

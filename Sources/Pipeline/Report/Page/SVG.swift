// Writes SVG for use inside HTML. It knows shapes, not charts.
import Foundation

/// A picture being drawn. Coordinates have one decimal.
struct SVG {
  private var body = ""
  private let width: Double
  private let height: Double
  private let title: String

  init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  /// One decimal, without a trailing zero.
  static func number(_ value: Double) -> String {
    let text = String(format: "%.1f", value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The whole element. Its title is what screen readers say.
  var text: String {
    let title = HTMLText.escaped(title)
    return "<svg viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\" role=\"img\" "
      + "aria-label=\"\(title)\">\(body)</svg>"
  }

  /// Adds markup as it is.
  mutating func add(_ markup: String) { body += markup }

  mutating func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
    let (a, b, c, d) = (Self.number(x1), Self.number(y1), Self.number(x2), Self.number(y2))
    body += "<line class=\"\(style)\" x1=\"\(a)\" y1=\"\(b)\" x2=\"\(c)\" y2=\"\(d)\"/>"
  }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: String, _ style: String? = nil,
    transform: String? = nil
  ) {
    body +=
      "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor)\""
      + (style.map { " class=\"\($0)\"" } ?? "") + (transform.map { " transform=\"\($0)\"" } ?? "")
      + ">\(HTMLText.escaped(text))</text>"
  }

  mutating func polyline(_ points: [(x: Double, y: Double)], colour: Int, isDashed: Bool) {
    guard points.count > 1 else { return dots(points, colour: colour) }
    let path = points.map { "\(Self.number($0.x)) \(Self.number($0.y))" }.joined(separator: "L")
    body += "<path class=\"l c\(colour)\(isDashed ? " d" : "")\" d=\"M\(path)\"/>"
  }

  /// Draws all dots as one path with round caps, so that thousands of them stay small.
  mutating func dots(_ points: [(x: Double, y: Double)], colour: Int, isSmall: Bool = false) {
    guard !points.isEmpty else { return }
    var seen: Set<String> = []
    let path = points.compactMap { point in
      let place = "M\(Self.number(point.x)) \(Self.number(point.y))h0"
      return seen.insert(place).inserted ? place : nil
    }.joined()
    body += "<path class=\"p\(isSmall ? " q" : "") c\(colour)\" d=\"\(path)\"/>"
  }

  /// Draws dots that are visible on bars of any colour.
  mutating func foldDots(_ points: [(x: Double, y: Double)]) {
    for point in points {
      body += "<circle class=\"f\" cx=\"\(Self.number(point.x))\" cy=\"\(Self.number(point.y))\" r=\"1.5\"/>"
    }
  }

  mutating func bars(
    _ points: [(x: Double, y: Double)], from bottom: Double, width: Double, colour: Int
  ) {
    let half = width / 2
    let path = points.filter { $0.y < bottom }.map {
      "M\(Self.number($0.x - half)) \(Self.number(bottom))V\(Self.number($0.y))"
        + "h\(Self.number(width))V\(Self.number(bottom))z"
    }.joined()
    body += "<path class=\"b c\(colour)\" d=\"\(path)\"/>"
  }

  mutating func bar(_ x1: Double, _ x2: Double, y: Double, height: Double, colour: Int) {
    body +=
      "<path class=\"b c\(colour)\" d=\"M\(Self.number(x1)) \(Self.number(y))"
      + "H\(Self.number(x2))v\(Self.number(height))H\(Self.number(x1))z\"/>"
  }

  /// Names after a stroke of their colour, and the rows that they take.
  static func legend(
    _ names: [(name: String, colour: Int, isDashed: Bool)], from left: Double, to right: Double
  ) -> (svg: String, rows: Int) {
    var picture = SVG(width: 0, height: 0, title: "")
    var x = left
    var row = 0
    for (name, colour, isDashed) in names {
      let width = 24 + Double(name.count) * 6.2 + 12
      if x > left, x + width > right {
        x = left
        row += 1
      }
      let y = 10 + 16 * Double(row)
      picture.polyline([(x, y - 4), (x + 18, y - 4)], colour: colour, isDashed: isDashed)
      picture.text(name, x: x + 23, y: y, anchor: "start")
      x += width
    }
    return (picture.body, row + 1)
  }
}

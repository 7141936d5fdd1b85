// The places of values along an axis, and its ticks.
import Foundation

/// An axis: from values to a length of the picture.
struct ChartScale {
  enum Kind { case linear, logarithmic }

  let kind: Kind
  let low: Double
  let high: Double
  let ticks: [Double]

  /// - Parameters:
  ///   - values: the values to be shown; those that are not finite are skipped.
  ///   - bounds: the bounds of the axis, if they are known.
  ///   - isWhole: whether ticks are at whole numbers only.
  init(
    _ kind: Kind, values: [Double], bounds: ClosedRange<Double>? = nil, isWhole: Bool = false
  ) {
    self.kind = kind
    let finite = values.filter { $0.isFinite && (kind == .linear || $0 > 0) }
    var low = bounds?.lowerBound ?? finite.min() ?? 0
    var high = bounds?.upperBound ?? finite.max() ?? 1
    switch kind {
    case .linear:
      if !(high > low) { (low, high) = (min(low, 0), max(high, low + 1)) }
      let step = max(Self.step((high - low) / 5), isWhole ? 1 : 0)
      if bounds == nil {
        low = (low / step + 1e-9).rounded(.down) * step
        high = (high / step - 1e-9).rounded(.up) * step
      }
      let first = Int((low / step - 1e-9).rounded(.up))
      let last = Int((high / step + 1e-9).rounded(.down))
      ticks = (first...max(first, last)).map { Double($0) * step }
    case .logarithmic:
      low = pow(10, log10(max(low, 1e-12)).rounded(.down))
      high = pow(10, log10(max(high, low * 10)).rounded(.up))
      let decades = Int((log10(high) - log10(low)).rounded())
      let steps = decades < 3 ? [1.0, 2, 5] : [1.0]
      let base = low
      ticks = (0...decades).flatMap { decade in steps.map { base * pow(10, Double(decade)) * $0 } }
        .filter { $0 <= high * 1.0001 }
    }
    self.low = low
    self.high = high
  }

  /// 1, 2 or 5 times a power of ten, at least `wish`.
  private static func step(_ wish: Double) -> Double {
    let power = pow(10, log10(wish).rounded(.down))
    return [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= wish * 0.999 } ?? 10 * power
  }

  /// 0 at the low end, 1 at the high one; values beyond stay there.
  func share(_ value: Double) -> Double {
    let share: Double
    switch kind {
    case .linear: share = (value - low) / (high - low)
    case .logarithmic: share = log10(max(value, low) / low) / log10(high / low)
    }
    return min(max(share, 0), 1)
  }

  /// A tick with as few digits as distinguish it from the next.
  func text(_ tick: Double) -> String {
    let size = abs(tick)
    if size == 0 || tick == 0 { return "0" }
    if size >= 10_000 { return String(format: "%gk", (tick / 1_000)) }
    if size < 0.000_999 { return String(format: "%.0e", tick).replacing("e-0", with: "e-") }
    return String(format: "%.4g", tick)
  }
}

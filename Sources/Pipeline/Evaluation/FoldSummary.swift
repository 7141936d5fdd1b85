// Mean and spread of one number over the folds of a cross-validation.
import Foundation

/// The mean, the sample standard deviation and the extremes of some values.
package struct FoldSummary: Equatable, Sendable {
  package var mean: Double
  /// With divisor n − 1; nil for a single value, which has no spread.
  package var standardDeviation: Double?
  package var minimum: Double
  package var maximum: Double

  /// - Returns: nil for no values.
  package init?(_ values: [Double]) {
    guard let minimum = values.min(), let maximum = values.max() else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    self.minimum = minimum
    self.maximum = maximum
    standardDeviation =
      values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
  }
}

extension FoldSummary: CustomStringConvertible {
  /// `mean ± std (min - max)`, three decimals each, as the original prints it; the
  /// mean alone of a single value.
  package var description: String {
    guard let standardDeviation else { return String(format: "%.3f", mean) }
    return String(
      format: "%.3f ± %.3f (%.3f - %.3f)", mean, standardDeviation, minimum, maximum)
  }
}

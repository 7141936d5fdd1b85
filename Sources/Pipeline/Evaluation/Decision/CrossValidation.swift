// How certain a cross-validated value is: the jackknife, which needs no formula for
// each objective.

/// A value over documents, and the same without each block of them.
package struct CrossValidation: Equatable, Sendable {
  /// The number of blocks, of neighbouring documents.
  static let blocks = 20

  package let value: Double
  let withoutBlock: [Double]

  /// Whether another value over the same documents is greater by no more than one
  /// standard error of the difference.
  ///
  /// - Source: B. Efron, The jackknife, the bootstrap and other resampling plans,
  ///   1982: (B − 1) / B · Σ (d₍ᵢ₎ − mean d)² over the differences without block i.
  package func isLevel(with better: CrossValidation) -> Bool {
    let differences = zip(better.withoutBlock, withoutBlock).map { $0 - $1 }
    let count = Double(max(differences.count, 1))
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    // A difference must be more than rounding.
    return better.value - value <= ((count - 1) / count * squares).squareRoot() + 1e-12
  }
}

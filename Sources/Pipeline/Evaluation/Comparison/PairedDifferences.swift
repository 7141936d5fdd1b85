// Whether one of two candidates is better on the same documents by more than chance.

/// Whether the mean of `values` is greater than that of `others` by more than `errors` standard
/// errors of the differences document by document; never with fewer than two documents.
package func isClearlyGreater(
  _ values: [Double], than others: [Double], errors: Double = 1
) -> Bool {
  let differences = zip(values, others).map { $0 - $1 }
  let count = Double(differences.count)
  guard count > 1 else { return false }
  let mean = differences.reduce(0, +) / count
  let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  // A difference must be more than rounding.
  return mean > errors * (squares / (count - 1) / count).squareRoot() + 1e-9
}

// Tests of whether paired differences may be chance. They know nothing of models
// or metrics.
import Foundation

/// The two-sided p-value of Student's paired t-test, for folds with the correction
/// for training documents that they share: the variance of the mean is (1/n +
/// `testShare`) times that of the differences, not 1/n times.
///
/// - Parameter testShare: the test documents of a fold divided by its training
///   documents; 0 is the plain test of independent differences.
/// - Source: C. Nadeau, Y. Bengio, Inference for the generalization error, Machine
///   Learning 52 (2003).
/// - Returns: nil for fewer than two differences, or if all are equal.
func pairedTTest(_ differences: [Double], testShare: Double = 0) -> Double? {
  let n = Double(differences.count)
  guard n >= 2, let summary = FoldSummary(differences),
    let deviation = summary.standardDeviation, deviation > 0
  else { return nil }
  let t = summary.mean / (deviation * (1 / n + testShare).squareRoot())
  let freedom = n - 1
  // P(|T| > t) = I_x(ν/2, 1/2) with x = ν / (ν + t²).
  return regularisedBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
}

/// The two-sided p-value of Wilcoxon's signed-rank test.
///
/// Differences of 0 are left out; equal sizes share their mean rank. Up to 25
/// differences the distribution is exact, ties included, above the normal
/// approximation with corrections for ties and continuity is taken.
///
/// - Returns: nil if no difference is left.
func wilcoxonSignedRankTest(_ differences: [Double]) -> Double? {
  // Differences of decimal numbers that ought to be equal are distinguished by
  // their last bits: ten digits decide.
  let kept = differences.map { ($0 * 1e10).rounded() / 1e10 }.filter { $0 != 0 }
  guard !kept.isEmpty else { return nil }
  let order = kept.indices.sorted { abs(kept[$0]) < abs(kept[$1]) }
  // Twice the rank, so that mean ranks stay whole.
  var ranks = [Int](repeating: 0, count: kept.count)
  var tieTerm = 0.0
  var start = 0
  while start < order.count {
    var end = start
    while end < order.count, abs(kept[order[end]]) == abs(kept[order[start]]) { end += 1 }
    for place in order[start..<end] { ranks[place] = start + 1 + end }
    let size = Double(end - start)
    tieTerm += size * size * size - size
    start = end
  }
  let positive = kept.indices.reduce(0) { $0 + (kept[$1] > 0 ? ranks[$1] : 0) }
  let n = Double(kept.count)
  if kept.count <= 25 { return exactSignedRank(ranks, positive) }
  let mean = n * (n + 1) / 4
  let variance = n * (n + 1) * (2 * n + 1) / 24 - tieTerm / 48
  let distance = Double(positive) / 2 - mean
  let corrected = max(abs(distance) - 0.5, 0)
  return erfc(corrected / (2 * variance).squareRoot())
}

/// The probability, over all signs, of a sum at least as far from the middle.
private func exactSignedRank(_ ranks: [Int], _ observed: Int) -> Double {
  var counts = [Double](repeating: 0, count: ranks.reduce(1, +))
  counts[0] = 1
  for rank in ranks {
    for sum in stride(from: counts.count - 1, through: rank, by: -1) {
      counts[sum] += counts[sum - rank]
    }
  }
  let all = counts.reduce(0, +)
  let low = counts[...observed].reduce(0, +)
  let high = counts[observed...].reduce(0, +)
  return min(1, 2 * min(low, high) / all)
}

/// The p-values corrected for their number (Holm's step-down procedure), in the
/// given order; nil stays nil and does not count.
///
/// - Source: S. Holm, A simple sequentially rejective multiple test procedure,
///   1979.
func holmCorrected(_ values: [Double?]) -> [Double?] {
  let known = values.indices.filter { values[$0] != nil }
    .sorted { (values[$0] ?? 1, $0) < (values[$1] ?? 1, $1) }
  var corrected = [Double?](repeating: nil, count: values.count)
  var last = 0.0
  for (step, place) in known.enumerated() {
    last = max(last, min(1, (values[place] ?? 1) * Double(known.count - step)))
    corrected[place] = last
  }
  return corrected
}

/// I_x(a, b), by Lentz's continued fraction.
///
/// - Source: W. Press et al., Numerical Recipes, section 6.4.
func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  if x <= 0 { return 0 }
  if x >= 1 { return 1 }
  // The fraction converges fast below this point; above it use the symmetry.
  if x > (a + 1) / (a + b + 2) { return 1 - regularisedBeta(1 - x, b, a) }
  let front =
    exp(
      lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
  let tiny = 1e-300
  var c = 1.0
  var d = 1 - (a + b) * x / (a + 1)
  d = 1 / (abs(d) < tiny ? tiny : d)
  var value = d
  for m in 1...1_000 {
    let m = Double(m)
    for numerator in [
      m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
      -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
    ] {
      d = 1 + numerator * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + numerator / c
      if abs(c) < tiny { c = tiny }
      value *= d * c
    }
    if abs(d * c - 1) < 1e-15 { break }
  }
  return front * value
}

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

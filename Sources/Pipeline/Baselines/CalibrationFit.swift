// Finds the logistic function of margins that fits held-out documents best.
import PipelineFeatures
import Foundation

/// Newton's method with step halving (Lin, Lin, Weng 2007) for the a and b of
/// p = 1 / (1 + exp(-(a · margin + b))).
struct CalibrationFit {
  private let margins: [Float]
  /// For each margin whether its label is a true one.
  private let isTrue: [Bool]
  private let positives: Double
  private let negatives: Double

  /// Nil if all labels are true, or none.
  ///
  /// - Parameters:
  ///   - margins: one row per document.
  ///   - truth: the true labels of each document.
  init?(_ margins: SparseMatrix, truth: [[Int32]]) {
    var isTrue = [Bool](repeating: false, count: margins.entryCount)
    for row in 0..<margins.count {
      let labels = Set(truth[row])
      for entry in margins.entries(of: row) {
        isTrue[entry] = labels.contains(margins.columns[entry])
      }
    }
    let positives = isTrue.count { $0 }
    let negatives = isTrue.count - positives
    guard positives > 0, negatives > 0 else { return nil }
    self.margins = margins.values
    self.isTrue = isTrue
    (self.positives, self.negatives) = (Double(positives), Double(negatives))
  }

  /// Cross-entropy, its gradient and its second derivatives.
  private struct Derivatives {
    var loss = 0.0
    var ga = 0.0
    var gb = 0.0
    var haa = 0.0
    var hab = 0.0
    var hbb = 0.0
  }

  private func derivatives(_ a: Double, _ b: Double) -> Derivatives {
    let high = (positives + 1) / (positives + 2)
    let low = 1 / (negatives + 2)
    var sum = Derivatives()
    for (margin, isTrue) in zip(margins, isTrue) {
      let x = Double(margin)
      let z = a * x + b
      let target = isTrue ? high : low
      let e = Foundation.exp(-abs(z))
      sum.loss += log1p(e) + max(z, 0) - target * z
      let p = z >= 0 ? 1 / (1 + e) : e / (1 + e)
      let weight = e / ((1 + e) * (1 + e))
      sum.ga += (p - target) * x
      sum.gb += p - target
      sum.haa += weight * x * x
      sum.hab += weight * x
      sum.hbb += weight
    }
    return sum
  }

  /// A place on the way, and what is known there.
  private struct Point {
    var a: Double
    var b: Double
    var at: Derivatives
  }

  private func point(_ a: Double, _ b: Double) -> Point { Point(a: a, b: b, at: derivatives(a, b)) }

  /// The two numbers of highest likelihood, as far as steps lead to them.
  func best() -> (a: Double, b: Double) {
    var now = point(1, Foundation.log((positives + 1) / (negatives + 1)))
    for _ in 0..<100 {
      if max(abs(now.at.ga), abs(now.at.gb)) < 1e-6 * Double(isTrue.count) { break }
      guard let next = step(from: now) else { break }
      now = next
    }
    return (now.a, now.b)
  }

  /// The end of a Newton step, halved until the loss falls enough; nil if there is none.
  private func step(from now: Point) -> Point? {
    let (ga, gb) = (now.at.ga, now.at.gb)
    let (haa, hab, hbb) = (now.at.haa + 1e-9, now.at.hab, now.at.hbb + 1e-9)
    let determinant = haa * hbb - hab * hab
    guard determinant > 0 else { return nil }
    let da = -(hbb * ga - hab * gb) / determinant
    let db = -(haa * gb - hab * ga) / determinant
    var step = 1.0
    while step > 1e-8 {
      let next = point(now.a + step * da, now.b + step * db)
      if next.at.loss < now.at.loss + 1e-4 * step * (ga * da + gb * db) { return next }
      step /= 2
    }
    return nil
  }
}

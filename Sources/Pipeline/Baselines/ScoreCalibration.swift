// Brings margins into [0, 1]. It changes no order: one increasing function for
// all labels.
import PipelineFeatures
import Foundation

/// p = 1 / (1 + exp(-(slope · margin + offset))).
package struct ScoreCalibration: Equatable, Codable, Sendable {
  package var slope: Double
  package var offset: Double

  /// The plain logistic function: margin 0 becomes 0.5.
  package static let plain = ScoreCalibration(slope: 1, offset: 0)

  package init(slope: Double, offset: Double) {
    self.slope = slope
    self.offset = offset
  }

  func callAsFunction(_ margin: Float) -> Float {
    Float(1 / (1 + Foundation.exp(-(slope * Double(margin) + offset))))
  }

  /// The two numbers of highest likelihood on held-out documents, with the
  /// slightly softened targets of Platt (1999), by Newton's method with step
  /// halving (Lin, Lin, Weng 2007). If they cannot be fitted (no true label
  /// among the scores, or a slope that is not positive), it is `plain`.
  ///
  /// - Parameters:
  ///   - margins: one row per document.
  ///   - truth: the true labels of each document.
  package init(fitting margins: SparseMatrix, truth: [[Int32]]) {
    precondition(margins.count == truth.count, "true labels for each row")
    var isTrue = [Bool](repeating: false, count: margins.entryCount)
    for row in 0..<margins.count {
      let labels = Set(truth[row])
      for entry in margins.entries(of: row) {
        isTrue[entry] = labels.contains(margins.columns[entry])
      }
    }
    let positives = isTrue.count { $0 }
    let negatives = isTrue.count - positives
    self = .plain
    guard positives > 0, negatives > 0 else { return }
    let high = (Double(positives) + 1) / (Double(positives) + 2)
    let low = 1 / (Double(negatives) + 2)

    /// Cross-entropy, its gradient and its second derivatives at (a, b).
    func derivatives(_ a: Double, _ b: Double) -> (Double, Double, Double, Double, Double, Double) {
      var (loss, ga, gb, haa, hab, hbb) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
      for (margin, isTrue) in zip(margins.values, isTrue) {
        let x = Double(margin)
        let z = a * x + b
        let target = isTrue ? high : low
        let e = Foundation.exp(-abs(z))
        loss += log1p(e) + max(z, 0) - target * z
        let p = z >= 0 ? 1 / (1 + e) : e / (1 + e)
        let weight = e / ((1 + e) * (1 + e))
        ga += (p - target) * x
        gb += p - target
        haa += weight * x * x
        hab += weight * x
        hbb += weight
      }
      return (loss, ga, gb, haa, hab, hbb)
    }

    var (a, b) = (1.0, Foundation.log((Double(positives) + 1) / (Double(negatives) + 1)))
    var now = derivatives(a, b)
    for _ in 0..<100 {
      let (loss, ga, gb, haa, hab, hbb) = now
      if max(abs(ga), abs(gb)) < 1e-6 * Double(isTrue.count) { break }
      let determinant = (haa + 1e-9) * (hbb + 1e-9) - hab * hab
      guard determinant > 0 else { break }
      let da = -((hbb + 1e-9) * ga - hab * gb) / determinant
      let db = -((haa + 1e-9) * gb - hab * ga) / determinant
      var step = 1.0
      var isBetter = false
      while step > 1e-8 {
        let next = derivatives(a + step * da, b + step * db)
        if next.0 < loss + 1e-4 * step * (ga * da + gb * db) {
          (a, b, now, isBetter) = (a + step * da, b + step * db, next, true)
          break
        }
        step /= 2
      }
      if !isBetter { break }
    }
    guard a > 0, a.isFinite, b.isFinite else { return }
    (slope, offset) = (a, b)
  }
}

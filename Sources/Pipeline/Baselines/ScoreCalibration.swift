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
    self = .plain
    guard let (a, b) = CalibrationFit(margins, truth: truth)?.best(), a > 0, a.isFinite, b.isFinite
    else { return }
    (slope, offset) = (a, b)
  }
}

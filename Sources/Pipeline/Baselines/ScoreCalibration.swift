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

/// How a model's scores become probabilities and decisions.
public struct TunedScores: Sendable {
  /// Maps margins to [0, 1]; not used for models that give probabilities.
  let calibration: ScoreCalibration
  /// The score above which a tag is given.
  let threshold: Float
  /// The example-based F1 on the validation documents at the threshold; 0 if nothing was
  /// tuned.
  let validationF1: Double

  package init(
    calibration: ScoreCalibration = .plain, threshold: Float = 0.5, validationF1: Double = 0
  ) {
    self.calibration = calibration
    self.threshold = threshold
    self.validationF1 = validationF1
  }

  /// For a model that was not tuned: the plain logistic function and the threshold 0.5.
  public static let untuned = TunedScores()
}

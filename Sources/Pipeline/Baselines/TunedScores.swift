// Calibration and threshold of a trained model, from validation documents.

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

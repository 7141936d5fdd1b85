// What validation documents tell a trained model about its scores.

/// How a model's scores become probabilities and decisions.
public struct TunedScores: Sendable {
  /// Of margins; probabilities are taken as they are.
  var calibration = ScoreCalibration.plain
  /// The score above which a tag is given.
  var threshold: Float = 0.5
  /// The example-based F1 on the validation documents at the threshold; 0 where nothing was
  /// tuned.
  var validationF1 = 0.0

  /// Of a model that was not tuned: the plain logistic function and the threshold 0.5.
  public static let untuned = TunedScores()
}

extension StoredModel {
  /// What the validation documents told a baseline or a lexical model.
  public var tuned: TunedScores {
    switch self {
    case .baseline(let model):
      TunedScores(
        calibration: model.calibration, threshold: model.threshold,
        validationF1: model.validationF1)
    case .lexical(let model):
      TunedScores(threshold: model.threshold, validationF1: model.validationF1)
    case .network, .fusion: TunedScores(threshold: threshold)
    }
  }
}

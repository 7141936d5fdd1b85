// What validation documents told a model of any kind about its scores.
import PipelineBaselines

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

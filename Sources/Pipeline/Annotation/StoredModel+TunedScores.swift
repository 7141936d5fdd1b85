// Calibration and threshold, from validation documents, of a model of any kind.
import PipelineBaselines

extension StoredModel {
  /// Calibration and threshold of a baseline or a lexical model.
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

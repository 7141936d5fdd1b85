// The linear model beneath a network. Its calibrated margins are added to the network's
// logits and are not trained: the network learns what a bag of words misses. How linear
// models are trained is in Baselines/Linear.
import Formats
import PipelineBaselines
import PipelineFeatures
import PipelineNumerics
import Foundation

/// A linear model whose margins m are log-odds after scaling: slope · m + offset.
public struct LinearPart: Sendable {
  /// What is stored as JSON in a model file.
  struct Description: Codable {
    var calibration: ScoreCalibration
    var absentLogit: Float
  }

  let model: OneVersusRest
  let calibration: ScoreCalibration
  /// The log-odds of labels that no training document has.
  let absentLogit: Float

  init(_ model: OneVersusRest, calibration: ScoreCalibration, absentLogit: Float) {
    self.model = model
    self.calibration = calibration
    self.absentLogit = absentLogit
  }

  /// Calls `body` with the log-odds of every label for some documents, whose margins `maker`
  /// computes: [documents, at least L]; other columns have no meaning. They are gone afterwards.
  func withLogits(of documents: [Int], by maker: MarginMaker, _ body: (MatrixView) -> Void) {
    let (slope, offset) = (Float(calibration.slope), Float(calibration.offset))
    maker.withMargins(of: documents, by: model.scoring) { logits in
      for number in documents.indices {
        let own = logits.row(number)
        for (label, isAbsent) in model.absent.enumerated() {
          own[label] = isAbsent ? absentLogit : slope * own[label] + offset
        }
      }
      body(logits)
    }
  }

  /// Writes the sections of the linear model.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  func write(to writer: StageWriter) throws {
    let description = Description(calibration: calibration, absentLogit: absentLogit)
    try writer.write("linear", [String(decoding: description.stableJSON(), as: UTF8.self)])
    try model.write(to: writer)
  }

  /// Reads what `write(to:)` wrote, for this many labels and features.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(_ contents: StageContents, labels: Int, features: Int) throws {
    let description = try contents.decoded(Description.self, "linear")
    guard description.calibration.slope.isFinite, description.calibration.offset.isFinite,
      description.absentLogit.isFinite
    else { throw contents.invalid("linear", "a number is out of range") }
    self.init(
      try OneVersusRest(contents, labels: labels, features: features),
      calibration: description.calibration, absentLogit: description.absentLogit)
  }
}

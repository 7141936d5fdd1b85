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

  /// The log-odds of every label for a document with the features `row`.
  func logits(of row: SparseRow) -> [Float] {
    var logits = model.margins(of: row)
    let (slope, offset) = (Float(calibration.slope), Float(calibration.offset))
    for label in logits.indices {
      logits[label] = model.absent[label] ? absentLogit : slope * logits[label] + offset
    }
    return logits
  }

  /// Writes the sections of the linear model.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  func write(to writer: StageWriter) throws {
    let description = Description(calibration: calibration, absentLogit: absentLogit)
    try writer.write("linear", [String(decoding: description.stableJSON(), as: UTF8.self)])
    try model.write(to: writer)
  }

  /// Reads what `write(to:)` wrote, for so many labels and features.
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

extension AnnotationNetwork {
  /// Adds the log-odds of the linear model to `logits`, [L, B] or [sample, B]: for a document of
  /// the training part those of the model that has not learnt it.
  func addLinearPart(_ batch: DocumentBatch) {
    guard let linear else { return }
    let count = batch.count
    let (labelCount, sampled) = (labelCount, sample?.labels)
    let logits = logits.view
    // A group of documents fills cache lines of the logits.
    pool.forEachChunk(of: count, size: 16) { [heldOut] documents in
      let rows = documents.map { d in
        (batch.heldOut[d].map { heldOut[$0] } ?? linear).logits(of: batch.features[d])
      }
      for place in 0..<labelCount {
        let to = logits.row(place)[documents]
        let label = sampled.map { Int($0[place]) } ?? place
        for (i, row) in rows.enumerated() { to[i] += row[label] }
      }
    }
  }
}

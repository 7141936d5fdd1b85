// Rows of scores: which scores are worth a place in a file.
import PipelineFeatures
import PipelineNumerics
import Foundation

extension SparseRow {
  /// How many of the greatest scores are kept however low they are: without them a model that is
  /// sure of few labels would seem to rank badly.
  package static let alwaysKept = 20

  /// The entries of at least `floor`, and the `best` greatest in any case; of
  /// equal ones those of lower columns.
  package func withoutLowScores(floor: Float = 0.001, best: Int = alwaysKept) -> SparseRow {
    guard columns.count > best, values.contains(where: { $0 < floor }) else { return self }
    let keys = zip(values, columns).map { rankingKey(score: $0, label: $1) }
    let last = keys.smallest(best).last ?? 0
    var kept = SparseRow()
    for ((column, value), key) in zip(zip(columns, values), keys) where value >= floor || key <= last {
      kept.columns.append(column)
      kept.values.append(value)
    }
    return kept
  }

  /// `withoutLowScores()` of the margins mapped to [0, 1], computing only the scores that may
  /// be kept: the same entries and numbers.
  func withoutLowScores(
    calibratedBy calibration: ScoreCalibration, floor: Float = 0.001, best: Int = alwaysKept
  ) -> SparseRow {
    var row = candidates(calibration, floor: Double(floor), best: best) ?? self
    for i in row.values.indices { row.values[i] = calibration(row.values[i]) }
    return row.withoutLowScores(floor: floor, best: best)
  }

  /// The margins that may be among the `best` greatest, mapped to [0, 1]; perhaps some more.
  func best(_ best: Int, calibratedBy calibration: ScoreCalibration) -> SparseRow {
    var row = candidates(calibration, floor: nil, best: best) ?? self
    for i in row.values.indices { row.values[i] = calibration(row.values[i]) }
    return row
  }

  /// The margins that may be kept: those not certainly below the floor, if there is one, and below the
  /// `best` greatest. nil if rounding could make different margins the same score.
  private func candidates(
    _ calibration: ScoreCalibration, floor: Double?, best: Int
  ) -> SparseRow? {
    guard columns.count > best, calibration.slope > 0 else { return nil }
    let keys = zip(values, columns).map { rankingKey(score: $0, label: $1) }
    guard let last = keys.smallest(best).last else { return nil }
    let margin = score(ofRankingKey: last)
    let logit = calibration.slope * Double(margin) + calibration.offset
    // Scores are rounded to seven digits; a thousandth of a logit is far more. So small
    // scores that they have fewer digits are left to the whole row.
    let bound = (floor.map { min(logit, log($0 / (1 - $0))) } ?? logit) - 0.001
    guard bound > -60 else { return nil }
    let least = Float(((bound - calibration.offset) / calibration.slope).nextDown).nextDown
    var row = SparseRow()
    for (column, value) in zip(columns, values) where value >= least {
      row.columns.append(column)
      row.values.append(value)
    }
    return row
  }
}

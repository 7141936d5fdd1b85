// What the linear model says of one document alone: the reference of what it says of a batch.
@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNetworks

extension LinearPart {
  /// The log-odds of every label for a document with the features `row`.
  func logits(of row: SparseRow) -> [Float] {
    let (slope, offset) = (Float(calibration.slope), Float(calibration.offset))
    let margins = MarginMaker(SparseMatrix(rows: [row]), rows: 0..<1).withMargins(of: 0..<1, by: model.scoring) {
      $0.row(0).values
    }
    return zip(margins, model.absent).map { margin, isAbsent in
      isAbsent ? absentLogit : slope * margin + offset
    }
  }
}

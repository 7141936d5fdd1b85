// What the linear model says of one document, the plain way: the reference of what it says of
// sixteen at a time.
@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNetworks

extension LinearPart {
  /// The log-odds of every label for a document with the features `row`.
  func logits(of row: SparseRow) -> [Float] {
    let (slope, offset) = (Float(calibration.slope), Float(calibration.offset))
    return zip(model.margins(of: row), model.absent).map { margin, isAbsent in
      isAbsent ? absentLogit : slope * margin + offset
    }
  }
}

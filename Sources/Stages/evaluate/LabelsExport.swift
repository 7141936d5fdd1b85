// The label report as CSV, the most frequent labels of the training documents
// first.
import Formats
import PipelineEvaluation

extension LabelReport {
  /// One row per label. The documents in which the model was most wrong are in one
  /// cell each for wrong and missed ones: `id score`, separated by blanks.
  ///
  /// If labels have names for people, these are in a separate column.
  func csv(forSpreadsheets: Bool) -> String {
    func quoted(_ text: String) -> String { CSV.quoted(text, forSpreadsheets: forSpreadsheets) }
    var text = "label,\(hasNames ? "name," : "")training,true,given,right,precision,recall,f1,wrong,missed\n"
    for row in rows {
      let numbers =
        [Int(exactly: row.training).map(String.init) ?? "\(row.training)"]
        + [row.overlap.truth, row.overlap.predicted, row.overlap.shared].map { "\($0)" }
        + [row.overlap.precision, row.overlap.recall, row.overlap.f1].map { "\($0)" }
      text += quoted(row.label) + "," + (hasNames ? quoted(row.name) + "," : "")
      text += numbers.joined(separator: ",") + ","
      text += quoted(cell(row.falsePositives)) + ","
      text += quoted(cell(row.falseNegatives)) + "\n"
    }
    return text
  }

  private func cell(_ mistakes: [Mistake]) -> String {
    mistakes.map { "\($0.id) \($0.score)" }.joined(separator: " ")
  }
}

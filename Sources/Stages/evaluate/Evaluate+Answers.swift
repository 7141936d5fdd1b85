// evaluate --answers: what each document of all folds was given.
import Formats
import PipelineEvaluation
import PipelineText
import StageSupport

extension Evaluate {
  /// Writes the answers of all folds, by the rules that were evaluated.
  func writeAnswers(to path: String, _ run: StageRun) throws {
    let decisions = try Decisions(paths: decision)
    let folds = try predictions.enumerated().map { place, file in
      let contents = try StageContents(path: file, expecting: .predictions)
      let set = try PredictionSet(contents)
      let tuned = try decisions.decision(
        for: set, header: contents.header, file: file, place: place, of: predictions.count)
      let rule = tuned?.rule ?? DecisionRule(.threshold(metrics.threshold ?? set.threshold))
      return (set: set, rule: rule, names: try names.names(of: set.labels, set.concepts))
    }
    // Folds may have different tags, but all cells use one separator.
    var export = AnswersExport(
      path: path, separator: TagJoin.separator(for: folds.flatMap { $0.set.labels + $0.names.names }),
      forSpreadsheets: tables.spreadsheets.forSpreadsheets)
    for (place, fold) in folds.enumerated() {
      export.add(fold.set, rule: fold.rule, names: fold.names, fold: place + 1)
    }
    try run.writeSide(Array(export.text.utf8), to: path)
  }
}

// evaluate --answers: what each document of all folds was given.
import Formats
import Pipeline
import StageSupport

extension Evaluate {
  /// Writes the answers of all folds, by the rules that were evaluated.
  func writeAnswers(to path: String, _ run: StageRun) throws {
    // Folds may have tags of their own, but cells are cut in one way.
    var tags: [String] = []
    for file in predictions {
      let set = try PredictionSet(StageContents(path: file, expecting: .predictions))
      tags += set.labels + (try names.names(of: set.labels, set.concepts).names)
    }
    var export = AnswersExport(
      path: path, separator: TagJoin.separator(for: tags),
      forSpreadsheets: tables.spreadsheets.forSpreadsheets)
    let decisions = try Decisions(paths: decision)
    for (place, file) in predictions.enumerated() {
      let contents = try StageContents(path: file, expecting: .predictions)
      let set = try PredictionSet(contents)
      let tuned = try decisions.decision(
        for: set, header: contents.header, file: file, place: place, of: predictions.count)
      let rule = tuned?.rule ?? DecisionRule(.threshold(threshold ?? set.threshold))
      export.add(
        set, rule: rule, names: try names.names(of: set.labels, set.concepts), fold: place + 1)
    }
    try run.writeSide(Array(export.text.utf8), to: path)
  }
}

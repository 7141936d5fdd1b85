// What the model answered for each test document, for people and their spreadsheets
// (CSV) and for programs (JSON lines).
import Formats
import FormatsFiles
import PipelineEvaluation
import PipelineText
import Foundation
import StageSupport

/// The answers for the documents of all folds as text, fold by fold.
struct AnswersExport {
  private let isJSON: Bool
  private let forSpreadsheets: Bool
  private(set) var text = ""

  private let separator: String

  /// - Parameters:
  ///   - path: the path of the file; JSON lines if it ends with `.jsonl`, else CSV.
  ///   - separator: of tags in a cell.
  init(path: String, separator: String, forSpreadsheets: Bool) {
    isJSON = path.hasSuffix(".jsonl")
    self.separator = separator
    self.forSpreadsheets = forSpreadsheets
  }

  /// Adds the documents of a fold, counted from 1.
  mutating func add(_ set: PredictionSet, rule: DecisionRule, names: ConceptNames, fold: Int) {
    if !isJSON, text.isEmpty { text = header(names) + "\n" }
    for answer in set.answers(by: rule) {
      text +=
        isJSON
        ? json(answer, set.labels, names, fold)
        : csv(answer, set.labels, names, fold)
      text += "\n"
    }
  }

  private func header(_ names: ConceptNames) -> String {
    let columns = names.haveIdentifiers ? ["predicted", "predicted_names"] : ["predicted"]
    let truth = names.haveIdentifiers ? ["true", "true_names"] : ["true"]
    return
      (["id", "fold", "f1"] + columns + ["predicted_scores"] + truth
      + ["true_scores", "true_outside"]).joined(separator: ",")
  }

  private func csv(
    _ answer: DocumentAnswer, _ labels: [String], _ names: ConceptNames, _ fold: Int
  ) -> String {
    func joined(_ tags: [DocumentAnswer.Tag]) -> [String] {
      let own = tags.map { names.haveIdentifiers ? labels[$0.label] : names.names[$0.label] }
      return (names.haveIdentifiers ? [own, tags.map { names.names[$0.label] }] : [own])
        .map { $0.joined(separator: separator) }
        + [tags.map { $0.score.map { number(Double($0)) } ?? "" }.joined(separator: separator)]
    }
    let texts =
      [answer.id] + ["\(fold)", answer.f1.map(number) ?? ""]
      + joined(answer.predicted) + joined(answer.truth) + ["\(answer.truthOutside)"]
    return texts.map { CSV.quoted($0, forSpreadsheets: forSpreadsheets) }.joined(separator: ",")
  }

  private func json(
    _ answer: DocumentAnswer, _ labels: [String], _ names: ConceptNames, _ fold: Int
  ) -> String {
    func list(_ tags: [DocumentAnswer.Tag]) -> String {
      let objects = tags.map { tag in
        let own = names.haveIdentifiers ? labels[tag.label] : names.names[tag.label]
        return "{\"tag\":\(JSONText.quoted(own))"
          + (names.haveIdentifiers ? ",\"name\":\(JSONText.quoted(names.names[tag.label]))" : "")
          + ",\"score\":\(tag.score.map { number(Double($0)) } ?? "null")}"
      }
      return "[" + objects.joined(separator: ",") + "]"
    }
    return "{\"id\":\(JSONText.quoted(answer.id)),\"fold\":\(fold),"
      + "\"f1\":\(answer.f1.map(number) ?? "null"),\"predicted\":\(list(answer.predicted)),"
      + "\"true\":\(list(answer.truth)),\"trueOutside\":\(answer.truthOutside)}"
  }

  private func number(_ value: Double) -> String { String(format: "%.4f", value) }
}

// Which decision belongs to which predictions.
import Formats
import FormatsFiles
import PipelineEvaluation
import StageSupport

/// The outputs of tune by which tags are chosen from predictions.
struct Decisions {
  private let all: [(path: String, decision: TunedDecision)]

  /// Reads the files at `paths`.
  ///
  /// - Throws: `InputError` when a file is damaged or no decision.
  init(paths: [String]) throws {
    all = try paths.map {
      ($0, try TunedDecision(StageContents(path: $0, expecting: .decision)))
    }
  }

  /// The decision that was tuned for the model of these predictions; for
  /// predictions that no single model made, the only decision there is, or the
  /// one at the same place among `count`. Nil if no decision was given.
  ///
  /// - Throws: `InputError` if none fits.
  func decision(
    for set: PredictionSet, header: StageHeader, file: String, place: Int, of count: Int
  ) throws -> TunedDecision? {
    guard !all.isEmpty else { return nil }
    let model = header.modelHash
    var found = all.first { model != nil && $0.decision.model == model }
    if found == nil, model == nil || all.allSatisfy({ $0.decision.model == nil }) {
      if all.count == 1 { found = all[0] } else if all.count == count { found = all[place] }
    }
    guard let found else {
      throw InputError(
        file: file, problem: "comes from a model that none of the decisions was tuned for",
        remedy: "Run predict --part validation with its model, then tune")
    }
    guard found.decision.labels.map({ ExactString($0) }) == set.labels.map({ ExactString($0) })
    else {
      throw InputError(
        file: found.path, problem: "was tuned for other tags than those of \(file)",
        remedy: "Tune on validation predictions of the same model")
    }
    return found.decision
  }
}

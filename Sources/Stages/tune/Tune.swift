// Learns from scored validation documents how to decide on tags. It neither
// trains nor scores.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineEvaluation
import Foundation
import StageSupport

@main
struct Tune: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Learns from validation documents how scores become tags.",
    discussion: """
      Rules: threshold (one for all tags), threshold-at-least-1, label-thresholds (one for \
      each tag), top-k, top-k-floor (the k best above a floor), cardinality (as many as the \
      sum of the scores suggests), expected-f1 (as many as maximise the expected F1). best \
      tries all in cross-validation over the documents, and of those within one standard \
      error of the best takes the simplest, so that a rule with thousands of thresholds \
      cannot win by overfitting.

      The output serves evaluate --decision and annotate --decision.
      """,
    version: JMAN.version)

  @Option(help: "The output of predict --part validation.")
  var predictions: String

  @OptionGroup var choices: Options<TuneParameters>
  @OptionGroup var options: StageOptions

  private var chosen: TuneParameters { choices.parameters() }

  func validate() throws { try namingOptions { try chosen.validate() } }

  func run() throws {
    let run = try StageRun(
      stage: "tune", revision: 3, options: options, inputs: [("predictions", predictions)],
      parameters: chosen.described)
    if run.isUpToDate() { return }
    let contents = try StageContents(path: predictions, expecting: .predictions)
    guard contents.header.parameters["part"] == .string("validation") else {
      throw InputError(
        file: predictions, problem: "holds no predictions for validation documents",
        remedy: "Give the output of predict --part validation: what is tuned on test "
          + "documents says nothing about others")
    }
    let set = try PredictionSet(contents)
    guard (0..<set.scored.count).contains(where: { set.scored.truthCount(of: $0) > 0 }) else {
      throw InputError(
        file: predictions, problem: "holds no document with a true tag",
        remedy: "Predict documents whose tags are known")
    }
    let tuning = DecisionTuning(
      objective: chosen.priced, calibration: chosen.calibrate, largestK: chosen.largestK)
    let tuned = tune(set, tuning, model: contents.header.modelHash)
    let writer = try run.writer(.decision)
    try tuned.write(to: writer)
    try writer.commit(summary: summary(tuned, set, tuning))
    for candidate in tuned.candidates { run.say("tune: \(line(candidate))") }
    run.say("tune: \(tuned.kind.rawValue): \(tuned.description)")
  }

  private func tune(
    _ set: PredictionSet, _ tuning: DecisionTuning, model: String?
  ) -> TunedDecision {
    let kinds: [DecisionKind] =
      switch chosen.rule {
      case .best: DecisionKind.allCases
      case .kind(let kind): [kind]
      }
    let rules = kinds.map { tuning.rule($0, for: set.scored) }
    let validations = kinds.map { tuning.crossValidated($0, on: set.scored) }
    let candidates = kinds.indices.map { place in
      TunedDecision.Candidate(
        kind: kinds[place], tuned: tuning.value(rules[place], on: set.scored),
        crossValidated: validations[place]?.value ?? .nan)
    }
    // Simpler rules come first, so the first of equal ones is the simplest.
    var best = 0
    for place in candidates.indices
    where candidates[place].decisive > candidates[best].decisive + 1e-12 { best = place }
    if let validation = validations[best] {
      best = validations.firstIndex { $0?.isLevel(with: validation) == true } ?? best
    }
    return TunedDecision(
      labels: set.labels, model: model, objective: chosen.priced.rawValue, kind: kinds[best],
      rule: rules[best], candidates: candidates)
  }

  /// The summary. `validationExampleF1` is measured on documents that the rule was not tuned
  /// on, whatever the objective, so that a sweep can compare rules, objectives and models by it.
  private func summary(
    _ tuned: TunedDecision, _ set: PredictionSet, _ tuning: DecisionTuning
  ) -> [String: StageHeader.Value] {
    var summary: [String: StageHeader.Value] = [
      "documents": .int(set.scored.count), "rule": .string(tuned.kind.rawValue),
      "decision": .string(tuned.description),
      "validationExampleF1": .double(
        tuning.crossValidated(tuned.kind, on: set.scored, measuring: .exampleF1)?.value
          ?? tuning.value(tuned.rule, on: set.scored, measuring: .exampleF1)),
    ]
    if let chosen = tuned.candidates.first(where: { $0.kind == tuned.kind }) {
      summary["tuned"] = .double(chosen.tuned)
      if !chosen.crossValidated.isNaN {
        summary["crossValidated"] = .double(chosen.crossValidated)
      }
    }
    return summary
  }

  private func line(_ candidate: TunedDecision.Candidate) -> String {
    func text(_ value: Double) -> String { String(format: "%.4f", value) }
    return "\(candidate.kind.rawValue): \(chosen.priced.rawValue) \(text(candidate.tuned))"
      + (candidate.crossValidated.isNaN
        ? "" : ", cross-validated \(text(candidate.crossValidated))")
  }
}

extension TunedDecision.Candidate {
  /// The value by which rules are compared.
  fileprivate var decisive: Double { crossValidated.isNaN ? tuned : crossValidated }
}

// Averages the predictions of several models. The averaging is in
// Pipeline/Baselines.
import ArgumentParser
import Formats
import Foundation
import Pipeline
import StageSupport

@main
struct Fuse: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuse",
    abstract: "Averages the predictions of several models of one fold.",
    discussion: """
      Reads, for each model, what predict wrote for the validation documents (predict --part \
      validation) and for the test documents, in the same order. How much each model counts, \
      and the threshold, are chosen on the validation documents. With --part validation it \
      writes the fused scores of these, for tune.
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The models' predictions of validation documents.", valueName: "file"))
  var validation: [String]

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The models' predictions of test documents.", valueName: "file"))
  var predictions: [String] = []

  @Option(help: "Which documents' fused scores to write: test or validation.")
  var part: FoldPart = .test

  @Option(help: "What is averaged: scores, or ranks (reciprocal rank fusion).")
  var average: FusionForm = .scores

  @Option(help: "What the weights are chosen for: exampleF1, f1OfMeans, microF1 or nDCG5.")
  var maximize: FusionMetric = .exampleF1

  @Option(help: "What the threshold is tuned for: exampleF1, f1OfMeans or microF1.")
  var tune: ThresholdMetric = .exampleF1

  @OptionGroup var options: StageOptions

  func validate() throws {
    if part == .training {
      throw ValidationError("--part must be test or validation.")
    }
    if part == .validation {
      guard predictions.isEmpty else {
        throw ValidationError("--part validation takes no --predictions.")
      }
      return
    }
    guard validation.count == predictions.count, !predictions.isEmpty else {
      throw ValidationError(
        "Give --validation and --predictions for the same models: there are "
          + "\(validation.count) and \(predictions.count) files.")
    }
  }

  func run() throws {
    let run = try StageRun(
      stage: "fuse", revision: 1, options: options,
      inputs: validation.enumerated().map { ("validation \($0 + 1)", $1) }
        + predictions.enumerated().map { ("predictions \($0 + 1)", $1) },
      parameters: [
        "model": .string("fusion"), "average": .string(average.rawValue),
        "maximize": .string(maximize.rawValue), "tune": .string(tune.rawValue),
        "part": .string(part.rawValue),
      ])
    if run.isUpToDate() { return }
    let held = try validation.map(Member.init)
    let tested = try predictions.map(Member.init)
    for (a, b) in zip(held, tested) where a.name != b.name {
      throw InputError(
        file: b.path, problem: "is of the model \(b.name), but \(a.path) is of \(a.name)",
        remedy: "Give the models in the same order after --validation and --predictions")
    }
    try Member.checkAlike(held)
    try Member.checkPart(held)
    if part == .test {
      try Member.checkAlike(tested)
      try Member.checkLabels([held[0], tested[0]])
    }

    let fusion = Fusion(
      tuningOn: held.map(\.set.scored), form: average, maximizing: maximize)
    let validated = fusion.fused(held.map(\.set.scored))
    let threshold = tunedThreshold(for: validated, maximizing: tune).threshold
    var set = (part == .test ? tested : held)[0].set
    set.scored = part == .test ? fusion.fused(tested.map(\.set.scored)) : validated
    set.threshold = threshold
    let writer = try run.writer(.predictions)
    try set.write(to: writer)
    var summary: [String: StageHeader.Value] = [
      "documents": .int(set.ids.count),
      "validationExampleF1": .double(
        Evaluation(validated, threshold: threshold, k: set.k).decided.exampleF1),
    ]
    for (number, weight) in fusion.weights.enumerated() {
      summary["weight \(number + 1) \(held[number].name)"] = .double(weight)
    }
    try writer.commit(summary: summary)
    run.say(
      "fuse: "
        + zip(held, fusion.weights).map { "\($0.name) \(String(format: "%.2f", $1))" }
        .joined(separator: ", ") + String(format: "; threshold %.3f", threshold))
  }
}

/// The predictions of one model.
private struct Member {
  let path: String
  let name: String
  let part: StageHeader.Value?
  let set: PredictionSet

  init(path: String) throws {
    self.path = path
    let contents = try StageContents(path: path, expecting: .predictions)
    if case .string(let name) = contents.header.parameters["model"] {
      self.name = name
    } else {
      name = "model"
    }
    part = contents.header.parameters["part"]
    set = try PredictionSet(contents)
  }

  /// - Throws: `InputError` unless all are of validation documents.
  static func checkPart(_ members: [Member]) throws {
    for member in members where member.part != .string(FoldPart.validation.rawValue) {
      throw InputError(
        file: member.path, problem: "holds no predictions for validation documents",
        remedy: "Give the output of predict --part validation: weights that are chosen on test "
          + "documents say nothing about others")
    }
  }

  /// - Throws: `InputError` unless all score the same documents.
  static func checkAlike(_ members: [Member]) throws {
    try checkLabels(members)
    for other in members.dropFirst() {
      let first = members[0].set
      guard equal(first.ids, other.set.ids),
        (0..<first.ids.count).allSatisfy({
          first.scored.truth(of: $0) == other.set.scored.truth(of: $0)
        })
      else {
        throw InputError(
          file: other.path, problem: "holds other documents than \(members[0].path)",
          remedy: "Give predictions of one fold and one part")
      }
    }
  }

  /// - Throws: `InputError` unless all have the same labels.
  static func checkLabels(_ members: [Member]) throws {
    for other in members.dropFirst()
    where !equal(members[0].set.labels, other.set.labels) {
      throw InputError(
        file: other.path, problem: "has other labels than \(members[0].path)",
        remedy: "Give predictions of models that were trained with one vocabulary")
    }
  }

  private static func equal(_ a: [String], _ b: [String]) -> Bool {
    a.map { ExactString($0) } == b.map { ExactString($0) }
  }
}

extension FusionForm: ExpressibleByArgument {}
extension FusionMetric: ExpressibleByArgument {}
extension ThresholdMetric: ExpressibleByArgument {}

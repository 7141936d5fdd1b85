// Averages predictions files instead of models, as the make layer asks for it so far.
import Formats
import Foundation
import Pipeline
import StageSupport

extension Fuse {
  func averagePredictions() throws {
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

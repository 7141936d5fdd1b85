// A tuned rule with what it was tuned for and on, and its form in a stage file
// of the kind `decision`:
//
//     labels str [L], model str [0 or 1], objective str [1], rule str [1]
//     thresholds f32 [1 or L], k i32 [1], minimum i32 [1], cardinality f64 [3]
//     calibration f64 (platt) or calibration/scores, calibration/probabilities f32
//     candidates str [n], candidates/values f64 [n, 2]
import Formats

/// A decision that can be applied to scores of the model it was tuned for.
package struct TunedDecision: Sendable, Equatable {
  /// A kind of rule that was tried.
  package struct Candidate: Sendable, Equatable {
    package var kind: DecisionKind
    /// The objective on the documents it was tuned on.
    package var tuned: Double
    /// The objective on documents it was not tuned on; NaN if there were too few.
    package var crossValidated: Double

    package init(kind: DecisionKind, tuned: Double, crossValidated: Double) {
      self.kind = kind
      self.tuned = tuned
      self.crossValidated = crossValidated
    }
  }

  /// The tags by label index.
  package var labels: [String]
  /// The hash of the model whose scores it was tuned on, if there was one model.
  package var model: String?
  package var objective: String
  package var kind: DecisionKind
  package var rule: DecisionRule
  package var candidates: [Candidate]

  package init(
    labels: [String], model: String?, objective: String, kind: DecisionKind,
    rule: DecisionRule, candidates: [Candidate]
  ) {
    self.labels = labels
    self.model = model
    self.objective = objective
    self.kind = kind
    self.rule = rule
    self.candidates = candidates
  }

  /// Writes all sections. The caller commits the file.
  ///
  /// - Throws: `InputError` as `StageWriter.write`.
  package func write(to writer: StageWriter) throws {
    try writer.write("labels", labels)
    try writer.write("model", model.map { [$0] } ?? [])
    try writer.write("objective", [objective])
    try writer.write("rule", [kind.rawValue])
    var thresholds: [Float] = []
    var k = 0
    var cardinality: [Double] = []
    switch rule.choice {
    case .threshold(let threshold): thresholds = [threshold]
    case .labelThresholds(let list): thresholds = list
    case .top(let count, let floor): (k, thresholds) = (count, [floor])
    case .cardinality(let model):
      cardinality = [model.intercept, model.slope]
      k = model.maximum
    case .expectedF1: break
    }
    try writer.write("thresholds", thresholds)
    try writer.write("k", [Int32(clamping: k)])
    try writer.write("minimum", [Int32(clamping: rule.minimum)])
    try writer.write("cardinality", cardinality)
    switch rule.calibration {
    case .platt(let a, let b): try writer.write("calibration", [a, b])
    case .isotonic(let scores, let probabilities):
      try writer.write("calibration/scores", scores)
      try writer.write("calibration/probabilities", probabilities)
    case nil: break
    }
    try writer.write("candidates", candidates.map(\.kind.rawValue))
    try writer.write(
      "candidates/values", candidates.flatMap { [$0.tuned, $0.crossValidated] },
      shape: [candidates.count, 2])
  }

  /// Reads what `write(to:)` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  package init(_ contents: StageContents) throws {
    labels = try contents.strings("labels")
    model = try contents.strings("model").first
    objective = try contents.strings("objective", count: 1)[0]
    guard let kind = DecisionKind(rawValue: try contents.strings("rule", count: 1)[0]) else {
      throw contents.invalid("rule", "it is unknown")
    }
    self.kind = kind
    let k = Int(try contents.integers("k", count: 1)[0])
    let minimum = Int(try contents.integers("minimum", count: 1)[0])
    let thresholds = try contents.floats(
      "thresholds", count: kind.thresholdCount(labels: labels.count))
    guard !thresholds.contains(where: \.isNaN) else {
      throw contents.invalid("thresholds", "one is not a number")
    }
    guard minimum >= 0, k >= 0 else { throw contents.invalid("k", "it is negative") }
    let choice: DecisionRule.Choice
    switch kind {
    case .threshold, .thresholdAtLeastOne: choice = .threshold(thresholds[0])
    case .labelThresholds: choice = .labelThresholds(thresholds)
    case .topK, .topKWithFloor: choice = .top(count: k, floor: thresholds[0])
    case .cardinality:
      let values = try contents.doubles("cardinality", count: 2)
      guard values.allSatisfy(\.isFinite) else {
        throw contents.invalid("cardinality", "it is not a number")
      }
      choice = .cardinality(
        CardinalityModel(intercept: values[0], slope: values[1], maximum: max(k, 1)))
    case .expectedF1: choice = .expectedF1
    }
    rule = DecisionRule(
      choice, minimum: minimum, calibration: try Calibration(contents))
    let names = try contents.strings("candidates")
    let values = try contents.doubles("candidates/values", count: 2 * names.count)
    candidates = try names.enumerated().map { place, name in
      guard let kind = DecisionKind(rawValue: name) else {
        throw contents.invalid("candidates", "a rule is unknown")
      }
      return Candidate(
        kind: kind, tuned: values[2 * place], crossValidated: values[2 * place + 1])
    }
  }
}

extension DecisionKind {
  fileprivate func thresholdCount(labels: Int) -> Int {
    switch self {
    case .labelThresholds: labels
    case .threshold, .thresholdAtLeastOne, .topK, .topKWithFloor: 1
    case .cardinality, .expectedF1: 0
    }
  }
}

extension Calibration {
  fileprivate init?(_ contents: StageContents) throws {
    if contents.has("calibration") {
      let values = try contents.doubles("calibration", count: 2)
      guard values.allSatisfy(\.isFinite) else {
        throw contents.invalid("calibration", "it is not a number")
      }
      self = .platt(a: values[0], b: values[1])
    } else if contents.has("calibration/scores") {
      let scores = try contents.floats("calibration/scores")
      let values = try contents.floats("calibration/probabilities", count: scores.count)
      guard !scores.isEmpty, zip(scores, scores.dropFirst()).allSatisfy(<),
        values.allSatisfy({ $0 >= 0 && $0 <= 1 })
      else { throw contents.invalid("calibration/scores", "they do not ascend") }
      self = .isotonic(scores: scores, probabilities: values)
    } else {
      return nil
    }
  }
}

extension TunedDecision {
  /// The rule in words: `score above 0.212`.
  package var description: String {
    func text(_ value: Float) -> String { String(fixed: Double(value), decimals: 3) }
    let chosen =
      switch rule.choice {
      case .threshold(let threshold): "score above \(text(threshold))"
      case .labelThresholds(let list):
        "score above the label's threshold (\(text(list.min() ?? 0)) to \(text(list.max() ?? 0)))"
      case .top(let count, let floor):
        "the \(count) best" + (floor > -.infinity ? " with a score above \(text(floor))" : "")
      case .cardinality(let model):
        "the n best, n = \(String(fixed: model.intercept, decimals: 2)) + "
          + "\(String(fixed: model.slope, decimals: 2)) · sum of scores"
      case .expectedF1: "as many as maximise the expected F1"
      }
    let calibrated =
      switch rule.calibration {
      case .platt: ", calibrated by Platt scaling"
      case .isotonic: ", calibrated by isotonic regression"
      case nil: ""
      }
    return chosen + (rule.minimum > 0 ? ", at least \(rule.minimum)" : "") + calibrated
  }
}

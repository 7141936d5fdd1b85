// What can be chosen about the rule by which scores become tags: for tune, and for make.
import ArgumentParser
import Formats
import PipelineEvaluation

/// A kind of rule, or the one that does best in cross-validation.
package enum Rule: RawRepresentable, CaseIterable, ExpressibleByArgument, Equatable {
  case best
  case kind(DecisionKind)

  package init?(rawValue: String) {
    guard let rule = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = rule
  }

  package static var allCases: [Self] { [.best] + DecisionKind.allCases.map { .kind($0) } }

  package var rawValue: String {
    switch self {
    case .best: "best"
    case .kind(let kind): kind.rawValue
    }
  }
}

/// What is tuned, and for what.
package struct TuneParameters: DeclaredParameters {
  package var rule = Rule.best
  package var objective = Metric.exampleF1
  package var falsePositiveCost = 1.0
  package var falseNegativeCost = 1.0
  package var calibrate = CalibrationKind.none
  package var largestK = 30

  package init() {}

  package static let declarations: [Declaration<Self>] = [
    .init("rule", \.rule, "The rule to tune."),
    .init(
      "objective", \.objective, among: Metric.ofDecisions.map(\.name),
      "The objective to maximise; the cost is minimised.", header: { .string($0.priced.rawValue) }),
    .init(
      "falsePositiveCost", \.falsePositiveCost, in: .from(0, to: 1e9),
      "With the objective cost: what a wrong tag costs.",
      isUsed: { _ in false }, validate: { $0.price(\.falsePositiveCost) }),
    .init(
      "falseNegativeCost", \.falseNegativeCost, in: .from(0, to: 1e9),
      "With the objective cost: what a missed tag costs.",
      isUsed: { _ in false }, validate: { $0.price(\.falseNegativeCost) }),
    .init("calibrate", \.calibrate, "Calibrate scores to probabilities first, for cardinality and expected-f1."),
    .init("largestK", \.largestK, in: .from(1, to: 10_000), "Maximum tags that top-k rules try.", valueName: "k"),
  ]

  /// What is wrong with a price that is not the default.
  private func price(_ path: KeyPath<Self, Double>) -> String? {
    if case .cost = objective { return nil }
    return self[keyPath: path] == Self()[keyPath: path] ? nil : "needs \(parameter: "objective") cost"
  }

  /// The objective with its prices.
  package var priced: Metric {
    guard case .cost = objective else { return objective }
    return .cost(falsePositive: falsePositiveCost, falseNegative: falseNegativeCost)
  }
}

extension CalibrationKind: ExpressibleByArgument {}

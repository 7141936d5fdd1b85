// The options of train-baseline other than those of files and features, and those declared in
// Pipeline.
import ArgumentParser
import Formats
import PipelineBaselines
import PipelineEvaluation
import StageSupport

/// A value of `--branch`.
enum BranchClassifier: String, CaseIterable, ExpressibleByArgument {
  case linear, svm
}

/// What decides at a branch of homer.
struct BranchParameters: DeclaredParameters {
  var branch = BranchClassifier.linear

  static let declarations: [Declaration<Self>] = [
    .init(
      "branch", \.branch, "What decides at a branch: linear, or svm with --kernel.",
      // The parameters of the kernel say it.
      isUsed: { _ in false })
  ]
}

/// Several models as one.
struct SeveralParameters: DeclaredParameters {
  var refit = true

  static let declarations: [Declaration<Self>] = [
    .init(
      "refit", \.refit,
      "When all is chosen and tuned, train the models once more on the training and the validation documents.")
  ]
}

/// How scores become tags.
struct DecisionParameters: DeclaredParameters {
  var tune = Tuning(metric: .exampleF1)
  var topK = 5

  static let declarations: [Declaration<Self>] = [
    .tunedFor(\.tune, among: Metric.ofThresholds.map(\.name) + ["none"]), .rankCut(\.topK),
  ]

  /// A value of `--tune`.
  struct Tuning: RawRepresentable, ExpressibleByArgument, CustomStringConvertible {
    /// Nil leaves the model's own decisions: threshold 0.5, margins through the plain logistic
    /// function.
    let metric: Metric?

    init(metric: Metric?) { self.metric = metric }

    init?(rawValue: String) {
      metric = Metric(argument: rawValue)
      if metric == nil, rawValue != "none" { return nil }
    }

    var rawValue: String { metric?.rawValue ?? "none" }
    var description: String { rawValue }
  }
}

extension MarginLoss: ExpressibleByArgument {}
extension TreeShape: ExpressibleByArgument {}
extension KernelShape: ExpressibleByArgument {}
extension ChainOrder: ExpressibleByArgument {}

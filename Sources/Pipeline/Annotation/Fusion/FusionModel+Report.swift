// The report of how a fusion was chosen.
import Formats
import PipelineEvaluation

extension FusionModel {
  /// The table of all trials, one per line, and the choice.
  public var report: [String] {
    let width = trials.reduce(10) { max($0, $1.name.count) }
    func row(_ name: String, _ ndcg: String, _ f1: String) -> String {
      name + String(repeating: " ", count: width - name.count) + "  \(ndcg)  \(f1)"
    }
    func text(_ value: Double) -> String { String(fixed: value, decimals: 4) }
    return [row("validation", "nDCG@5", "example-F1")]
      + trials.map { row($0.name, text($0.ndcg5), text($0.exampleF1)) }
      + ["\(choice); threshold \(String(fixed: Double(threshold), decimals: 3))"]
  }

  /// For the summary of the model file. The F1 is of documents that the combination was
  /// not learnt on.
  public var summary: [String: StageHeader.Value] {
    var summary: [String: StageHeader.Value] = [
      "threshold": .double(Double(threshold)), "chosen": .string(choice),
      "trainingDocuments": .int(trainingDocuments),
    ]
    for trial in trials {
      summary["validation nDCG@5 \(trial.name)"] = .double(trial.ndcg5)
      summary["validation exampleF1 \(trial.name)"] = .double(trial.exampleF1)
    }
    if let chosen = trials.first(where: { $0.name == chosenName }) {
      summary["validationExampleF1"] = .double(chosen.exampleF1)
    }
    return summary
  }

  /// The name of the chosen trial.
  private var chosenName: String {
    if case .single(let member) = combination { return members[member].name }
    return combination.form.rawValue
  }
}

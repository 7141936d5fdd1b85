// Metrics of the tags that no training document has. Most models cannot give them;
// one that finds names of tags in the text can.
import PipelineNumerics

/// How many true tags were never in training, and how many of them were found.
public struct UnseenMetrics: Equatable, Sendable {
  /// Pairs of document and tag never in training: given, true and both.
  public var overlap = Overlap(predicted: 0, truth: 0, shared: 0)
  /// All pairs of document and true tag.
  public var truth = 0
  /// The true pairs never in training that are among the five best of the document.
  var sharedAt5 = 0

  /// - Parameter rule: what it chooses is predicted.
  public init(_ scored: ScoredDocuments, trainingCounts: [Int], rule: DecisionRule) {
    precondition(trainingCounts.count == scored.labelCount, "a count for each label")
    var isTrue = [Bool](repeating: false, count: scored.labelCount)
    for document in 0..<scored.count where scored.truthCount(of: document) > 0 {
      let own = scored.truth(of: document)
      for label in own { isTrue[Int(label)] = true }
      defer { for label in own { isTrue[Int(label)] = false } }
      truth += scored.truthCount(of: document)
      overlap.truth += scored.truthCount(of: document) - own.count
      overlap.truth += own.count { trainingCounts[Int($0)] == 0 }
      let range = scored.scoreRange(of: document)
      for place in scored.chosen(by: rule, of: document) {
        let label = Int(scored.labels[range.lowerBound + place])
        guard trainingCounts[label] == 0 else { continue }
        overlap.predicted += 1
        overlap.shared += isTrue[label] ? 1 : 0
      }
      let best = range.map { rankingKey(score: scored.scores[$0], label: scored.labels[$0]) }
        .smallest(5)
      sharedAt5 += best.count {
        let label = Int(PipelineNumerics.label(ofRankingKey: $0))
        return trainingCounts[label] == 0 && isTrue[label]
      }
    }
  }

  /// The names in files, as `NamedMetric`.
  public static let names = ["unseenShare", "unseenPrecision", "unseenRecall", "unseenRecall@5"]
  /// The values in the order of `names`; 0/0 is 0.
  public var values: [Double] {
    [
      Double(overlap.truth) / Double(max(truth, 1)), overlap.precision, overlap.recall,
      Double(sharedAt5) / Double(max(overlap.truth, 1)),
    ]
  }
}

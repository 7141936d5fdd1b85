// The ways in which the scores of several models become one.
import PipelineBaselines
import PipelineFeatures

/// The names of the ways, the simplest first.
public enum CombinationForm: String, CaseIterable, Codable, Sendable {
  case single, mean, stacked
}

/// How a fusion combines its members.
enum Combination: Equatable, Sendable {
  /// One member alone, by its number.
  case single(Int)
  /// A weighted mean of the scores.
  case mean(Fusion)
  /// A learned ranker over the best labels of all.
  case stacked(BoostedTrees)

  var form: CombinationForm {
    switch self {
    case .single: .single
    case .mean: .mean
    case .stacked: .stacked
    }
  }

  /// The scores of a document from those of all members.
  func scores(of document: RankedDocument, features: StackedFeatures) -> SparseRow {
    guard case .stacked(let ranker) = self else { return scores(of: document) }
    let (labels, table) = features.rows(of: document)
    return SparseRow(columns: labels, values: ranker.probabilities(table)).withoutLowScores()
  }

  /// The scores of a document by a member or a mean.
  ///
  /// - Precondition: it is not a ranker, which reads more than scores.
  func scores(of document: RankedDocument) -> SparseRow {
    switch self {
    case .single(let member):
      SparseRow(
        columns: document.members[member].labels, values: document.members[member].scores
      )
      .withoutLowScores()
    case .mean(let fusion): fusion.mean(document.members).withoutLowScores()
    case .stacked: preconditionFailure("a ranker reads rows of features")
    }
  }
}

extension Fusion {
  /// The weighted mean of the members' scores of one document, labels ascending.
  func mean(_ document: [RankedScores]) -> SparseRow {
    var sums: [Int32: Float] = [:]
    for (weight, member) in zip(weights, document) where weight > 0 {
      for (rank, label) in member.labels.enumerated() {
        let value = form == .ranks ? 61 / Float(61 + rank) : member.scores[rank]
        sums[label, default: 0] += Float(weight) * value
      }
    }
    let labels = sums.keys.sorted()
    return SparseRow(columns: labels, values: labels.map { sums[$0] ?? 0 })
  }
}

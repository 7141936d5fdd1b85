// Learns ways of combining and measures them, each document by combinations that were learnt
// without it.
import PipelineBaselines
import PipelineEvaluation
import PipelineNumerics

/// A way of combining and how well it does.
struct TriedCombination {
  var combination: Combination
  /// The combinations learnt without the documents of each part.
  var crossFitted: [Combination]
  var threshold: Float
  var ndcg5: Double
  var exampleF1: Double
  /// The mean of both by document.
  var values: [Double]

  var mean: Double { (ndcg5 + exampleF1) / 2 }

  /// Whether it is better by more than one standard error and rounding.
  func isBetter(than other: TriedCombination) -> Bool {
    isClearlyGreater(values, than: other.values)
  }
}

/// Documents from which ways of combining are learnt.
struct CombinationLearning {
  let documents: LearntDocuments
  /// The number of documents, from the first on, that tune the threshold: the others were scored by
  /// models that learnt less than the members, whose scores are lower or higher.
  let tuners: Int
  let parameters: FusionModel.Parameters
  let metric: Metric
  let pool: WorkerPool

  /// The number of labels of each member that the mean takes into account.
  private static let meanDepth = 40
  /// With at least this many candidates more trees help; with fewer they overfit.
  private static let manyCases = 400_000

  private static func boosting(cases: Int) -> BoostedTrees.Parameters {
    var parameters = BoostedTrees.Parameters()
    parameters.rounds = cases < manyCases ? 100 : 300
    parameters.leaves = 8
    parameters.learningRate = 0.06
    parameters.minimumCases = 40
    parameters.l2 = 1
    return parameters
  }

  /// Learns a way of combining, on all documents and without each part.
  func trial(_ form: CombinationForm, member: Int = 0) -> TriedCombination {
    let parts = FusionModel.parts
    switch form {
    case .single:
      return measured(Array(repeating: .single(member), count: parts + 1))
    case .mean:
      let sets = (0..<documents.members).map { documents.best(Self.meanDepth, of: $0) }
      return measured(
        pool.map(parts + 1) { part in
          .mean(
            Fusion(
              tuningOn: sets.map { $0.subset { documents.parts[$0] != part } },
              form: parameters.average, maximizing: .exampleF1, rounds: 10))
        })
    case .stacked:
      let boosting = Self.boosting(cases: documents.caseCount)
      return measured(
        (0...parts).compactMap {
          documents.ranker(boosting, without: $0, pool: pool).map { .stacked($0) }
        })
    }
  }

  /// - Parameter combinations: without each part, and last the one learnt on all.
  private func measured(_ combinations: [Combination]) -> TriedCombination {
    let rows = pool.map(documents.judges) {
      documents.scores(of: $0, by: combinations[documents.parts[$0]])
    }
    let scored = documents.scored { rows[$0] }
    let best = tunedThreshold(for: scored, maximizing: metric).threshold
    let results = ComparedFold(scored, rule: DecisionRule(.threshold(best)))
    let ndcg = results.ndcgAt5
    let f1 = results.overlaps.map(\.f1)
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
    return TriedCombination(
      combination: combinations[FusionModel.parts], crossFitted: Array(combinations.dropLast()),
      threshold: tuners == documents.judges
        ? best : tunedThreshold(for: scored.subset { $0 < tuners }, maximizing: metric).threshold,
      ndcg5: mean(ndcg), exampleF1: mean(f1),
      values: zip(ndcg, f1).map { ($0 + $1) / 2 })
  }
}

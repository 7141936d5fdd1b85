// Documents that no member learnt, as ways of combining learn from them and are judged by them.
import Formats
import PipelineBaselines
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics

/// Documents with the members' best labels: first those that judge, then those that a ranker
/// learns from only.
struct LearntDocuments: Sendable {
  /// The part of each document (`FusionModel.part`).
  private(set) var parts: [Int]
  /// The number of documents that judge.
  private(set) var judges: Int
  let labelCount: Int
  let members: Int
  /// For each judge the members' best labels and the true ones. Mentions of names are left out:
  /// `cases` has them.
  private var ranked: [RankedDocument]
  private var truth: [(known: [Int32], outside: Int)]
  /// The candidates as a ranker sees them; nil if there is to be none.
  private var cases: StackedCases?

  /// - Parameters:
  ///   - features: with the counts of the models that made `ranked`.
  ///   - isRanked: whether a ranker is to learn from them.
  init(
    _ documents: [Document], ranked: [RankedDocument], labels: [String], features: StackedFeatures,
    isRanked: Bool, pool: WorkerPool
  ) {
    let index = DocumentLabels(labels)
    let truth = documents.map { index.labels(of: $0) }
    cases =
      isRanked
      ? StackedCases(ranked, truth: truth.map(\.known), features: features, pool: pool) : nil
    self.ranked = ranked.map { document in
      RankedDocument(
        members: document.members.map {
          var scores = $0
          scores.mentions = [:]
          return scores
        })
    }
    self.truth = truth
    parts = documents.map(FusionModel.part)
    judges = documents.count
    labelCount = labels.count
    members = features.members
  }

  /// Adds documents of the same members and labels.
  ///
  /// - Parameter judging: whether they judge, as all before them must.
  mutating func append(_ other: LearntDocuments, judging: Bool) {
    precondition(!judging || judges == parts.count, "judges first")
    parts += other.parts
    if let more = other.cases { cases?.append(contentsOf: more) }
    guard judging else { return }
    judges += other.judges
    ranked += other.ranked
    truth += other.truth
  }

  /// The number of candidates of all documents.
  var caseCount: Int { cases?.labels.count ?? 0 }

  /// A ranker that learns from all documents but the judges of one part.
  func ranker(
    _ parameters: BoostedTrees.Parameters, without part: Int, pool: WorkerPool
  ) -> BoostedTrees? {
    cases?.ranker(parameters, pool: pool) { $0 >= judges || parts[$0] != part }
  }

  /// The scores of a judge by a combination.
  func scores(of document: Int, by combination: Combination) -> SparseRow {
    if case .stacked(let ranker) = combination, let cases {
      return cases.scores(of: document, by: ranker)
    }
    return combination.scores(of: ranked[document])
  }

  /// The judges' scores, made by `row`, together with the true labels.
  func scored(_ row: (Int) -> SparseRow) -> ScoredDocuments {
    var set = ScoredDocuments(labelCount: labelCount)
    for (document, truth) in truth.enumerated() {
      let row = row(document)
      set.append(
        labels: row.columns, scores: row.values, truth: truth.known, truthOutside: truth.outside)
    }
    return set
  }

  /// The `depth` best labels of each judge by one member.
  func best(_ depth: Int, of member: Int) -> ScoredDocuments {
    scored {
      let scores = ranked[$0].members[member]
      return SparseRow(
        columns: Array(scores.labels.prefix(depth)), values: Array(scores.scores.prefix(depth)))
    }
  }
}

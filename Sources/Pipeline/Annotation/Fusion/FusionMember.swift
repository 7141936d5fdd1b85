// A model as a part of a fusion: its scores in the fusion's label numbers.
import Formats
import FormatsFiles
import PipelineBaselines
import PipelineEvaluation
import PipelineFeatures
import PipelineNetworks
import PipelineNumerics

/// A model of a fusion.
struct FusionMember {
  /// The name by which users know it.
  let name: String
  let model: StoredModel
  /// The fusion's number of each of the model's labels.
  private let numbers: [Int32]
  /// The way back.
  private let own: [Int32: Int]

  /// - Parameter numbers: the fusion's label numbers by tag; they cover the model's.
  init(name: String, model: StoredModel, numbers: [ExactString: Int32]) {
    self.name = name
    self.model = model
    self.numbers = model.labels.map { numbers[ExactString($0)] ?? -1 }
    own = Dictionary(zip(self.numbers, self.numbers.indices), uniquingKeysWith: { a, _ in a })
  }

  /// The model's own number of a label of the fusion; nil if it does not know it.
  func ownLabel(_ label: Int) -> Int? { own[Int32(label)] }

  /// The best labels of each document.
  ///
  /// - Parameters:
  ///   - given: features of the documents, if the model needs them.
  ///   - isValidation: as for a fusion.
  /// - Throws: `FeatureRowsMissing` if a document has no given features.
  func ranked(
    _ documents: [Document], given: GivenFeatures?, isValidation: Bool, pool: WorkerPool
  ) throws -> [RankedScores] {
    let numbers = numbers
    switch model {
    case .network(let trained):
      let scored = try trained.score(
        documents, given: given, floor: 0, pool: pool)
      return pool.map(documents.count) { RankedScores(scored.row(of: $0), numbers) }
    case .baseline(let trained):
      let rows = try trained.bestScores(of: documents, given: given, best: RankedScores.depth, pool: pool)
      return pool.map(documents.count) { RankedScores(rows[$0], numbers) }
    case .lexical(let trained):
      return try trained.candidates(in: documents, given: given, pool: pool).map { candidates in
        var scores = RankedScores(
          SparseRow(columns: candidates.map(\.label), values: candidates.map(\.score)), numbers)
        for candidate in candidates {
          scores.mentions[numbers[Int(candidate.label)]] = candidate.features
        }
        return scores
      }
    case .fusion(let trained):
      let scored = try trained.score(
        documents, given: given, isValidation: isValidation, pool: pool)
      return pool.map(documents.count) { RankedScores(scored.row(of: $0), numbers) }
    }
  }
}

/// What a combination knows of one document.
struct RankedDocument: Equatable, Sendable {
  /// In the order of the members.
  var members: [RankedScores]
  /// How much of a candidate's name the document spells (`NameSpelling`); empty if not needed.
  var spelling: [Int32: Float] = [:]

  /// The best labels of any member, ascending: what a ranker judges.
  var candidates: [Int32] {
    var found: Set<Int32> = []
    for member in members { found.formUnion(member.labels.prefix(StackedFeatures.depth)) }
    return found.sorted()
  }
}

/// The best labels of one document by one model.
struct RankedScores: Equatable, Sendable {
  /// The number of labels that are kept.
  static let depth = 200
  /// Best first.
  var labels: [Int32]
  /// In the order of the labels.
  var scores: [Float]
  /// The lexical model's features of the labels that are mentioned; empty for other models.
  var mentions: [Int32: [Float]] = [:]

  /// - Parameter numbers: the fusion's number of each label of the model.
  init(_ row: SparseRow, _ numbers: [Int32]) {
    let best = zip(row.values, row.columns)
      .map { rankingKey(score: $0, label: numbers[Int($1)]) }.smallest(Self.depth)
    labels = best.map { label(ofRankingKey: $0) }
    scores = best.map { score(ofRankingKey: $0) }
  }
}

extension ScoredDocuments {
  /// A copy of a document's scores.
  func row(of document: Int) -> SparseRow {
    let range = scoreRange(of: document)
    return SparseRow(columns: Array(labels[range]), values: Array(scores[range]))
  }
}

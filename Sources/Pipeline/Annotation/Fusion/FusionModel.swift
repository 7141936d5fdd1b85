// Several models as one: it holds its members and combines their scores. How the
// combination is learnt is in FusionModel+Training.
import Formats
import PipelineBaselines
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics

/// A fusion of models, ready to score documents.
public struct FusionModel {
  /// One way of combining that was tried on validation documents.
  struct Trial: Equatable, Codable, Sendable {
    /// The name of a member, `mean` or `stacked`.
    var name: String
    /// Means over validation documents, each scored by a combination that was learnt
    /// without it.
    var ndcg5: Double
    var exampleF1: Double
  }

  /// The labels by their numbers.
  public let labels: [String]
  /// How many training documents have each label; 0 for a label that training never saw.
  public let labelCounts: [Int64]
  /// The number of training documents.
  public let trainingDocuments: Int
  /// The score above which a tag is given.
  public let threshold: Float
  /// The number of tags for a cut by rank.
  public let k: Int
  /// The trials: members first, in their order.
  let trials: [Trial]
  /// The members; empty only while `refit` replaces them.
  var members: [FusionMember]
  let combination: Combination
  /// The combination learnt without the validation documents of each part.
  let crossFitted: [Combination]
  /// The scores of the validation documents before the members learnt them too; nil if
  /// they did not.
  let beforeRefit: ScoresByID?
  /// Its branches and spelling are nil if no ranker reads them.
  let features: StackedFeatures
  private let index: DocumentLabels

  /// The number of parts into which validation documents are divided.
  static let parts = 5
  /// The number of documents scored at a time: a model may score all labels of each.
  private static let chunk = 512

  init(
    labels: [String], labelCounts: [Int64], trainingDocuments: Int, threshold: Float, k: Int,
    trials: [Trial], members: [FusionMember], combination: Combination,
    crossFitted: [Combination], features: StackedFeatures, beforeRefit: ScoresByID? = nil
  ) {
    self.labels = labels
    self.labelCounts = labelCounts
    self.trainingDocuments = trainingDocuments
    self.threshold = threshold
    self.k = k
    self.trials = trials
    self.members = members
    self.combination = combination
    self.crossFitted = crossFitted
    self.beforeRefit = beforeRefit
    self.features = features
    index = DocumentLabels(labels)
  }

  /// The part of a validation document. It depends on the document alone, so that a stored
  /// fusion knows by which combination to score it.
  static func part(of document: Document) -> Int {
    Int(hashOfWords([document.id.utf8]) >> 4) % parts
  }

  /// The way of combining in a line: what was chosen.
  public var choice: String {
    switch combination {
    case .single(let member): "\(members[member].name) alone"
    case .mean(let fusion):
      "mean of "
        + zip(members, fusion.weights).filter { $1 > 0 }
        .map { "\(String(fixed: $1, decimals: 2)) \($0.name)" }.joined(separator: ", ")
    case .stacked: "stacked: \(members.map(\.name).joined(separator: ", "))"
    }
  }

  /// The scores of documents together with their true labels.
  ///
  /// - Parameters:
  ///   - given: features of the documents, if a member needs them.
  ///   - isValidation: whether these are the documents that the combination was learnt on:
  ///     then each has the scores of a combination that was learnt without it, by members
  ///     that had not learnt it either.
  /// - Throws: `FeatureRowsMissing` if a document has no given features.
  public func score(
    _ documents: [Document], given: GivenFeatures? = nil, isValidation: Bool = false,
    pool: WorkerPool
  ) throws -> ScoredDocuments {
    var scored = ScoredDocuments(labelCount: labels.count)
    for start in stride(from: 0, to: documents.count, by: Self.chunk) {
      let part = Array(documents[start..<min(documents.count, start + Self.chunk)])
      if isValidation, let known = beforeRefit?.rows(of: part) {
        append(known, of: part, to: &scored)
        continue
      }
      let ranked = try Self.ranked(
        part, by: members, spelling: features.spelling, given: given,
        isValidation: isValidation, pool: pool)
      let used = part.map { isValidation ? crossFitted[Self.part(of: $0)] : combination }
      let rows = pool.map(part.count) { [features] number in
        used[number].scores(of: ranked[number], features: features)
      }
      append(rows, of: part, to: &scored)
    }
    return scored
  }

  private func append(
    _ rows: [SparseRow], of documents: [Document], to scored: inout ScoredDocuments
  ) {
    for (document, row) in zip(documents, rows) {
      let truth = index.labels(of: document)
      scored.append(
        labels: row.columns, scores: row.values, truth: truth.known, truthOutside: truth.outside)
    }
  }

  /// The scores of all members, and how much of the names of candidates documents spell.
  static func ranked(
    _ documents: [Document], by members: [FusionMember], spelling: NameSpelling?,
    given: GivenFeatures?, isValidation: Bool = false, pool: WorkerPool
  ) throws -> [RankedDocument] {
    var all = [RankedDocument](repeating: RankedDocument(members: []), count: documents.count)
    for member in members {
      for start in stride(from: 0, to: documents.count, by: chunk) {
        let part = Array(documents[start..<min(documents.count, start + chunk)])
        let ranked = try member.ranked(
          part, given: given, isValidation: isValidation, pool: pool)
        for (number, scores) in ranked.enumerated() { all[start + number].members.append(scores) }
      }
    }
    guard let spelling else { return all }
    for start in stride(from: 0, to: documents.count, by: chunk) {
      let range = start..<min(documents.count, start + chunk)
      let candidates = all[range].map(\.candidates)
      let cosines = spelling.cosines(
        of: Array(documents[range]), with: candidates, pool: pool)
      for (number, place) in range.enumerated() {
        all[place].spelling = Dictionary(
          uniqueKeysWithValues: zip(candidates[number], cosines[number]))
      }
    }
    return all
  }

  /// What the lexical member found; nil without one.
  public var lexical: LexicalModel? {
    for member in members { if case .lexical(let model) = member.model { return model } }
    return nil
  }
}

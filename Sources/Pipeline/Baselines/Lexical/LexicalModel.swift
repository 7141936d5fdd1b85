// Finds the names of tags in a text and judges by experience with training documents
// whether the tag fits. It knows no words but those names: what other words suggest is for
// the linear models.
import Formats
import FormatsFiles
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics

/// The lexical model: an automaton over the names of all labels, what training documents
/// say about their mentions, and a ranker.
///
/// Labels need not occur in training: a label that only its vocabulary knows is found by
/// its names and judged as rare labels are. Its `labelCounts` entry is 0. With vectors of names
/// labels whose names are near the document in meaning are candidates too.
public struct LexicalModel: Sendable {
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
  /// The example-based F1 on the validation documents at the threshold; 0 in a model that
  /// was read from a file.
  public private(set) var validationF1 = 0.0
  let finder: MentionFinder
  let statistics: MentionStatistics
  /// Nil if training documents had too few mentions: then the share of mentions that
  /// were right is the score.
  let ranker: BoostedTrees?
  /// Nil if only names that occur count, and always without a ranker to judge them.
  let nameVectors: NameVectors?
  /// What the labels name, if they are concepts.
  public var concepts: ConceptTable?
  private let index: DocumentLabels

  init(
    labels: [String], trainingDocuments: Int, threshold: Float, k: Int, finder: MentionFinder,
    statistics: MentionStatistics, ranker: BoostedTrees?, nameVectors: NameVectors? = nil,
    validationF1: Double = 0
  ) {
    self.nameVectors = ranker == nil ? nil : nameVectors
    self.labels = labels
    labelCounts = statistics.tagged.map { Int64($0) }
    self.trainingDocuments = trainingDocuments
    self.threshold = threshold
    self.k = k
    self.finder = finder
    self.statistics = statistics
    self.ranker = ranker
    self.validationF1 = validationF1
    index = DocumentLabels(labels)
  }

  /// Where the names come from, for reports: `names of tags` or `vocabulary (fi, sv, en)`.
  public var source: String {
    guard let concepts, !concepts.isFlat else { return "names of tags" }
    let languages = concepts.languages.filter { !$0.isEmpty }
    return "vocabulary" + (languages.isEmpty ? "" : " (\(languages.joined(separator: ", ")))")
  }

  /// Remarks about the training, one per line.
  public var report: [String] {
    let mentions = statistics.mentioned.reduce(0) { $0 + Int($1) }
    let hits = statistics.hits.reduce(0) { $0 + Int($1) }
    let tagged = statistics.tagged.reduce(0) { $0 + Int($1) }
    func percent(_ part: Int, _ all: Int) -> String {
      String(fixed: 100 * Double(part) / Double(max(1, all)), decimals: 1)
    }
    return [
      "\(mentions, "mention") in \(trainingDocuments, "document"), \(percent(hits, mentions)) % of "
        + "them of a tag of the document; \(percent(hits, tagged)) % of the tags are mentioned",
      ranker == nil ? "too few mentions for a ranker: scores are shares of right mentions" : nil,
    ].compactMap { $0 }
  }

  /// How documents must be encoded; nil if only names that occur count.
  public var encoding: TextEncoding? { nameVectors?.encoding }

  /// A label that may fit a document.
  package struct Candidate: Sendable {
    package var label: Int32
    package var score: Float
    /// As `LexicalFeatures.row`; nil if no name of it occurs.
    package var features: [Float]?
  }

  /// The labels mentioned in documents, and those that are near, by ascending label.
  ///
  /// - Throws: `FeatureRowsMissing` if vectors are wanted and missing.
  package func candidates(
    in documents: [Document], given: GivenFeatures? = nil, pool: WorkerPool
  ) throws -> [[Candidate]] {
    let cases = try Self.cases(
      finder.mentions(in: documents, pool: pool), of: documents, nameVectors, given: given,
      pool: pool)
    return pool.map(documents.count) { candidates(cases[$0]) }
  }

  private func candidates(_ document: LexicalCases) -> [Candidate] {
    document.mentions.indices.map { place in
      let row = document.row(place, statistics)
      let score = row.withUnsafeBufferPointer { row in
        ranker?.probability(row) ?? row[LexicalFeatures.shareOfHits]
      }
      let mention = document.mentions[place]
      return Candidate(
        label: mention.label, score: score,
        features: mention.count > 0 ? Array(row.prefix(LexicalFeatures.count)) : nil)
    }
  }

  /// The scores of documents together with their true labels.
  ///
  /// - Throws: `FeatureRowsMissing` if vectors are wanted and missing.
  public func score(
    _ documents: [Document], given: GivenFeatures? = nil, pool: WorkerPool
  ) throws -> ScoredDocuments {
    var scored = ScoredDocuments(labelCount: labels.count)
    for (document, candidates) in zip(
      documents, try candidates(in: documents, given: given, pool: pool))
    {
      let row = SparseRow(columns: candidates.map(\.label), values: candidates.map(\.score))
        .withoutLowScores()
      let truth = index.labels(of: document)
      scored.append(
        labels: row.columns, scores: row.values, truth: truth.known, truthOutside: truth.outside)
    }
    return scored
  }

  /// Where the names of each of `labels` occur in a document.
  package func places(of labels: [Int], in document: Document) -> [[Mention.Place]] {
    var cache = MentionFinder.Cache(finder.forms)
    let found = finder.mentions(in: document, &cache)
    let places = Dictionary(
      uniqueKeysWithValues: found.mentions.map { (Int($0.label), $0.places) })
    return labels.map { places[$0] ?? [] }
  }
}

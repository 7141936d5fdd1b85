// The labels of a document that the ranker of the lexical model judges, mentioned or near.
import Formats
import PipelineFeatures
import PipelineNumerics

/// The candidates of one document.
struct LexicalCases: Sendable {
  private let document: DocumentMentions
  /// By ascending label; one without occurrences is near only.
  let mentions: [Mention]
  /// In the order of the mentions; nil if there are no vectors of names.
  private let nearness: [NameVectors.Nearness]?

  init(_ document: DocumentMentions) {
    self.document = document
    mentions = document.mentions
    nearness = nil
  }

  init(_ document: DocumentMentions, nearness: [Int32: NameVectors.Nearness]) {
    self.document = document
    var byLabel = Dictionary(uniqueKeysWithValues: document.mentions.map { ($0.label, $0) })
    for label in nearness.keys where byLabel[label] == nil { byLabel[label] = Mention(label: label) }
    mentions = byLabel.values.sorted { $0.label < $1.label }
    self.nearness = mentions.map { nearness[$0.label] ?? NameVectors.Nearness() }
  }

  /// What the ranker sees of a candidate.
  ///
  /// - Parameter isTagged: as for `LexicalFeatures.row`.
  func row(_ place: Int, _ statistics: MentionStatistics, isTagged: Bool? = nil) -> [Float] {
    let row = LexicalFeatures.row(
      mentions[place], in: document, statistics, isTagged: isTagged)
    return nearness.map { row + $0[place].row } ?? row
  }
}

extension LexicalModel {
  /// The number of columns that the ranker sees.
  static func width(_ nameVectors: NameVectors?) -> Int {
    LexicalFeatures.count + (nameVectors == nil ? 0 : NameVectors.Nearness.features)
  }

  /// The candidates of documents.
  ///
  /// - Throws: `FeatureRowsMissing` if vectors are wanted and missing.
  static func cases(
    _ mentions: [DocumentMentions], of documents: [Document], _ nameVectors: NameVectors?,
    given: GivenFeatures?, pool: WorkerPool
  ) throws -> [LexicalCases] {
    guard let nameVectors else { return mentions.map { LexicalCases($0) } }
    let near = try nameVectors.nearness(
      of: documents, wanted: mentions.map { $0.mentions.map(\.label) }, given: given, pool: pool)
    return zip(mentions, near).map { LexicalCases($0, nearness: $1) }
  }
}

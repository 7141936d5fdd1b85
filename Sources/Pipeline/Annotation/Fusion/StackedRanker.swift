// A ranker over the labels that several models suggest: boosted trees that see each
// model's score, rank and certainty, how common the label is, and where its names occur.
import PipelineBaselines
import PipelineFeatures
import PipelineNumerics
import Foundation

/// How candidates of a document become rows of numbers.
struct StackedFeatures: Sendable {
  /// The number of labels of each model that are candidates.
  static let depth = 40
  /// The value of a lexical feature of a label that is not mentioned.
  private static let missing: Float = -1

  let members: Int
  /// log(1 + documents with the label) by label.
  let priors: [Float]
  /// What is above each label; nil without a hierarchy.
  let branches: LabelBranches?
  /// The names of the labels.
  let spelling: NameSpelling?

  /// The number of columns.
  var width: Int {
    4 * members + 3 + LexicalFeatures.count + (spelling == nil ? 0 : 1)
      + (branches == nil ? 0 : LabelBranches.width * members)
  }

  init(
    members: Int, labelCounts: [Int64], branches: LabelBranches? = nil,
    spelling: NameSpelling? = nil
  ) {
    self.members = members
    self.branches = branches
    self.spelling = spelling
    priors = labelCounts.map { Float(log1p(Double($0))) }
  }

  /// The same for models that know other numbers of documents with each label.
  func counting(_ labelCounts: [Int64]) -> StackedFeatures {
    StackedFeatures(
      members: members, labelCounts: labelCounts, branches: branches, spelling: spelling)
  }

  /// The candidates of a document, ascending, and a row for each.
  func rows(of document: RankedDocument) -> (labels: [Int32], table: FeatureTable) {
    let labels = document.candidates
    let members = document.members
    let ranks = members.map { member in
      Dictionary(uniqueKeysWithValues: zip(member.labels, member.labels.indices))
    }
    let sums = branches.map { branches in members.map { branches.sums($0) } }
    var table = FeatureTable(width: width)
    for label in labels {
      var row: [Float] = []
      row.reserveCapacity(width)
      var found = 0
      for (member, ranks) in zip(members, ranks) {
        let top = member.scores.first ?? 0
        let rank = ranks[label]
        let score = rank.map { member.scores[$0] } ?? 0
        if let rank, rank < Self.depth { found += 1 }
        row += [score, Float(log1p(Double(rank ?? RankedScores.depth))), score - top, top]
      }
      row += [priors[Int(label)], Float(found), Float(labels.count)]
      row +=
        members.lazy.compactMap { $0.mentions[label] }.first
        ?? Array(repeating: Self.missing, count: LexicalFeatures.count)
      if spelling != nil { row.append(document.spelling[label] ?? 0) }
      if let branches, let sums {
        for (place, member) in members.enumerated() {
          func score(_ label: Int32) -> Float { ranks[place][label].map { member.scores[$0] } ?? 0 }
          row += branches.row(
            of: label, score: score(label), sums: sums[place], scoreOf: score)
        }
      }
      table.append(row)
    }
    return (labels, table)
  }
}

/// The candidates of many documents with their answers: what a ranker is trained on.
struct StackedCases: Sendable {
  /// The row range of each document.
  private(set) var ranges: [Range<Int>] = []
  private(set) var labels: [Int32] = []
  private(set) var table: FeatureTable
  private(set) var truth: [Bool] = []

  /// - Parameter truth: the true labels of each document.
  init(
    _ documents: [RankedDocument], truth: [[Int32]], features: StackedFeatures, pool: WorkerPool
  ) {
    table = FeatureTable(width: features.width)
    let parts = pool.map(documents.count) { features.rows(of: documents[$0]) }
    for (part, own) in zip(parts, truth) {
      ranges.append(labels.count..<labels.count + part.labels.count)
      labels += part.labels
      table.append(contentsOf: part.table)
      let own = Set(own)
      self.truth += part.labels.map { own.contains($0) }
    }
  }

  /// Adds documents of the same features at the end.
  mutating func append(contentsOf other: StackedCases) {
    let rows = labels.count
    ranges += other.ranges.map { $0.lowerBound + rows..<$0.upperBound + rows }
    labels += other.labels
    table.append(contentsOf: other.table)
    truth += other.truth
  }

  /// A ranker trained on the documents whose number is wanted.
  func ranker(
    _ parameters: BoostedTrees.Parameters, pool: WorkerPool, where isWanted: (Int) -> Bool
  ) -> BoostedTrees {
    let rows = ranges.indices.filter(isWanted).flatMap { ranges[$0] }
    return BoostedTrees(
      table.rows(rows), truth: rows.map { truth[$0] }, parameters: parameters, pool: pool)
  }

  /// The scores of a document by a ranker.
  func scores(of document: Int, by ranker: BoostedTrees) -> SparseRow {
    let range = ranges[document]
    return SparseRow(
      columns: Array(labels[range]), values: ranker.probabilities(table.rows(Array(range)))
    )
    .withoutLowScores()
  }
}

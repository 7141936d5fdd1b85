// What the models say about the labels around a label: its narrower ones, its siblings, the
// branch above. It shows a ranker, which sees labels one by one, that a branch is likely.
import Formats

/// The broader concepts of labels, at any height, nearest first.
struct LabelBranches: Sendable {
  /// How many columns there are for each model.
  static let width = 4
  /// The columns of a label that is not a concept.
  private static let alone: [Float] = [0, 0, 0, 1]

  /// For each label the concepts one step above.
  private let parents: RowList<Int32>
  /// For each label its own concept, then all above, each once.
  private let above: RowList<Int32>
  /// The label of each concept, -1 if there is none.
  private let labels: [Int32]

  /// - Returns: nil if no label has a broader concept.
  init?(labels names: [String], concepts: ConceptTable?) {
    guard let concepts, !concepts.broader.values.isEmpty else { return nil }
    let numbers = concepts.numbers(of: names)
    var labels = [Int32](repeating: -1, count: concepts.count)
    var parents: [(row: Int32, value: Int32)] = []
    var above: [(row: Int32, value: Int32)] = []
    for (label, concept) in zip((0 as Int32)..., numbers) where concept >= 0 {
      labels[Int(concept)] = label
      parents += concepts.broader[Int(concept)].map { (label, $0) }
      above += Self.upward(from: concept, concepts).map { (label, $0) }
    }
    guard !parents.isEmpty else { return nil }
    self.labels = labels
    self.parents = RowList(rows: names.count, parents)
    self.above = RowList(rows: names.count, above)
  }

  /// By the largest of the models' vocabularies.
  init?(labels: [String], models: [StoredModel]) {
    self.init(
      labels: labels, concepts: StoredModel.concepts(of: models) { !$0.isFlat })
  }

  /// A concept and all above it, step by step; each once, so that a cycle ends.
  private static func upward(from concept: Int32, _ concepts: ConceptTable) -> [Int32] {
    var found = [concept]
    var next = 0
    while next < found.count {
      for broader in concepts.broader[Int(found[next])] where !found.contains(broader) {
        found.append(broader)
      }
      next += 1
    }
    return found
  }

  /// The sums of a model's scores by branch: of each concept and all below it.
  func sums(_ scores: RankedScores) -> [Int32: Float] {
    var sums: [Int32: Float] = [:]
    for (label, score) in zip(scores.labels, scores.scores) {
      for concept in above[Int(label)] { sums[concept, default: 0] += score }
    }
    return sums
  }

  /// The columns of a label: the scores of all narrower ones, of the parent, of the rest of
  /// the parent's branch, and the share of the label's own branch in that. Of several parents
  /// the one with the likeliest branch counts.
  ///
  /// - Parameters:
  ///   - score: the label's.
  ///   - sums: as `sums(_:)`.
  ///   - scoreOf: the score of another label.
  func row(
    of label: Int32, score: Float, sums: [Int32: Float], scoreOf: (Int32) -> Float
  ) -> [Float] {
    guard let concept = above[Int(label)].first else { return Self.alone }
    let own = sums[concept] ?? 0
    var branch: (sum: Float, parent: Int32)?
    for parent in parents[Int(label)] {
      let sum = sums[parent] ?? 0
      if sum > branch?.sum ?? -1 { branch = (sum, parent) }
    }
    guard let branch else { return [own - score] + Self.alone.dropFirst() }
    let parent = labels[Int(branch.parent)]
    let parentScore = parent >= 0 ? scoreOf(parent) : 0
    return [
      own - score, parentScore, branch.sum - own - parentScore,
      branch.sum > 0 ? own / branch.sum : 1,
    ]
  }
}

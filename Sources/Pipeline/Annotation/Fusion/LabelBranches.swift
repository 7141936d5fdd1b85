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
  /// For each label its own concept, then those above, each once.
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
    var upward = Upward(concepts)
    for (label, concept) in zip((0 as Int32)..., numbers) where concept >= 0 {
      labels[Int(concept)] = label
      parents += concepts.broader[Int(concept)].map { (label, $0) }
      above += upward.concepts(from: concept).map { (label, $0) }
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

  /// Goes from concepts to those above them.
  private struct Upward {
    /// No concept counts for more. Thesauri have some ten levels, but categories of Wikipedia lead from
    /// nearly every one to nearly every other.
    static let most = 500
    let all: ConceptTable
    /// By concept the last one from which it was reached.
    var reachedFrom: [Int32]

    init(_ concepts: ConceptTable) {
      all = concepts
      reachedFrom = Array(repeating: -1, count: concepts.count)
    }

    /// A concept and those above it, step by step; each once, so that a cycle ends.
    mutating func concepts(from concept: Int32) -> [Int32] {
      var found = [concept]
      reachedFrom[Int(concept)] = concept
      var next = 0
      while next < found.count {
        for broader in all.broader[Int(found[next])] where reachedFrom[Int(broader)] != concept {
          guard found.count < Self.most else { return found }
          reachedFrom[Int(broader)] = concept
          found.append(broader)
        }
        next += 1
      }
      return found
    }
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

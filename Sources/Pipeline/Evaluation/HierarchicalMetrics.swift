// Metrics that give partial credit for a tag near the true one in the hierarchy of
// tags (Sub). They are measured on sets with all broader labels added.

/// The broader labels of each label, at every distance.
public struct LabelAncestors: Sendable {
  /// `broader[l]`, ascending, without l itself.
  let broader: [[Int32]]

  /// - Parameter pairs: narrower and broader label, of any distance; cycles do no
  ///   harm.
  public init(labelCount: Int, pairs: some Sequence<(narrower: Int32, broader: Int32)>) {
    var direct = [[Int32]](repeating: [], count: labelCount)
    for pair in pairs { direct[Int(pair.narrower)].append(pair.broader) }
    var seen = [Int](repeating: -1, count: labelCount)
    broader = (0..<labelCount).map { label in
      var all: [Int32] = []
      var waiting = direct[label]
      seen[label] = label
      while let next = waiting.popLast() {
        guard seen[Int(next)] != label else { continue }
        seen[Int(next)] = label
        all.append(next)
        waiting.append(contentsOf: direct[Int(next)])
      }
      return all.sorted()
    }
  }

  /// Whether no label has a broader one.
  public var isEmpty: Bool { broader.allSatisfy(\.isEmpty) }
}

/// Precision, recall and F1 of predicted and true sets with their ancestors.
///
/// - Source: S. Kiritchenko, S. Matwin, F. Famili, Functional annotation of genes
///   using hierarchical text categorization, 2005.
public struct HierarchicalMetrics: Equatable, Sendable {
  /// Over all pairs of document and label.
  public var precision = 0.0
  /// Over all pairs of document and label.
  public var recall = 0.0
  /// The harmonic mean of `precision` and `recall`.
  public var f1 = 0.0
  /// The mean of the documents' F1.
  public var exampleF1 = 0.0

  /// - Parameter rule: what it chooses is predicted.
  public init(_ scored: ScoredDocuments, rule: DecisionRule, ancestors: LabelAncestors) {
    precondition(ancestors.broader.count == scored.labelCount, "ancestors of other labels")
    var all = Overlap(predicted: 0, truth: 0, shared: 0)
    var isTrue = Marks(scored.labelCount)
    var isPredicted = Marks(scored.labelCount)
    var documents = 0
    for document in 0..<scored.count where scored.truthCount(of: document) > 0 {
      documents += 1
      isTrue.clear()
      isPredicted.clear()
      let truth = scored.truth(of: document)
      for label in truth { isTrue.add(Int(label), with: ancestors) }
      let start = scored.scoreRange(of: document).lowerBound
      for place in scored.chosen(by: rule, of: document) {
        isPredicted.add(Int(scored.labels[start + place]), with: ancestors)
      }
      let overlap = Overlap(
        predicted: isPredicted.marked.count,
        truth: isTrue.marked.count + scored.truthCount(of: document) - truth.count,
        shared: isPredicted.marked.count { isTrue.contains($0) })
      all.predicted += overlap.predicted
      all.truth += overlap.truth
      all.shared += overlap.shared
      exampleF1 += overlap.f1
    }
    precision = all.precision
    recall = all.recall
    f1 = all.f1
    exampleF1 /= Double(max(documents, 1))
  }

  /// The names in files, as `NamedMetric`.
  public static let names = [
    "hierarchicalPrecision", "hierarchicalRecall", "hierarchicalF1", "hierarchicalExampleF1",
  ]
  /// The values in the order of `names`.
  public var values: [Double] { [precision, recall, f1, exampleF1] }
}

/// A set of labels that is cleared often.
private struct Marks {
  private(set) var marked: [Int] = []
  private var stamps: [Int]
  private var stamp = 0

  init(_ count: Int) { stamps = Array(repeating: 0, count: count) }

  mutating func clear() {
    marked.removeAll(keepingCapacity: true)
    stamp += 1
  }

  func contains(_ label: Int) -> Bool { stamps[label] == stamp }

  mutating func add(_ label: Int, with ancestors: LabelAncestors) {
    mark(label)
    for broader in ancestors.broader[label] { mark(Int(broader)) }
  }

  private mutating func mark(_ label: Int) {
    guard stamps[label] != stamp else { return }
    stamps[label] = stamp
    marked.append(label)
  }
}

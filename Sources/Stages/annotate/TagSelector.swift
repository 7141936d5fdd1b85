// Which tags a document gets: a decision rule and lists of wanted and unwanted
// tags.
import Formats
import FormatsFiles
import PipelineBaselines
import PipelineEvaluation
import PipelineFeatures
import PipelineRelations
import StageSupport

/// Chooses tags from the scores of all labels.
struct TagSelector {
  /// The scores that a rule looks at.
  enum Listed {
    case all
    /// Those that predict keeps, and that tune has learnt from.
    case asPredicted
  }

  private let rule: DecisionRule
  private let listed: Listed
  /// Whether a label may be given, by label index; nil allows all.
  private let isAllowed: [Bool]?
  /// Scores below this are not looked at.
  private let floor: Float
  /// The number of tags that are given even if the model lists fewer.
  private let fill: Int
  /// The number of labels.
  private let count: Int

  /// - Parameters:
  ///   - include: the only tags to give; nil is all.
  ///   - exclude: tags never to give.
  init(_ rule: DecisionRule, of listed: Listed, labels: [String], include: TagList?, exclude: TagList?) {
    self.rule = rule
    self.listed = listed
    count = labels.count
    if case .top(let count, floor: let bound) = rule.choice, bound < 0 {
      fill = max(count, rule.minimum)
    } else {
      fill = rule.minimum
    }
    // What a rule drops by one bound for all labels need not be listed before.
    switch rule.choice {
    case .threshold(let bound) where rule.minimum == 0,
      .top(_, floor: let bound) where rule.minimum == 0:
      floor = bound
    default: floor = -.infinity
    }
    if include == nil, exclude == nil {
      isAllowed = nil
    } else {
      isAllowed = labels.map { label in
        (include?.contains(label) ?? true) && !(exclude?.contains(label) ?? false)
      }
    }
  }

  /// The chosen labels, best first.
  func chosen(_ scored: LabelScores) -> [Int] {
    var labels: [Int32] = []
    var kept: [Float] = []
    func list(_ label: Int32, _ score: Float) {
      guard score >= floor, isAllowed?[Int(label)] ?? true else { return }
      labels.append(label)
      kept.append(score)
    }
    switch listed {
    case .all: for (label, score) in zip(scored.labels, scored.scores) { list(label, score) }
    case .asPredicted:
      let row = SparseRow(columns: Array(scored.labels), values: Array(scored.scores)).withoutLowScores()
      for (label, score) in zip(row.columns, row.values) { list(label, score) }
    }
    if labels.count < fill {
      let listed = Set(scored.labels)
      for label in 0..<Int32(count)
      where isAllowed?[Int(label)] ?? true && !listed.contains(label) {
        labels.append(label)
        kept.append(0)
        if labels.count == fill { break }
      }
    }
    let places = labels.withUnsafeBufferPointer { labels in
      kept.withUnsafeBufferPointer { rule.chosen(labels: labels, scores: $0) }
    }
    return places.map { Int(labels[$0]) }
  }
}

/// Tags from a file, one per line: a label or identifier, a name in any language and
/// spelling, or the IRI of a type, scheme or collection, for all its concepts.
struct TagList {
  private let tags: Set<ExactString>

  /// Reads the file at `path`; empty lines do not count.
  ///
  /// - Parameters:
  ///   - known: the tags of the model.
  ///   - concepts: what they name, if that is known.
  /// - Throws: `InputError` when the file cannot be read, or names no tag that
  ///   the model knows.
  init(path: String, known: [String], concepts: ConceptTable?) throws {
    let index = LabelLookup(known, concepts: concepts)
    var lines = LineReader(try ByteSource.ofLines(path))
    var tags: Set<ExactString> = []
    var unknown: [String] = []
    var count = 0
    while var line = try lines.next() {
      if line.last == 0x0D { line.removeLast() }
      guard !line.isEmpty else { continue }
      guard let tag = String(validating: line, as: UTF8.self) else {
        throw InputError(
          file: path, line: lines.lineNumber, problem: "is not valid UTF-8",
          remedy: "Convert the file to UTF-8")
      }
      count += 1
      let labels = index.labels(for: tag)
      if labels.isEmpty { unknown.append(tag) }
      for label in labels { tags.insert(ExactString(known[Int(label)])) }
    }
    guard unknown.count < count else {
      throw InputError(
        file: path, problem: "holds no tag that the model knows",
        remedy: "Give one tag per line, spelt as in the model; inspect shows its labels")
    }
    if let first = unknown.map({ ExactString($0) }).min() {
      printError(
        "\(path): \(unknown.count) of \(count, "tag") are unknown to the model, for "
          + "instance `\(first.text)`.")
    }
    self.tags = tags
  }

  func contains(_ tag: String) -> Bool { tags.contains(ExactString(tag)) }
}

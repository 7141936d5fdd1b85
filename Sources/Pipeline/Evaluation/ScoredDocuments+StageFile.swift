// Scored documents in a stage file of the kind `predictions`: the output of predict
// or train for documents, with all that evaluating them needs.
//
//     labels str [L], labelCounts i64 [L], trainingDocuments i64 [1]
//     ids str [n], scoreStarts i64 [n+1], scoreLabels i32 [s], scores f32 [s]
//     truthStarts i64 [n+1], truth i32 [t], truthOutside i32 [n]
//     threshold f32 [1], k i32 [1]; the concepts of the labels if they are known
import Formats

/// The predictions of one model for the documents of one fold.
public struct PredictionSet: Sendable {
  /// The tags by label index.
  public var labels: [String]
  /// For each label, how many training documents have it.
  public var labelCounts: [Int]
  /// The number of training documents.
  public var trainingDocuments: Int
  /// The identifiers of the documents.
  public var ids: [String]
  /// Probabilities and true labels, by document.
  public var scored: ScoredDocuments
  /// The score above which a label is predicted, tuned on validation documents.
  public var threshold: Float
  /// How many labels a document gets if their number is fixed.
  public var k: Int
  /// What the labels name, if they are concepts.
  public var concepts: ConceptTable?

  /// - Precondition: the arrays fit each other; `k` is at least 1.
  public init(
    labels: [String], labelCounts: [Int], trainingDocuments: Int, ids: [String],
    scored: ScoredDocuments, threshold: Float, k: Int, concepts: ConceptTable? = nil
  ) {
    self.concepts = concepts
    precondition(labels.count == scored.labelCount, "a name for each label")
    precondition(labels.count == labelCounts.count, "a count for each label")
    precondition(ids.count == scored.count, "an identifier for each document")
    precondition(k > 0, "at least one label is predicted")
    self.labels = labels
    self.labelCounts = labelCounts
    self.trainingDocuments = trainingDocuments
    self.ids = ids
    self.scored = scored
    self.threshold = threshold
    self.k = k
  }

  /// Writes all sections. The caller commits the file.
  ///
  /// - Throws: `InputError` as `StageWriter.write`.
  public func write(to writer: StageWriter) throws {
    try writer.write("labels", labels)
    try writer.write("labelCounts", labelCounts.map { Int64($0) })
    try writer.write("trainingDocuments", [Int64(trainingDocuments)])
    try writer.write("ids", ids)
    try scored.write(to: writer)
    try writer.write("threshold", [threshold])
    try writer.write("k", [Int32(clamping: k)])
    try concepts?.write(to: writer)
  }

  /// Reads what `write(to:)` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  public init(_ contents: StageContents) throws {
    labels = try contents.strings("labels")
    labelCounts = try contents.longs("labelCounts", count: labels.count).map { Int($0) }
    guard labelCounts.allSatisfy({ $0 >= 0 }) else {
      throw contents.invalid("labelCounts", "a count is negative")
    }
    trainingDocuments = Int(try contents.longs("trainingDocuments", count: 1)[0])
    guard trainingDocuments > 0 else {
      throw contents.invalid("trainingDocuments", "there is none")
    }
    scored = try ScoredDocuments(contents, labelCount: labels.count)
    ids = try contents.strings("ids", count: scored.count)
    threshold = try contents.floats("threshold", count: 1)[0]
    guard threshold.isFinite else { throw contents.invalid("threshold", "it is not a number") }
    k = Int(try contents.integers("k", count: 1)[0])
    guard k > 0 else { throw contents.invalid("k", "it is not at least 1") }
    concepts = try ConceptTable(ifIn: contents)
  }
}

extension ScoredDocuments {
  /// Writes scores and true labels.
  package func write(to writer: StageWriter) throws {
    try writer.write("scoreStarts", scoreStarts.map { Int64($0) })
    try writer.write("scoreLabels", labels)
    try writer.write("scores", scores)
    try writer.write("truthStarts", truthStarts.map { Int64($0) })
    try writer.write("truth", truth)
    try writer.write("truthOutside", truthOutside.map { Int32(clamping: $0) })
  }

  /// Reads what `write(to:)` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  package init(_ contents: StageContents, labelCount: Int) throws {
    self.init(labelCount: labelCount)
    let outside = try contents.integers("truthOutside")
    guard outside.allSatisfy({ (0...1 << 20).contains($0) }) else {
      throw contents.invalid("truthOutside", "a count is out of range")
    }
    let labels = try contents.integers("scoreLabels")
    let scores = try contents.floats("scores", count: labels.count)
    guard !scores.contains(where: \.isNaN) else {
      throw contents.invalid("scores", "a score is not a number")
    }
    let truth = try contents.integers("truth")
    let rows = try Self.starts(
      contents, "scoreStarts", documents: outside.count, of: labels, labelCount: labelCount)
    let truthRows = try Self.starts(
      contents, "truthStarts", documents: outside.count, of: truth, labelCount: labelCount)
    var owner = [Int](repeating: -1, count: labelCount)
    for document in outside.indices {
      let row = rows[document]..<rows[document + 1]
      for label in labels[row] {
        guard owner[Int(label)] != document else {
          throw contents.invalid("scoreLabels", "document \(document) has a label twice")
        }
        owner[Int(label)] = document
      }
      append(
        labels: labels[row], scores: scores[row],
        truth: truth[truthRows[document]..<truthRows[document + 1]],
        truthOutside: Int(outside[document]))
    }
  }

  /// The section of row starts, checked against the label column it divides.
  private static func starts(
    _ contents: StageContents, _ name: String, documents: Int, of labels: [Int32],
    labelCount: Int
  ) throws -> [Int] {
    let starts = try contents.longs(name, count: documents + 1)
    guard starts[0] == 0, starts[documents] == Int64(labels.count),
      zip(starts, starts.dropFirst()).allSatisfy(<=)
    else { throw contents.invalid(name, "they do not ascend to the number of labels") }
    guard labels.allSatisfy({ $0 >= 0 && $0 < labelCount }) else {
      throw contents.invalid(name, "a label is not among the \(labelCount)")
    }
    return starts.map { Int($0) }
  }
}

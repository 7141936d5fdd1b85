// The scored labels and the true labels of many documents, in flat columns, so
// that a hundred thousand documents do not need as many arrays.
import PipelineNumerics

/// The scores that a model gives documents, together with the tags that people gave.
///
/// Labels that a document does not list have a score below all listed ones.
public struct ScoredDocuments: Sendable {
  /// C, the size of the label vocabulary.
  public let labelCount: Int
  /// The number of documents.
  public var count: Int { truthOutside.count }
  /// Whether any document has a true tag, in the vocabulary or outside.
  public var hasTruth: Bool { !truth.isEmpty || truthOutside.contains { $0 > 0 } }

  @usableFromInline package private(set) var labels: [Int32] = []
  @usableFromInline package private(set) var scores: [Float] = []
  @usableFromInline package private(set) var scoreStarts = [0]
  @usableFromInline package private(set) var truth: [Int32] = []
  @usableFromInline package private(set) var truthStarts = [0]
  @usableFromInline package private(set) var truthOutside: [Int] = []

  /// No documents yet, for a vocabulary of `labelCount` labels.
  public init(labelCount: Int) {
    self.labelCount = labelCount
  }

  /// Adds a document.
  ///
  /// - Parameters:
  ///   - labels: the scored labels, in any order, each once.
  ///   - scores: of the same length; probabilities, or anything that grows with
  ///     them. No NaN.
  ///   - truth: the true labels; repeats do not count.
  ///   - truthOutside: how many true tags the vocabulary does not contain; no
  ///     prediction can find them, so they count as missed.
  @inlinable public mutating func append(
    labels: some Collection<Int32>, scores: some Collection<Float>,
    truth: some Collection<Int32>, truthOutside: Int = 0
  ) {
    precondition(labels.count == scores.count, "each label has one score")
    precondition(truthOutside >= 0, "a count is not negative")
    self.labels.append(contentsOf: labels)
    self.scores.append(contentsOf: scores)
    let scored = self.labels[scoreStarts[count]...]
    precondition(scored.allSatisfy(isLabel), "a label is an index of the vocabulary")
    precondition(!self.scores[scoreStarts[count]...].contains { $0.isNaN }, "a score is a number")
    var last: Int32 = -1
    for label in truth.sorted() where label != last {
      precondition(isLabel(label), "a label is an index of the vocabulary")
      self.truth.append(label)
      last = label
    }
    scoreStarts.append(self.labels.count)
    truthStarts.append(self.truth.count)
    self.truthOutside.append(truthOutside)
  }

  @usableFromInline func isLabel(_ label: Int32) -> Bool { label >= 0 && label < labelCount }

  package func scoreRange(of document: Int) -> Range<Int> {
    scoreStarts[document]..<scoreStarts[document + 1]
  }

  /// The true labels of a document, ascending, without repeats.
  public func truth(of document: Int) -> ArraySlice<Int32> {
    truth[truthStarts[document]..<truthStarts[document + 1]]
  }

  /// |Y|: the true labels inside and outside the vocabulary.
  public func truthCount(of document: Int) -> Int {
    truthStarts[document + 1] - truthStarts[document] + truthOutside[document]
  }

  /// Calls `body` with each scored label of a document and its score.
  public func forEachScore(of document: Int, _ body: (_ label: Int, _ score: Float) -> Void) {
    for index in scoreRange(of: document) { body(Int(labels[index]), scores[index]) }
  }

  /// The same documents and truth, every one scored like the others.
  public func rescored(labels: [Int32], scores: [Float]) -> ScoredDocuments {
    var documents = ScoredDocuments(labelCount: labelCount)
    for document in 0..<count {
      documents.append(
        labels: labels, scores: scores, truth: truth(of: document),
        truthOutside: truthOutside[document])
    }
    return documents
  }
}

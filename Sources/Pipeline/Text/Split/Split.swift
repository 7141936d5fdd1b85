// Divides the documents of a corpus into test, training and validation
// documents by their places; the caller may have put them into another order.

/// Places of documents: one or more folds, each with test, training and validation
/// documents.
///
/// N documents are cut by one of three rules:
///
///     hold-out           |        training        | validation |   test   |
///     k folds, i = 1     | training | test | validation |   training     |
///     original's, i = 1  | training | validation | training    |   test   |
///
/// - Source of the first and the last: docs/original.md, Data. All their products
///   are in double precision and in the original's order, because 0.1 · 10 · n may
///   fall below n.
public struct Split: Equatable, Sendable {
  /// What one model is trained on, validated with and tested on.
  public struct Fold: Equatable, Sendable {
    /// The places of the training documents in the corpus.
    public var training: [Int]
    /// The places of the validation documents.
    public var validation: [Int]
    /// The places of the test documents.
    public var test: [Int]
    /// Documents that `limitTraining` left out.
    public var unused: [Int] = []

    /// A fold without unused documents; `Split.validate(documents:lost:)` checks that its parts are disjoint.
    public init(training: [Int], validation: [Int], test: [Int]) {
      self.training = training
      self.validation = validation
      self.test = test
    }
  }

  /// One for a hold-out split.
  public var folds: [Fold]
  /// Whether all folds have the same test documents.
  public var hasCommonTest: Bool

  /// A split as it was stored or divided elsewhere; nothing is checked here.
  public init(folds: [Fold], hasCommonTest: Bool) {
    self.folds = folds
    self.hasCommonTest = hasCommonTest
  }

  /// One fold: the first part for training, the next for validation.
  ///
  /// - Parameters:
  ///   - testPortion: the share of all documents, in [0, 1).
  ///   - validationPortion: the share of the documents that are not for testing, in [0, 1).
  ///   - behaviour: whether validation starts one document late, so that one is in neither
  ///     part.
  public static func holdOut(
    documents: Int, testPortion: Double, validationPortion: Double,
    like behaviour: Behaviour = .own
  ) -> Split {
    precondition((0..<1).contains(validationPortion), "a portion is in [0, 1)")
    let test = testRange(documents: documents, portion: testPortion)
    let cut = Int((1 - validationPortion) * Double(test.lowerBound))
    let validationStart = min(cut + (behaviour.losesOneDocument ? 1 : 0), test.lowerBound)
    return Split(
      folds: [
        Fold(
          training: Array(0..<cut), validation: Array(validationStart..<test.lowerBound),
          test: Array(test))
      ], hasCommonTest: true)
  }

  /// `count` folds in which each document is a test document once. Sizes of test
  /// parts differ by at most one document; with as many folds as documents each fold tests one.
  /// The validation documents of a fold are those that follow its test part, after
  /// the last document the first.
  ///
  /// - Parameter validationPortion: the share of the documents that are not for testing,
  ///   in (0, 1); at least one document.
  public static func rotating(
    _ count: Int, documents: Int, validationPortion: Double
  ) -> Split {
    precondition(count > 1, "cross-validation has at least two folds")
    let folds = (0..<count).map { fold in
      let start = fold * documents / count
      let end = (fold + 1) * documents / count
      let rest = documents - (end - start)
      let size = min(max(Int(validationPortion * Double(rest)), 1), rest)
      let others = (0..<rest).map { (end + $0) % max(documents, 1) }
      return Fold(
        training: others[size...].sorted(), validation: others[..<size].sorted(),
        test: Array(start..<end))
    }
    return Split(folds: folds, hasCommonTest: false)
  }

  /// The original's `count` folds, with one common test set; fold i validates on its
  /// i-th part.
  ///
  /// - Parameter testPortion: of all documents, in [0, 1).
  public static func originalFolds(
    _ count: Int, documents: Int, testPortion: Double
  ) -> Split {
    precondition(count > 1, "cross-validation has at least two folds")
    let test = testRange(documents: documents, portion: testPortion)
    let rest = Double(test.lowerBound)
    let share = 1 / Double(count)
    let folds = (0..<count).map { fold in
      let start = Int(Double(fold) * share * rest)
      let end = Int(Double(fold + 1) * share * rest)
      return Fold(
        training: Array(0..<start) + Array(end..<test.lowerBound),
        validation: Array(start..<end), test: Array(test))
    }
    return Split(folds: folds, hasCommonTest: true)
  }

  /// Keeps at most `count` training documents in each fold, evenly spaced.
  public mutating func limitTraining(to count: Int) {
    for fold in folds.indices {
      let all = folds[fold].training
      guard all.count > count else { continue }
      let kept = (0..<count).map { all[$0 * all.count / count] }
      folds[fold].training = kept
      folds[fold].unused += Set(all).subtracting(kept).sorted()
    }
  }

  private static func testRange(documents: Int, portion: Double) -> Range<Int> {
    precondition(documents >= 0, "a corpus has no negative number of documents")
    precondition((0..<1).contains(portion), "a portion is in [0, 1)")
    return Int((1 - portion) * Double(documents))..<documents
  }
}

extension Split {
  /// Checks the split of a corpus of `documents` documents.
  ///
  /// - Parameter lost: how many documents of each fold may be in no part.
  /// - Throws: `InvalidSplit` for a document in two parts or in none, or for an empty part.
  public func validate(documents: Int, lost: Int = 0) throws(InvalidSplit) {
    for (number, fold) in folds.enumerated() {
      let place = folds.count > 1 ? " in fold \(number)" : ""
      for (part, name) in [
        (fold.test, "testing"), (fold.training, "training"), (fold.validation, "validation"),
      ] where part.isEmpty { throw InvalidSplit(problem: "no document is left for \(name)\(place)") }
      var uses = [Int](repeating: 0, count: documents)
      for document in fold.training + fold.validation + fold.test {
        guard uses.indices.contains(document) else {
          throw InvalidSplit(problem: "there is no document \(document)\(place)")
        }
        uses[document] += 1
      }
      if let twice = uses.firstIndex(where: { $0 > 1 }) {
        throw InvalidSplit(problem: "document \(twice) is in two parts\(place)")
      }
      let missing = uses.count(where: { $0 == 0 })
      if missing > lost { throw InvalidSplit(problem: "\(missing) of the documents are in no part\(place)") }
    }
  }
}

/// What is wrong with a split.
public struct InvalidSplit: Error, Equatable, CustomStringConvertible {
  /// A sentence without its full stop.
  public var problem: String
  public var description: String { problem }
}

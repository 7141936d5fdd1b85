// Divides the documents of a corpus into test, training and validation
// documents. The file order decides; nothing is shuffled.

/// Indices of documents: one test set, and one or more pairs of training and
/// validation documents from the rest.
///
/// The test set is the tail of the corpus; the N documents before it are cut by
/// one of two rules:
///
///     hold-out     |        training        | validation |   test   |
///     k folds, i=1 | training | validation | training    |   test   |
///
/// - Source: reference-behaviour 4.7. All products are in double precision and
///   in the original's order, because 0.1 · 10 · n may fall below n.
public struct Split: Equatable, Sendable {
  /// What one model is trained on and validated with.
  public struct Fold: Equatable, Sendable {
    public var training: [Int]
    public var validation: [Int]

    public init(training: [Int], validation: [Int]) {
      self.training = training
      self.validation = validation
    }
  }

  public var test: Range<Int>
  public var folds: [Fold]

  public init(test: Range<Int>, folds: [Fold]) {
    self.test = test
    self.folds = folds
  }

  /// One fold: the first part for training, the next for validation.
  ///
  /// - Parameters:
  ///   - testPortion: of all documents, in [0, 1).
  ///   - validationPortion: of the documents that are not for testing, in [0, 1).
  ///   - losesOneDocument: whether validation starts one document late, so that
  ///     one is in neither part, as in the original (quirk D1).
  public static func holdOut(
    documents: Int, testPortion: Double, validationPortion: Double,
    losesOneDocument: Bool = false
  ) -> Split {
    precondition((0..<1).contains(validationPortion), "a portion is in [0, 1)")
    let test = testRange(documents: documents, portion: testPortion)
    let cut = Int((1 - validationPortion) * Double(test.lowerBound))
    let validationStart = min(cut + (losesOneDocument ? 1 : 0), test.lowerBound)
    return Split(
      test: test,
      folds: [
        Fold(
          training: Array(0..<cut), validation: Array(validationStart..<test.lowerBound))
      ])
  }

  /// `count` folds with one common test set; fold i validates on its i-th part.
  ///
  /// - Parameter testPortion: of all documents, in [0, 1).
  public static func folds(
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
        validation: Array(start..<end))
    }
    return Split(test: test, folds: folds)
  }

  private static func testRange(documents: Int, portion: Double) -> Range<Int> {
    precondition(documents >= 0, "a corpus has no negative number of documents")
    precondition((0..<1).contains(portion), "a portion is in [0, 1)")
    return Int((1 - portion) * Double(documents))..<documents
  }
}

extension Split {
  /// What is wrong with the split of a corpus of `documents` documents, or nil:
  /// a document in two parts, in none of them, or an empty part.
  ///
  /// - Parameter lost: how many documents of each fold may be in no part.
  public func violation(documents: Int, lost: Int = 0) -> String? {
    guard test.lowerBound >= 0, test.upperBound == documents else {
      return "the test set does not end with the corpus"
    }
    if test.isEmpty { return "no document is left for testing" }
    for (number, fold) in folds.enumerated() {
      let place = folds.count > 1 ? " in fold \(number)" : ""
      if fold.training.isEmpty { return "no document is left for training\(place)" }
      if fold.validation.isEmpty { return "no document is left for validation\(place)" }
      var uses = [Int](repeating: 0, count: test.lowerBound)
      for document in fold.training + fold.validation {
        guard uses.indices.contains(document) else {
          return "document \(document) is also a test document\(place)"
        }
        uses[document] += 1
      }
      if let twice = uses.firstIndex(where: { $0 > 1 }) {
        return "document \(twice) is in two parts\(place)"
      }
      let missing = uses.count(where: { $0 == 0 })
      if missing > lost { return "\(missing) of the documents are in no part\(place)" }
    }
    return nil
  }
}

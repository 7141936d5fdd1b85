// Divides documents so that each part has its share of every label, as far as
// possible: iterative stratification. It knows labels by number and no text.
import PipelineNumerics

/// Assigns documents to parts of given sizes, the rarest label first.
///
/// - Complexity: O(pairs of document and label · parts).
/// - Source: K. Sechidis, G. Tsoumakas, I. Vlahavas, On the stratification of
///   multi-label data, ECML PKDD 2011. Sizes of parts are kept exactly here.
struct Stratification: Sendable {
  /// The part of each document.
  let parts: [Int]

  /// - Parameters:
  ///   - labels: of each document, each once.
  ///   - sizes: of the parts.
  ///   - seed: decides between parts that are equally in need.
  /// - Precondition: the sizes add up to the number of documents.
  init(labels: [[Int32]], sizes: [Int], seed: UInt64) {
    precondition(sizes.reduce(0, +) == labels.count, "parts for all documents")
    var assignment = Assignment(labels: labels, sizes: sizes, seed: seed)
    assignment.assignLabelled()
    assignment.assignRest()
    parts = assignment.parts
  }

  /// Documents on their way to parts.
  private struct Assignment {
    /// The part of each document; -1 before it has one.
    private(set) var parts: [Int]
    private let labels: [[Int32]]
    /// The documents of each label.
    private let documents: [[Int32]]
    /// How many documents each part still takes.
    private var room: [Int]
    /// How many documents with a label each part still needs, [labels, parts].
    private var wanted: [Double]
    /// How many documents of each label have no part.
    private var left: [Int]
    /// Labels by the number of documents left; entries of other numbers are stale.
    private var buckets: [[Int32]]
    private var random: RandomStream

    init(labels: [[Int32]], sizes: [Int], seed: UInt64) {
      let labelCount = Int((labels.lazy.compactMap { $0.max() }.max() ?? -1) + 1)
      var documents = [[Int32]](repeating: [], count: labelCount)
      for (document, own) in labels.enumerated() {
        for label in own { documents[Int(label)].append(Int32(document)) }
      }
      self.labels = labels
      self.documents = documents
      parts = [Int](repeating: -1, count: labels.count)
      room = sizes
      wanted = documents.flatMap { own in
        sizes.map { Double(own.count) * Double($0) / Double(labels.count) }
      }
      left = documents.map(\.count)
      buckets = [[Int32]](repeating: [], count: (left.max() ?? 0) + 1)
      for label in left.indices where left[label] > 0 { buckets[left[label]].append(Int32(label)) }
      random = RandomStream(seed: seed, for: .stratification)
    }

    /// Assigns the documents of all labels, the label with fewest documents left first.
    mutating func assignLabelled() {
      var count = 1
      while count < buckets.count {
        guard let label = buckets[count].popLast() else {
          count += 1
          continue
        }
        guard left[Int(label)] == count else { continue }
        for document in documents[Int(label)] where parts[Int(document)] < 0 {
          assign(Int(document), to: bestPart(for: label))
        }
        // Other labels may have fewer documents left than this one had.
        count = 1
      }
    }

    /// Assigns the documents without labels.
    mutating func assignRest() {
      for document in parts.indices where parts[document] < 0 {
        assign(document, to: bestPart(for: nil))
      }
    }

    private mutating func assign(_ document: Int, to part: Int) {
      parts[document] = part
      room[part] -= 1
      for label in labels[document] {
        wanted[Int(label) * room.count + part] -= 1
        left[Int(label)] -= 1
        if left[Int(label)] > 0 { buckets[left[Int(label)]].append(label) }
      }
    }

    /// The part with room that needs a label most; of equal ones the one with most room.
    private mutating func bestPart(for label: Int32?) -> Int {
      func need(_ part: Int) -> (Double, Int) {
        (label.map { wanted[Int($0) * room.count + part] } ?? 0, room[part])
      }
      var found: [Int] = []
      for part in room.indices where room[part] > 0 {
        guard let first = found.first else {
          found = [part]
          continue
        }
        let (new, old) = (need(part), need(first))
        if new > old { found = [part] } else if new == old { found.append(part) }
      }
      return found.count > 1 ? found[random.next(below: found.count)] : found[0]
    }
  }
}

extension Split {
  /// A hold-out split, or `count` folds in which each document is tested once,
  /// stratified by labels. Sizes are those of `holdOut` and `rotating`.
  ///
  /// - Parameter count: the number of folds; nil makes one hold-out split.
  public static func stratified(
    labels: [[Int32]], folds count: Int?, testPortion: Double, validationPortion: Double,
    seed: UInt64
  ) -> Split {
    let documents = labels.count
    guard let count else {
      let plain = holdOut(
        documents: documents, testPortion: testPortion, validationPortion: validationPortion
      ).folds[0]
      let parts = Stratification(
        labels: labels,
        sizes: [plain.training.count, plain.validation.count, plain.test.count], seed: seed
      ).parts
      func members(_ part: Int) -> [Int] { parts.indices.filter { parts[$0] == part } }
      return Split(
        folds: [Fold(training: members(0), validation: members(1), test: members(2))],
        hasCommonTest: true)
    }
    let plain = rotating(count, documents: documents, validationPortion: validationPortion)
    let tests = Stratification(
      labels: labels, sizes: plain.folds.map(\.test.count), seed: seed
    ).parts
    let folds = plain.folds.enumerated().map { number, fold in
      let rest = tests.indices.filter { tests[$0] != number }
      let held = Stratification(
        labels: rest.map { labels[$0] }, sizes: [fold.training.count, fold.validation.count],
        seed: seed &+ UInt64(number)
      ).parts
      func members(_ part: Int) -> [Int] { zip(rest, held).filter { $1 == part }.map(\.0) }
      return Fold(
        training: members(0), validation: members(1),
        test: tests.indices.filter { tests[$0] == number })
    }
    return Split(folds: folds, hasCommonTest: false)
  }
}

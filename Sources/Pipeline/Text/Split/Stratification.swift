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
    let labelCount = Int((labels.lazy.compactMap { $0.max() }.max() ?? -1) + 1)
    var documents = [[Int32]](repeating: [], count: labelCount)
    for (document, own) in labels.enumerated() {
      for label in own { documents[Int(label)].append(Int32(document)) }
    }
    var parts = [Int](repeating: -1, count: labels.count)
    var room = sizes
    var random = RandomStream(seed: seed, for: .stratification)
    // How many documents with a label each part still needs.
    var wanted = [Double](repeating: 0, count: labelCount * sizes.count)
    for label in documents.indices {
      for (part, size) in sizes.enumerated() {
        wanted[label * sizes.count + part] =
          Double(documents[label].count) * Double(size) / Double(labels.count)
      }
    }
    /// The part with room that needs most; of equal ones the one with most room.
    func best(_ want: (Int) -> Double) -> Int {
      var found: [Int] = []
      for part in sizes.indices where room[part] > 0 {
        guard let first = found.first else {
          found = [part]
          continue
        }
        let (new, old) = ((want(part), room[part]), (want(first), room[first]))
        if new > old { found = [part] } else if new == old { found.append(part) }
      }
      return found.count > 1 ? found[random.next(below: found.count)] : found[0]
    }
    var left = documents.map(\.count)
    // Labels by the number of documents left; entries of other numbers are stale.
    var buckets = [[Int32]](repeating: [], count: (left.max() ?? 0) + 1)
    for label in left.indices where left[label] > 0 { buckets[left[label]].append(Int32(label)) }
    func assign(_ document: Int, to part: Int) {
      parts[document] = part
      room[part] -= 1
      for label in labels[document] {
        wanted[Int(label) * sizes.count + part] -= 1
        left[Int(label)] -= 1
        if left[Int(label)] > 0 { buckets[left[Int(label)]].append(label) }
      }
    }
    var count = 1
    while count < buckets.count {
      guard let label = buckets[count].popLast() else {
        count += 1
        continue
      }
      guard left[Int(label)] == count else { continue }
      for document in documents[Int(label)] where parts[Int(document)] < 0 {
        assign(Int(document), to: best { wanted[Int(label) * sizes.count + $0] })
      }
      // Other labels may have fewer documents left than this one had.
      count = 1
    }
    for document in parts.indices where parts[document] < 0 {
      assign(document, to: best { _ in 0 })
    }
    self.parts = parts
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

// Which tags are given instead of others, and how they are related.
import PipelineEvaluation
import PipelineRelations
import PipelineText

/// Pairs of a missed and a wrongly given tag in the same document.
struct TagConfusions {
  struct Pair {
    var missed: Int32
    var given: Int32
    var count: Int
    /// A tag that is broader than both; nil if one is broader than the other.
    var parent: Int32?
  }

  /// Confusions of tags with a common broader tag, most frequent first.
  private(set) var siblings: [Pair] = []
  /// Confusions of a tag and its broader or narrower one.
  private(set) var relatives: [Pair] = []
  /// All documents' pairs, of any tags.
  private(set) var all = 0
  private(set) var siblingCount = 0
  private(set) var relativeCount = 0
  /// The shares of siblings and of relatives among all pairs if the same tags were missed and
  /// given independently of each other; nil if there are too many to count.
  private(set) var chance: (siblings: Double, relatives: Double)?
  /// By tag, in how many pairs it is missed and given.
  private var missed: [Int32: Int] = [:]
  private var given: [Int32: Int] = [:]

  /// How often the pair would occur by chance.
  func expected(_ pair: Pair) -> Double {
    Double(missed[pair.missed] ?? 0) * Double(given[pair.given] ?? 0) / Double(max(all, 1))
  }

  /// - Parameters:
  ///   - sets: predictions with the rule that decides.
  ///   - labels: the index that `sub` uses, by tag.
  init(
    _ sets: [(set: PredictionSet, rule: DecisionRule)], labels: Vocabulary,
    sub: StoredSubsumption
  ) {
    var broader = [[Int32]](repeating: [], count: labels.count)
    for pair in sub.pairs { broader[Int(pair.narrower)].append(pair.broader) }
    var counts: [UInt64: Int] = [:]
    for (set, rule) in sets {
      let index = set.labels.map { labels.index(of: $0).map { Int32($0) } }
      for document in 0..<set.scored.count {
        let truth = Set(set.scored.truth(of: document))
        guard !truth.isEmpty else { continue }
        let range = set.scored.scoreRange(of: document)
        let given = set.scored.chosen(by: rule, of: document).map {
          set.scored.labels[range.lowerBound + $0]
        }
        let missed = truth.subtracting(given)
        for wrong in given where !truth.contains(wrong) {
          guard let wrong = index[Int(wrong)] else { continue }
          for right in missed {
            guard let right = index[Int(right)] else { continue }
            counts[UInt64(UInt32(right)) << 32 | UInt64(UInt32(wrong)), default: 0] += 1
          }
        }
      }
    }
    for (key, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      let missed = Int32(key >> 32)
      let given = Int32(key & 0xFFFF_FFFF)
      all += count
      self.missed[missed, default: 0] += count
      self.given[given, default: 0] += count
      let (of, with) = (broader[Int(missed)], broader[Int(given)])
      var pair = Pair(missed: missed, given: given, count: count, parent: nil)
      if of.contains(given) || with.contains(missed) {
        relatives.append(pair)
        relativeCount += count
      } else if let parent = of.first(where: with.contains) {
        pair.parent = parent
        siblings.append(pair)
        siblingCount += count
      }
    }
    countChance(broader)
  }

  private mutating func countChance(_ broader: [[Int32]]) {
    guard missed.count * given.count <= 4_000_000 else { return }
    var sums = (all: 0.0, siblings: 0.0, relatives: 0.0)
    let given = self.given.sorted { $0.key < $1.key }
    for (tag, times) in missed.sorted(by: { $0.key < $1.key }) {
      let own = Set(broader[Int(tag)])
      for (other, count) in given where other != tag {
        let weight = Double(times) * Double(count)
        sums.all += weight
        let parents = broader[Int(other)]
        if own.contains(other) || parents.contains(tag) {
          sums.relatives += weight
        } else if parents.contains(where: own.contains) {
          sums.siblings += weight
        }
      }
    }
    guard sums.all > 0 else { return }
    chance = (sums.siblings / sums.all, sums.relatives / sums.all)
  }
}

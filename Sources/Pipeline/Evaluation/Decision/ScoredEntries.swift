// All scored labels of all documents in one list, the form in which decisions
// are tuned.
import PipelineNumerics

/// One scored label of one document.
struct ScoredEntry {
  var score: Float
  var label: Int32
  var document: Int32
  /// Its rank in its document, from 0.
  var rank: Int32
  var isTrue: Bool
}

extension ScoredDocuments {
  /// The scored labels of documents that have a true label, by descending score;
  /// equal scores by document, then label.
  func entries() -> [ScoredEntry] {
    precondition(count < 1 << 31, "a document number has 31 bits")
    var owner = [Int](repeating: -1, count: labelCount)
    var all: [ScoredEntry] = []
    all.reserveCapacity(scores.count)
    var keys: [UInt64] = []
    for document in 0..<count where truthCount(of: document) > 0 {
      for label in truth(of: document) { owner[Int(label)] = document }
      keys.removeAll(keepingCapacity: true)
      for index in scoreRange(of: document) {
        keys.append(rankingKey(score: scores[index], label: labels[index]))
      }
      keys.sort()
      for (rank, key) in keys.enumerated() {
        let label = PipelineNumerics.label(ofRankingKey: key)
        all.append(
          ScoredEntry(
            score: score(ofRankingKey: key), label: label,
            document: Int32(document), rank: Int32(rank),
            isTrue: owner[Int(label)] == document))
      }
    }
    // The list is in the order of documents and labels, which a stable order by
    // score keeps: the place decides if scores are equal.
    let order = all.indices
      .map { UInt64(~ascendingBits(all[$0].score)) << 32 | UInt64($0) }.sorted()
    return order.map { all[Int($0 & 0xFFFF_FFFF)] }
  }
}

/// A threshold below the score of the last predicted label and not below the
/// next one: half-way between them.
func threshold(below last: Float, above next: Float?) -> Float {
  guard let next else { return last > 0 ? last / 2 : last.nextDown }
  let middle = next + (last - next) / 2
  return middle < last ? middle : next
}

/// A threshold at or above the best score, under which nothing is predicted.
func threshold(above best: Float) -> Float {
  best < 1 ? max(best, best + (1 - best) / 2) : best
}

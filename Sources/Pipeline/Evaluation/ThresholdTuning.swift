// Finds, on validation documents, the score above which a label is predicted.

/// What a threshold is tuned for.
public enum ThresholdMetric: String, CaseIterable, Sendable {
  /// The mean of the documents' F1.
  case exampleF1
  /// The harmonic mean of mean precision and mean recall, the original's F1.
  case f1OfMeans
  case microF1
}

/// A threshold and the metric it reaches on the documents it was tuned on.
public struct TunedThreshold: Equatable, Sendable {
  public var threshold: Float
  public var value: Double
}

/// The one threshold for all labels that maximises `metric`.
///
/// Every distinct score is tried. The threshold lies half-way between the lowest
/// score that is predicted and the next one below; of thresholds that are
/// equally good (to 10⁻¹²) the lowest is taken. Where no threshold finds a true
/// label it is 0.5.
///
/// - Complexity: O(n log n) in the number of scores.
public func tunedThreshold(
  for documents: ScoredDocuments, maximizing metric: ThresholdMetric = .exampleF1
) -> TunedThreshold {
  let entries = sortedEntries(of: documents)
  var overlaps = (0..<documents.count).map {
    Overlap(predicted: 0, truth: documents.truthCount(of: $0), shared: 0)
  }
  var sums = ThresholdSums(overlaps)
  var best = TunedThreshold(threshold: 0.5, value: 0)
  var index = 0
  while index < entries.count {
    let bits = entries[index].scoreBits
    while index < entries.count, entries[index].scoreBits == bits {
      let document = entries[index].document
      sums.replace(&overlaps[document], addingTrue: entries[index].isTrue)
      index += 1
    }
    let value = sums.value(of: metric)
    guard value > 0, value >= best.value - 1e-12 else { continue }
    let next = index < entries.count ? entries[index].scoreBits : nil
    best = TunedThreshold(
      threshold: threshold(below: bits, above: next), value: max(value, best.value))
  }
  return best
}

/// One scored label, in 64 bits that sort by descending score.
private struct Entry {
  var bits: UInt64
  var scoreBits: UInt32 { ~UInt32(bits >> 32) }
  var document: Int { Int((bits & 0xFFFF_FFFF) >> 1) }
  var isTrue: Bool { bits & 1 == 1 }
}

private func sortedEntries(of documents: ScoredDocuments) -> [Entry] {
  precondition(documents.count < 1 << 31, "a document number has 31 bits")
  var owner = [Int](repeating: -1, count: documents.labelCount)
  var keys: [UInt64] = []
  keys.reserveCapacity(documents.scores.count)
  for document in 0..<documents.count where documents.truthCount(of: document) > 0 {
    for label in documents.truth(of: document) { owner[Int(label)] = document }
    for index in documents.scoreRange(of: document) {
      let isTrue = owner[Int(documents.labels[index])] == document
      keys.append(
        UInt64(~ascendingBits(documents.scores[index])) << 32
          | UInt64(document) << 1 | (isTrue ? 1 : 0))
    }
  }
  keys.sort()
  return keys.map(Entry.init)
}

/// A number at or above the score `next` and below the score `bits`.
private func threshold(below bits: UInt32, above next: UInt32?) -> Float {
  let upper = score(ofAscendingBits: bits)
  guard let next else { return upper > 0 ? upper / 2 : upper.nextDown }
  let lower = score(ofAscendingBits: next)
  let middle = lower + (upper - lower) / 2
  return middle < upper ? middle : lower
}

/// The sums over documents that change with each further prediction.
private struct ThresholdSums {
  private let documents: Int
  private var f1 = 0.0
  private var precision = 0.0
  private var recall = 0.0
  private var all = Overlap(predicted: 0, truth: 0, shared: 0)

  init(_ overlaps: [Overlap]) {
    documents = overlaps.count { $0.truth > 0 }
    all.truth = overlaps.reduce(0) { $0 + $1.truth }
  }

  mutating func replace(_ overlap: inout Overlap, addingTrue isTrue: Bool) {
    let old = overlap
    overlap.predicted += 1
    overlap.shared += isTrue ? 1 : 0
    f1 += overlap.f1 - old.f1
    precision += overlap.precision - old.precision
    recall += overlap.recall - old.recall
    all.predicted += 1
    all.shared += isTrue ? 1 : 0
  }

  func value(of metric: ThresholdMetric) -> Double {
    switch metric {
    case .exampleF1: documents == 0 ? 0 : f1 / Double(documents)
    case .f1OfMeans:
      documents == 0 ? 0 : harmonicMean(precision, recall) / Double(documents)
    case .microF1: all.f1
    }
  }
}

// How the tags of a document follow from its scores. It learns nothing: rules
// are tuned by `TunedDecision`.
import PipelineNumerics

/// A way to choose the labels of a document from its scores.
public struct DecisionRule: Equatable, Sendable {
  /// The part of the rule that looks at one document.
  public enum Choice: Equatable, Sendable {
    /// Labels with a score above one threshold.
    case threshold(Float)
    /// Labels with a score above their own threshold, by label index.
    case labelThresholds([Float])
    /// The `count` best labels, of which only those with a score above `floor`.
    case top(count: Int, floor: Float)
    /// As many best labels as the sum of the scores suggests.
    case cardinality(CardinalityModel)
    /// The best labels, as many as maximise the expected F1 if the scores are
    /// probabilities (after calibration).
    case expectedF1
  }

  /// How labels are chosen.
  public var choice: Choice
  /// The least number of labels, if that many are scored.
  public var minimum: Int
  /// Turns scores into probabilities, for rules that add them up.
  public var calibration: Calibration?

  /// - Precondition: `minimum` is not negative.
  public init(_ choice: Choice, minimum: Int = 0, calibration: Calibration? = nil) {
    precondition(minimum >= 0, "a number of labels is not negative")
    self.choice = choice
    self.minimum = minimum
    self.calibration = calibration
  }

  /// The places of the chosen labels in `labels`, best first; equal scores by
  /// ascending label.
  ///
  /// - Parameters:
  ///   - labels: the scored labels of a document, in any order.
  ///   - scores: of the same length.
  public func chosen(
    labels: UnsafeBufferPointer<Int32>, scores: UnsafeBufferPointer<Float>
  ) -> [Int] {
    var best = RankedPlaces(labels: labels, scores: scores)
    switch choice {
    case .threshold(let threshold):
      best.keep { scores[$0] > threshold }
    case .labelThresholds(let thresholds):
      best.keep { scores[$0] > thresholds[Int(labels[$0])] }
    case .top(let count, let floor):
      best.keep(count) { scores[$0] > floor }
    case .cardinality(let model):
      best.keep(model.count(sum: sum(scores))) { _ in true }
    case .expectedF1:
      keepExpectedBest(&best, scores)
    }
    if best.places.count < minimum { best.fill(to: minimum) }
    return best.places
  }

  /// The sum of the scores as probabilities.
  func sum(_ scores: UnsafeBufferPointer<Float>) -> Double {
    var sum = 0.0
    if let calibration {
      for score in scores { sum += Double(calibration.probability(score)) }
    } else {
      for score in scores { sum += Double(score) }
    }
    return sum
  }

  /// With n labels, the expected F1 is about 2 (p₁ + … + pₙ) / (n + Σ p). It
  /// grows as long as the next p is above its half.
  private func keepExpectedBest(_ best: inout RankedPlaces, _ scores: UnsafeBufferPointer<Float>) {
    let total = sum(scores)
    guard total > 0, let top = scores.max() else { return }
    func probability(_ score: Float) -> Double {
      Double(calibration?.probability(score) ?? score)
    }
    // The half of the F1 with the first label alone: nothing below it is taken.
    let least = probability(top) / (1 + total)
    best.keep { probability(scores[$0]) > least || scores[$0] == top }
    var gained = 0.0
    var count = 0
    for place in best.places {
      let next = probability(scores[place])
      if count > 0, next * (Double(count) + total) <= gained { break }
      gained += next
      count += 1
    }
    best.cut(to: count)
  }
}

/// Predicts how many tags a document has from the sum of its scores:
/// n = intercept + slope · Σ score, rounded, within 1 … maximum.
public struct CardinalityModel: Equatable, Sendable {
  /// The number of labels of a document whose scores are 0.
  public var intercept: Double
  /// By how much it rises with the sum of the scores.
  public var slope: Double
  /// The maximum number of labels.
  public var maximum: Int

  /// The number of labels for a sum of scores.
  func count(sum: Double) -> Int {
    let raw = (intercept + slope * sum).rounded()
    return raw >= 1 ? Int(min(raw, Double(maximum))) : 1
  }
}

/// Places of scored labels, the best first.
private struct RankedPlaces {
  private let labels: UnsafeBufferPointer<Int32>
  private let scores: UnsafeBufferPointer<Float>
  private(set) var places: [Int] = []

  init(labels: UnsafeBufferPointer<Int32>, scores: UnsafeBufferPointer<Float>) {
    precondition(labels.count == scores.count, "each label has one score")
    self.labels = labels
    self.scores = scores
  }

  private func key(_ place: Int) -> UInt64 {
    rankingKey(score: scores[place], label: labels[place])
  }

  private mutating func sort() {
    let keyed = places.map { (key: key($0), place: $0) }
    places = keyed.sorted { $0.key < $1.key }.map(\.place)
  }

  /// Keeps what `isWanted`, sorted.
  mutating func keep(_ isWanted: (Int) -> Bool) {
    places = scores.indices.filter(isWanted)
    sort()
  }

  /// Keeps the `count` best of what `isWanted`.
  ///
  /// - Complexity: O(n) on scores in random order, as long as `count` is small.
  mutating func keep(_ count: Int, _ isWanted: (Int) -> Bool) {
    places.removeAll()
    guard count > 0 else { return }
    // Enough room for twice the number, cut back whenever it is full.
    let room = max(2 * count, 32)
    var bound = UInt64.max
    for place in scores.indices where key(place) < bound && isWanted(place) {
      places.append(place)
      if places.count == room {
        sort()
        places.removeSubrange(count...)
        bound = key(places[count - 1])
      }
    }
    sort()
    cut(to: count)
  }

  mutating func cut(to count: Int) {
    if places.count > count { places.removeSubrange(count...) }
  }

  /// Adds the best of the other labels.
  mutating func fill(to count: Int) {
    let own = Set(places)
    var others = RankedPlaces(labels: labels, scores: scores)
    others.keep(count - places.count) { !own.contains($0) }
    // Labels with their own thresholds: the added ones may score higher.
    places += others.places
    sort()
  }
}

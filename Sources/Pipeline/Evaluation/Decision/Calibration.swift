// Scores as probabilities: two classical monotone maps, learnt from validation
// scores. Only labels that are listed with a score are used.
import Foundation

/// A monotone map from scores to probabilities.
public enum Calibration: Equatable, Sendable {
  /// p = 1 / (1 + exp(a · logit(score) + b)).
  ///
  /// - Source: J. Platt, Probabilistic outputs for support vector machines, 1999.
  case platt(a: Double, b: Double)
  /// Straight lines between points with ascending scores and probabilities.
  ///
  /// - Source: B. Zadrozny, C. Elkan, Transforming classifier scores into
  ///   accurate multiclass probability estimates, 2002.
  case isotonic(scores: [Float], probabilities: [Float])

  /// The probability of a label with this score.
  public func probability(_ score: Float) -> Float {
    switch self {
    case .platt(let a, let b):
      return Float(1 / (1 + exp(a * logit(score) + b)))
    case .isotonic(let scores, let probabilities):
      guard let first = scores.first, score > first else { return probabilities.first ?? score }
      var low = 0
      var high = scores.count
      // The last point at or below the score.
      while high - low > 1 {
        let middle = (low + high) / 2
        if scores[middle] <= score { low = middle } else { high = middle }
      }
      guard high < scores.count else { return probabilities[low] }
      let share = (score - scores[low]) / (scores[high] - scores[low])
      return probabilities[low] + share * (probabilities[high] - probabilities[low])
    }
  }
}

extension Calibration {
  /// The map of Platt with his smoothed targets, found by Newton's method.
  ///
  /// - Parameter pairs: scores and whether the label was a true one.
  /// - Returns: nil without a true and a false label.
  public static func platt(fittedTo pairs: [(score: Float, isTrue: Bool)]) -> Calibration? {
    let positives = pairs.count { $0.isTrue }
    let negatives = pairs.count - positives
    guard positives > 0, negatives > 0 else { return nil }
    let high = Double(positives + 1) / Double(positives + 2)
    let low = 1 / Double(negatives + 2)
    let points = pairs.map { (x: logit($0.score), t: $0.isTrue ? high : low) }
    func loss(_ a: Double, _ b: Double) -> Double {
      points.reduce(0) { sum, point in
        let z = a * point.x + b
        return sum + point.t * z + log1p(exp(-abs(z))) + max(-z, 0)
      }
    }
    var (a, b) = (0.0, log(Double(negatives + 1) / Double(positives + 1)))
    var value = loss(a, b)
    for _ in 0..<100 {
      var (haa, hab, hbb, ga, gb) = (1e-12, 0.0, 1e-12, 0.0, 0.0)
      for point in points {
        let p = 1 / (1 + exp(a * point.x + b))
        let weight = p * (1 - p)
        haa += point.x * point.x * weight
        hab += point.x * weight
        hbb += weight
        ga += point.x * (point.t - p)
        gb += point.t - p
      }
      if abs(ga) < 1e-7, abs(gb) < 1e-7 { break }
      let determinant = haa * hbb - hab * hab
      let da = -(hbb * ga - hab * gb) / determinant
      let db = -(haa * gb - hab * ga) / determinant
      var step = 1.0
      while step > 1e-10 {
        let next = loss(a + step * da, b + step * db)
        if next < value + 1e-4 * step * (ga * da + gb * db) {
          (a, b, value) = (a + step * da, b + step * db, next)
          break
        }
        step /= 2
      }
      if step <= 1e-10 { break }
    }
    return .platt(a: a, b: b)
  }

  /// The best ascending map in the sense of least squares, by pooling adjacent
  /// violators.
  ///
  /// - Returns: nil for no pairs.
  public static func isotonic(fittedTo pairs: [(score: Float, isTrue: Bool)]) -> Calibration? {
    // Equal scores are one point.
    var blocks: [(first: Float, last: Float, sum: Double, weight: Double)] = []
    for pair in pairs.sorted(by: { $0.score < $1.score }) {
      let value = pair.isTrue ? 1.0 : 0
      if let last = blocks.last, last.first == pair.score {
        blocks[blocks.count - 1].sum += value
        blocks[blocks.count - 1].weight += 1
      } else {
        pool(&blocks)
        blocks.append((pair.score, pair.score, value, 1))
      }
    }
    guard !blocks.isEmpty else { return nil }
    pool(&blocks)
    var scores: [Float] = []
    var probabilities: [Float] = []
    for block in blocks {
      let mean = Float(block.sum / block.weight)
      scores.append(block.first)
      probabilities.append(mean)
      if block.last > block.first {
        scores.append(block.last)
        probabilities.append(mean)
      }
    }
    return .isotonic(scores: scores, probabilities: probabilities)
  }

  /// Joins the last blocks as long as they do not ascend.
  private static func pool(
    _ blocks: inout [(first: Float, last: Float, sum: Double, weight: Double)]
  ) {
    while blocks.count > 1 {
      let last = blocks[blocks.count - 1]
      let before = blocks[blocks.count - 2]
      guard before.sum * last.weight >= last.sum * before.weight else { return }
      blocks.removeLast()
      blocks[blocks.count - 1] = (
        before.first, last.last, before.sum + last.sum, before.weight + last.weight
      )
    }
  }
}

/// log(s / (1 − s)), finite for every score.
private func logit(_ score: Float) -> Double {
  let s = min(max(Double(score), 1e-7), 1 - 1e-7)
  return log(s / (1 - s))
}

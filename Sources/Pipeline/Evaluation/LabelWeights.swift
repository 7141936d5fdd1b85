// How much finding a label is worth in propensity-scored metrics: rare labels
// are more often missing from the truth, so finding one counts more.
import Foundation

/// Inverse propensities of labels.
///
///     1 / p = 1 + C exp(−A log(N + B)),  C = (log n − 1) (B + 1)^A
///
/// for N of n training documents that have the label. A label outside the
/// vocabulary has N = 0.
///
/// - Source: H. Jain, Y. Prabhu, M. Varma, Extreme multi-label loss functions
///   for recommendation, tagging, ranking & other missing label applications,
///   KDD 2016.
public struct LabelWeights: Equatable, Sendable {
  /// By label index.
  public let values: [Double]
  /// The weight of a label outside the vocabulary.
  public let outside: Double

  /// Every label counts the same.
  static func uniform(_ count: Int) -> LabelWeights {
    LabelWeights(values: Array(repeating: 1, count: count), outside: 1)
  }

  /// - Parameters:
  ///   - counts: for each label, how many training documents have it.
  ///   - documents: the number of training documents.
  ///   - a: 0.55 unless fitted to the data set.
  ///   - b: 1.5 unless fitted to the data set.
  public init(counts: [Int], documents: Int, a: Double = 0.55, b: Double = 1.5) {
    precondition(b > -1, "B + 1 is positive")
    let c = (log(Double(max(documents, 1))) - 1) * pow(b + 1, a)
    // A corpus of one or two documents would make C negative.
    func weight(_ count: Int) -> Double {
      1 + max(c, 0) * exp(-a * log(Double(count) + b))
    }
    self.init(values: counts.map(weight), outside: weight(0))
  }

  private init(values: [Double], outside: Double) {
    self.values = values
    self.outside = outside
  }
}

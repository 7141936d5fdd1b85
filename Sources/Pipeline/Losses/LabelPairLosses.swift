// The regularisers from label similarity (Sim) and label subsumption (Sub).
// Both run over pairs of a document's own true labels.
import Foundation

/// A label matrix as the regularisers see it.
public enum LabelMatrix: Sendable {
  /// Given values, by row and column.
  case fixed(@Sendable (Int, Int) -> Float)
  /// Learnt values (`--dynamic-sem`), [L, L].
  case learnt(Parameter)
}

/// How Lsub treats scores.
public enum SubsumptionForm: String, CaseIterable, Sendable {
  /// The original's: rounded scores. It has a value but no gradient (M9).
  case rounded
  /// s_j (1 − s_k), differentiable.
  case soft
}

/// Lsim and Lsub per document (reference-behaviour 1.4, 1.6):
///
///     Lsim = λ/(2B) Σ_d Σ_{j,k ∈ y_d} Sim[j,k] (s_j − s_k)²
///     Lsub = λ/(2B) Σ_d Σ_{j,k ∈ y_d} Sub[j,k] R(s_j) (1 − R(s_k))
///
/// over ordered pairs; R rounds, halves to 0, or is left out (`soft`).
public struct LabelPairLosses: Sendable {
  public var similarityWeight: Float
  public var similarity: LabelMatrix
  public var subsumptionWeight: Float
  public var subsumption: LabelMatrix
  public var form: SubsumptionForm

  /// Neither of the two.
  public static let none = LabelPairLosses(
    similarityWeight: 0, similarity: .fixed { _, _ in 0 }, subsumptionWeight: 0,
    subsumption: .fixed { _, _ in 0 }, form: .rounded)

  public init(
    similarityWeight: Float, similarity: LabelMatrix, subsumptionWeight: Float,
    subsumption: LabelMatrix, form: SubsumptionForm
  ) {
    self.similarityWeight = similarityWeight
    self.similarity = similarity
    self.subsumptionWeight = subsumptionWeight
    self.subsumption = subsumption
    self.form = form
  }

  /// The learnt matrices.
  var parameters: [Parameter] {
    [similarity, subsumption].compactMap { if case .learnt(let p) = $0 { p } else { nil } }
  }

  /// The two losses; adds their gradients where `dLogits` is given.
  ///
  /// - Parameters:
  ///   - scores: [L, B], σ(logits).
  ///   - dLogits: [L, B].
  ///   - truth: per document its labels, each once.
  ///   - divisor: B.
  func apply(
    _ scores: FloatPointer, labels: Int, truth: [ArraySlice<Int32>], dLogits: FloatPointer?,
    divisor: Float
  ) -> (similarity: Double, subsumption: Double) {
    var sums = (similarity: 0.0, subsumption: 0.0)
    guard similarityWeight != 0 || subsumptionWeight != 0 else { return sums }
    let simFactor = similarityWeight / (2 * divisor)
    let subFactor = subsumptionWeight / (2 * divisor)
    let count = truth.count
    var s: [Float] = []
    var ds: [Float] = []
    for (document, own) in truth.enumerated() {
      let own = Array(own)
      s = own.map { scores[Int($0) * count + document] }
      ds = [Float](repeating: 0, count: own.count)
      for a in own.indices {
        for b in own.indices where a != b {
          let (j, k) = (Int(own[a]), Int(own[b]))
          if similarityWeight != 0 {
            let difference = s[a] - s[b]
            let value = Self.value(similarity, j, k, labels)
            sums.similarity += Double(value * difference * difference)
            ds[a] += 2 * simFactor * value * difference
            ds[b] -= 2 * simFactor * value * difference
            if case .learnt(let p) = similarity, dLogits != nil {
              p.gradient[j * labels + k] += simFactor * difference * difference
            }
          }
          if subsumptionWeight != 0 {
            let value = Self.value(subsumption, j, k, labels)
            let narrower = form == .rounded ? Self.rounded(s[a]) : s[a]
            let notBroader = 1 - (form == .rounded ? Self.rounded(s[b]) : s[b])
            sums.subsumption += Double(value * narrower * notBroader)
            if form == .soft {
              ds[a] += subFactor * value * notBroader
              ds[b] -= subFactor * value * narrower
            }
            if case .learnt(let p) = subsumption, dLogits != nil {
              p.gradient[j * labels + k] += subFactor * narrower * notBroader
            }
          }
        }
      }
      if let dLogits {
        for a in own.indices {
          dLogits[Int(own[a]) * count + document] += ds[a] * s[a] * (1 - s[a])
        }
      }
    }
    return (sums.similarity * Double(simFactor), sums.subsumption * Double(subFactor))
  }

  @inline(__always)
  private static func value(_ matrix: LabelMatrix, _ j: Int, _ k: Int, _ labels: Int) -> Float {
    switch matrix {
    case .fixed(let value): value(j, k)
    case .learnt(let parameter): parameter.value[j * labels + k]
    }
  }

  /// Rounds to 0 or 1; exactly one half gives 0.
  @inline(__always)
  private static func rounded(_ score: Float) -> Float { score > 0.5 ? 1 : 0 }
}

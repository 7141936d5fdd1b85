// The regularisers from label similarity (Sim) and label subsumption (Sub).
// Both run over pairs of a document's own true labels.
import PipelineNumerics

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

/// The pairs of labels over which the losses run.
public enum LabelPairScope: String, CaseIterable, Sendable {
  /// The pairs of each document's own true labels (the original).
  case document
  /// The pairs of labels that are true together in some document of the batch,
  /// in every document of the batch (the NAACL 2019 paper's form).
  case batch
}

/// Lsim and Lsub per document (docs/original.md, Networks):
///
///     Lsim = λ/(2B) Σ_d Σ_{j,k ∈ y_d} Sim[j,k] (s_j − s_k)²
///     Lsub = λ/(2B) Σ_d Σ_{j,k ∈ y_d} Sub[j,k] R(s_j) (1 − R(s_k))
///
/// or, per batch, with M[j,k] = 1 where some document of the batch has both:
///
///     Lsim = λ/(2B) Σ_{j,k} M[j,k] Sim[j,k] Σ_d (s_j − s_k)²     (Lsub likewise)
///
/// over ordered pairs; R rounds, halves to 0, or is left out (`soft`).
public struct LabelPairLosses: Sendable {
  /// λ1, at least 0.
  public var similarityWeight: Float
  /// Sim: C × C.
  public var similarity: LabelMatrix
  /// λ2, at least 0.
  public var subsumptionWeight: Float
  /// Sub: C × C, rows by narrower label.
  public var subsumption: LabelMatrix
  /// What L_sub does with scores.
  public var form: SubsumptionForm
  /// The pairs over which the losses run.
  public var scope: LabelPairScope

  /// Neither of the two.
  public static let none = LabelPairLosses(
    similarityWeight: 0, similarity: .fixed { _, _ in 0 }, subsumptionWeight: 0,
    subsumption: .fixed { _, _ in 0 }, form: .rounded)

  /// Both losses, with weights of at least 0; with two zeros nothing is computed.
  public init(
    similarityWeight: Float, similarity: LabelMatrix, subsumptionWeight: Float,
    subsumption: LabelMatrix, form: SubsumptionForm,
    scope: LabelPairScope = .document
  ) {
    self.similarityWeight = similarityWeight
    self.similarity = similarity
    self.subsumptionWeight = subsumptionWeight
    self.subsumption = subsumption
    self.form = form
    self.scope = scope
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
    _ scores: MatrixView, truth: [ArraySlice<Int32>], dLogits: MatrixView?, divisor: Float
  ) -> (similarity: Double, subsumption: Double) {
    guard similarityWeight != 0 || subsumptionWeight != 0 else { return (0, 0) }
    var sums = PairSums(losses: self, scores: scores, dLogits: dLogits, divisor: divisor)
    switch scope {
    case .document:
      for (document, own) in truth.enumerated() {
        for j in own {
          for k in own where j != k { sums.add(Int(j), Int(k), documents: document...document) }
        }
      }
    case .batch:
      guard truth.count > 0 else { break }
      for (j, k) in Self.pairs(in: truth) {
        sums.add(j, k, documents: 0...(truth.count - 1))
      }
    }
    return sums.totals
  }

  /// The ordered pairs of labels that some document has, in ascending order.
  private static func pairs(in truth: [ArraySlice<Int32>]) -> [(Int, Int)] {
    var keys: Set<UInt64> = []
    for own in truth {
      for j in own {
        for k in own where j != k { keys.insert(UInt64(j) << 32 | UInt64(k)) }
      }
    }
    return keys.sorted().map { (Int($0 >> 32), Int($0 & 0xFFFF_FFFF)) }
  }
}

/// Adds up the two losses, and their gradients, pair by pair.
private struct PairSums {
  let losses: LabelPairLosses
  let scores: MatrixView
  let dLogits: MatrixView?
  let simFactor: Float
  let subFactor: Float
  private var similarity = 0.0
  private var subsumption = 0.0

  init(losses: LabelPairLosses, scores: MatrixView, dLogits: MatrixView?, divisor: Float) {
    self.losses = losses
    self.scores = scores
    self.dLogits = dLogits
    simFactor = losses.similarityWeight / (2 * divisor)
    subFactor = losses.subsumptionWeight / (2 * divisor)
  }

  var totals: (similarity: Double, subsumption: Double) {
    (similarity * Double(simFactor), subsumption * Double(subFactor))
  }

  /// The ordered pair j, k in some documents.
  mutating func add(_ j: Int, _ k: Int, documents range: ClosedRange<Int>) {
    if simFactor != 0 { addSimilarity(j, k, range) }
    if subFactor != 0 { addSubsumption(j, k, range) }
  }

  private mutating func addSimilarity(_ j: Int, _ k: Int, _ range: ClosedRange<Int>) {
    let value = Self.value(losses.similarity, j, k)
    for document in range {
      let (sj, sk) = (scores[j, document], scores[k, document])
      let difference = sj - sk
      similarity += Double(value * difference * difference)
      guard let dLogits else { continue }
      let slope = 2 * simFactor * value * difference
      dLogits[j, document] += slope * sj * (1 - sj)
      dLogits[k, document] -= slope * sk * (1 - sk)
      if case .learnt(let matrix) = losses.similarity {
        matrix.gradientMatrix[j, k] += simFactor * difference * difference
      }
    }
  }

  private mutating func addSubsumption(_ j: Int, _ k: Int, _ range: ClosedRange<Int>) {
    let value = Self.value(losses.subsumption, j, k)
    let isRounded = losses.form == .rounded
    for document in range {
      let (sj, sk) = (scores[j, document], scores[k, document])
      let narrower = isRounded ? Self.rounded(sj) : sj
      let notBroader = 1 - (isRounded ? Self.rounded(sk) : sk)
      subsumption += Double(value * narrower * notBroader)
      guard let dLogits else { continue }
      if !isRounded {
        dLogits[j, document] += subFactor * value * notBroader * sj * (1 - sj)
        dLogits[k, document] -= subFactor * value * narrower * sk * (1 - sk)
      }
      if case .learnt(let matrix) = losses.subsumption {
        matrix.gradientMatrix[j, k] += subFactor * narrower * notBroader
      }
    }
  }

  @inline(__always)
  private static func value(_ matrix: LabelMatrix, _ j: Int, _ k: Int) -> Float {
    switch matrix {
    case .fixed(let value): value(j, k)
    case .learnt(let parameter): parameter.matrix[j, k]
    }
  }

  /// Rounds to 0 or 1; exactly one half gives 0.
  @inline(__always)
  private static func rounded(_ score: Float) -> Float { score > 0.5 ? 1 : 0 }
}

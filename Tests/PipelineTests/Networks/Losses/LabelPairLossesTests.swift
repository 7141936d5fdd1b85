// Lsim and Lsub, per document and per batch, against their definitions.
import XCTest

@testable import PipelineNetworks
@testable import PipelineNumerics

final class LabelPairLossesTests: XCTestCase {
  private let labels = 4
  private let scores: [Float] = [0.9, 0.2, 0.4, 0.7, 0.1, 0.6, 0.55, 0.3]
  private let truth: [ArraySlice<Int32>] = [[2, 0], [0, 1, 3]]

  @Sendable private static func similarity(_ j: Int, _ k: Int) -> Float { Float((2 * j + 2 * k) % 5) / 4 }
  @Sendable private static func subsumption(_ j: Int, _ k: Int) -> Float { (j + 2 * k) % 3 == 1 ? 1 : 0 }

  private func compute(
    _ scope: LabelPairScope, _ form: SubsumptionForm
  ) -> (similarity: Double, subsumption: Double) {
    let losses = LabelPairLosses(
      similarityWeight: 0.3, similarity: .fixed(Self.similarity), subsumptionWeight: 0.5,
      subsumption: .fixed(Self.subsumption), form: form, scope: scope)
    let rows = MatrixBuffer(scores, columns: 2)
    return losses.apply(rows.view, truth: truth, dLogits: nil, divisor: 2)
  }

  /// The definition of the batch form, matrix by matrix.
  func testPerBatch() {
    for form in SubsumptionForm.allCases {
      var sim = 0.0
      var sub = 0.0
      for j in 0..<labels {
        for k in 0..<labels {
          let together = truth.contains { $0.contains(Int32(j)) && $0.contains(Int32(k)) }
          guard together else { continue }
          for d in 0..<2 {
            let (sj, sk) = (Double(scores[j * 2 + d]), Double(scores[k * 2 + d]))
            sim += Double(Self.similarity(j, k)) * (sj - sk) * (sj - sk)
            let (a, b) = form == .rounded ? (sj.rounded(), sk.rounded()) : (sj, sk)
            // The sum is over other labels: a label does not subsume itself.
            if j != k { sub += Double(Self.subsumption(j, k)) * a * (1 - b) }
          }
        }
      }
      let computed = compute(.batch, form)
      XCTAssertEqual(computed.similarity, 0.3 / 4 * sim, accuracy: 1e-6)
      XCTAssertEqual(computed.subsumption, 0.5 / 4 * sub, accuracy: 1e-6)
    }
  }

  /// Per batch every document counts, so the sum holds the documents' own.
  func testPerDocumentIsLess() {
    let own = compute(.document, .soft)
    let all = compute(.batch, .soft)
    XCTAssertGreaterThan(own.similarity, 0)
    XCTAssertGreaterThan(own.subsumption, 0)
    XCTAssertGreaterThan(all.similarity, own.similarity)
    XCTAssertGreaterThan(all.subsumption, own.subsumption)
  }
}

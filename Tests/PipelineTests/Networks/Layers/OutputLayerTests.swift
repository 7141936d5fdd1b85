// The output layer against its equations in double precision, and the squares of
// its gradient that it takes on the way.
import XCTest

@testable import PipelineNetworks
@testable import PipelineNumerics

final class OutputLayerTests: XCTestCase {
  /// More labels than a chunk of a slice has, and none that fits evenly.
  private let labels = 1_101
  private let size = 9
  private let count = 5

  func testForwardAndBackward() {
    var random = RandomStream(seed: 5)
    let pool = WorkerPool(threads: 2)
    let layer = OutputLayer(labels: labels, size: size, trained: true, pool: pool)
    layer.kernel.initialiseNormal(deviation: 1, using: &random)
    layer.bias.initialiseNormal(deviation: 1, using: &random)
    let documents = normals(count, size, &random)
    let dLogits = normals(labels, count, &random)
    let logits = MatrixBuffer(zeros: labels, count)
    let dDocuments = MatrixBuffer(zeros: count, size)

    layer.addLogits(documents.view, to: logits.view)
    for label in [0, 127, 128, 1_100] {
      for d in 0..<count {
        let sum = (0..<size).reduce(Double(layer.bias.value[label])) {
          $0 + Double(layer.kernel.value[label * size + $1] * documents[d, $1])
        }
        XCTAssertEqual(Double(logits[label, d]), sum, accuracy: 1e-5)
      }
    }

    for l2 in [Float(0), 0.3] {
      layer.backward(
        documents.view, dLogits: dLogits.view, dDocuments: dDocuments.view, l2: l2)
      var squares = 0.0
      for label in 0..<labels {
        for i in 0..<size {
          let gradient = (0..<count).reduce(0.0) {
            $0 + Double(dLogits[label, $1] * documents[$1, i])
          }
          let place = label * size + i
          XCTAssertEqual(Double(layer.kernel.gradient[place]), gradient, accuracy: 1e-5)
          squares += pow(gradient + Double(l2) * Double(layer.kernel.value[place]), 2)
        }
      }
      XCTAssertEqual(layer.kernel.squares?.sum ?? 0, squares, accuracy: 1e-5 * squares)

      // The optimiser uses it only if it was computed with the same λ.
      let optimiser = AdamOptimiser(l2: 0.3, clipNorm: .summed, pool: pool)
      let norm = optimiser.norm([layer.kernel], embedding: layer.bias, slices: 0)
      let taken = layer.kernel.squares
      layer.kernel.squares = nil
      XCTAssertEqual(
        norm, optimiser.norm([layer.kernel], embedding: layer.bias, slices: 0),
        accuracy: 1e-6 * norm)
      layer.kernel.squares = taken.map { ($0.sum * 4, $0.l2) }
      let doubled = optimiser.norm([layer.kernel], embedding: layer.bias, slices: 0)
      XCTAssertEqual(doubled / norm, l2 == 0 ? 1 : 2, accuracy: 1e-6)
    }
    for d in 0..<count {
      for i in 0..<size {
        let sum = (0..<labels).reduce(0.0) {
          $0 + Double(dLogits[$1, d] * layer.kernel.value[$1 * size + i])
        }
        XCTAssertEqual(Double(dDocuments[d, i]), sum, accuracy: 2e-3)
      }
    }
  }

  /// A sample has the logits of its labels, and the gradients that all labels would have if the
  /// others' logits had none.
  func testASampleOfLabels() throws {
    var random = RandomStream(seed: 6)
    let layer = OutputLayer(labels: labels, size: size, trained: true, pool: WorkerPool(threads: 2))
    layer.kernel.initialiseNormal(deviation: 1, using: &random)
    layer.bias.initialiseNormal(deviation: 1, using: &random)
    let documents = normals(count, size, &random)
    for sample in [[0, 3, 4, 700, 1_100], Array(stride(from: Int32(1), to: 1_101, by: 3))] {
      let (all, few) = (
        MatrixBuffer(zeros: labels, count), MatrixBuffer(zeros: sample.count, count)
      )
      layer.addLogits(documents.view, to: all.view)
      layer.addLogits(documents.view, sample: sample, to: few.view)
      for (place, label) in sample.enumerated() {
        for d in 0..<count {
          XCTAssertEqual(few[place, d], all[Int(label), d], accuracy: 1e-5)
        }
      }

      let dFew = normals(sample.count, count, &random)
      let dAll = MatrixBuffer(zeros: labels, count)
      for (place, label) in sample.enumerated() {
        dAll.row(Int(label)).copy(dFew.row(place))
      }
      let (expected, found) = (
        MatrixBuffer(zeros: count, size), MatrixBuffer(zeros: count, size)
      )
      layer.backward(
        documents.view, dLogits: dAll.view, dDocuments: expected.view, l2: 0)
      XCTAssertNil(layer.kernel.touched)
      let squares = try XCTUnwrap(layer.kernel.squares?.sum)
      let gradients = (layer.kernel.gradients, layer.bias.gradients)
      for parameter in layer.parameters { parameter.clearGradient() }
      layer.backward(
        documents.view, sample: sample, dLogits: dFew.view, dDocuments: found.view, l2: 0)
      XCTAssertEqual(layer.kernel.touched, sample)
      XCTAssertEqual(layer.bias.touched, sample)
      XCTAssertEqual(try XCTUnwrap(layer.kernel.squares?.sum), squares, accuracy: 1e-6 * squares)
      for (own, all) in [(layer.kernel.gradients, gradients.0), (layer.bias.gradients, gradients.1)] {
        for (a, b) in zip(own, all) { XCTAssertEqual(a, b, accuracy: 1e-5) }
      }
      for (a, b) in zip(found.view.elements.values, expected.view.elements.values) {
        XCTAssertEqual(a, b, accuracy: 1e-3)
      }
    }
  }

  private func normals(_ rows: Int, _ columns: Int, _ random: inout RandomStream) -> MatrixBuffer {
    MatrixBuffer((0..<rows * columns).map { _ in Float(random.nextNormal()) }, columns: columns)
  }
}

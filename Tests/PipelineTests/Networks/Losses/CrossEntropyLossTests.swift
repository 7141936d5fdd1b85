// Smoothed targets and weights of rare labels: values and gradients.
import XCTest

@testable import PipelineNetworks
@testable import PipelineNumerics

final class CrossEntropyLossTests: XCTestCase {
  private let logits: [Float] = [0.3, -1.2, 2.0, 0.1, -0.7, 0.9]
  private let truth: [ArraySlice<Int32>] = [[0, 2], [1]]

  private func loss(
    _ logits: [Float], _ targets: TargetOptions, plain: Bool = false
  ) -> (loss: Double, gradient: [Float]) {
    let logits = MatrixBuffer(logits, columns: 2)
    let (scores, gradient) = (MatrixBuffer(zeros: 3, 2), MatrixBuffer(zeros: 3, 2))
    let loss = CrossEntropyLoss(pool: WorkerPool(threads: 2), targets: targets).apply(
      logits.view, truth: truth, scores: scores.view,
      dLogits: gradient.view, divisor: 2, plain: plain)
    return (loss, gradient.view.elements.values)
  }

  private var options: TargetOptions {
    var options = TargetOptions()
    options.smoothing = 0.2
    options.priors = [0.5, 0.25, 0.125]
    options.positiveWeights = [1, 3, 2.5]
    return options
  }

  /// Against the definition, written out in double precision.
  func testValue() {
    var expected = 0.0
    for label in 0..<3 {
      for document in 0..<2 {
        let x = Double(logits[label * 2 + document])
        let isTrue = truth[document].contains(Int32(label))
        let target = 0.8 * (isTrue ? 1 : 0) + 0.2 * Double(options.priors[label])
        expected += log(1 + exp(x)) - x * target
        if isTrue { expected += Double(options.positiveWeights[label] - 1) * log(1 + exp(-x)) }
      }
    }
    XCTAssertEqual(loss(logits, options).loss, expected / 2, accuracy: 1e-6)
  }

  func testGradient() {
    let gradient = loss(logits, options).gradient
    for i in logits.indices {
      var above = logits
      above[i] += 0.01
      var below = logits
      below[i] -= 0.01
      let numeric = (loss(above, options).loss - loss(below, options).loss) / 0.02
      XCTAssertEqual(numeric, Double(gradient[i]), accuracy: 1e-4, "logit \(i)")
    }
  }

  func testValidationIsPlain() {
    XCTAssertEqual(loss(logits, options, plain: true).loss, loss(logits, TargetOptions()).loss)
  }

  func testWeightsOfRareLabels() {
    XCTAssertEqual(
      TargetOptions.rareLabelWeights(counts: [100, 25, 1, 0], power: 0.5), [1, 2, 10, 10])
    XCTAssertEqual(TargetOptions.rareLabelWeights(counts: [1000, 1], power: 1), [1, 20])
    XCTAssertEqual(TargetOptions.rareLabelWeights(counts: [3, 4], power: 0), [])
  }
}

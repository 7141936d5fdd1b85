// Labels drawn to stand for all: who is in, with which weight, and that sums come out right on
// the mean.
import XCTest

@testable import PipelineNetworks
@testable import PipelineNumerics

final class LabelSampleTests: XCTestCase {
  private let truth: [ArraySlice<Int32>] = [[3, 90], [], [90, 17, 5]]

  func testTrueLabelsAndSomeOthers() throws {
    var random = RandomStream(seed: 1)
    let sample = try XCTUnwrap(
      LabelSample(truth: truth, drawn: 16, labelCount: 100, using: &random))
    XCTAssertEqual(sample.labels.count, 4 + 16)
    XCTAssertEqual(sample.labels, sample.labels.sorted())
    XCTAssertEqual(Set(sample.labels).count, 20)
    XCTAssert(sample.labels.allSatisfy { (0..<100).contains($0) })
    for (label, weight) in zip(sample.labels, sample.weights) {
      XCTAssertEqual(weight, [3, 5, 17, 90].contains(label) ? 1 : 6)
    }
    XCTAssertEqual(sample.truth.map { $0.map { sample.labels[Int($0)] } }, truth.map(Array.init))
  }

  func testNoSampleWhereAllAreFew() {
    var random = RandomStream(seed: 1)
    XCTAssertNil(LabelSample(truth: truth, drawn: 47, labelCount: 100, using: &random))
    XCTAssertNotNil(LabelSample(truth: truth, drawn: 46, labelCount: 100, using: &random))
  }

  func testDrawsAreNew() throws {
    let drawn = try (0..<2).map { seed in
      var random = RandomStream(seed: UInt64(seed))
      return try XCTUnwrap(LabelSample(truth: truth, drawn: 16, labelCount: 100, using: &random)).labels
    }
    XCTAssertNotEqual(drawn[0], drawn[1])
  }

  /// The mean of many samples' losses and gradients is that of all labels.
  func testTheLossIsThatOfAllLabelsOnTheMean() throws {
    let (labels, count) = (100, 3)
    var random = RandomStream(seed: 8)
    let logits = (0..<labels * count).map { _ in Float(random.nextNormal()) }
    var targets = TargetOptions()
    targets.smoothing = 0.1
    targets.priors = (0..<labels).map { Float($0 % 7) / 50 }
    targets.positiveWeights = (0..<labels).map { 1 + Float($0 % 3) }

    func loss(
      _ own: [Int32], _ truth: [ArraySlice<Int32>], _ targets: TargetOptions
    ) -> (Double, [Float]) {
      let chosen = MatrixBuffer(
        own.flatMap { logits[Int($0) * count..<(Int($0) + 1) * count] }, columns: count)
      let (scores, slopes) = (
        MatrixBuffer(zeros: own.count, count), MatrixBuffer(zeros: own.count, count)
      )
      let value = CrossEntropyLoss(pool: WorkerPool(threads: 2), targets: targets).apply(
        chosen.view, truth: truth, scores: scores.view, dLogits: slopes.view, divisor: 3)
      return (value, slopes.view.elements.values)
    }
    let (all, slopes) = loss(Array(0..<Int32(labels)), truth, targets)
    var sum = 0.0
    var sums = [Double](repeating: 0, count: labels * count)
    let draws = 4_000
    for draw in 0..<draws {
      var random = RandomStream(seed: 2, for: .sampledLabels, at: UInt64(draw))
      let sample = try XCTUnwrap(
        LabelSample(truth: truth, drawn: 24, labelCount: labels, using: &random))
      let (value, found) = loss(sample.labels, sample.truth, targets.sampled(sample))
      sum += value
      for (place, label) in sample.labels.enumerated() {
        for d in 0..<count { sums[Int(label) * count + d] += Double(found[place * count + d]) }
      }
    }
    XCTAssertEqual(sum / Double(draws), all, accuracy: 0.01 * all)
    for (mean, slope) in zip(sums.map { $0 / Double(draws) }, slopes) {
      // A slope is at most 1/3 and drawn every fourth time.
      XCTAssertEqual(mean, Double(slope), accuracy: 0.05)
    }
  }
}

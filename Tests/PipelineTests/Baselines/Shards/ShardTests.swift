import XCTest

@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNumerics

final class ShardTests: XCTestCase {
  func testTextAndPieces() {
    XCTAssertEqual(Shard("2/8"), Shard(2, of: 8))
    XCTAssertEqual(Shard(2, of: 8)?.description, "2/8")
    for text in ["0/8", "9/8", "2", "2/", "/8", "2/8/1", "-1/8", "a/b", ""] { XCTAssertNil(Shard(text), text) }
    for (total, count) in [(10, 3), (3, 3), (1, 1), (7, 5), (2, 5)] {
      let ranges = Shard.all(count).map { $0.pieces(of: total) }
      XCTAssertEqual(ranges.flatMap { Array($0) }, Array(0..<total))
      let sizes = ranges.map(\.count)
      XCTAssertLessThanOrEqual((sizes.max() ?? 0) - (sizes.min() ?? 0), 1)
    }
  }

  /// 83 labels, of which some have no document.
  private func training() -> TrainingSet {
    var random = RandomStream(seed: 8)
    var rows: [SparseRow] = []
    var labels: [[Int32]] = []
    for _ in 0..<300 {
      let own = Set((0..<1 + random.next(below: 3)).map { _ in random.next(below: 80) })
      let words = own.union([83 + random.next(below: 40), 83 + random.next(below: 40)]).sorted()
      var row = SparseRow(columns: words.map { Int32($0) }, values: words.map { _ in Float(1 + random.next(below: 3)) })
      row.scaleToUnitLength()
      rows.append(row)
      labels.append(own.sorted().map { Int32($0) })
    }
    return TrainingSet(features: SparseMatrix(columnCount: 123, rows: rows), labels: labels, labelCount: 83)
  }

  func testLabelsOfSharesAreWholeGroups() {
    for count in 1...6 {
      let ranges = Shard.all(count).map { OneVersusRest.labels(of: $0, count: 83) }
      XCTAssertEqual(ranges.flatMap { Array($0) }, Array(0..<83))
      for range in ranges.dropLast() { XCTAssertEqual(range.upperBound % laneCount, 0) }
    }
  }

  func testClassifiersOfSharesAreThoseOfTheWhole() {
    let training = training()
    let pool = WorkerPool(threads: 2)
    for loss in [MarginLoss.squaredHinge, .logistic] {
      var parameters = LinearParameters()
      parameters.loss = loss
      let whole = OneVersusRest(training, parameters: parameters, pool: pool)
      for count in [1, 2, 5, 6] {
        let shares = Shard.all(count).map { shard in
          OneVersusRest(
            training, labels: OneVersusRest.labels(of: shard, count: 83), parameters: parameters, pool: pool)
        }
        let joined = OneVersusRest(joining: shares)
        XCTAssertEqual(joined.classifiers, whole.classifiers, "\(loss), \(count) shares")
        XCTAssertEqual(joined.absent, whole.absent)
      }
    }
  }

  func testTreesOfSharesAreThoseOfTheWhole() {
    let training = training()
    let pool = WorkerPool(threads: 2)
    var parameters = LabelTrees.Parameters()
    parameters.leafLabels = 10
    parameters.trees = 4
    let whole = LabelTrees(training, parameters: parameters, pool: pool)
    for count in [2, 3, 4] {
      let joined = LabelTrees(
        joining: Shard.all(count).map {
          LabelTrees(training, parameters: parameters, trees: $0.pieces(of: 4), pool: pool)
        })
      XCTAssertEqual(joined.trees.count, 4)
      for (one, other) in zip(joined.trees, whole.trees) {
        XCTAssertEqual(one.nodes.map(\.children), other.nodes.map(\.children))
        XCTAssertEqual(one.nodes.map(\.classifiers), other.nodes.map(\.classifiers))
      }
    }
  }
}

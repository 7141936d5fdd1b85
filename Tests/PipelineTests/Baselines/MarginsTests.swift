// Short cuts on the way from features to scores give the numbers of the long way, to the bit.
import XCTest

@testable import PipelineBaselines
@testable import PipelineEvaluation
@testable import PipelineFeatures
@testable import PipelineNumerics

final class MarginsTests: XCTestCase {
  private var random = RandomStream(seed: 5, stream: 1)

  private func uniform() -> Float { Float(random.nextUniform()) }

  private func rows(_ count: Int, columns: Int32, share: Float) -> [SparseRow] {
    (0..<count).map { _ in
      let kept = (0..<columns).filter { _ in uniform() < share }
      return SparseRow(columns: kept, values: kept.map { _ in uniform() - 0.4 })
    }
  }

  /// Through the table of features, or, where few documents ask, by search.
  func testMarginsOfManyAreThoseOfEach() {
    let weights = SparseMatrix(columnCount: 7, rows: rows(40, columns: 7, share: 0.5))
    let classifiers = LinearClassifiers(
      features: (0..<40).map { Int32($0 * 3 + 1) }, weights: weights,
      biases: (0..<7).map { Float($0) / 8 - 0.3 })
    let documents = SparseMatrix(columnCount: 130, rows: rows(60, columns: 130, share: 0.2))
    let maker = MarginMaker(documents)
    let buffer = MatrixBuffer()
    for asked in [Array(0..<60), [17, 3], [], [59]] {
      let margins = buffer.reshape(asked.count, 7)
      maker.write(asked, by: classifiers, to: margins)
      for (number, row) in asked.enumerated() {
        var expected = [Float](repeating: 0, count: 7)
        classifiers.addMargins(of: documents[row], to: &expected)
        XCTAssertEqual(margins.row(number).values, expected)
      }
    }
  }

  /// Features of one document, of several, of none, and fewer than sixteen documents.
  func testMarginsSideBySideAreThoseOfEach() {
    let weights = SparseMatrix(columnCount: 7, rows: rows(40, columns: 7, share: 0.5))
    let classifiers = LinearClassifiers(
      features: (0..<40).map { Int32($0 * 3 + 1) }, weights: weights,
      biases: (0..<7).map { Float($0) / 8 - 0.3 })
    let lanes = LaneMargins(classifiers)
    for (count, share) in [(16, 0.3), (16, 0.01), (5, 0.2), (1, 0.4), (0, 0.1), (16, 0)] as [(Int, Float)] {
      let documents = rows(count, columns: 130, share: share)
      let margins = lanes.margins(of: documents)
      for (lane, document) in documents.enumerated() {
        var expected = [Float](repeating: 0, count: 7)
        classifiers.addMargins(of: document, to: &expected)
        XCTAssertEqual((0..<7).map { margins[$0, lane] }, expected)
      }
    }
  }

  /// Slopes from flat to so steep that most scores are the same number, with equal margins.
  func testLowScoresAreLeftOutBeforeTheyAreCalibrated() {
    let slopes = [0.01, 0.7, 3, 40, 4_000, 1e-9, -2, 0]
    for (slope, offset) in slopes.flatMap({ slope in [-70.0, -8, 0, 9].map { (slope, $0) } }) {
      let calibration = ScoreCalibration(slope: slope, offset: offset)
      for count in [0, 5, 20, 21, 300] {
        var margins = SparseRow(columns: (0..<Int32(count)).map { $0 }, values: [])
        margins.values = (0..<count).map { $0 % 7 == 3 ? -0.25 : 2 * uniform() - 1.5 }
        var whole = margins
        whole.values = whole.values.map { calibration($0) }
        let expected = whole.withoutLowScores()
        let found = margins.withoutLowScores(calibratedBy: calibration)
        XCTAssertEqual(found.columns, expected.columns, "\(slope) \(offset) \(count)")
        XCTAssertEqual(found.values, expected.values, "\(slope) \(offset) \(count)")
      }
    }
  }
}

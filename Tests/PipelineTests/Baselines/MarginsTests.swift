// Short cuts on the way from features to scores give the numbers of the long way, to the bit.
import XCTest

@testable import PipelineBaselines
@testable import PipelineEvaluation
@testable import PipelineFeatures
@testable import PipelineNumerics

final class MarginsTests: XCTestCase {
  private var random = RandomStream(seed: 5, at: 1)

  private func uniform() -> Float { Float(random.nextUniform()) }

  private func rows(_ count: Int, columns: Int32, share: Float) -> [SparseRow] {
    (0..<count).map { _ in
      let kept = (0..<columns).filter { _ in uniform() < share }
      return SparseRow(columns: kept, values: kept.map { _ in uniform() - 0.4 })
    }
  }

  /// Margins of documents side by side take 16 MiB, or those of 64 documents.
  func testManyClassifiersHaveFewDocumentsSideBySide() {
    XCTAssertEqual([1, 5_196, 20_000, 1_000_000].map(MarginMaker.batch), [512, 512, 209, 64])
  }

  /// Classifiers of which some features have few weights and some many.
  private func classifiers(_ count: Int) -> LinearClassifiers {
    let shares = [0.05, 0.2, 0.3, 0.9, 1]
    let weights = (0..<40).map { feature in
      let kept = (0..<Int32(count)).filter { _ in Double(uniform()) < shares[feature % shares.count] }
      return SparseRow(columns: kept, values: kept.map { _ in uniform() - 0.4 })
    }
    return LinearClassifiers(
      features: (0..<40).map { Int32($0 * 3 + 1) },
      weights: SparseMatrix(columnCount: count, rows: weights),
      biases: (0..<count).map { Float($0) / 8 - 0.3 })
  }

  /// The bias, the rare features in ascending order, then those with a weight for at least a quarter
  /// of the classifiers, counted in whole vectors.
  private func expected(_ document: SparseRow, _ classifiers: LinearClassifiers) -> [Float] {
    let width = (classifiers.count + 15) / 16 * 16
    var margins = classifiers.biases
    for wantsFrequent in [false, true] {
      for (feature, value) in zip(document.columns, document.values) {
        guard let place = classifiers.place(of: feature, from: 0) else { continue }
        let entries = classifiers.weights.entries(of: place)
        if (4 * entries.count >= width) != wantsFrequent { continue }
        for entry in entries {
          let product = classifiers.weights.values[entry] * value
          margins[Int(classifiers.weights.columns[entry])] += product
        }
      }
    }
    return margins
  }

  /// All sizes of tiles; features found by the table, or by search where few documents ask.
  func testMarginsOfManyAreSumsInAKnownOrder() {
    let documents = SparseMatrix(columnCount: 130, rows: rows(60, columns: 130, share: 0.2))
    for count in [1, 2, 7, 16, 17, 48, 64, 65, 100, 150] {
      let classifiers = classifiers(count)
      let scoring = ScoringClassifiers(classifiers)
      let maker = MarginMaker(documents, rows: 0..<60)
      for asked in [Array(0..<60), [17, 3], [], [59]] {
        maker.withMargins(of: asked, by: scoring) { margins in
          for (number, row) in asked.enumerated() {
            XCTAssertEqual(
              margins.row(number)[0..<count].values, expected(documents[row], classifiers))
          }
        }
      }
    }
  }

  /// The plain sum in the order of the features differs in rounding alone.
  func testMarginsAreThoseOfThePlainSum() {
    let classifiers = classifiers(100)
    let model = OneVersusRest(
      classifiers: classifiers, absent: (0..<100).map { $0 % 9 == 4 })
    let documents = rows(20, columns: 130, share: 0.3)
    let scores = model.scores(
      of: SparseMatrix(columnCount: 130, rows: documents), pool: WorkerPool(threads: 3))
    for (number, document) in documents.enumerated() {
      var margins = [Float](repeating: 0, count: 100)
      classifiers.addMargins(of: document, to: &margins)
      let found = scores[number]
      let alone = model.scores(of: SparseMatrix(rows: [document]), pool: WorkerPool(threads: 1))
      XCTAssertEqual(found, alone[0])
      XCTAssertEqual(found.columns, (0..<100).filter { $0 % 9 != 4 })
      for (label, margin) in zip(found.columns, found.values) {
        XCTAssertEqual(margin, margins[Int(label)], accuracy: 1e-5)
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

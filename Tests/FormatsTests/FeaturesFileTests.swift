// Sparse rows in a stage file: the round trip, and content that does not fit.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class FeaturesFileTests: XCTestCase {
  private let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])

  private var example: FeatureRows {
    var rows = FeatureRows()
    rows.append(id: "a", columns: [0, 3], values: [1, 0.5], labels: [1])
    rows.append(id: "b", columns: [], values: [], labels: [])
    rows.append(id: "c", columns: [2], values: [-2], labels: [0, 1])
    rows.featureCount = 4
    rows.featureNames = ["w", "x", "y", "z"]
    rows.labelNames = ["k", "l"]
    rows.trainingRows = 2
    return rows
  }

  private func read(_ rows: FeatureRows) throws -> FeatureRows {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("features-\(UUID().uuidString)").path
    addTeardownBlock { try FileManager.default.removeItem(atPath: path) }
    let writer = try StageWriter(path: path, kind: .features, header: header)
    try rows.write(to: writer)
    try writer.commit()
    return try FeatureRows(path: path)
  }

  func testRoundTrip() throws {
    let rows = try read(example)
    XCTAssertEqual(rows, example)
    XCTAssertEqual(rows.entries(of: 0), 0..<2)
    XCTAssertEqual(rows.entries(of: 1), 2..<2)
    XCTAssertEqual(Array(rows.labels(of: 2)), [0, 1])
    var whole = example
    whole.trainingRows = nil
    XCTAssertNil(try read(whole).trainingRows)
    XCTAssertEqual(try read(FeatureRows()), FeatureRows())
  }

  func testContentThatDoesNotFit() throws {
    func problem(_ change: (inout FeatureRows) -> Void) -> String? {
      var rows = example
      change(&rows)
      do {
        _ = try read(rows)
        return nil
      } catch { return (error as? InputError)?.problem }
    }
    XCTAssertEqual(problem { $0.columns[1] = 4 }, "the columns do not fit the rows")
    XCTAssertEqual(problem { $0.columns[1] = 0 }, "the columns do not fit the rows")
    XCTAssertEqual(problem { $0.offsets[1] = 9 }, "the columns do not fit the rows")
    XCTAssertEqual(problem { $0.labels[0] = -1 }, "the labels do not fit the rows")
    XCTAssertEqual(problem { $0.values[0] = .nan }, "holds a value that is not a finite number")
    XCTAssertEqual(problem { $0.featureNames = ["a"] }, "does not fit the names")
    XCTAssertEqual(problem { $0.trainingRows = 4 }, "is not a number of rows")
    XCTAssertEqual(
      problem { $0.values.removeLast() }, "holds 2 elements, 3 are expected")
  }
}

// ARFF and LIBSVM: by hand and MULAN's real files.
import XCTest

@testable import Formats

final class FeatureCorpusTests: XCTestCase {
  private func read(
    _ files: [String: String], _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> (rows: FeatureRows, report: CorpusReport) {
    let folder = try temporaryFolder(files)
    var options = CorpusOptions()
    change(&options)
    let format = try XCTUnwrap(try FeatureCorpus.format(of: [folder], options: options))
    return try FeatureCorpus.read([folder], format: format, options: options)
  }

  private let labels = "<labels xmlns='http://mulan.sourceforge.net/labels'>"
    + "<label name='L1'><label name='it&apos;s'/></label></labels>"

  func testARFF() throws {
    let arff = """
      % comment
      @RELATION 'x y'
      @attribute 'a b' {0,1}
      @attribute L1 {0,1}
      @attribute 'it\\'s' {0,1}
      @attribute c numeric
      @data
      {0 1,2 1,3 -2.5}
      1,0,1,?
      0,1,0,3

      {9 1}
      {3 1, 0 '1'}
      """
    let (rows, report) = try read(["x.arff": arff, "x.xml": labels])
    XCTAssertEqual(rows.labelNames, ["L1", "it's"])
    XCTAssertEqual(rows.featureNames, ["a b", "c"])
    XCTAssertEqual(rows.columns, [0, 1, 1, 0, 1])
    XCTAssertEqual(rows.values, [1, -2.5, 3, 1, 1])
    XCTAssertEqual(rows.labels, [1, 0])
    XCTAssertEqual(rows.labelOffsets, [0, 1, 2, 2])
    XCTAssertEqual(
      report.rejections.map(\.sentence),
      [
        "line 9 has a value that is no number",
        "line 12 has something else than attribute numbers below 4 and values",
      ])
    XCTAssertEqual(report.untagged, 1)
    let meka = arff.replacingOccurrences(of: "'x y'", with: "'x: -C 2'")
    XCTAssertEqual(try read(["x.arff": meka]).rows.labelNames, ["a b", "L1"])
    XCTAssertThrowsError(try read(["x.arff": arff])) {
      XCTAssertEqual(
        ($0 as? InputError)?.problem, "does not say which attributes are labels")
    }
    XCTAssertThrowsError(try readCorpus(files: ["x.arff": arff])) {
      XCTAssertEqual(
        ($0 as? InputError)?.problem,
        "holds feature vectors without text (arff), which only baselines use")
    }
  }

  func testLIBSVM() throws {
    let (rows, report) = try read([
      "train.txt": "3 4 3\n2,0 1:0.5 3:1\n 2:1\n1 4:1\n",
      "test.txt": "1 4 3\n1 3:1 0:2\n",
    ])
    XCTAssertEqual(rows.featureCount, 4)
    XCTAssertEqual(rows.labelNames, ["0", "1", "2"])
    XCTAssertEqual(rows.labels, [0, 2, 1])
    XCTAssertEqual(rows.columns, [1, 3, 2, 0, 3])
    XCTAssertEqual(rows.trainingRows, 2)
    XCTAssertEqual(
      report.rejections.map(\.sentence),
      ["train.txt line 4 has a column or a label beyond those of the first line"])

    let bare = try read(["a": "7,-1 1:1\n-1 2:2 2:3\n7\n"]) { $0.trainingRows = 1 }
    XCTAssertEqual(bare.rows.labelNames, ["-1", "7"])
    XCTAssertEqual(bare.rows.labels, [0, 1, 1])
    XCTAssertEqual(bare.rows.trainingRows, 1)
    XCTAssertEqual(
      bare.report.rejections.map(\.sentence), ["line 2 has a column or a label twice"])
    let windows = try read(["a": "0,1 1:0.5 3:1\r\n1 2:1\r\n"])
    XCTAssertEqual(windows.rows.values, [0.5, 1, 1])
  }

  func testRealFiles() throws {
    let folder = try sharedFile("data/multilabel")
    for (name, rows, words, labels, mean) in [
      ("bibtex", 7_395, 1_836, 159, 2.402), ("delicious", 16_105, 500, 983, 19.020),
      ("medical", 978, 1_449, 45, 1.245),
    ] {
      let (read, report) = try FeatureCorpus.read(
        ["\(folder)/\(name).arff.gz"], format: .arff, options: CorpusOptions())
      XCTAssertEqual(report.rejections, [], name)
      XCTAssertEqual(read.count, rows, name)
      XCTAssertEqual(read.featureCount, words, name)
      XCTAssertEqual(read.labelNames.count, labels, name)
      XCTAssertEqual(Double(read.labels.count) / Double(rows), mean, accuracy: 0.0005, name)
    }
  }
}

import XCTest

@testable import Pipeline

final class SplitTests: XCTestCase {
  private struct Golden: Decodable {
    struct Fold: Decodable {
      var train: [Int]
      var valid: [Int]
    }
    var test: [Int]
    var train: [Int]?
    var valid: [Int]?
    var folds: [Fold]?
  }

  func testOriginalSplits() throws {
    let golden = try goldenData("splits", as: [String: Golden].self)
    XCTAssertEqual(golden.count, 18)
    for (name, expected) in golden {
      // n101_holdout_valid0.1_test0.1, or n101_kfold10 with a tenth for testing
      let parts = name.split(separator: "_")
      let documents = try XCTUnwrap(Int(parts[0].dropFirst()))
      let split: Split
      if parts[1] == "holdout" {
        split = .holdOut(
          documents: documents, testPortion: try XCTUnwrap(Double(parts[3].dropFirst(4))),
          validationPortion: try XCTUnwrap(Double(parts[2].dropFirst(5))),
          losesOneDocument: true)
        XCTAssertEqual(split.folds.map(\.training), [try XCTUnwrap(expected.train)], name)
        XCTAssertEqual(split.folds.map(\.validation), [try XCTUnwrap(expected.valid)], name)
      } else {
        let count = try XCTUnwrap(Int(parts[1].dropFirst(5)))
        split = .folds(count, documents: documents, testPortion: 0.1)
        XCTAssertEqual(split.folds.map(\.training), expected.folds?.map(\.train), name)
        XCTAssertEqual(split.folds.map(\.validation), expected.folds?.map(\.valid), name)
      }
      XCTAssertEqual(Array(split.test), expected.test, name)
      XCTAssertNil(split.violation(documents: documents, lost: 1), name)
    }
  }

  func testSizesOfTheOriginalDataSets() {
    let bibsonomy = Split.folds(10, documents: 12101, testPortion: 0.1)
    XCTAssertEqual(bibsonomy.test, 10890..<12101)
    XCTAssertEqual(
      bibsonomy.folds.map(\.validation.first), Array(stride(from: 0, to: 10890, by: 1089)))
    let citeulike = Split.folds(10, documents: 24042, testPortion: 0.1)
    XCTAssertEqual(
      citeulike.folds.map(\.validation.first),
      [0, 2163, 4327, 6491, 8654, 10818, 12982, 15145, 17309, 19473])
    let zhihu = Split.holdOut(
      documents: 108168, testPortion: 0.1, validationPortion: 0.1, losesOneDocument: true)
    XCTAssertEqual(zhihu.folds[0].training.count, 87615)
    XCTAssertEqual(zhihu.folds[0].validation.count, 9735)
  }

  func testOwnHoldOutLosesNothing() {
    for documents in 10..<200 {
      let split = Split.holdOut(documents: documents, testPortion: 0.1, validationPortion: 0.2)
      XCTAssertNil(split.violation(documents: documents))
    }
  }

  func testViolations() {
    func violation(_ test: Range<Int>, _ folds: [([Int], [Int])]) -> String? {
      Split(test: test, folds: folds.map { .init(training: $0, validation: $1) })
        .violation(documents: 5)
    }
    XCTAssertNil(violation(4..<5, [([0, 1], [2, 3])]))
    XCTAssertEqual(violation(3..<4, []), "the test set does not end with the corpus")
    XCTAssertEqual(violation(5..<5, []), "no document is left for testing")
    XCTAssertEqual(violation(4..<5, [([], [1])]), "no document is left for training")
    XCTAssertEqual(
      violation(4..<5, [([0, 1], [2, 3]), ([0], [])]),
      "no document is left for validation in fold 1")
    XCTAssertEqual(violation(4..<5, [([0, 4], [1])]), "document 4 is also a test document")
    XCTAssertEqual(violation(4..<5, [([0, 1, 2], [2, 3])]), "document 2 is in two parts")
    XCTAssertEqual(violation(4..<5, [([0, 1], [3])]), "1 of the documents are in no part")
  }
}

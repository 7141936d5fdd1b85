import XCTest

@testable import PipelineText

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
          like: .original)
        XCTAssertEqual(split.folds.map(\.training), [try XCTUnwrap(expected.train)], name)
        XCTAssertEqual(split.folds.map(\.validation), [try XCTUnwrap(expected.valid)], name)
      } else {
        let count = try XCTUnwrap(Int(parts[1].dropFirst(5)))
        split = .originalFolds(count, documents: documents, testPortion: 0.1)
        XCTAssertEqual(split.folds.map(\.training), expected.folds?.map(\.train), name)
        XCTAssertEqual(split.folds.map(\.validation), expected.folds?.map(\.valid), name)
      }
      XCTAssert(split.folds.allSatisfy { $0.test == expected.test }, name)
      XCTAssert(split.hasCommonTest)
      XCTAssertNil(complaint { try split.validate(documents: documents, lost: 1) }, name)
    }
  }

  func testSizesOfTheOriginalDataSets() {
    let bibsonomy = Split.originalFolds(10, documents: 12101, testPortion: 0.1)
    XCTAssertEqual(bibsonomy.folds.map(\.test), Array(repeating: Array(10890..<12101), count: 10))
    XCTAssertEqual(
      bibsonomy.folds.map(\.validation.first), Array(stride(from: 0, to: 10890, by: 1089)))
    let citeulike = Split.originalFolds(10, documents: 24042, testPortion: 0.1)
    XCTAssertEqual(
      citeulike.folds.map(\.validation.first),
      [0, 2163, 4327, 6491, 8654, 10818, 12982, 15145, 17309, 19473])
    let zhihu = Split.holdOut(
      documents: 108168, testPortion: 0.1, validationPortion: 0.1, like: .original)
    XCTAssertEqual(zhihu.folds[0].training.count, 87615)
    XCTAssertEqual(zhihu.folds[0].validation.count, 9735)
  }

  func testOwnHoldOutLosesNothing() {
    for documents in 10..<200 {
      let split = Split.holdOut(documents: documents, testPortion: 0.1, validationPortion: 0.2)
      XCTAssertNil(complaint { try split.validate(documents: documents) })
    }
  }

  func testEachDocumentIsTestedOnce() {
    for documents in 4..<60 {
      for count in Set([2, 3, 5, 7, documents - 1, documents]) where 2...documents ~= count {
        let split = Split.rotating(count, documents: documents, validationPortion: 0.1)
        XCTAssertEqual(split.folds.count, count)
        XCTAssertNil(complaint { try split.validate(documents: documents) }, "\(count) of \(documents)")
        XCTAssertEqual(split.folds.flatMap(\.test).sorted(), Array(0..<documents))
        let sizes = split.folds.map(\.test.count)
        XCTAssertLessThanOrEqual((sizes.max() ?? 0) - (sizes.min() ?? 0), 1)
      }
    }
    let split = Split.rotating(3, documents: 30, validationPortion: 0.1)
    XCTAssertFalse(split.hasCommonTest)
    XCTAssertEqual(split.folds[0].validation, [10, 11])
    XCTAssertEqual(split.folds[2].test, Array(20..<30))
    XCTAssertEqual(split.folds[2].validation, [0, 1], "after the last document the first")
    XCTAssertEqual(
      complaint { try Split.rotating(2, documents: 2, validationPortion: 0.1).validate(documents: 2) },
      "no document is left for training in fold 0")
  }

  func testStratificationGivesEachPartItsShare() {
    // A label in each tenth document, one in each fiftieth, one in half of them; in
    // the order of a corpus that is sorted by them.
    let labels = (0..<1_000).map { i -> [Int32] in
      (i < 500 ? [0] : []) + (i < 100 ? [1] : []) + (i >= 980 ? [2] : [])
    }
    let split = Split.stratified(
      labels: labels, folds: 10, testPortion: 0.1, validationPortion: 0.1, seed: 1)
    XCTAssertNil(complaint { try split.validate(documents: 1_000) })
    XCTAssertEqual(split.folds.flatMap(\.test).sorted(), Array(0..<1_000))
    for fold in split.folds {
      XCTAssertEqual(fold.test.count, 100)
      func count(_ label: Int32, _ part: [Int]) -> Int { part.count { labels[$0].contains(label) } }
      XCTAssertEqual([0, 1, 2].map { count($0, fold.test) }, [50, 10, 2])
      XCTAssertEqual([0, 1, 2].map { count($0, fold.validation) }, [45, 9, 2])
    }
    let holdOut = Split.stratified(
      labels: labels, folds: nil, testPortion: 0.1, validationPortion: 0.1, seed: 1)
    XCTAssertNil(complaint { try holdOut.validate(documents: 1_000) })
    XCTAssertEqual(holdOut.folds[0].test.count { labels[$0].contains(2) }, 2)
    XCTAssertTrue(holdOut.hasCommonTest)
    // The seed alone decides.
    func again(_ seed: UInt64) -> [Int] {
      Stratification(labels: labels, sizes: [500, 500], seed: seed).parts
    }
    XCTAssertEqual(again(1), again(1))
    XCTAssertNotEqual(again(1), again(2))
    XCTAssertEqual(Stratification(labels: [[], []], sizes: [1, 1], seed: 1).parts.sorted(), [0, 1])
  }

  func testViolations() {
    func violation(_ test: [Int], _ folds: [([Int], [Int])]) -> String? {
      let split = Split(
        folds: folds.map { .init(training: $0, validation: $1, test: test) }, hasCommonTest: true)
      return complaint { try split.validate(documents: 5) }
    }
    XCTAssertNil(violation([4], [([0, 1], [2, 3])]))
    XCTAssertEqual(violation([], [([0], [1])]), "no document is left for testing")
    XCTAssertEqual(violation([4], [([], [1])]), "no document is left for training")
    XCTAssertEqual(
      violation([4], [([0, 1], [2, 3]), ([0], [])]),
      "no document is left for validation in fold 1")
    XCTAssertEqual(violation([4], [([0, 4], [1])]), "document 4 is in two parts")
    XCTAssertEqual(violation([4], [([0, 1, 2], [2, 3])]), "document 2 is in two parts")
    XCTAssertEqual(violation([5], [([0, 1], [3])]), "there is no document 5")
    XCTAssertEqual(violation([4], [([0, 1], [3])]), "1 of the documents are in no part")
  }
}

import XCTest

@testable import PipelineText

final class KeepLabelPercentTests: XCTestCase {
  func testOriginal() throws {
    struct Golden: Decodable {
      var shuffled: [String: [Int]]
      var kept: [String: [Int]]
    }
    let golden = try goldenData("label_shuffle", as: Golden.self)
    XCTAssertEqual(golden.kept.count, 4)
    for (share, counts) in golden.kept {
      for (index, count) in counts.enumerated() {
        let labels = thinnedLabels(Array(0...index), keep: Double(share) ?? 0)
        XCTAssertEqual(labels, Array((golden.shuffled["\(index + 1)"] ?? []).prefix(count)))
      }
    }
  }

  func testOwnFormKeepsAtLeastOneAndDependsOnTheDocument() {
    let labels = Array(0..<20)
    XCTAssertEqual(thinnedLabels([7], keep: 0.1, seed: 1, document: 0), [7])
    XCTAssertEqual(thinnedLabels([Int](), keep: 0.5, seed: 1, document: 0), [])
    let one = thinnedLabels(labels, keep: 0.5, seed: 1, document: 0)
    XCTAssertEqual(one.count, 10)
    XCTAssertEqual(Set(one).count, 10)
    XCTAssertEqual(one, thinnedLabels(labels, keep: 0.5, seed: 1, document: 0))
    XCTAssertNotEqual(one, thinnedLabels(labels, keep: 0.5, seed: 1, document: 1))
    XCTAssertNotEqual(one, thinnedLabels(labels, keep: 0.5, seed: 2, document: 0))
  }
}

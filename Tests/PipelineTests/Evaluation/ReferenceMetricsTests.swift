// The original's metrics against its own numbers.
import Foundation
import XCTest

@testable import PipelineEvaluation

final class ReferenceMetricsTests: XCTestCase {
  private struct Golden: Decodable {
    struct Document: Decodable {
      var accuracy, precision, recall, accuracyK, precisionK, recallK: Double
      var hamming, hammingK: Int
    }
    struct Result: Decodable {
      var accuracy, precision, recall, f1, hamming: Double
      var accuracyK, precisionK, recallK, f1K, hammingK: Double
    }
    var documents, batch, k: Int
    var hammingQ: Double
    var logits: [[Float]]
    var `true`: [[Int]]
    var batches: [[Int]]
    var perDocument: [Document]
    var result: Result
  }

  func testOriginal() throws {
    let cases = try goldenData("metrics", as: [Golden].self)
    XCTAssertEqual(cases.count, 5)
    for golden in cases {
      let count = referenceDocumentCount(of: golden.documents, batchSize: golden.batch)
      XCTAssertEqual(count, golden.batches.last?.last)
      var scored = ScoredDocuments(labelCount: golden.logits[0].count)
      for (logits, truth) in zip(golden.logits, golden.true) {
        scored.append(
          labels: 0..<Int32(logits.count), scores: logits.map { 1 / (1 + expf(-$0)) }, truth: truth.map(Int32.init))
      }
      let threshold = scored.referenceOverlaps()
      let top = scored.referenceOverlaps(k: golden.k)
      for (index, expected) in golden.perDocument.enumerated() {
        XCTAssertEqual(threshold[index].accuracy, expected.accuracy)
        XCTAssertEqual(threshold[index].precision, expected.precision)
        XCTAssertEqual(threshold[index].recall, expected.recall)
        XCTAssertEqual(threshold[index].hamming, expected.hamming)
        XCTAssertEqual(top[index].accuracy, expected.accuracyK)
        XCTAssertEqual(top[index].precision, expected.precisionK)
        XCTAssertEqual(top[index].recall, expected.recallK)
        XCTAssertEqual(top[index].hamming, expected.hammingK)
      }
      let result = golden.result
      assertEqual(
        ReferenceMetrics(threshold, batchSize: golden.batch, hammingDivisor: golden.hammingQ),
        [result.accuracy, result.precision, result.recall, result.f1, result.hamming])
      assertEqual(
        ReferenceMetrics(top, batchSize: golden.batch, hammingDivisor: golden.hammingQ),
        [result.accuracyK, result.precisionK, result.recallK, result.f1K, result.hammingK])
    }
  }

  private func assertEqual(
    _ metrics: ReferenceMetrics?, _ expected: [Double], line: UInt = #line
  ) {
    let found = metrics.map { [$0.accuracy, $0.precision, $0.recall, $0.f1, $0.hamming] }
    XCTAssertEqual(found?.count, expected.count, line: line)
    for (found, expected) in zip(found ?? [], expected) {
      XCTAssertEqual(found, expected, accuracy: 1e-14, line: line)
    }
  }

  func testDocumentCounts() {
    let counts = [(1211, 128), (1332, 128), (2405, 128), (10817, 1024)].map {
      referenceDocumentCount(of: $0, batchSize: $1)
    }
    XCTAssertEqual(counts, [1152, 1280, 2304, 10240])
    XCTAssertEqual(referenceDocumentCount(of: 256, batchSize: 128), 128)
    XCTAssertEqual(referenceDocumentCount(of: 0, batchSize: 128), 0)
    XCTAssertNil(ReferenceMetrics([], batchSize: 4, hammingDivisor: 1))
  }

  func testWithoutBatchesAllDocumentsCount() {
    let overlaps = [
      Overlap(predicted: 0, truth: 2, shared: 0), Overlap(predicted: 2, truth: 2, shared: 2),
    ]
    assertEqual(
      ReferenceMetrics(overlaps, batchSize: nil, hammingDivisor: 4), [0.5, 0.5, 0.5, 0.5, 0.25])
  }

  func testFoldSummary() {
    let summary = FoldSummary([0.1, 0.2, 0.4])
    XCTAssertEqual(summary?.standardDeviation ?? 0, 0.152753, accuracy: 1e-6)
    XCTAssertEqual(summary.map(String.init(describing:)), "0.233 ± 0.153 (0.100 - 0.400)")
    XCTAssertNil(FoldSummary([0.5])?.standardDeviation)
    XCTAssertEqual(FoldSummary([0.5])?.description, "0.500")
    XCTAssertNil(FoldSummary([]))
  }
}

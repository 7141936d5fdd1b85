// A corpus tokenised by several threads is the corpus tokenised by one.
import Formats
import FormatsFiles
@testable import PipelineNumerics
@testable import PipelineText
import XCTest

final class CorpusTokenizerTests: XCTestCase {
  private struct Stop: Error {}

  private func withCorpus<R>(_ text: String, _ body: (String) throws -> R) throws -> R {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("corpus-\(UUID().uuidString)")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file.path)
  }

  /// 5,000 documents, every ninth without a word, every hundredth damaged.
  private let text = (1...5_000).map {
    $0 % 100 == 0
      ? "{\n"
      : $0 % 9 == 0
        ? "{\"text\":\"?\",\"tags\":\"t\"}\n" : "{\"text\":\"Doc \($0). It is.\",\"tags\":\"t\"}\n"
  }.joined()

  func testThreadsDoNotShow() throws {
    try withCorpus(text) { path in
      var reader = DocumentReader(CorpusReader(try ByteSource(path: path)))
      var expected: [Document] = []
      while let document = try reader.next() { expected.append(document) }
      var reports: [CorpusReport] = []
      for threads in [1, 2, 5] {
        var documents: [Document] = []
        let corpus = CorpusTokenizer(
          CorpusReader(try ByteSource(path: path)), tokenizer: Tokenizer(),
          pool: WorkerPool(threads: threads)
        ) { documents.append(Document($0)) }
        try corpus.run()
        XCTAssertEqual(documents, expected)
        reports.append(corpus.report)
      }
      XCTAssertEqual(reports[0].documents, reader.report.documents)
      XCTAssertEqual(reports[0].rejected, reader.report.rejected)
      XCTAssertEqual(reports[0].lines, 5_000)
      XCTAssertEqual(reports[1], reports[0])
      XCTAssertEqual(reports[2], reports[0])
    }
  }

  /// What a check refuses is a rejection as any other, and what it changes arrives.
  func testDocumentsAreChecked() throws {
    try withCorpus(text) { path in
      var rejected: [Rejection] = []
      let records = CorpusReader(try ByteSource(path: path))
      records.onRejection { rejected.append($0) }
      var tags: Set<[String]> = []
      var number = 0
      let corpus = CorpusTokenizer(records, tokenizer: Tokenizer(), pool: WorkerPool(threads: 2)) { document in
        number += 1
        document.tags = ["n"]
        return number == 3 ? "is the third" : nil
      } receive: {
        tags.insert($0.tags)
      }
      try corpus.run()
      XCTAssertEqual(tags, [["n"]])
      XCTAssertEqual(rejected.filter { $0.reason == "is the third" }.map(\.line), [3])
      XCTAssertEqual(corpus.report.documents, number - 1)
    }
  }

  func testErrorsOfBothEndsArrive() throws {
    try withCorpus(text) { path in
      let stopped = CorpusTokenizer(
        CorpusReader(try ByteSource(path: path)), tokenizer: Tokenizer(),
        pool: WorkerPool(threads: 2)
      ) { _ in throw Stop() }
      XCTAssertThrowsError(try stopped.run()) { XCTAssert($0 is Stop) }
      var options = CorpusOptions()
      options.isStrict = true
      let strict = CorpusTokenizer(
        CorpusReader(try ByteSource(path: path), options: options), tokenizer: Tokenizer(),
        pool: WorkerPool(threads: 2)
      ) { _ in }
      XCTAssertThrowsError(try strict.run()) { XCTAssertEqual(($0 as? InputError)?.line, 9) }
    }
  }
}

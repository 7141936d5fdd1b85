// Documents recovered from the original's result files exist in both layouts:
// both readers must see the same documents.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class RecoveredDocumentsTests: XCTestCase {
  func testBothLayoutsHoldTheSameDocuments() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../..").standardized
    let shared =
      ProcessInfo.processInfo.environment["JMAN_SHARED"]
      ?? root.appendingPathComponent("../shared").standardized.path
    let folder = "\(shared)/data/jman-samples"
    try XCTSkipUnless(
      FileManager.default.fileExists(atPath: folder), "the shared data are not at \(folder)")
    for (name, count, words) in [("bibsonomy", 186, 30), ("zhihu", 223, 25)] {
      let lines = try read("\(folder)/\(name).txt.gz", words: words)
      let objects = try read("\(folder)/\(name).jsonl.gz", words: words)
      XCTAssertEqual(lines.count, count)
      XCTAssertEqual(lines.map(\.id), objects.map(\.id))
      XCTAssertEqual(lines.map(\.tags), objects.map(\.tags))
      XCTAssertEqual(lines.map(\.title), objects.map(\.title))
      XCTAssertEqual(
        lines.map(\.content), objects.map { withoutTrailingEmptySentences($0.content) })
    }
  }

  private func read(_ path: String, words: Int) throws -> [RawDocument] {
    var options = CorpusOptions()
    options.sentenceWords = words
    options.isStrict = true
    var reader = CorpusReader(try ByteSource(path: path), options: options)
    var documents: [RawDocument] = []
    while let document = try reader.next() { documents.append(document) }
    return documents
  }

  private func withoutTrailingEmptySentences(_ text: RawText) -> RawText {
    guard case .tokens(var sentences) = text else { return text }
    while sentences.last?.isEmpty == true { sentences.removeLast() }
    return .tokens(sentences)
  }
}

// Corpus records become documents.
@testable import Formats
import FormatsFiles
@testable import PipelineText
import XCTest

final class DocumentReaderTests: XCTestCase {
  private func read(_ text: String, isStrict: Bool = false) throws -> ([Document], CorpusReport) {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("corpus-\(UUID().uuidString)")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var options = CorpusOptions()
    options.isStrict = isStrict
    var reader = DocumentReader(
      CorpusReader(try ByteSource(path: file.path), options: options))
    var documents: [Document] = []
    while let document = try reader.next() { documents.append(document) }
    return (documents, reader.report)
  }

  func testRawTextIsTokenizedAndTokensAreNot() throws {
    let (documents, _) = try read(
      """
      {"id":"a","title":"On C++","text":"We did. It works!","tags":["x y"]}
      {"id":"b","title":["On","C++"],"sentences":[["We","did."],[]],"tags":"t"}
      {"id":"c","sentences":["One. Two","?","Three"],"tags":"t"}
      """)
    XCTAssertEqual(
      documents,
      [
        Document(
          id: "a", title: ["on", "c++"], sentences: [["we", "did"], ["it", "works"]],
          tags: ["x_y"]),
        Document(id: "b", title: ["On", "C++"], sentences: [["We", "did."], []], tags: ["t"]),
        Document(id: "c", title: [], sentences: [["one", "two"], ["three"]], tags: ["t"]),
      ])
  }

  func testTextWithoutWordsIsRejected() throws {
    let text = "{\"text\":\"?!\",\"tags\":\"t\"}\n{\"text\":\"a\",\"tags\":\"t\"}\n"
    let (documents, report) = try read(text)
    XCTAssertEqual(documents.map(\.id), ["2"])
    XCTAssertEqual(report.documents, 1)
    XCTAssertEqual(report.rejections, [Rejection(line: 1, reason: "has no word in its text")])
    XCTAssertThrowsError(try read(text, isStrict: true))
  }
}

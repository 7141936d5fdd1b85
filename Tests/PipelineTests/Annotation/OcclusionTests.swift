// Which parts of a document carry a tag, and how much work it is to say so.
import Formats
import XCTest

@testable import PipelineAnnotation

final class OcclusionTests: XCTestCase {
  /// A model that looks for words: a tag has the share of its words that occur.
  private final class Model {
    let tags: [[String]]
    private(set) var scored = 0
    private(set) var mostAtOnce = 0

    init(_ tags: [[String]]) { self.tags = tags }

    func scores(_ documents: [Document]) -> [[Float]] {
      scored += documents.count
      mostAtOnce = max(mostAtOnce, documents.count)
      return documents.map { document in
        let words = Set(document.title + document.sentences.joined())
        return tags.map { tag in Float(tag.count { words.contains($0) }) / Float(tag.count) }
      }
    }
  }

  private func evidence(_ model: Model, _ document: Document) throws -> [[Evidence]] {
    try Occlusion { model.scores($0) }.evidence(for: model.scores([document])[0], in: document)
  }

  func testSentencesAndWordsThatCarryTags() throws {
    let document = Document(
      id: "d", title: ["owls", "at", "night"], sentences: [["they", "hunt"], ["bread", "and", "salt"]], tags: [])
    let found = try evidence(Model([["owls"], ["hunt", "salt"], ["nothing"]]), document)
    XCTAssertEqual(found.map { $0.map(\.sentence) }, [[0], [1, 2], []])
    XCTAssertEqual(found[1].map { $0.words.map(\.text) }, [["hunt"], ["salt"]])
    XCTAssertEqual(found[1].map(\.scoreWithout), [0.5, 0.5])
  }

  /// The same parts are found in a long document, by far fewer variants of it than it has sentences, and
  /// never many at once.
  func testLongDocuments() throws {
    var sentences = (0..<5_000).map { ["word\($0)", "of", "text"] }
    sentences[4_321] = ["the", "owls"]
    sentences[17] = ["some", "salt"]
    let model = Model([["owls"], ["salt", "title"]])
    let found = try evidence(model, Document(id: "d", title: ["title"], sentences: sentences, tags: []))
    XCTAssertEqual(found.map { Set($0.map(\.sentence)) }, [[4_322], [0, 18]])
    XCTAssertEqual(found[0].map { $0.words.map(\.text) }, [["owls"]])
    XCTAssertLessThan(model.scored, 700)
    XCTAssertLessThanOrEqual(model.mostAtOnce, 64)
  }
}

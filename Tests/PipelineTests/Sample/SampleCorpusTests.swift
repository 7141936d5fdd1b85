import Foundation
import XCTest

@testable import PipelineNumerics
@testable import PipelineSample

final class SampleCorpusTests: XCTestCase {
  func testSameSeedSameBytes() {
    let lines = SampleCorpus(seed: 1).jsonLines(0..<300)
    XCTAssertEqual(lines, SampleCorpus(seed: 1).jsonLines(0..<300))
    XCTAssertNotEqual(lines, SampleCorpus(seed: 2).jsonLines(0..<300))
  }

  /// The bytes are the same on every machine. Whoever changes topics, sentences
  /// or chances puts the new value here.
  func testBytesAreKnown() {
    let corpus = SampleCorpus(seed: 1)
    XCTAssertEqual(fingerprint(corpus.jsonLines(0..<2_400)), 10_031_186_955_645_807_363)
    XCTAssertEqual(fingerprint(corpus.knowledgeBase()), 13_101_597_534_488_213_082)
  }

  /// FNV-1a.
  private func fingerprint(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  func testDocumentsDoNotDependOnTheirNeighbours() {
    let corpus = SampleCorpus(seed: 3)
    let whole = corpus.jsonLines(0..<100)
    XCTAssertEqual(whole, corpus.jsonLines(0..<37) + corpus.jsonLines(37..<100))
    XCTAssert(corpus.jsonLines(0..<1_000).starts(with: whole))
  }

  func testEveryDocumentIsComplete() throws {
    let documents = try SampleCorpus(seed: 5).documents(0..<3_000)
    XCTAssertEqual(documents.count, 3_000)
    XCTAssertEqual(documents.first?.id, "sample-0000001")
    XCTAssertEqual(Set(documents.map(\.id)).count, 3_000)
    for document in documents {
      XCTAssert((3...12).contains(document.title.split(separator: " ").count), document.title)
      let sentences = document.text.components(separatedBy: ". ").count
      XCTAssert((4...9).contains(sentences), document.text)
      XCTAssert((1...SampleAuthor.mostTags).contains(document.tags.count), "\(document.tags)")
      XCTAssertEqual(Set(document.tags).count, document.tags.count, "\(document.tags)")
      XCTAssert(document.text.hasSuffix("."), document.text)
    }
  }

  func testTextsAreClean() throws {
    for document in try SampleCorpus(seed: 6, labelCount: 5_000).documents(0..<5_000) {
      for text in [document.title, document.text] {
        XCTAssertFalse(text.contains { "{}<>[]|\"\\@#".contains($0) }, text)
        XCTAssertFalse(text.contains("  ") || text.hasPrefix(" ") || text.hasSuffix(" "), text)
        XCTAssertFalse(text.first?.isLowercase ?? true, text)
      }
    }
  }

  /// The text names what it is about: the focus and each other concept.
  func testTextsSuitTheConcepts() throws {
    let corpus = SampleCorpus(seed: 8, labelCount: 2_000)
    for (index, document) in try corpus.documents(0..<500).enumerated() {
      var random = RandomStream(seed: 8, for: .sampleTopics, at: UInt64(index))
      let plan = corpus.author.plan(index, &random)
      let text = (document.title + " " + document.text).lowercased()
      for concept in [plan.focus] + plan.others {
        let name = corpus.concepts.concepts[concept].name.lowercased()
        XCTAssert(text.contains(name), "\(name) is not in: \(text)")
      }
      if let bound = plan.bound { XCTAssert(document.tags.contains(corpus.tags[bound])) }
    }
  }

  func testObjections() {
    func objection(_ documents: Int, _ labels: Int?) -> String? {
      var parameters = SampleParameters()
      (parameters.documents, parameters.labels) = (documents, labels)
      return complaint { try parameters.validate() }
    }
    XCTAssertNil(objection(1, nil))
    XCTAssertNil(objection(12_101, 5_196))
    XCTAssertEqual(objection(0, nil), "documents must be at least 1, but is 0")
    XCTAssertEqual(SampleParameters().described, ["documents": .int(2_400), "labels": .int(500)])
    XCTAssertEqual(objection(1_000, 149), "labels must be from 150 to 1000000, but is 149")
    XCTAssertEqual(
      objection(999, 500),
      "documents must be at least 1000 (twice labels), so that every label occurs, "
        + "but is 999")
  }
}

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
    XCTAssertEqual(fingerprint(corpus.jsonLines(0..<2_400)), 16_125_396_947_564_391_655)
    XCTAssertEqual(fingerprint(corpus.knowledgeBase()), 8_492_201_368_014_408_588)
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
      let words = document.title.split(separator: " ").count
      XCTAssert(SampleTextWriter.titleWords.contains(words), document.title)
      let sentences = document.text.components(separatedBy: ". ").count
      XCTAssert(SampleTextWriter.abstractSentences.contains(sentences), document.text)
      XCTAssert((1...16).contains(document.tags.count), "\(document.tags)")
      XCTAssertEqual(Set(document.tags).count, document.tags.count, "\(document.tags)")
      XCTAssert(document.text.hasSuffix("."), document.text)
    }
  }

  func testTextsAreClean() throws {
    for document in try SampleCorpus(seed: 6, labelCount: 5_000).documents(0..<5_000) {
      for text in [document.title, document.text] {
        XCTAssertFalse(text.contains { "{}<>[]|\"\\@#".contains($0) }, text)
        XCTAssertFalse(text.contains("  ") || text.hasPrefix(" ") || text.hasSuffix(" "), text)
        XCTAssertFalse(text.contains("a the ") || text.contains("the the "), text)
        XCTAssertFalse(text.first?.isLowercase ?? true, text)
      }
    }
  }

  /// Tags come from what the document is about, or say nothing about texts.
  func testTagsSuitTheTopics() throws {
    let seed: UInt64 = 7
    let corpus = SampleCorpus(seed: seed, labelCount: 1_000)
    let labels = corpus.labels
    let planner = SamplePlanner(labels: labels)
    let topics = labels.hierarchy.topics
    for (index, document) in try corpus.documents(0..<2_000).enumerated() {
      var random = RandomStream(seed: seed, stream: 1, UInt64(index))
      let plan = planner.plan(index, &random)
      let about =
        [plan.focus] + plan.others + topics[plan.focus].related
        + labels.hierarchy.ancestors(of: plan.focus)
        + ([plan.focus] + plan.others).flatMap { topics[$0].broader }
      var allowed = Set(labels.generalLabels + labels.personalLabels)
      for topic in about {
        allowed.insert(labels.topicLabels[topic])
        allowed.formUnion(labels.synonymLabels[topic])
      }
      if plan.specific >= 0 { allowed.insert(labels.specifics[plan.specific].label) }
      if plan.method >= 0 { allowed.insert(labels.methodLabels[plan.focus][plan.method]) }
      if plan.data >= 0 { allowed.insert(labels.dataLabels[plan.focus][plan.data]) }
      for tag in document.tags {
        XCTAssert(allowed.contains(labels.label(of: tag)), "\(tag) in document \(index)")
      }
      if plan.forced >= 0 { XCTAssert(document.tags.contains(labels.tags[plan.forced])) }
    }
  }

  /// The text speaks of its topics: of the focus, and of each other topic.
  func testTextsSuitTheTopics() throws {
    let corpus = SampleCorpus(seed: 8)
    let planner = SamplePlanner(labels: corpus.labels)
    let topics = corpus.labels.hierarchy.topics
    for (index, document) in try corpus.documents(0..<500).enumerated() {
      var random = RandomStream(seed: 8, stream: 1, UInt64(index))
      let plan = planner.plan(index, &random)
      let text = (document.title + " " + document.text).lowercased()
      for topic in [plan.focus] + plan.others {
        let words = topics[topic].phrases + [corpus.labels.names[topic]]
        let isNamed = words.contains {
          text.contains(String(decoding: $0.generic, as: UTF8.self).lowercased())
        }
        XCTAssert(isNamed, "\(topics[topic].name) is not in: \(text)")
      }
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

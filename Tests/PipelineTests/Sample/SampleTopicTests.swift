import XCTest

@testable import PipelineSample

final class SampleTopicTests: XCTestCase {
  func testNotation() throws {
    let topics = SampleTopicParser.parse([
      """
      biology = bio : living organisms; a cell
        @methods a field experiment #fieldwork; staining
        @units mice
        cell biology : a membrane; mitosis > plant science
      plant science = plants, botany : seeds > ^biology
      """
    ]).topics
    XCTAssertEqual(topics.map(\.tag), ["biology", "cell_biology", "plant_science"])
    XCTAssertEqual(topics.map(\.depth), [0, 1, 0])
    XCTAssertEqual(topics.map(\.broader), [[], [0], [0]])
    XCTAssertEqual(topics[1].related, [2])
    XCTAssertEqual(topics[2].synonyms, ["plants", "botany"])
    XCTAssertEqual(topics[1].toolkit.methods.map(\.tag), ["fieldwork", nil])
    XCTAssertEqual(topics[1].toolkit.units.count, 1)
    XCTAssertEqual(topics[2].toolkit.methods.count, 0)
  }

  func testEveryTopicCanBeWrittenAbout() {
    let topics = SampleTopicHierarchy.standard.topics
    XCTAssertGreaterThan(topics.count, 300)
    for topic in topics {
      XCTAssertGreaterThanOrEqual(topic.phrases.count, 3, topic.name)
      XCTAssertFalse(topic.toolkit.methods.isEmpty, topic.name)
      XCTAssertFalse(topic.toolkit.data.isEmpty, topic.name)
      XCTAssertFalse(topic.toolkit.units.isEmpty, topic.name)
      XCTAssertFalse(topic.toolkit.measures.isEmpty, topic.name)
      XCTAssert((0...4).contains(topic.depth), topic.name)
      for tag in [topic.tag] + topic.synonyms {
        XCTAssert(tag.allSatisfy { $0.isLowercase || $0.isNumber || "_.".contains($0) }, tag)
      }
    }
    XCTAssertEqual(Set(topics.map(\.tag)).count, topics.count)
  }

  func testHierarchyHasNoCycle() {
    let topics = SampleTopicHierarchy.standard.topics
    // Remove topics whose broader topics are all gone, until none is left.
    var left = Set(topics.indices)
    while true {
      let gone = left.filter { topics[$0].broader.allSatisfy { !left.contains($0) } }
      if gone.isEmpty { break }
      left.subtract(gone)
    }
    XCTAssertEqual(left.map { topics[$0].name }, [])
  }

  func testNumberOfNouns() {
    func check(_ source: String, _ generic: String, isPlural: Bool, line: UInt = #line) {
      let phrase = SampleNounPhrase(source)
      XCTAssertEqual(String(decoding: phrase.generic, as: UTF8.self), generic, line: line)
      XCTAssertEqual(phrase.genericIsPlural, isPlural, source, line: line)
    }
    check("a sentiment lexicon", "sentiment lexicons", isPlural: true)
    check("an oral history", "oral histories", isPlural: true)
    check("a survey of students", "surveys of students", isPlural: true)
    check("a sensitivity analysis", "sensitivity analyses", isPlural: true)
    check("a design space", "design spaces", isPlural: true)
    check("opinion mining", "opinion mining", isPlural: false)
    check("economics", "economics", isPlural: false)
    check("theories of mind", "theories of mind", isPlural: true)
    check("access to care", "access to care", isPlural: false)
    check("predators and prey", "predators and prey", isPlural: true)
    check("infectious diseases", "infectious diseases", isPlural: true)
    check("diabetes", "diabetes", isPlural: false)
    XCTAssertEqual(SampleNounPhrase("a lexicon").specificIsPlural, false)
  }

  func testTemplatePieces() {
    let pieces = SampleTemplate("{P} [is|are] <new|old>.").pieces
    XCTAssertEqual(pieces.count, 6)
    guard case .slot(.phrase) = pieces[0], case .agreement(let one, let many) = pieces[2],
      case .choice(let words) = pieces[4]
    else { return XCTFail("\(pieces)") }
    XCTAssertEqual([one, many], ["is", "are"].map { Array($0.utf8) })
    XCTAssertEqual(words, ["new", "old"].map { Array($0.utf8) })
  }
}

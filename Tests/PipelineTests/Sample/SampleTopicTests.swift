import XCTest

@testable import PipelineSample

final class SampleTopicTests: XCTestCase {
  func testNotation() {
    let topics = SampleConcepts.parse(
      """
      biology = bio : living organisms; cells
        cell biology : membranes; mitosis
      plant science = plants, botany : seeds
      """)
    XCTAssertEqual(topics.map(\.name), ["biology", "cell biology", "plant science"])
    XCTAssertEqual(topics.map(\.depth), [0, 1, 0])
    XCTAssertEqual(topics.map(\.parent), [nil, 0, nil])
    XCTAssertEqual(topics.map(\.synonyms), [["bio"], [], ["plants", "botany"]])
    XCTAssertEqual(topics.map(\.phrases), [["living organisms", "cells"], ["membranes", "mitosis"], ["seeds"]])
  }

  func testTopicsAreDistinct() {
    let topics = SampleConcepts.parse(SampleConcepts.topics)
    XCTAssertGreaterThan(topics.count, 150)
    let names = topics.flatMap { [$0.name] + $0.phrases }
    XCTAssertEqual(Set(names).count, names.count)
    for topic in topics {
      XCTAssertGreaterThanOrEqual(topic.phrases.count, 1, topic.name)
      XCTAssert((0...4).contains(topic.depth), topic.name)
    }
  }

  func testSentencePieces() {
    XCTAssertEqual(
      SampleSentence("{P} may be <new|old>.").pieces,
      [
        .gap("P"), .text(Array(" may be ".utf8)), .choice(["new", "old"].map { Array($0.utf8) }),
        .text(Array(".".utf8)),
      ])
  }
}

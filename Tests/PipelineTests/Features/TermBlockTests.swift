import Formats
@testable import PipelineFeatures
@testable import PipelineNumerics
import XCTest

/// Stems and characters as features, and the tables under them.
final class TermBlockTests: XCTestCase {
  private let pool = WorkerPool(threads: 2)

  private func documents(_ texts: [String]) -> [Document] {
    texts.enumerated().map { number, text in
      Document(
        id: "\(number)", title: [],
        sentences: text.split(separator: "|").map { $0.split(separator: " ").map(String.init) },
        tags: [])
    }
  }

  private func parameters(_ terms: [TermKind], minimum: Int = 1) -> TextFeatures.Parameters {
    var parameters = TextFeatures.Parameters()
    parameters.terms = terms
    parameters.minimumDocuments = minimum
    return parameters
  }

  private func texts(_ features: TextFeatures) -> [String] {
    (0..<features.count).map { features.text(of: $0) }
  }

  func testCharactersOfWordsWithTheirEnds() {
    let features = TextFeatures(
      fitting: documents(["cat"]), parameters: parameters([.characters]))
    XCTAssertEqual(Set(texts(features)), [" ca", "cat", "at ", " cat", "cat ", " cat "])
    var one = parameters([.characters])
    (one.shortestCharacters, one.longestCharacters) = (1, 1)
    XCTAssertEqual(
      Set(texts(TextFeatures(fitting: documents(["é𝒳"]), parameters: one))), [" ", "é", "𝒳"])
  }

  /// A part of an n-gram may be forgotten for a while, and the n-gram not.
  func testAnNgramIsNoMoreFrequentThanItsParts() {
    // "a b c" in the first part, among more pairs than are counted, and three times later.
    let pairs = (0..<100).flatMap { pair in ["p\(pair / 10) q\(pair % 10)"] }
    let texts =
      ["a b c"] + pairs + Array(repeating: "x", count: 1_023 - pairs.count) + Array(repeating: "a b c", count: 3)
    let documents = WordedDocuments(documents(texts), pool: pool)
    let block = GramBlock(
      fitting: documents, units: documents.words, unitOfWord: documents.words.indices.map { Int32($0) },
      longest: 3, minimum: 2, maximum: 1_000, counted: 50, pool: pool)
    let grams = (0..<block.count).map { block.text(of: $0) }
    XCTAssertEqual(Set(grams).isSuperset(of: ["a b", "a b c"]), true)
    for gram in 0..<block.count { XCTAssertLessThan(Int(block.prefixes[gram]), gram) }
    XCTAssertEqual(block.frequencies[grams.firstIndex(of: "a b c") ?? 0], 3)
  }

  func testFrequencyAndMinimumOfCharacters() {
    let features = TextFeatures(
      fitting: documents(["cats", "cat cat", "dog"]), parameters: parameters([.characters], minimum: 2))
    XCTAssertEqual(Set(texts(features)), [" ca", "cat", " cat"])
    var counting = parameters([.characters], minimum: 2)
    counting.weighting = .counts
    let row = TextFeatures(fitting: documents(["cats", "cat cat"]), parameters: counting)
      .row(of: documents(["cat scat"])[0])
    // " ca" and " cat" once, "cat" twice.
    XCTAssertEqual(row.values.sorted(), [1, 1, 2])
  }

  func testEachKindOfTermHasItsLength() {
    let all = documents(["running cats | a dog", "the cat runs", "dogs run"])
    var mixed = parameters([.words, .stems, .characters])
    mixed.language = "english"
    mixed.characterWeight = 2
    let features = TextFeatures(fitting: all, parameters: mixed)
    let matrix = features.matrix(of: all, pool: pool)
    let counts = [[TermKind.words], [.stems], [.characters]].map { terms in
      var one = mixed
      one.terms = terms
      return TextFeatures(fitting: all, parameters: one).count
    }
    XCTAssertEqual(features.count, counts.reduce(0, +))
    for document in 0..<3 {
      let row = matrix[document]
      XCTAssertEqual(row, features.row(of: all[document]))
      XCTAssertEqual(row.columns, row.columns.sorted())
      for part in [0..<counts[0], counts[0]..<counts[0] + counts[1]] {
        let squares = zip(row.columns, row.values).filter { part.contains(Int($0.0)) }
          .reduce(0) { $0 + $1.1 * $1.1 }
        // Characters have four times the square of each other kind.
        XCTAssertEqual(squares, 1 / 6, accuracy: 1e-5)
      }
    }
    // "cats" and "cat" are one stem.
    XCTAssert(texts(features).filter { $0 == "cat" }.count >= 2)
  }

  func testThreadsDoNotMatter() {
    var random = RandomStream(seed: 5)
    let all = documents(
      (0..<3_000).map { _ in
        (0..<20).map { _ in "w\(random.next(below: 300))" }.joined(separator: " ")
      })
    let own = parameters([.words, .characters], minimum: 2)
    let one = TextFeatures(fitting: all, parameters: own, pool: WorkerPool(threads: 1))
    let four = TextFeatures(fitting: all, parameters: own, pool: WorkerPool(threads: 4))
    XCTAssertEqual(texts(one), texts(four))
    XCTAssertEqual(
      one.matrix(of: all, pool: WorkerPool(threads: 1)),
      four.matrix(of: all, pool: WorkerPool(threads: 4)))
  }

  func testHostileTextsHaveFeaturesToo() {
    let odd = documents(["a\0b cat", String(repeating: "x", count: 50_000), "", " | "])
    let features = TextFeatures(
      fitting: odd, parameters: parameters([.words, .characters]), pool: pool)
    XCTAssert(texts(features).contains("a\0b"))
    XCTAssertFalse(texts(features).contains { $0 == "a\0b " })
    XCTAssertEqual(features.matrix(of: odd, pool: pool).count, 4)
  }

  func testKeysAreNumberedInTheirOrder() {
    var table = KeyTable<UInt64>()
    let keys = (0..<10_000).map { UInt64($0) &* 0x1_0000_0001 }
    for (number, key) in keys.enumerated() { XCTAssertEqual(table.add(key), Int32(number)) }
    XCTAssertEqual(table.add(keys[77]), 77)
    XCTAssertEqual(table.count, 10_000)
    XCTAssert(keys.indices.allSatisfy { table.number(of: keys[$0]) == Int32($0) })
    XCTAssertEqual(table.number(of: 12_345), -1)
    XCTAssertEqual(KeyTable<UInt128>().number(of: 0), -1)
  }

  func testParametersOutOfRangeAreNamed() {
    var own = parameters([.characters])
    own.longestCharacters = 7
    XCTAssertEqual(
      complaint { try own.validate() }, "charNgrams must be at least 1, rise and end at most at 6, but is 3-7")
    own = parameters([.stems])
    own.language = "klingon"
    XCTAssert(complaint { try own.validate() }?.hasPrefix("stemLanguage must be one of arabic, ") == true)
  }
}

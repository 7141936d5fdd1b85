import Formats
@testable import PipelineEmbedding
@testable import PipelineFeatures
@testable import PipelineNumerics
import XCTest

final class TextFeaturesTests: XCTestCase {
  private let pool = WorkerPool(threads: 2)

  private func document(_ text: String, title: String = "") -> Document {
    Document(
      id: text, title: title.split(separator: " ").map(String.init),
      sentences: text.split(separator: "|").map {
        $0.split(separator: " ").map { $0 == "_" ? "" : String($0) }
      }, tags: [])
  }

  private func parameters(_ ngrams: Int, minimum: Int = 2) -> TextFeatures.Parameters {
    var parameters = TextFeatures.Parameters()
    parameters.ngrams = ngrams
    parameters.minimumDocuments = minimum
    return parameters
  }

  private func values(_ features: TextFeatures, _ document: Document) -> [String: Float] {
    let row = features.row(of: document)
    return Dictionary(
      uniqueKeysWithValues: zip(row.columns.map { features.text(of: Int($0)) }, row.values))
  }

  /// TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True).
  func testNumbersAreThoseOfScikitLearn() {
    let documents = ["a b a c", "b c d", "a b e", "c c c a b"].map { document($0) }
    let features = TextFeatures(fitting: documents, parameters: parameters(2))
    let expected: [[String: Float]] = [
      ["a": 0.719664, "a b": 0.425045, "b": 0.347502, "c": 0.425045],
      ["b": 0.632952, "c": 0.774191],
      ["a": 0.612172, "a b": 0.612172, "b": 0.500491],
      ["a": 0.37602, "a b": 0.37602, "b": 0.307421, "c": 0.78912],
    ]
    for (document, expected) in zip(documents, expected) {
      // "b c" is in one document only, "c a" too.
      let found = values(features, document)
      XCTAssertEqual(Set(found.keys), Set(expected.keys))
      for (text, value) in expected {
        XCTAssertEqual(try XCTUnwrap(found[text]), value, accuracy: 1e-5, text)
      }
    }
    XCTAssertEqual(
      (0..<features.count).map { features.text(of: $0) }, ["b", "a", "c", "a b"],
      "the most frequent first")
    let matrix = features.matrix(of: documents, pool: pool)
    XCTAssertEqual((0..<4).map { matrix[$0] }, documents.map { features.row(of: $0) })
  }

  func testNGramsStopAtSentencesHolesTitlesAndRareWords() {
    let documents = [
      document("c d | e f | g _ h | i rare j", title: "a b"),
      document("c d | e f | g h | i j", title: "a b"),
    ]
    let features = TextFeatures(fitting: documents, parameters: parameters(3))
    let grams = (0..<features.count).map { features.text(of: $0) }.filter { $0.contains(" ") }
    XCTAssertEqual(Set(grams), ["a b", "c d", "e f"])
  }

  func testTitlesCountMoreAndCountsAreCounts() {
    var counting = parameters(1, minimum: 1)
    counting.weighting = .counts
    counting.titleWeight = 4
    let one = document("x y x", title: "x z")
    let features = TextFeatures(fitting: [one], parameters: counting)
    XCTAssertEqual(values(features, one), ["x": 6, "y": 1, "z": 4])
    counting.weighting = .binary
    let binary = TextFeatures(fitting: [one], parameters: counting)
    XCTAssertEqual(values(binary, one), ["x": 1, "y": 1, "z": 1])
  }

  func testTheMostFrequentFeaturesStay() {
    var cut = parameters(3, minimum: 1)
    cut.maximumFeatures = 3
    let documents = ["a b c", "a b", "a"].map { document($0) }
    let features = TextFeatures(fitting: documents, parameters: cut)
    XCTAssertEqual((0..<3).map { features.text(of: $0) }, ["a", "b", "a b"])
  }

  func testWordsAreToldApartByTheirScalars() {
    let features = TextFeatures(
      fitting: [document("\u{E9}"), document("e\u{301}")], parameters: parameters(1, minimum: 1))
    XCTAssertEqual(features.count, 2)
  }

  func testMeansOfWordVectors() {
    let vectors = WordVectors(words: ["a", "b"], dimensions: 2, values: [3, 4, 0, 2])
    let known = AveragedVectors(vectors, mean: .knownWords)
    let one = document("b _ x", title: "a")
    XCTAssertEqual(known.row(of: one), [0.3, 0.9])
    XCTAssertEqual(known.row(of: document("x")), [0, 0])
    // The first two of the words a, b, x, known or not, divided by two; then by four.
    let original = AveragedVectors(vectors, mean: .positions(2))
    XCTAssertEqual(original.row(of: document("x b", title: "a")), [0.3, 0.4])
    let long = AveragedVectors(vectors, mean: .positions(4))
    XCTAssertEqual(long.row(of: document("x b", title: "a")), [0.15, 0.45])
  }
}

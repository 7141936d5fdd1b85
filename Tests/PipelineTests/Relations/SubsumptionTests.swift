// From knowledge bases to pairs of labels: the original's golden values, depth,
// priority, lists.
import Formats
import FormatsFiles
@testable import PipelineRelations
import Foundation
import XCTest

final class SubsumptionTests: XCTestCase {
  /// Sub as the original program builds it (golden README, sub.json).
  func testGoldenSub() throws {
    let json = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: try Shared.path("golden/data/sub.json"))))
    let values = try XCTUnwrap(json as? [String: Any])
    let labels = try XCTUnwrap(values["labels"] as? [String])
    let index = LabelIndex(labels, matchesAsTheyAre: true)
    var original = PairOptions()
    original.readsConfidence = false
    for name in ["kb2.csv", "kb3.csv", "kb_mixed.csv"] {
      let expected = try XCTUnwrap(values[name] as? [[Double]])
      let knowledge = try KnowledgeBase(
        pairs: try ByteSource(path: try Shared.path("golden/data/" + name)), format: .csv,
        title: name,
        options: original, normaliser: index.normaliser)
      let matrix = try SubsumptionMatrix(index, bases: [knowledge])
      var dense = [[Double]](
        repeating: [Double](repeating: 0, count: labels.count), count: labels.count)
      for entry in matrix.entries {
        dense[Int(entry.pair.narrower)][Int(entry.pair.broader)] = Double(entry.weight)
      }
      XCTAssertEqual(dense, expected, name)
    }
  }

  func testClosureToADepthWithFallingWeights() throws {
    let knowledge = try base("a <- x\nx <- b\nb <- c\na <- c\nc <- d\n")
    var options = SubsumptionOptions()
    XCTAssertEqual(try pairs(["a", "b", "c", "d"], [knowledge]), ["a<c@1", "b<c@1", "c<d@1"])
    options.depth = 2
    XCTAssertEqual(
      try pairs(["a", "b", "c", "d"], [knowledge], options),
      ["a<b@2", "a<c@1", "a<d@2", "b<c@1", "b<d@2", "c<d@1"])
    options.depth = 9
    options.decay = 0.5
    let matrix = try SubsumptionMatrix(
      LabelIndex(["a", "b", "d"]), bases: [knowledge], options: options)
    XCTAssertEqual(matrix.entries.map(\.weight), [0.5, 0.5, 0.5])
    XCTAssertEqual(matrix.depthHistogram, [0, 3])
  }

  func testOptionsAreChecked() throws {
    var options = SubsumptionOptions()
    options.depth = 0
    XCTAssertThrowsError(try options.validate()) {
      XCTAssertEqual("\($0)", "subDepth must be at least 1, but is 0")
    }
    options.depth = 1
    options.decay = 1.5
    XCTAssertThrowsError(try options.validate()) {
      XCTAssertEqual("\($0)", "decay must be above 0 and at most 1, but is 1.5")
    }
  }

  func testPriority() throws {
    let first = try base("a <- b\n")
    let second = try base("a <- b\na <- c\nb <- c\n")
    let matrix = try SubsumptionMatrix(LabelIndex(["a", "b", "c"]), bases: [first, second])
    XCTAssertEqual(matrix.entries.map(\.knowledgeBase), [0, 1, 1])
    XCTAssertEqual(matrix.summaries.map(\.pairs), [1, 2])
  }

  func testExclusion() throws {
    let knowledge = try base("a <- b\na <- c\nb <- c\nc <- d\n")
    let labels = ["a", "b", "c", "d"]
    var options = SubsumptionOptions()
    options.excluded = list("A <- C", "")
    XCTAssertEqual(try pairs(labels, [knowledge], options), ["a<b@1", "b<c@1", "c<d@1"])
    options.depth = 3
    XCTAssertEqual(
      try pairs(labels, [knowledge], options), ["a<b@1", "a<d@2", "b<c@1", "b<d@2", "c<d@1"])
    // No chain leads through what is left out.
    options.excluded = list(" C ")
    XCTAssertEqual(try pairs(labels, [knowledge], options), ["a<b@1"])
    // A concept is named by its IRI or by a name that is nobody's label.
    let text = ":a skos:broader :x . :x skos:broader :b ; skos:altLabel 'hidden stubs' ."
    for line in ["http://e/x", "<http://e/x>", "Hidden_Stubs", "x"] {
      options.excluded = list(line)
      XCTAssertEqual(try pairs(["a", "b"], [try graph(text)], options), [], line)
    }
    options.excluded = list("<x>", "http://e/y")
    XCTAssertEqual(try pairs(["a", "b"], [try graph(text)], options), ["a<b@2"])
  }

  func testInclusion() throws {
    let knowledge = try graph(
      ":a skos:broader :b . :b skos:broader :c . :c skos:broader :d . :d skos:broader :e .")
    let labels = ["a", "b", "c", "d", "e"]
    var options = SubsumptionOptions()
    options.depth = 4
    options.included = list("A", "<http://e/c>", "e")
    XCTAssertEqual(
      try pairs(labels, [knowledge], options), ["a<c@2", "a<e@4", "c<e@2"])
    options.excluded = list("e")
    XCTAssertEqual(try pairs(labels, [knowledge], options), ["a<c@2"])
    options.included = ConceptList()
    XCTAssertEqual(try pairs(labels, [knowledge], options), [])
  }

  func testConfidences() throws {
    let text = "a,b,0.5\nb,c,0.5\na,c,0.1\nb,d,true\na,b,0.8\na,e,0\n"
    var options = SubsumptionOptions()
    options.depth = 2
    let labels = ["a", "b", "c", "d", "e"]
    func weights(_ minimum: Double) throws -> [String: Float] {
      var pairOptions = PairOptions()
      pairOptions.minimumConfidence = minimum
      let knowledge = try base(text, .csv, options: pairOptions)
      let matrix = try SubsumptionMatrix(LabelIndex(labels), bases: [knowledge], options: options)
      return Dictionary(
        uniqueKeysWithValues: matrix.entries.map {
          (labels[Int($0.pair.narrower)] + labels[Int($0.pair.broader)], $0.weight)
        })
    }
    // The surest statement of a repeated pair counts; steps multiply.
    XCTAssertEqual(try weights(0), ["ab": 0.8, "ac": 0.1, "ad": 0.8, "bc": 0.5, "bd": 1])
    XCTAssertEqual(try weights(0.5), ["ab": 0.8, "ac": 0.4, "ad": 0.8, "bc": 0.5, "bd": 1])
  }
}

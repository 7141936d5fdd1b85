// Edges in order: each once, cycles found, any depth.
import FormatsFiles
import FormatsRDF
@testable import PipelineRelations
import Foundation
import XCTest

final class ConceptHierarchyTests: XCTestCase {
  func testCycles() throws {
    let knowledge = try base("a <- b\nb <- c\nc <- a\nc <- d\nd <- d\n")
    var options = SubsumptionOptions()
    XCTAssertEqual(
      try pairs(["a", "b", "c", "d"], [knowledge]), ["a<b@1", "b<c@1", "c<a@1", "c<d@1"])
    options.cycles = .drop
    let matrix = try SubsumptionMatrix(
      LabelIndex(["a", "b", "c", "d"]), bases: [knowledge], options: options)
    XCTAssertEqual(matrix.entries.map(\.pair), [LabelPair(narrower: 2, broader: 3)])
    XCTAssertEqual(matrix.summaries[0].cycles, 1)
    XCTAssertEqual(matrix.summaries[0].cyclicEdges, 3)
    XCTAssertEqual(matrix.summaries[0].selfLoops, 1)
    options.cycles = .error
    XCTAssertThrowsError(try pairs(["a"], [knowledge], options)) {
      XCTAssertEqual(
        "\($0)",
        "K: 1 cycle of concepts that are broader than themselves; the first holds a, b, c."
          + " Use cycles drop or cycles keep.")
    }
  }

  func testEachEdgeCountsOnce() throws {
    let knowledge = try graph(":a skos:broader :b . :b skos:narrower :a . :a skos:broader :b .")
    let hierarchy = try ConceptHierarchy(knowledge)
    XCTAssertEqual(hierarchy.parents.count, 1)
    XCTAssertEqual(hierarchy.repeatedEdges, 2)
  }

  /// A large chain with a tree: nothing recursive, nothing quadratic.
  func testDeepAndWideHierarchies() throws {
    var text = ""
    for number in 0..<20_000 { text += "n\(number) <- n\(number + 1)\n" }
    for number in 0..<20_000 { text += "m\(number) <- n20000\n" }
    let hierarchy = try ConceptHierarchy(try base(text))
    XCTAssertEqual(hierarchy.parents.count, 40_000)
    XCTAssertEqual(hierarchy.cycles.count, 0)
    XCTAssertEqual(try base("a <- b\n" + text).concepts.count, 40_003)
  }

  /// A million concepts with four million edges; only when KNOWLEDGE_LARGE is
  /// set, since it takes its time.
  func testAMillionConcepts() throws {
    guard ProcessInfo.processInfo.environment["KNOWLEDGE_LARGE"] != nil else {
      throw XCTSkip("set KNOWLEDGE_LARGE to read a million concepts with four million edges")
    }
    let path = NSTemporaryDirectory() + "large-" + UUID().uuidString + ".nt"
    defer { try? FileManager.default.removeItem(atPath: path) }
    XCTAssertTrue(FileManager.default.createFile(atPath: path, contents: nil))
    let file = try XCTUnwrap(FileHandle(forWritingAtPath: path))
    let skos = "http://www.w3.org/2004/02/skos/core#"
    var text = ""
    for number in 0..<1_000_000 {
      text +=
        "<http://example.org/concept/\(number)> <\(skos)prefLabel> \"concept number"
        + " \(number)\"@en .\n"
      for step in 1...4 {
        let parent = (number &* 31 &+ step &* 7_919) % 1_000_000
        text +=
          "<http://example.org/concept/\(number)> <\(skos)broader>"
          + " <http://example.org/concept/\(parent)> .\n"
      }
      if text.utf8.count > 1 << 20 {
        file.write(Data(text.utf8))
        text = ""
      }
    }
    file.write(Data(text.utf8))
    try file.close()
    let knowledge = try KnowledgeBase(rdf: try ByteSource(path: path), title: "large")
    let matrix = try SubsumptionMatrix(
      LabelIndex((0..<1_000).map { "concept_number_\($0)" }), bases: [knowledge])
    XCTAssertEqual(matrix.summaries[0].concepts, 1_000_000)
    XCTAssertGreaterThan(matrix.summaries[0].edges, 3_900_000)
    XCTAssertEqual(matrix.summaries[0].matchedLabels, 1_000)
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    XCTAssertLessThan(usage.ru_maxrss, 1 << 20, "peak memory in KiB")
    print("peak memory: \(usage.ru_maxrss / 1024) MiB")
  }
}

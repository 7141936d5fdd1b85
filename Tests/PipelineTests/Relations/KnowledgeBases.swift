// Knowledge bases from texts, for the tests of Relations.
import Formats
import FormatsFiles
import FormatsRDF
@testable import PipelineRelations
import Foundation
import XCTest

extension XCTestCase {
  /// A knowledge base of a format that relates names.
  func base(
    _ text: String, _ format: KnowledgeFormat = .arrows, title: String = "K",
    options: PairOptions = PairOptions(), normaliser: LabelNormaliser = LabelNormaliser()
  ) throws -> KnowledgeBase {
    let path = try temporaryPath("kb")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try KnowledgeBase(
      pairs: try ByteSource(path: path), format: format, title: title, options: options,
      normaliser: normaliser)
  }

  /// A knowledge base in Turtle, with the usual prefixes.
  func graph(
    _ text: String, _ options: CollectorOptions = CollectorOptions()
  ) throws -> KnowledgeBase {
    let prefixes =
      "@prefix : <http://e/> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
      + "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
      + "@prefix xl: <http://www.w3.org/2008/05/skos-xl#> ."
      + "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    let path = try temporaryPath("kb")
    try Data((prefixes + text).utf8).write(to: URL(fileURLWithPath: path))
    return try KnowledgeBase(
      rdf: try ByteSource(path: path), syntax: .turtle, title: "G", options: options)
  }

  /// The pairs of Sub as `narrower<broader@depth`.
  func pairs(
    _ labels: [String], _ bases: [KnowledgeBase], _ options: SubsumptionOptions = .init(),
    normaliser: LabelNormaliser = LabelNormaliser()
  ) throws -> [String] {
    let matrix = try SubsumptionMatrix(
      LabelIndex(labels, normaliser: normaliser), bases: bases, options: options)
    return matrix.entries.map {
      "\(labels[Int($0.pair.narrower)])<\(labels[Int($0.pair.broader)])@\($0.depth)"
    }
  }

  /// A list of labels, concepts and pairs.
  func list(_ lines: String...) -> ConceptList {
    var list = ConceptList()
    for line in lines { list.add(line: line.utf8, normaliser: LabelNormaliser()) }
    return list
  }
}

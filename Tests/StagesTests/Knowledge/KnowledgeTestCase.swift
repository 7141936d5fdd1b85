// Runs build-sim-sub on small knowledge bases and a list of tags.
import Formats
import PipelineRelations
import PipelineText
import XCTest

/// Knowledge bases from texts.
class KnowledgeTestCase: StageTestCase {
  static let prefixes = """
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
    @prefix : <http://example.org/v/> .

    """

  /// What a run gave.
  struct Found {
    /// `narrower<broader`, with `@depth` beyond 1.
    var pairs: [String]
    /// Standard error, without the folder.
    var said: String
    var explained: String
  }

  func write(_ name: String, _ text: String) throws {
    try write(name, Array(text.utf8))
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let url = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// Writes the vocabulary file of these tags.
  func writeTags(_ tags: [String], concepts: ConceptTable? = nil) throws {
    let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])
    let vocabulary = CorpusVocabulary(
      words: Vocabulary(texts: ["w"], counts: [1]),
      labels: Vocabulary(texts: tags, counts: tags.map { _ in 1 }), documents: tags.count,
      concepts: concepts)
    let writer = try StageWriter(path: path("v.stage"), kind: .vocabulary, header: header)
    try vocabulary.write(to: writer)
    try writer.commit()
  }

  /// Relates the tags by knowledge bases in files of the folder.
  func relate(
    _ tags: [String], _ files: [String], _ options: String..., explain: [String] = [],
    concepts: ConceptTable? = nil
  ) throws -> Found {
    try writeTags(tags, concepts: concepts)
    let result = try runStage(
      "build-sim-sub",
      ["--vocabulary", path("v.stage"), "-o", path("relations.stage")]
        + files.flatMap { ["--kb", path($0)] } + options.map { $0.replacing("@", with: path("")) }
        + explain.flatMap { ["--explain", $0] })
    XCTAssertEqual(result.status, 0, result.errors)
    let sub = try StoredSubsumption(
      StageContents(path: path("relations.stage"), expecting: .relations),
      labels: tags)
    let pairs = sub.pairs.indices.map { place in
      "\(tags[Int(sub.pairs[place].narrower)])<\(tags[Int(sub.pairs[place].broader)])"
        + (sub.depths[place] > 1 ? "@\(sub.depths[place])" : "")
    }
    return Found(
      pairs: pairs.sorted(),
      said: result.errors.replacingOccurrences(of: path("") + "/", with: "")
        .replacingOccurrences(of: path(""), with: ""),
      explained: result.output)
  }
}

import Formats
import PipelineEmbedding
import PipelineRelations
import PipelineText
import XCTest

extension LabelRelations {
  /// The number of pairs in Sub.
  fileprivate var subsumptionCount: Int {
    (0..<labels).reduce(0) { sum, j in sum + (0..<labels).count { subsumption(j, $0) != 0 } }
  }
}

final class BuildSimSubTests: StageTestCase {
  private let header = StageHeader(
    stage: "test", revision: 1, source: "hand-made", parameters: [:], inputs: [])
  private let labels = ["dog", "animal", "life_form", "stone"]

  override func setUpWithError() throws {
    try super.setUpWithError()
    let vocabulary = CorpusVocabulary(
      words: Vocabulary(texts: ["w"], counts: [1]),
      labels: Vocabulary(texts: labels, counts: [4, 3, 2, 1]), documents: 4)
    let writer = try StageWriter(path: path("v.stage"), kind: .vocabulary, header: header)
    try vocabulary.write(to: writer)
    try writer.commit()
    // Stone has no vector; dog and animal are at right angles.
    let vectors = WordVectors(
      words: ["dog", "animal", "life_form"], dimensions: 2, values: [2, 0, 0, 3, 0, -1])
    let vectorWriter = try StageWriter(path: path("l.stage"), kind: .vectors, header: header)
    try vectors.write(to: vectorWriter)
    try vectorWriter.commit()
    try write("kb.txt", "Dog <- Animal\nAnimal <- Life Form\n")
  }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  private func arguments(_ more: String...) -> [String] {
    ["--vocabulary", path("v.stage"), "-o", path("out/r.stage")] + more
  }

  private func relations() throws -> LabelRelations {
    try LabelRelations(
      StageContents(path: path("out/r.stage"), expecting: .relations), labels: labels)
  }

  private func matrix(_ value: (Int, Int) -> Float) -> [[Float]] {
    labels.indices.map { j in labels.indices.map { value(j, $0) } }
  }

  func testSimAndSub() throws {
    let all = arguments("--label-vectors", path("l.stage"), "--kb", path("kb.txt"))
    XCTAssertEqual(
      try succeed("build-sim-sub", all),
      """
      build-sim-sub: kb.txt: 3 concepts, 2 relations, 0 cycles, 3 labels matched, 2 pairs
      build-sim-sub: 4 labels, 1 without a vector, 3 in a knowledge base, 2 pairs of narrower \
      and broader

      """)
    XCTAssertEqual(
      matrix(try relations().similarity),
      [[1, 0.5, 0.5, 0], [0.5, 1, 0, 0], [0.5, 0, 1, 0], [0, 0, 0, 1]])
    XCTAssertEqual(
      matrix(try relations().subsumption),
      [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    let contents = try StageContents(path: path("out/r.stage"), expecting: .relations)
    XCTAssertEqual(contents.header.source, "hand-made")
    XCTAssertEqual(contents.header.inputs.map(\.role), ["vocabulary", "labelVectors", "kb 1"])
    XCTAssertEqual(contents.summary["sub/pairs"], .int(2))
    XCTAssertEqual(contents.summary["sim/labels without a vector"], .int(1))
    XCTAssertEqual(
      try succeed("build-sim-sub", all), "build-sim-sub: out/r.stage is up to date\n")
    try succeed("build-sim-sub", all + ["--similarity-threshold", "0.75"])
    XCTAssertEqual(matrix(try relations().similarity)[0], [1, 0, 0, 0])
  }

  func testDepth() throws {
    try succeed(
      "build-sim-sub", arguments("--kb", path("kb.txt"), "--sub-depth", "2", "--decay", "0.5"))
    let relations = try relations()
    XCTAssertEqual(matrix(relations.subsumption)[0], [0, 1, 0.5, 0])
    XCTAssertEqual(matrix(relations.similarity), matrix { _, _ in 0 })
    XCTAssertEqual(relations.subsumptionCount, 3)
  }

  func testNothingIsRelated() throws {
    XCTAssertEqual(
      try succeed("build-sim-sub", arguments()),
      "build-sim-sub: 4 labels, no similarities, 0 in a knowledge base, "
        + "0 pairs of narrower and broader\n")
    let zeros = matrix { _, _ in 0 }
    XCTAssertEqual(matrix(try relations().similarity), zeros)
    XCTAssertEqual(matrix(try relations().subsumption), zeros)
    XCTAssertEqual(matrix(LabelRelations.none(labels: 4).subsumption), zeros)
    XCTAssertThrowsError(
      try LabelRelations(
        StageContents(path: path("l.stage"), expecting: .vectors), labels: labels))
  }

  func testExplanation() throws {
    let result = try runStage(
      "build-sim-sub",
      arguments(
        "--kb", path("kb.txt"), "--explain", "Dog", "--explain", "stone", "--explain", "life_form"))
    XCTAssertEqual(
      result.output,
      """
      “dog” has 1 hypernym
        “animal”: direct, weight 1.0, kb.txt: “Dog” is \
      narrower than “Animal” (line 1)
      “stone” is in no knowledge base, so it has no hypernyms
      “life_form” has 0 hypernyms

      """)
    let again = try runStage(
      "build-sim-sub", arguments("--kb", path("kb.txt"), "--explain", "animals"))
    XCTAssertEqual(
      again.errors.split(separator: "\n").last,
      "Error: --explain: “animals” is not among the labels. Labels like it are “animal”.")
  }

  /// Names like those of the labels that no knowledge base has.
  func testUnmatchedLabels() throws {
    try write("kb.txt", "Dog <- Animals\nstones <- thing\n")
    let result = try runStage(
      "build-sim-sub", arguments("--kb", path("kb.txt"), "--explain", "animal"))
    XCTAssertEqual(
      result.output,
      "“animal” is in no knowledge base, so it has no hypernyms; names like it are “animals”\n")
    let contents = try StageContents(path: path("out/r.stage"), expecting: .relations)
    XCTAssertEqual(contents.summary["sub/unmatched, stone"], .string("stones"))
    XCTAssertEqual(contents.summary["sub/unmatched, life_form"], .string(""))
    XCTAssertEqual(try contents.integers("sub/unmatched"), [1, 2, 3])
    try succeed("build-sim-sub", arguments("--kb", path("kb.txt"), "--fold-plurals"))
    XCTAssertEqual(try relations().subsumptionCount, 1)
  }

  func testListsOfWhatCounts() throws {
    let kb = ["--kb", path("kb.txt"), "--sub-depth", "2"]
    try write("out.txt", "dog <- life form\n")
    try succeed("build-sim-sub", arguments() + kb + ["--exclude", path("out.txt")])
    XCTAssertEqual(
      matrix(try relations().subsumption),
      [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    try write("in.txt", "dog\nLife Form\n")
    let included = arguments() + kb + ["--include", path("in.txt")]
    try succeed("build-sim-sub", included)
    XCTAssertEqual(matrix(try relations().subsumption)[0], [0, 0, 1, 0])
    XCTAssertEqual(try relations().subsumptionCount, 1)
    // The list is an input: another content is another result.
    try write("in.txt", "dog\nanimal\n")
    try succeed("build-sim-sub", included)
    XCTAssertEqual(matrix(try relations().subsumption)[0], [0, 1, 0, 0])
    XCTAssertEqual(
      try errorOf("build-sim-sub", arguments("--exclude", path("none"))),
      "Error: none: cannot be opened: No such file or directory. Check the name, or run the "
        + "stage that makes this file.\n")
  }

  func testOptionsOfRDF() throws {
    try write(
      "kb.rdf",
      """
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns:s="http://www.w3.org/2004/02/skos/core#" xmlns:e="http://e/">
        <s:Concept rdf:about="#1"><s:prefLabel>dog</s:prefLabel>
          <s:broadMatch rdf:resource="http://e/animal"/><e:under rdf:resource="#3"/>
          <s:altLabel>stone</s:altLabel></s:Concept>
        <s:Concept rdf:about="#3"><s:prefLabel xml:lang="de">life form</s:prefLabel></s:Concept>
      </rdf:RDF>
      """)
    func row(_ more: String...) throws -> [[Float]] {
      try succeed("build-sim-sub", arguments("--kb", path("kb.rdf")) + more)
      return matrix(try relations().subsumption)
    }
    XCTAssertEqual(try row(), matrix { _, _ in 0 })
    XCTAssertEqual(try row("--use-mappings")[0], [0, 1, 0, 0])
    XCTAssertEqual(try row("--use-mappings")[3], [0, 1, 0, 0])
    XCTAssertEqual(try row("--use-mappings", "--name-kind", "preferred"), matrix { _, _ in 0 })
    let kinds = ["--name-kind", "preferred", "--name-kind", "iri"]
    try succeed(
      "build-sim-sub", arguments("--kb", path("kb.rdf"), "--use-mappings") + kinds)
    XCTAssertEqual(try relations().subsumptionCount, 1)
    XCTAssertEqual(
      try row("--broader-predicate", "http://e/under", "--language", "de", "--language", "none")[0],
      [0, 0, 1, 0])
    let explained = try runStage(
      "build-sim-sub",
      arguments(
        "--kb", path("kb.rdf"), "--use-mappings", "--kb-base", "http://base/x", "--explain", "dog"))
    XCTAssertEqual(
      explained.output,
      "“dog” has 1 hypernym\n  “animal”: direct, weight 1.0, by preferred label and name in the "
        + "IRI, kb.rdf: “dog” <http://base/x#1> skos:broadMatch “animal” <http://e/animal> "
        + "(line 4)\n")
  }

  func testSynonymsAndStandardInput() throws {
    try write("syn.txt", "stone = Dog\n")
    let result = try runStage(
      "build-sim-sub", arguments("--kb", path("syn.txt"), "--kb", "-"),
      input: "dog,animal,0.5\nanimal,life form,0.1\n")
    XCTAssertEqual(
      result.errors.replacingOccurrences(of: folder.path + "/", with: ""),
      """
      build-sim-sub: syn.txt: 1 synonym
      build-sim-sub: standard input: 3 concepts, 2 relations, 0 cycles, 4 labels matched, 3 pairs
      build-sim-sub: 4 labels, no similarities, 4 in a knowledge base, 3 pairs of narrower and \
      broader

      """)
    XCTAssertEqual(matrix(try relations().subsumption)[3], [0, 0.5, 0, 0])
    _ = try runStage(
      "build-sim-sub", arguments("--kb", "-", "--min-confidence", "0.2"),
      input: "dog,animal,0.5\nanimal,life form,0.1\n")
    XCTAssertEqual(try relations().subsumptionCount, 1)
  }

  func testConceptGraph() throws {
    try write("kb.tsv", "animal\tdog\t7\nlife form\tdog\t3\n")
    try succeed("build-sim-sub", arguments("--kb", path("kb.tsv")))
    XCTAssertEqual(matrix(try relations().subsumption)[0], [0, 1, 0, 0])
    try succeed("build-sim-sub", arguments("--kb", path("kb.tsv"), "--min-count", "3"))
    XCTAssertEqual(matrix(try relations().subsumption)[0], [0, 1, 1, 0])
  }

  /// Dog and animal occur together in both of their documents, life_form with
  /// neither.
  func testSimilarityFromCooccurrence() throws {
    let corpus = ["dog,animal", "dog,animal", "life_form", "life_form,other"]
    try write(
      "c.jsonl",
      corpus.enumerated().map { number, tags in
        let list = tags.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",")
        return "{\"id\":\"\(number)\",\"title\":\"a\",\"text\":\"b\",\"tags\":[\(list)]}"
      }.joined(separator: "\n"))
    try succeed("preprocess", ["--corpus", path("c.jsonl"), "-o", path("d.stage")])
    XCTAssertEqual(
      try succeed("build-sim-sub", arguments("--documents", path("d.stage"))),
      "build-sim-sub: 4 labels, 1 in no document or in all, 0 in a knowledge base, "
        + "0 pairs of narrower and broader\n")
    XCTAssertEqual(
      matrix(try relations().similarity),
      [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    let contents = try StageContents(path: path("out/r.stage"), expecting: .relations)
    XCTAssertEqual(contents.header.inputs.map(\.role), ["vocabulary", "documents"])
    XCTAssert(
      try errorOf(
        "build-sim-sub",
        arguments("--documents", path("d.stage"), "--label-vectors", path("l.stage"))
      ).hasPrefix(
        "Error: --label-vectors and --documents both say where similarities come from; give "
          + "one.\n"))
    XCTAssert(
      try errorOf("build-sim-sub", arguments("--split", path("x"))).hasPrefix(
        "Error: --split says which documents count and needs --documents.\n"))
  }

  func testCompatibility() throws {
    // Only equal after lower-casing: the blank of "Life Form" is not a "_".
    try succeed("build-sim-sub", arguments("--kb", path("kb.txt"), "--compat", "original"))
    XCTAssertEqual(try relations().subsumptionCount, 1)
    XCTAssertEqual(
      try errorOf(
        "build-sim-sub", arguments("--label-vectors", path("l.stage"), "--compat", "original")),
      "Error: l.stage: the label \"stone\" has no vector, which the original program does not "
        + "allow. Give vectors of all labels, or run without --compat original.\n")
  }

  func testErrors() throws {
    for (option, value, range) in [
      ("--similarity-threshold", "1.5", "from 0 to 1"),
      ("--similarity-top-n", "0", "at least 1"),
      ("--sub-depth", "0", "at least 1"), ("--decay", "1.5", "above 0 and at most 1"),
      ("--min-confidence", "2.0", "from 0 to 1"),
    ] {
      XCTAssert(
        try errorOf("build-sim-sub", arguments(option, value))
          .hasPrefix("Error: \(option) must be \(range), but is \(value).\n"))
    }
    XCTAssert(
      try errorOf("build-sim-sub", arguments("--kb", "-", "--kb", "-"))
        .hasPrefix("Error: --kb - is given twice; there is only one standard input.\n"))
    try write("what", "just text\n")
    XCTAssert(
      try errorOf("build-sim-sub", arguments("--kb", path("what"))).hasPrefix(
        "Error: what: its format is not recognised. Name it with --kb-format; the formats are "
          + "rdfxml, turtle, "))
    try write("loop", "dog <- animal\nanimal <- dog\n")
    XCTAssertEqual(
      try errorOf("build-sim-sub", arguments("--kb", path("loop"), "--cycles", "error")),
      "Error: loop: 1 cycle of concepts that are broader than themselves; the first holds "
        + "dog, animal. Use --cycles drop or --cycles keep.\n")
  }
}

import Formats
import PipelineEvaluation
import PipelineNetworks
import XCTest

final class AnnotateTests: StageTestCase {
  private let documents = """
    {"id":"x","title":"Alpha","text":"Beta gamma. Delta unknown."}
    {"id":"y\\tz","title":"","text":"Gamma."}

    """

  override func setUpWithError() throws {
    try super.setUpWithError()
    try writeModel(labels: ["a", "b c", "http://d.org/#x é"], threshold: 0)
  }

  private func annotate(_ arguments: [String], input: String? = nil) throws -> String {
    let result = try runStage(
      "annotate", ["--model", path("model.stage")] + arguments, input: input ?? documents)
    XCTAssertEqual(result.status, 0, result.errors)
    return result.output
  }

  /// The tags and scores of each document.
  private func tags(_ arguments: [String]) throws -> [[(tag: String, score: Double)]] {
    try annotate(arguments + ["--format", "jsonl"]).split(separator: "\n").map { line in
      let object = try XCTUnwrap(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      return try XCTUnwrap(object["tags"] as? [[String: Any]]).map {
        (try XCTUnwrap($0["tag"] as? String), try XCTUnwrap($0["score"] as? Double))
      }
    }
  }

  /// The option that a message names is one that annotate has.
  func testAnUnknownFormatIsGivenByInputFormat() throws {
    let result = try runStage(
      "annotate", ["--model", path("model.stage")], input: "just a line of text\n")
    XCTAssertNotEqual(result.status, 0)
    XCTAssert(result.errors.contains("Give one with --input-format"), result.errors)
  }

  /// A decision is tuned on what predict keeps: the best scores, however low they are.
  func testADecisionLooksAtTheBestScoresHoweverLow() throws {
    try writeModel("low.stage", bias: -40)
    let rule = DecisionRule(.threshold(0.5), minimum: 1)
    let header = StageHeader(stage: "tune", revision: 1, parameters: [:], inputs: [])
    let writer = try StageWriter(path: path("decision.stage"), kind: .decision, header: header)
    try TunedDecision(
      labels: ["a", "b", "c"], model: nil, objective: "exampleF1", kind: .thresholdAtLeastOne, rule: rule,
      candidates: []
    ).write(to: writer)
    try writer.commit()
    let best = try tags(["--model", path("low.stage"), "--top-k", "1"])
    XCTAssertEqual(best.map(\.count), [1, 1])
    for list in best { XCTAssertLessThan(list[0].score, 0.001) }
    let decided = try tags(["--model", path("low.stage"), "--decision", path("decision.stage")])
    XCTAssertEqual(decided.map { $0.map(\.tag) }, best.map { $0.map(\.tag) })
  }

  func testTagsOfATableAreJoinedAsWanted() throws {
    let table = "id,title\n1,Alpha beta\n"
    let joined = ["--top-k", "3", "--format", "csv"]
    let plain = try annotate(joined, input: table).split(separator: "\n")
    XCTAssertEqual(plain[0], "id,title,predicted_tags")
    XCTAssertEqual(plain[1].split(separator: ",")[2].split(separator: ";").count, 3)
    let barred = try annotate(joined + ["--tag-separator", " | "], input: table)
    XCTAssertEqual(barred.components(separatedBy: " | ").count, 3)
    XCTAssert(
      try runStage("annotate", ["--model", path("model.stage"), "--tag-separator", ";"], input: "")
        .errors.contains("--tag-separator needs --format csv."))
  }

  /// What is added fits under its name whatever the rows are like, and the file stays what it was.
  func testATableIsCopiedWhole() throws {
    let table = "\u{FEFF}id;title;predicted_tags\r\n1;Alpha beta;x\r\n2;Alpha;too;many\r\n3;\"Open;bird\r\n4;Beta;\r\n"
    let copy = try annotate(["--top-k", "1", "--format", "csv"], input: table)
    XCTAssertTrue(copy.utf8.starts(with: [0xEF, 0xBB, 0xBF]))
    let rows = copy.components(separatedBy: "\r\n")
    XCTAssertEqual(rows[0], "\u{FEFF}id;title;predicted_tags;predicted_tags_new")
    XCTAssertTrue(rows[1].hasPrefix("1;Alpha beta;x;") && rows[1].count > 15, rows[1])
    XCTAssertEqual(rows[2], "2;Alpha;\"too;many\";")
    XCTAssertEqual(rows[3], "3;\"\"\"Open\";bird;")
    XCTAssertTrue(rows[4].hasPrefix("4;Beta;;") && rows[4].count > 8, rows[4])
    XCTAssertEqual(rows.count, 6)
  }

  func testFormats() throws {
    let all = try tags([])
    XCTAssertEqual(all.map(\.count), [3, 3])
    for list in all { XCTAssertEqual(list.map(\.score), list.map(\.score).sorted(by: >)) }
    let lines = try annotate([]).split(separator: "\n").map { $0.split(separator: "\t") }
    XCTAssertEqual(lines.map { String($0[0]) }, ["x", "y z"])
    XCTAssertEqual(lines[0].count, 4)
    let rows = try annotate(["--format", "tsv"]).split(separator: "\n")
    XCTAssertEqual(rows.count, 7)
    XCTAssertEqual(rows[0], "id\ttag\tscore")
    XCTAssert(rows.allSatisfy { $0.split(separator: "\t").count == 3 })
    let annif = try annotate(["--format", "annif", "--top-k", "3"])
    XCTAssert(annif.hasPrefix("Suggestions for x\n<"), annif)
    XCTAssert(annif.contains("\n\nSuggestions for y z\n"), annif)
    XCTAssert(annif.contains("<#b%20c>\tb c\t0."), annif)
    XCTAssert(annif.contains("<http://d.org/#x%20%C3%A9>\thttp://d.org/#x é\t0."), annif)
    XCTAssert(
      try annotate(["--format", "annif", "--uri-prefix", "http://e.org/"])
        .contains("<http://e.org/b%20c>\t"))
  }

  /// If attention is by label, each tag shows what it looked at; the title is the first
  /// sentence.
  func testAttentionByLabel() throws {
    for variation in [NetworkModel.hlan, .haGRU] {
      try writeModel(labels: ["a", "b", "c"], variation: variation, threshold: 0)
      let line = try annotate(["--attention", "--format", "jsonl"]).split(separator: "\n")[0]
      let object = try XCTUnwrap(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let tags = try XCTUnwrap(object["tags"] as? [[String: Any]])
      XCTAssertEqual(tags.count, 3)
      let weights = try tags.map { tag in
        let attention = try XCTUnwrap(tag["attention"] as? [String: Any])
        let sentences = try XCTUnwrap(attention["sentences"] as? [Double])
        let words = try XCTUnwrap(attention["words"] as? [[Double]])
        XCTAssertEqual(sentences.count, 3)
        XCTAssertEqual(words.map(\.count), variation == .hlan ? [1, 2, 2] : [])
        for list in [sentences] + words { XCTAssertEqual(list.reduce(0, +), 1, accuracy: 3e-4) }
        return sentences
      }
      XCTAssertGreaterThan(Set(weights).count, 1, "labels look at the same sentences")
    }
  }

  func testChoice() throws {
    let all = try tags([])
    let middle = (all[0][0].score + all[0][1].score) / 2
    XCTAssertEqual(try tags(["--top-k", "1"]).map { $0.map(\.tag) }, all.map { [$0[0].tag] })
    XCTAssertEqual(
      try tags(["--threshold", "\(middle)"])[0].map(\.tag),
      all[0].filter { $0.score > middle }.map(\.tag))
    XCTAssertEqual(try tags(["--threshold", "0.9999"]).map(\.count), [0, 0])
    XCTAssertEqual(
      try tags(["--threshold", "0.9999", "--at-least", "1"]).map { $0.map(\.tag) },
      all.map { [$0[0].tag] })
    // The floor of top-k.
    XCTAssertEqual(try tags(["--top-k", "2", "--threshold", "0.9999"]).map(\.count), [0, 0])
    // Documents without a tag still have their line.
    XCTAssertEqual(try annotate(["--threshold", "0.9999"]), "x\ny z\n")
  }

  /// Lists may have the line ends of old Macintosh files.
  func testIncludeWithCarriageReturnsAlone() throws {
    try "\u{FEFF}a\rb c\r".write(toFile: path("tags"), atomically: true, encoding: .utf8)
    let found = try tags(["--include", path("tags"), "--top-k", "3"])
    XCTAssertEqual(found.map { Set($0.map(\.tag)) }, [["a", "b c"], ["a", "b c"]])
  }

  func testIncludeAndExclude() throws {
    try "a\r\nb c\n\nabsent\n".write(toFile: path("tags"), atomically: true, encoding: .utf8)
    let included = try runStage(
      "annotate", ["--model", path("model.stage"), "--include", path("tags"), "--top-k", "3"],
      input: documents)
    XCTAssertEqual(included.status, 0)
    XCTAssertEqual(included.output.split(separator: "\n")[0].split(separator: "\t").count, 3)
    XCTAssertFalse(included.output.contains("d.org"))
    XCTAssertEqual(
      included.errors.replacingOccurrences(of: folder.path + "/", with: ""),
      "tags: 1 of 3 tags are unknown to the model, for instance `absent`.\n")
    XCTAssertEqual(
      try tags(["--exclude", path("tags"), "--top-k", "3"]).map { $0.map(\.tag) },
      [["http://d.org/#x é"], ["http://d.org/#x é"]])
    try "nothing\n".write(toFile: path("tags"), atomically: true, encoding: .utf8)
    XCTAssertEqual(
      try errorOf("annotate", ["--model", path("model.stage"), "--include", path("tags")]),
      "Error: tags: holds no tag that the model knows. Give one tag per line, spelt as in the "
        + "model; inspect shows its labels.\n")
  }

  func testExplanation() throws {
    let text = try annotate(["--explain", "--format", "jsonl"])
    let lines = try text.split(separator: "\n").map {
      try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let tags = try XCTUnwrap(lines[0]["tags"] as? [[String: Any]])
    var named = 0
    for tag in tags {
      let score = try XCTUnwrap(tag["score"] as? Double)
      for evidence in try XCTUnwrap(tag["because"] as? [[String: Any]]) {
        named += 1
        XCTAssertLessThan(try XCTUnwrap(evidence["scoreWithout"] as? Double), score)
        let part = try XCTUnwrap(evidence["sentence"] as? Int)
        XCTAssertEqual(
          evidence["text"] as? String, ["alpha", "beta gamma", "delta unknown"][part])
        for word in try XCTUnwrap(evidence["words"] as? [[String: Any]]) {
          XCTAssertLessThan(try XCTUnwrap(word["scoreWithout"] as? Double), score)
        }
      }
    }
    XCTAssertGreaterThan(named, 0)
    let plain = try annotate(["--explain"])
    XCTAssert(plain.contains(": without "), plain)
    XCTAssert(plain.contains("*"), plain)
  }

  /// The scores do not depend on the batch, nor on the number of threads.
  func testBatchesAndFiles() throws {
    let expected = try annotate([])
    XCTAssertEqual(try annotate(["--batch-size", "1", "--threads", "1"]), expected)
    try documents.write(toFile: path("d.jsonl"), atomically: true, encoding: .utf8)
    XCTAssertEqual(try annotate([path("d.jsonl"), path("d.jsonl")]), expected + expected)
    XCTAssertEqual(
      try annotate(["--whole"], input: "Alpha.\n\nBeta.").split(separator: "\n").count, 1)
    XCTAssertEqual(
      try annotate(["--plain"], input: "Alpha.\n\nBeta.").split(separator: "\n").count, 2)
  }

  /// New documents come in every format of a corpus; tables go back with a column.
  func testOtherFormats() throws {
    try "Record;Title\nb1;Alpha beta\nb2;\"Gamma; delta\"\n"
      .write(toFile: path("new.csv"), atomically: true, encoding: .utf8)
    XCTAssertEqual(
      try annotate([path("new.csv")]).split(separator: "\n").map { $0.prefix { $0 != "\t" } },
      ["b1", "b2"])
    let table = try annotate(
      [path("new.csv"), "--format", "csv", "--column", "tags", "--top-k", "1"]
    ).split(separator: "\n").map(String.init)
    XCTAssertEqual(table[0], "Record;Title;tags")
    XCTAssert(table[1].hasPrefix("b1;Alpha beta;"), table[1])
    XCTAssert(table[2].hasPrefix("b2;\"Gamma; delta\";"), table[2])
    XCTAssertEqual(
      try annotate(["--lines"], input: "Alpha.\nBeta.\n").split(separator: "\n").count, 2)
    try "Alpha.".write(toFile: path("a.txt"), atomically: true, encoding: .utf8)
    try "Beta.".write(toFile: path("b.txt"), atomically: true, encoding: .utf8)
    XCTAssertEqual(
      try annotate(["--whole", path("a.txt"), path("b.txt")]).split(separator: "\n")
        .map { $0.prefix { $0 != "\t" } }, ["a.txt", "b.txt"])
    let plain = try runStage("annotate", ["--model", path("model.stage")], input: "Alpha beta.\n")
    XCTAssertNotEqual(plain.status, 0)
    let texts = path("texts")
    try FileManager.default.createDirectory(atPath: texts, withIntermediateDirectories: true)
    try "Alpha beta.".write(toFile: texts + "/x.txt", atomically: true, encoding: .utf8)
    XCTAssertEqual(try annotate([texts]), "")
    func beside() throws -> String { try String(contentsOfFile: texts + "/x.annif", encoding: .utf8) }
    XCTAssert(try beside().contains("<#a>\ta\t"))
    // What is there is kept unless it is to be replaced; another form goes to standard output.
    try "mine".write(toFile: texts + "/x.annif", atomically: true, encoding: .utf8)
    XCTAssertEqual(try annotate([texts]), "")
    XCTAssertEqual(try beside(), "mine")
    XCTAssert(try annotate(["--format", "jsonl", texts]).hasPrefix("{\"id\":\"x\""))
    XCTAssertEqual(try beside(), "mine")
    XCTAssertEqual(try annotate(["--format", "annif", "--uri-prefix", "http://e/", "--force", texts]), "")
    XCTAssert(try beside().contains("<http://e/a>\ta\t"))
  }

  /// Separators have the names that corpora give them, and no tag may contain one.
  func testSeparatorsOfTags() throws {
    try "id,title\n1,Alpha beta\n".write(toFile: path("t.csv"), atomically: true, encoding: .utf8)
    let csv = ["--format", "csv", "--top-k", "2", path("t.csv")]
    // The header and a row of two lines.
    XCTAssertEqual(try annotate(csv + ["--tag-separator", "newline"]).split(separator: "\n").count, 3)
    for (separator, message) in [("", "--tag-separator is empty"), ("a", "`a` occurs in a tag: a")] {
      let result = try runStage("annotate", ["--model", path("model.stage")] + csv + ["--tag-separator", separator])
      XCTAssertNotEqual(result.status, 0)
      XCTAssert(result.errors.contains(message), result.errors)
    }
    for option in [["--column", "x"], ["--for-spreadsheets"], ["--format", "tsv", "--uri-prefix", "x"]] {
      XCTAssertNotEqual(try runStage("annotate", ["--model", path("model.stage"), path("t.csv")] + option).status, 0)
    }
  }

  /// A table for training may have a row for each tag, or a document's first row alone names it.
  func testRowsOfOneDocument() throws {
    let table = "id,title,abstract,subject\n1,Alpha,Beta.,x\n1,Alpha,Beta.,y\n2,Gamma,Delta.,x\n,,,z\n"
    try table.write(toFile: path("t.csv"), atomically: true, encoding: .utf8)
    let lines = try annotate(["--top-k", "1", path("t.csv")]).split(separator: "\n")
    XCTAssertEqual(lines.map { $0.prefix { $0 != "\t" } }, ["1", "2"])
    let copy = try annotate(["--top-k", "1", "--format", "csv", path("t.csv")]).split(separator: "\n")
    XCTAssertEqual(copy.count, 5)
    XCTAssertEqual(copy[1].split(separator: ",").dropFirst(4), copy[2].split(separator: ",").dropFirst(4))
    // Without tags nothing says that equal rows are one document.
    try "id,title\n1,Alpha\n1,Alpha\n".write(toFile: path("t.csv"), atomically: true, encoding: .utf8)
    XCTAssertEqual(try annotate(["--top-k", "1", path("t.csv")]).split(separator: "\n").count, 2)
  }

  /// A stream may name two documents alike: ids pass through.
  func testRepeatedIDs() throws {
    let output = try annotate([], input: documents + documents)
    XCTAssertEqual(
      output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }, ["x", "y z", "x", "y z"])
  }

  /// Lines that are not documents are named and passed over; the others are annotated.
  func testDamagedInput() throws {
    let lines: [[UInt8]] = [
      [], Array(#"{"id":"x","text":"Alpha."}"#.utf8), Array(#"{"id":"y","text":"#.utf8),
      Array("   ".utf8), Array(#"{"id":"z\#u{FF}","text":""#.utf8) + [0xFF, 0x22, 0x7D],
      Array("[1]".utf8), Array((#"{"id":"deep","text":"# + String(repeating: "[", count: 200_000)).utf8),
      Array((#"{"id":"long","text":""# + String(repeating: "beta ", count: 400_000) + "\"}").utf8),
      Array(#"{"id":"last","text":"Gamma."}"#.utf8),
    ]
    try Data(lines.joined(separator: [0x0A])).write(to: URL(fileURLWithPath: path("d.jsonl")))
    let result = try runStage(
      "annotate", ["--model", path("model.stage"), path("d.jsonl")])
    XCTAssertEqual(result.status, 0)
    XCTAssertEqual(
      result.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } },
      ["x", "long", "last"])
    XCTAssertEqual(
      result.errors.replacingOccurrences(of: folder.path + "/", with: ""),
      """
      d.jsonl:3: skipped: is not valid JSON.
      d.jsonl:5: skipped: is not valid UTF-8.
      d.jsonl:6: skipped: is not a JSON object.
      d.jsonl:7: skipped: is not valid JSON.
      annotate: not valid UTF-8: 1 record; --encoding windows-1252, or the encoding that the file has, reads them

      """)
  }

  /// Where nobody reads on, the program ends without a word, whether SIGPIPE is
  /// ignored or not; a full disk is named.
  func testOutputThatCannotBeWritten() throws {
    try String(repeating: documents, count: 4_000)
      .write(toFile: path("d.jsonl"), atomically: true, encoding: .utf8)
    func run(_ command: String) throws -> StageResult {
      try runProgram(
        "/bin/sh",
        ["-c", command, "sh", try stageExecutable("annotate").path, path("model.stage"), path("d.jsonl")])
    }
    let closed = #"{ "$1" --model "$2" "$3"; echo "status $?" >&2; } | head -1"#
    for command in [closed, "trap '' PIPE; " + closed] {
      let result = try run(command)
      XCTAssertEqual(result.output.split(separator: "\n").count, 1)
      XCTAssertEqual(result.errors, "status 141\n")
    }
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    XCTAssertEqual(
      try run(#""$1" --model "$2" "$3" > /dev/full"#).errors,
      "Error: (standard output): cannot be written: No space left on device. Make room, or "
        + "write elsewhere.\n")
  }

  func testErrors() throws {
    let result = try runStage("annotate", ["--model", path("model.stage")])
    XCTAssertEqual(
      result.errors,
      "Error: (standard input): contains no documents to annotate. Give JSON lines with title and "
        + "text, a table, or plain text with --lines, --plain or --whole.\n")
    for (arguments, message) in [
      (["--top-k", "0"], "--top-k must be at least 1, but is 0."),
      (["--threshold", "1"], "--threshold must be from 0 to below 1, but is 1.0."),
      (["--plain", "--whole"], "--lines, --plain, --whole and --input-format exclude each other."),
      (["--attention"], "--attention needs --format jsonl."),
      (["--explain", "--format", "tsv"], "--explain needs --format lines or jsonl."),
      (["-", "-"], "Standard input can be read once only."),
      (
        ["--decision", "d", "--top-k", "2"],
        "--decision excludes --threshold, --top-k and --at-least."
      ),
    ] {
      let text = try errorOf("annotate", ["--model", path("model.stage")] + arguments)
      XCTAssert(text.hasPrefix("Error: \(message)\n"), text)
    }
  }
}

// Words, tags and ids that try to break whatever they are put into.
import Formats
import FormatsFiles
import PipelineEvaluation
import XCTest

final class HostileTextTests: StageTestCase {
  private let hostile = [
    "<script>alert(1)</script>", "\"quoted\" 'and' \\back\\", "tab\there\nnewline\rreturn",
    "\u{202E}right to left\u{2069}", "👩‍👩‍👧‍👦🏳️‍🌈", "e\u{301}", "é", "comma, semi; pipe|",
    "&amp;<b>", "\u{2028}separator\u{2029}", "=1+1", "[x](javascript:1)", "null", "%00%s%n",
    String(repeating: "x", count: 10_000), "inner\u{FEFF}mark", "a\u{0}b",
  ]

  private func json(_ value: Any) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
  }

  /// Every document's id, title and tags are hostile.
  private func corpus() throws -> String {
    try hostile.enumerated().map { number, text in
      try json([
        "id": "\(text)#\(number)", "title": "alpha \(text)",
        "text": "\(text) beta. <script>gamma</script> \(text).",
        "tags": [text, hostile[(number + 1) % hostile.count]],
      ])
    }.joined(separator: "\n") + "\n"
  }

  func testFromCorpusToOutputs() throws {
    try corpus().write(toFile: path("c.jsonl"), atomically: true, encoding: .utf8)
    try succeed("preprocess", ["--corpus", path("c.jsonl"), "-o", path("documents.stage")])
    let documents = try DocumentsReader.all(path: path("documents.stage"))
    XCTAssertEqual(documents.count, hostile.count)
    // The tags as preprocess cleans them are the model's labels.
    var labels: [String] = []
    for tag in documents.flatMap(\.tags)
    where !labels.contains(where: { ExactString($0) == ExactString(tag) }) {
      labels.append(tag)
    }
    XCTAssertGreaterThan(labels.count, 12)
    try writeModel(
      words: ["alpha", "beta", "gamma", "delta"], labels: labels, threshold: 0, fold: 0)
    try annotateAndParse(labels: labels)
    try evaluateAndParse(documents, labels: labels)
  }

  private func annotateAndParse(labels: [String]) throws {
    let input = try corpus()
    func annotate(_ more: String...) throws -> String {
      let result = try runStage(
        "annotate", ["--model", path("model.stage"), "--top-k", "100"] + more, input: input)
      XCTAssertEqual(result.status, 0, result.errors)
      return result.output
    }
    // JSON gives back every tag as it is.
    let objects = try annotate("--format", "jsonl", "--explain", "--attention")
      .split(separator: "\n", omittingEmptySubsequences: true)
    XCTAssertEqual(objects.count, hostile.count)
    for object in objects {
      let parsed = try XCTUnwrap(
        JSONSerialization.jsonObject(with: Data(object.utf8)) as? [String: Any])
      let tags = try XCTUnwrap(parsed["tags"] as? [[String: Any]]).compactMap {
        $0["tag"] as? String
      }
      XCTAssertEqual(
        Set(tags.map { ExactString($0) }).symmetricDifference(labels.map { ExactString($0) }), [])
    }
    // Lines and rows stay lines and rows, whoever splits them.
    func lines(_ text: String) -> [[UInt8]] {
      Array(text.utf8).split(separator: 0x0A).map(Array.init)
    }
    let rows = lines(try annotate("--format", "tsv"))
    XCTAssertEqual(rows.count, 1 + hostile.count * labels.count)
    XCTAssert(rows.allSatisfy { row in row.count { $0 == 9 } == 2 })
    XCTAssertEqual(lines(try annotate()).count, hostile.count)
    let annif = lines(try annotate("--format", "annif"))
    XCTAssertEqual(annif.count, hostile.count * (labels.count + 1))
    let uris = annif.filter { $0.first == UInt8(ascii: "<") }
    XCTAssertEqual(uris.count, hostile.count * labels.count)
    for line in uris {
      let uri = line.prefix { $0 != 9 }
      XCTAssertEqual(uri.last, UInt8(ascii: ">"))
      XCTAssertEqual(uri.dropFirst().dropLast().count { $0 == 0x3C || $0 == 0x3E || $0 <= 32 }, 0)
    }
  }

  private func evaluateAndParse(_ documents: [Document], labels: [String]) throws {
    try writeDocumentsAndSplit(documents)
    try predict(to: "p.stage")
    try succeed(
      "evaluate",
      [
        "--predictions", path("p.stage"), "-o", path("m.stage"), "--labels", path("tags.csv"),
        "--json", path("m.json"),
      ])
    // RFC 4180 by a parser of the test's own: as many cells in each row.
    let csv = try String(contentsOfFile: path("tags.csv"), encoding: .utf8)
    let rows = parsedCSV(csv)
    XCTAssertEqual(rows.count, labels.count + 1)
    XCTAssertEqual(Set(rows.map(\.count)), [10])
    XCTAssertEqual(
      rows.dropFirst().map { ExactString($0[0]) }, labels.map { ExactString($0) })
    try compareAndParse(labels: labels)
  }

  private func compareAndParse(labels: [String]) throws {
    // A name ends at the first equals sign, and what has a slash before it is a path.
    let names = [
      "<b>|`", "\"quoted\" 'and' \\back\\", "tab\there\nline", "\u{202E}left\u{2069}", "👩‍👩‍👧‍👦",
      "a, b; c|", "a_b^c~d#e{f}$g%h&i", "&amp;", String(repeating: "x", count: 10_000),
    ]
    // Other scores make other decisions, so that there are documents to show.
    var other = try PredictionSet(StageContents(path: path("p.stage"), expecting: .predictions))
    other.threshold = 0.9
    let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])
    let writer = try StageWriter(path: path("q.stage"), kind: .predictions, header: header)
    try other.write(to: writer)
    try writer.commit()
    try succeed(
      "evaluate",
      ["--compare"] + names.enumerated().map { "\($1)=\(path($0 == 0 ? "p.stage" : "q.stage"))" }
        + ["--resamples", "10", "-o", path("c.stage")]
        + ["latex", "markdown", "csv", "json"].flatMap { ["--\($0)", path("c.\($0)")] })
    func text(_ kind: String) throws -> String {
      try String(contentsOfFile: path("c.\(kind)"), encoding: .utf8)
    }
    let pairs = names.indices.flatMap { a in (a + 1..<names.count).map { (a, $0) } }
    let rows = parsedCSV(try text("csv"))
    XCTAssertEqual(Set(rows.map(\.count)), [14])
    XCTAssertEqual(
      rows[1...pairs.count].map { [ExactString($0[1]), ExactString($0[2])] },
      pairs.map { [ExactString(names[$0]), ExactString(names[$1])] })
    let stored = try JSONDecoder().decode(Comparison.self, from: Data(try text("json").utf8))
    XCTAssertEqual(stored.models.map { ExactString($0.name) }, names.map { ExactString($0) })
    let examples = stored.byDocument.flatMap { $0.bestWins + $0.worstLosses }
    XCTAssertFalse(examples.isEmpty)
    let known = Set(labels.map { ExactString($0) })
    for tag in examples.flatMap({ $0.truth + $0.tagsOfA + $0.tagsOfB }) {
      XCTAssert(known.contains(ExactString(tag)), tag)
    }
    // Every row of a table is a line with as many cells as its head.
    let markdown = try text("markdown").split(separator: "\n")
    for cell in ["<b>", "<script>", "[x]("] {
      XCTAssertFalse(markdown.contains { $0.contains(cell) }, cell)
    }
    let bars = markdown.filter { $0.hasPrefix("|") }.map { $0.matches(of: #/(^|[^\\])(\\\\)*\|/#).count }
    XCTAssertEqual(Set(bars), [11, 7])
    XCTAssertEqual(bars.count { $0 == 11 }, 2 + pairs.count * stored.metrics.count)
    let latex = try text("latex").split(separator: "\n").filter { $0.hasSuffix(#" \\"#) }
    XCTAssertEqual(latex.count, 1 + pairs.count * stored.metrics.count)
    for row in latex {
      // What is left after all that is escaped has no meaning but that of cells.
      let plain = String(row.dropLast(3))
        .replacing(#/\\(textbackslash|textasciitilde|textasciicircum)\{\}/#, with: "")
        .replacing(#/\\[&%$#_{}]/#, with: "").replacing(#/\$[<>-]\$/#, with: "")
      XCTAssertEqual(plain.count { $0 == "&" }, 9, plain)
      XCTAssertNil(plain.firstMatch(of: #/[%$#_{}~^\\<>]/#), plain)
    }
  }

  /// Cells of CSV text.
  private func parsedCSV(_ text: String) -> [[String]] {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    func append(_ scalar: Unicode.Scalar) {
      rows[rows.count - 1][rows[rows.count - 1].count - 1].unicodeScalars.append(scalar)
    }
    while let scalar = scalars.popFirst() {
      if isQuoted {
        if scalar == "\"", scalars.first == "\"" {
          append("\"")
          scalars.removeFirst()
        } else if scalar == "\"" {
          isQuoted = false
        } else {
          append(scalar)
        }
      } else {
        switch scalar {
        case "\"": isQuoted = true
        case ",": rows[rows.count - 1].append("")
        case "\n": rows.append([""])
        default: append(scalar)
        }
      }
    }
    return Array(rows.dropLast())
  }
}

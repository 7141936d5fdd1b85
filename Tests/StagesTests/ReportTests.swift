// The report stage: what it says, that nothing in a corpus breaks it, and what
// a browser makes of it.
import Formats
import PipelineEvaluation
import PipelineNetworks
import PipelineText
import XCTest

final class ReportTests: StageTestCase {
  /// What a corpus may hold, each as id, word and tag.
  private let hostile = [
    "<script>document.title='run'</script>", "\"><img src=x onerror=document.title='run'>",
    "'\u{301} onmouseover='x", "\"\u{301} onmouseover=\"x", "</style></svg></bdi>&lt;&#60;",
    "{{title}}{{{script}}}{{> block}}{{=<% %>=}}", "\u{202E}abc\u{2067}", "👩‍👩‍👧‍👦🏳️‍🌈", "a\u{0}b\u{1F}\u{FFFE}",
    "<\u{338}script>", String(repeating: "x", count: 10_000), "]]>--><!--", "https://example.org/x.js",
  ]

  private func header(_ stage: String) -> StageHeader {
    StageHeader(
      stage: stage, revision: 1, source: hostile[0],
      parameters: ["model": .string("JMAN"), hostile[1]: .string(hostile[2])], inputs: [],
      seed: 7)
  }

  private func writeFile(
    _ name: String, _ kind: StageKind, _ stage: String, _ body: (StageWriter) throws -> Void
  ) throws {
    let writer = try StageWriter(path: path(name), kind: kind, header: header(stage))
    try body(writer)
    try writer.commit()
  }

  /// Files of a whole run over documents whose every text is one of `texts`.
  private func writeRun(_ texts: [String], hasText: Bool = true) throws {
    let documents = texts.enumerated().map { number, text in
      Document(
        id: "\(text)#\(number)", title: ["alpha", text],
        sentences: hasText ? [[text, "beta", "gamma"], ["delta", "alpha", text]] : [],
        tags: [text, texts[(number + 1) % texts.count], "unknown \(text)"])
    }
    let words = ["alpha", "beta", "gamma", "delta"] + texts.prefix(3)
    try writeModel(words: words, labels: texts, threshold: 0.5)
    try writeDocumentsAndSplit(documents)
    try predict(to: "predictions.stage")
    try succeed(
      "evaluate",
      [
        "--predictions", path("predictions.stage"), "-o", path("metrics.stage"), "--text",
        path("m.txt"),
      ])
    // The same predictions with other scores are another model's.
    var other = try PredictionSet(
      StageContents(path: path("predictions.stage"), expecting: .predictions))
    other.threshold = 0.9
    for name in ["other", "unpaired"] {
      if name == "unpaired" { other.ids[0] += " of another corpus" }
      try writeFile("\(name).stage", .predictions, name) { try other.write(to: $0) }
    }
    try succeed(
      "evaluate",
      [
        "--compare", path("predictions.stage"), "\(texts[0].filter { $0 != "/" && $0 != "=" })=\(path("other.stage"))",
        "unpaired=\(path("unpaired.stage"))", "--skip-unpaired", "--resamples", "50",
        "--markdown", path("c.md"), "-o", path("comparison.stage"),
      ])
    try writeFile("vocabulary.stage", .vocabulary, "build-vocab") { writer in
      try CorpusVocabulary(
        words: Vocabulary(texts: words, counts: words.map { _ in 3 }),
        labels: Vocabulary(texts: texts, counts: texts.map { _ in 2 }), documents: 10
      ).write(to: writer)
    }
    try writeFile("relations.stage", .relations, "build-sim-sub") { writer in
      // All but the first are siblings below the first.
      let pairs: [Int32] = (1..<texts.count).flatMap { [Int32($0), 0 as Int32] }
      let count = texts.count - 1
      try writer.write("labels", texts)
      try writer.write("sub/pairs", pairs, shape: [count, 2])
      try writer.write("sub/weights", [Float](repeating: 1, count: count))
      try writer.write("sub/depths", [Int32](repeating: 1, count: count))
      try writer.write("sub/sources", [Int32](repeating: 0, count: count))
      try writer.write("sub/names", [UInt8](repeating: 0, count: 2 * count), shape: [count, 2])
      try writer.write("sub/provenance", (0..<count).map { texts[$0] })
      try writer.write("sub/titles", [texts[0]])
      try writer.write("sub/noted", [] as [Int32])
      try writer.write("sub/notes", [] as [String])
      try writer.write("sub/cycles", [] as [String])
      try writer.write("sub/unmatched", [1] as [Int32])
      try writer.write("sub/candidates", [texts[1] + "\t" + texts[2]])
      try writer.write("sub/ambiguous", [2] as [Int32])
      try writer.write("sub/meanings", [texts[2]])
    }
    try writeFile("log.stage", .log, "train") { writer in
      var log = TrainingLog()
      for epoch in 0..<4 {
        var result = EpochResult()
        result.epoch = epoch
        result.learningRate = epoch < 2 ? 0.01 : 0.001
        result.trainingLoss = 10 / Double(epoch + 1)
        result.validation.crossEntropy = 11 / Double(epoch + 1)
        result.exampleF1 = 0.1 * Double(epoch)
        result.isBest = epoch != 3
        log.epochs.append(result)
      }
      try log.write(to: writer)
    }
  }

  private var inputs: [String] {
    [
      "documents", "vocabulary", "relations", "model", "log", "predictions", "metrics",
      "comparison",
    ].flatMap { ["--\($0)", path("\($0).stage")] }
  }

  private func page(_ name: String = "report.html") throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  func testTellsEverySectionTwiceInTheSameBytes() throws {
    try writeRun(["music", "jazz", "blues", "rock", "opera", "folk", "soul", "ska"])
    try succeed("report", inputs + ["--title", "Mine", "-o", path("report.html")])
    let html = try page()
    XCTAssertFalse(html.contains("Left out: the report"))
    for text in [
      "<h1><bdi>Mine</bdi></h1>", "Model JMAN", "SHA-256", "Tags per document", "validation (cross",
      "micro-F1", "trivial annotator", "Every threshold", "Frequency against F1", "both are",
      "wrongly given: ", "<th scope=\"col\">tg</th>", ">title</span>", "✓ right:", "○ missed:",
      "– not learnt:", "unknown folk", "JMAN and music", "p bootstrap", "JMAN less the other",
      "By the F1 of a document JMAN is better than music on", "Where JMAN is better", "trivial annotator 0.",
      // It begins with plain words, and names files with their hashes.
      "<p class=\"story\"><bdi>JMAN has learnt from ", "of 100 tags that it gives ",
      "giving every document the most frequent tags comes to ",
      "<bdi>predictions.stage</bdi>", "Data of “Loss”", "to find", "by chance",
      "If the same tags were missed and given independently of each other",
      "Left out: unpaired, which holds other documents or true tags than",
    ] { XCTAssert(html.contains(text), text) }
    try succeed("report", inputs + ["--title", "Mine", "-o", path("again.html")])
    XCTAssertEqual(try page("again.html"), html)
    try checkWellFormed("report.html")
    try checkInBrowser("report.html")
  }

  /// Titles have separate attention, and no table of sentences.
  func testTitlesAlone() throws {
    try writeRun(["music", "jazz", "blues", "rock", "opera", "folk", "soul", "ska"], hasText: false)
    try succeed("report", inputs + ["-o", path("report.html")])
    let html = try page()
    XCTAssertFalse(html.contains("There are no attention weights"))
    XCTAssertFalse(html.contains("<table class=\"sentences\">"))
    XCTAssert(html.contains("title=\"0."), "weights of title words")
  }

  /// The tables by frequency in the report and in evaluate's text are one.
  func testTheTablesByFrequencyAgree() throws {
    try writeRun(["music", "jazz", "blues", "rock", "opera", "folk", "soul", "ska"])
    try succeed("report", inputs + ["-o", path("report.html")])
    let line = try String(contentsOfFile: path("m.txt"), encoding: .utf8).split(separator: "\n")
      .first { $0.hasPrefix("1 to 5") }
    let cells = try XCTUnwrap(line).dropFirst(6).split(separator: " ")
    let html = try page()
    let row = try XCTUnwrap(
      html.components(separatedBy: "<bdi>1 to 5</bdi>").last?.components(separatedBy: "</tr>").first)
    XCTAssertEqual(
      row.matches(of: #/<bdi>(\d+)<\/bdi>/#).prefix(3).map { String($0.1) },
      cells.prefix(3).map(String.init))
  }

  func testNamesWhatIsMissing() throws {
    try succeed("report", ["-o", path("report.html")])
    let html = try page()
    XCTAssertEqual(html.components(separatedBy: "Left out: the report was made without").count, 10)
    XCTAssert(html.contains("No other model is compared"))
    try checkWellFormed("report.html")
  }

  func testHostileTextStaysText() throws {
    try writeRun(hostile)
    try succeed(
      "report", inputs + ["--title", hostile[0], "-o", path("report.html"), "--shown", "20"])
    let html = try page()
    try checkWellFormed("report.html")
    XCTAssertEqual(html.components(separatedBy: "<script").count, 2, "one script, ours")
    for text in ["<img", "onmouseover=\"", "onmouseover='", "</bdi>&lt;&#60;", "]]>", "<!--", "\u{0}"] {
      XCTAssertFalse(html.contains(text), text)
    }
    // A browser reads scalars, not Swift's characters.
    let scalars = Array(html.unicodeScalars)
    for (place, scalar) in scalars.enumerated() where scalar == "\u{301}" || scalar == "\u{338}" {
      XCTAssertEqual(scalars[place - 1], ";", "an accent after a mark of markup")
    }
    XCTAssert(html.contains("{{title}}{{{script}}}"), "templates in texts are texts")
    XCTAssertFalse(html.contains(String(repeating: "x", count: 1_000)))
    XCTAssert(html.contains("(10000 characters)"))
    try checkInBrowser("report.html")
  }

  func testErrors() throws {
    try writeRun(["a", "b", "c", "d", "e", "f"])
    XCTAssertEqual(
      try errorOf("report", ["--documents", path("no.stage"), "-o", path("r.html")]),
      "Error: no.stage: cannot be opened: No such file or directory. "
        + "Check the name, or run the stage that makes this file.\n")
    XCTAssert(
      try errorOf("report", ["--shown=-1", "-o", path("r.html")])
        .contains("--shown must be at least 0, but is -1."))
    XCTAssert(
      try errorOf("report", ["--decision", "x", "-o", path("r.html")])
        .contains("--decision needs as many files as --predictions, 0."))
    XCTAssertFalse(FileManager.default.fileExists(atPath: path("r.html")))
  }

  // ---- Checks ----

  /// libxml2 finds nothing wrong but elements younger than itself, and nothing
  /// is loaded from elsewhere.
  private func checkWellFormed(_ name: String) throws {
    let html = try page(name)
    XCTAssertNil(
      html.firstMatch(of: #/<(?:link|img|iframe|object|embed|base|form)\b/#), "no such element")
    XCTAssertNil(html.firstMatch(of: #/<[a-z][^>]*\s(?:src|action)\s*=/#))
    XCTAssertNil(html.firstMatch(of: #/href="(?!#)/#), "links lead within the page")
    XCTAssertNil(html.firstMatch(of: #/url\(|@import/#))
    let xmllint = "/usr/bin/xmllint"
    guard FileManager.default.isExecutableFile(atPath: xmllint) else {
      print("SKIPPED: xmllint is not there (apt-get install libxml2-utils)")
      return
    }
    let said = try output(of: "\"$1\" --html --noout \"$2\" 2>&1", [xmllint, path(name)])
    let errors = said.split(separator: "\n").filter {
      $0.contains("parser error") && !$0.contains(#/Tag \w+ invalid/#)
    }
    XCTAssertEqual(errors, [])
  }

  /// At 400 pixels nothing is wider than the window, no text of the corpus
  /// runs, and the sorting script does what it should.
  private func checkInBrowser(_ name: String) throws {
    let chromium = "/usr/bin/chromium"
    guard FileManager.default.isExecutableFile(atPath: chromium) else {
      throw XCTSkip("chromium is not there (apt-get install chromium)")
    }
    // The page in a frame of 400 pixels; the outer page measures it.
    let frame = """
      <!DOCTYPE html><body style="margin:0"><iframe id="f" src="\(name)" width="400" height="800"
      style="border:0"></iframe><script>
      document.getElementById("f").onload = event => {
        const inner = event.target.contentDocument, root = inner.documentElement;
        const head = inner.querySelector("table.sortable th.n");
        if (head) head.click();
        document.body.setAttribute("data-found", [root.scrollWidth, root.clientWidth,
          inner.title === "run" || document.title === "run" ? "RAN" : "quiet",
          head ? head.getAttribute("aria-sort") : "none", inner.images.length].join(" "));
      };</script>
      """
    try frame.write(toFile: path("frame.html"), atomically: true, encoding: .utf8)
    let command = """
      exec timeout 120 "$1" --headless --no-sandbox --disable-gpu \\
        --allow-file-access-from-files --dump-dom \\
        "file://$2/frame.html" 2> /dev/null
      """
    let dom = try output(of: command, [chromium, folder.path])
    let found = try XCTUnwrap(
      dom.firstMatch(of: #/data-found="(\d+) (\d+) (\w+) (\w+) (\d+)"/#), "no answer: \(dom)")
    XCTAssertLessThanOrEqual(Int(found.1) ?? .max, Int(found.2) ?? 0, "it scrolls sideways")
    XCTAssertEqual(found.3, "quiet")
    XCTAssertEqual(found.4, "descending")
    XCTAssertEqual(found.5, "0")
  }

  /// What a shell command prints. It goes to a file: it may be more than a pipe
  /// holds, and a browser's helpers would keep the pipe open.
  private func output(of command: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command, "sh"] + arguments
    XCTAssert(FileManager.default.createFile(atPath: path("printed"), contents: nil))
    let printed = try FileHandle(forWritingTo: URL(fileURLWithPath: path("printed")))
    process.standardOutput = printed
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: path("printed"))), as: UTF8.self)
  }
}

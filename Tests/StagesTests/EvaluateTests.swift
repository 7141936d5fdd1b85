import Formats
import PipelineEvaluation
import XCTest

final class EvaluateTests: StageTestCase {
  /// Document x is predicted exactly; y, whose second tag is outside the
  /// vocabulary, is missed, and gets a instead of b; z has no tag.
  private func write(
    _ name: String, model: String? = "JMAN", fold: Int = 0, truthOfX: [Int32] = [0, 2],
    truthOfY: [Int32] = [1], outside: Int = 1, ids: [String] = ["x", "y", "z"]
  ) throws {
    var scored = ScoredDocuments(labelCount: 3)
    scored.append(labels: [2, 0, 1], scores: [0.6, 0.9, 0.2], truth: truthOfX)
    scored.append(
      labels: [0, 1, 2], scores: [0.8, 0.1, 0.3], truth: truthOfY, truthOutside: outside)
    scored.append(labels: [0], scores: [0.9], truth: [])
    let set = PredictionSet(
      labels: ["a", "b", "c"], labelCounts: [3, 2, 1], trainingDocuments: 3,
      ids: ids, scored: scored, threshold: 0.5, k: 1)
    let header = StageHeader(
      stage: "predict", revision: 1, source: "embedded sample",
      parameters: model.map { ["model": .string($0), "fold": .int(fold)] } ?? [:], inputs: [])
    let writer = try StageWriter(path: path(name), kind: .predictions, header: header)
    try set.write(to: writer)
    try writer.commit()
  }

  private func arguments(_ files: [String], _ more: String...) -> [String] {
    ["--predictions"] + files.map { path($0) } + ["-o", path("out/m.stage")] + more
  }

  private func output(_ files: [String], _ more: [String] = []) throws -> String {
    let result = try runStage("evaluate", arguments(files) + more)
    XCTAssertEqual(result.status, 0, result.errors)
    return result.output
  }

  /// The table is what was asked for: -q leaves out messages, not results.
  func testQuietPrintsTheTableAndNothingElse() throws {
    try write("p")
    let table = try output(["p"])
    let quiet = try runStage("evaluate", arguments(["p"], "--force", "-q"))
    XCTAssertEqual(quiet.output, table)
    XCTAssertEqual(quiet.errors, "")
    let help = try runStage("evaluate", ["--help"]).output
    XCTAssert(help.contains("Print only errors and warnings to standard error."), help)
  }

  func testOneFold() throws {
    try write("p")
    let expected = """
      Documents from: embedded sample
      1 fold, 2 documents (1 without tags left out)

                     JMAN  trivial annotator
      micro-F1      0.571              0.500
      macro-F1      0.556              0.444
      example-F1    0.500              0.500
      F1 of means   0.500              0.500
      precision     0.500              0.500
      recall        0.500              0.500
      P@1           0.500              0.500
      P@3           0.500              0.333
      P@5           0.300              0.200
      nDCG@5        0.653              0.500
      Hamming loss  0.500              0.667

      training documents  tags  to find  found  precision  recall     F1  macro-F1
      none                   0        0      0      0.000   0.000  0.000     0.000
      1 to 5                 3        3      2      0.667   0.667  0.667     0.556

      """
    XCTAssert(expected.split(separator: "\n").allSatisfy { $0.count <= 80 })
    XCTAssertEqual(try output(["p"]), expected)
    // The second run only reads its own output.
    XCTAssertEqual(try output(["p"]), expected)
    let contents = try StageContents(path: path("out/m.stage"), expecting: .metrics)
    XCTAssertEqual(contents.header.source, "embedded sample")
    XCTAssertEqual(
      contents.summary, ["folds": .int(1), "documents": .int(2), "untagged": .int(1)])
    let report = try MetricsReport(contents)
    XCTAssertEqual(report.folds, [.init(documents: 2, untagged: 1, threshold: 0.5, k: 1)])
    XCTAssertEqual(report.table.models.map(\.name), ["JMAN", "trivial annotator"])
    XCTAssertEqual(report.table.metrics, NamedMetric.all.map(\.name) + UnseenMetrics.names)
    // One of four pairs of document and true tag is outside the vocabulary.
    XCTAssertEqual(
      report.table.values("unseenShare", of: report.table.models[0])[0], 0.25, accuracy: 1e-12)
    // The best label of x is true, that of y is not.
    XCTAssertEqual(report.table.values("top/examplePrecision", of: report.table.models[0]), [0.5])
    XCTAssertNil(report.reference)
  }

  /// One row per document: x is predicted exactly; a is given to y instead of b, and z has no tag.
  func testAnswers() throws {
    try write("p")
    _ = try output(["p"], ["--answers", path("a.csv")])
    XCTAssertEqual(
      try String(contentsOfFile: path("a.csv"), encoding: .utf8),
      """
      id,fold,f1,predicted,predicted_scores,true,true_scores,true_outside
      x,1,1.0000,a;c,0.9000;0.6000,a;c,0.9000;0.6000,0
      y,1,0.0000,a,0.8000,b,0.1000,1
      z,1,,a,0.9000,,,0

      """)
    let table = try output(["p"], ["--answers", path("a.jsonl"), "--threshold", "0.85"])
    XCTAssert(table.contains("micro-F1"))
    XCTAssertEqual(
      try String(contentsOfFile: path("a.jsonl"), encoding: .utf8).split(separator: "\n")[1],
      #"{"id":"y","fold":1,"f1":0.0000,"predicted":[],"true":[{"tag":"b","score":0.1000}],"#
        + #""trueOutside":1}"#)
    // To standard output, instead of the table.
    XCTAssert(try output(["p"], ["--answers", "-"]).hasPrefix("id,fold,f1,"))
  }

  func testCellsForSpreadsheets() throws {
    try write("p", ids: ["=x", "@y", "z"])
    _ = try output(["p"], ["--answers", path("a.csv"), "--for-spreadsheets"])
    let rows = try String(contentsOfFile: path("a.csv"), encoding: .utf8).split(separator: "\n")
    XCTAssertEqual(rows.map { $0.prefix(3) }, ["id,", "'=x", "'@y", "z,1"])
  }

  func testThresholdAndK() throws {
    try write("p", model: nil)
    _ = try output(["p"], ["--threshold", "0.05", "--k", "2"])
    let report = try MetricsReport(StageContents(path: path("out/m.stage"), expecting: .metrics))
    XCTAssertEqual(report.folds, [.init(documents: 2, untagged: 1, threshold: 0.05, k: 2)])
    XCTAssertEqual(report.table.models[0].name, "model")
    // All three labels for both: 3 of 6 predicted ones are true.
    XCTAssertEqual(report.table.values("microPrecision", of: report.table.models[0]), [0.5])
    XCTAssertEqual(report.table.values("top/exampleRecall", of: report.table.models[0]), [0.5])
  }

  func testFolds() throws {
    try write("p")
    // Here y has the tag a alone, and is predicted exactly too.
    try write("q", fold: 1, truthOfY: [0], outside: 0)
    let text = try output(["p", "q"], ["--csv", path("m.csv"), "--json", path("m.json")])
    let lines = text.split(separator: "\n")
    XCTAssertEqual(lines[1], "2 folds, 4 documents (2 without tags left out)")
    XCTAssertEqual(lines[2], "mean ± std (min - max)")
    XCTAssertEqual(
      lines[3], "                                       JMAN              trivial annotator")
    XCTAssertEqual(
      lines[6], "example-F1    0.750 ± 0.354 (0.500 - 1.000)  0.542 ± 0.059 (0.500 - 0.583)")
    XCTAssert(lines.allSatisfy { $0.count <= 80 })
    let csv = try String(contentsOfFile: path("m.csv"), encoding: .utf8).split(separator: "\n")
    XCTAssertEqual(csv.count, 1 + 2 * (NamedMetric.all.count + UnseenMetrics.names.count))
    XCTAssertEqual(csv[0], "model,metric,fold 1,fold 2,mean,std,min,max")
    XCTAssert(csv.contains("JMAN,precision@1,0.5,1.0,0.75,0.3535533905932738,0.5,1.0"))
    let json = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path("m.json"))))
        as? [String: Any])
    XCTAssertEqual(json["source"] as? String, "embedded sample")
    XCTAssertEqual(
      (json["folds"] as? [[String: Any]])?.compactMap { $0["documents"] as? Int }, [2, 2])
    let models = try XCTUnwrap(json["models"] as? [[String: Any]])
    XCTAssertEqual(models.compactMap { $0["name"] as? String }, ["JMAN", "trivial annotator"])
    let metrics = try XCTUnwrap(models[0]["metrics"] as? [String: [String: Any]])
    XCTAssertEqual(metrics.count, NamedMetric.all.count + UnseenMetrics.names.count)
    XCTAssertEqual(metrics["exampleF1"]?["folds"] as? [Double], [0.5, 1])
    XCTAssertEqual(metrics["exampleF1"]?["mean"] as? Double, 0.75)
    XCTAssertEqual(
      try XCTUnwrap(metrics["exampleF1"]?["std"] as? Double), 0.125.squareRoot(), accuracy: 1e-12)
  }

  func testJSONOnStandardOutputStandsAlone() throws {
    try write("p")
    let text = try output(["p"], ["--json", "-"])
    XCTAssertNotNil(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  func testCompatibility() throws {
    try write("p")
    let text = try output(["p"], ["--compat", "original", "--batch-size", "2"])
    // x and y; z is the last batch. Labels per training document: 6 / 3.
    let block = """

      As the original program evaluates (batches of 2, the last one left out)

                                  accuracy  precision  recall     F1  Hamming loss
      labels above the threshold     0.500      0.500   0.500  0.500         0.750
      k best labels                  0.250      0.500   0.250  0.333         1.000

      """
    XCTAssert(text.hasSuffix(block), text)
    let halved = try output(
      ["p"], ["--compat", "original", "--batch-size", "2", "--hamming-divisor", "1"])
    XCTAssert(halved.hasSuffix("0.333         2.000\n"), halved)
  }

  func testComparison() throws {
    try write("p")
    try write("q", model: "Bi-GRU", truthOfY: [1])
    // Another way to decide, so that there is a difference.
    let compared = ["--compare", path("p"), "Bi<GRU>|&=\(path("q"))", "-o", path("c")]
    let result = try runStage(
      "evaluate",
      compared + [
        "--latex", path("c.tex"), "--csv", path("c.csv"), "--json", path("c.json"),
        "--resamples", "50",
      ])
    XCTAssertEqual(result.status, 0, result.errors)
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    XCTAssertEqual(
      lines[0],
      "| metric | A | B | mean A | mean B | B − A | 95 % interval | p bootstrap | p t-test | "
        + "p Wilcoxon |")
    XCTAssertEqual(
      lines[2],
      "| exampleF1 | JMAN | Bi&lt;GRU&gt;\\|&amp; | 0.5000 | 0.5000 | +0.0000 | "
        + "+0.0000 to +0.0000 | 1.0000 | – | – |")
    XCTAssert(result.output.contains("by F1 of a document: 0 better, 2 equal, 0 worse."))
    let csv = try String(contentsOfFile: path("c.csv"), encoding: .utf8).split(separator: "\n")
    XCTAssertEqual(csv.count, 8)
    XCTAssertEqual(csv[1], "exampleF1,JMAN,Bi<GRU>|&,0.5,0.5,0.0,0.0,0.0,1.0,,,1.0,,")
    let latex = try String(contentsOfFile: path("c.tex"), encoding: .utf8)
    XCTAssert(latex.contains("exampleF1 & JMAN & Bi$<$GRU$>$|\\& & 0.5000"), latex)
    XCTAssertNotNil(
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(fileURLWithPath: path("c.json")))))
    XCTAssertEqual(
      try errorOf("evaluate", ["--compare", path("p"), "-o", path("d")]),
      "Error: --compare: names one model only, JMAN. Give predictions of at least two, or "
        + "NAME=FILE to tell them apart.\n")
    try write("r", model: "other", outside: 2)
    XCTAssertEqual(
      try errorOf("evaluate", ["--compare", path("p"), path("r"), "-o", path("d")]),
      "Error: r: other holds other documents or true tags than JMAN. Compare predictions for the same "
        + "part of the same split.\n")
    XCTAssertEqual(
      try errorOf("evaluate", ["--compare", path("p"), path("p"), path("q"), "-o", path("d")]),
      "Error: q: Bi-GRU has 1 fold, but JMAN has 2. Give the same folds of each model.\n")
    XCTAssert(
      try errorOf("evaluate", ["--predictions", path("p"), "--skip-unpaired", "-o", path("d")])
        .hasPrefix("Error: --skip-unpaired, --resamples and --seed need --compare.\n"))
    for option in [["--names", "de"], ["--relations", path("p")], ["--k", "3"], ["--text", path("t")]] {
      XCTAssert(
        try errorOf("evaluate", ["--compare", path("p"), "x=" + path("p"), "-o", path("d")] + option)
          .hasPrefix("Error: --compare excludes --text, "), "\(option)")
    }
  }

  /// What cannot be paired with the first model is named and left out, one of a kind
  /// after the other, until nothing is left.
  func testAComparisonWithoutWhatCannotBePaired() throws {
    try write("p")
    try write("q", model: "Bi-GRU", truthOfY: [1])
    try write("r", model: "other", outside: 2)
    try Data("no stage file".utf8).write(to: URL(fileURLWithPath: path("s")))
    func compare(_ files: [String]) throws -> (text: String, stored: Comparison) {
      let result = try runStage(
        "evaluate", ["--compare"] + files + ["--skip-unpaired", "-o", path("c")])
      XCTAssertEqual(result.status, 0, result.errors)
      return (
        result.output.replacingOccurrences(of: folder.path + "/", with: ""),
        try Comparison(StageContents(path: path("c"), expecting: .comparison))
      )
    }
    let three = try compare([
      path("p"), path("q"), path("r"), "damaged=\(path("s"))", "twice=\(path("q"))",
      "twice=\(path("q"))",
    ])
    XCTAssertEqual(three.stored.models.map(\.name), ["JMAN", "Bi-GRU"])
    XCTAssertEqual(three.stored.leftOut.map(\.name), ["damaged", "other", "twice"])
    for text in [
      "Left out: damaged, which is not a stage file, or its first bytes are damaged.\n",
      "Left out: other, which holds other documents or true tags than JMAN.\n",
      "Left out: twice, which has 2 folds, but JMAN has 1.\n",
    ] { XCTAssert(three.text.contains(text), three.text) }
    let alone = try compare([path("p"), path("r")])
    XCTAssertEqual(alone.stored.models.count, 1)
    XCTAssertEqual(alone.stored.differences, [])
    // The first model itself must be whole.
    XCTAssert(
      try errorOf(
        "evaluate", ["--compare", path("s"), path("p"), "--skip-unpaired", "-o", path("d")]
      ).hasPrefix("Error: s: is not a stage file"))
  }

  func testLabels() throws {
    try write("p")
    let text = try output(["p"], ["--labels", "-"])
    XCTAssertEqual(
      text.split(separator: "\n").map(String.init),
      [
        "label,training,true,given,right,precision,recall,f1,wrong,missed",
        "a,3,1,2,1,0.5,1.0,0.6666666666666666,y 0.8,",
        "b,2,1,0,0,0.0,0.0,0.0,,y 0.1", "c,1,1,1,1,1.0,1.0,1.0,,",
      ])
  }

  func testErrors() throws {
    try write("p")
    try write("b", model: "Bi-GRU")
    try write("u", truthOfX: [], truthOfY: [], outside: 0)
    XCTAssertEqual(
      try errorOf("evaluate", arguments(["p", "b"])),
      "Error: b: is of the model Bi-GRU, but the first fold is of JMAN. "
        + "Evaluate one model at a time.\n")
    XCTAssertEqual(
      try errorOf("evaluate", arguments(["p", "p"])),
      "Error: p: holds the same predictions as an earlier fold. Give each fold once.\n")
    XCTAssertEqual(
      try errorOf("evaluate", arguments(["u"])),
      "Error: u: holds no document with a true tag. Predict documents whose tags are known.\n")
    XCTAssertEqual(
      try errorOf("evaluate", arguments(["p"], "--compat", "original")),
      "Error: p: holds 3 documents, of which the original program evaluates none, for it "
        + "leaves out the last batch. Lower --batch-size, or evaluate without --compat original.\n")
    for (option, value, range) in [
      ("--k", "0", "at least 1"), ("--batch-size", "0", "at least 1"),
      ("--hamming-divisor", "0.0", "from 1e-06 to 1000000000"), ("--threshold", "nan", "a finite number"),
      ("--threshold", "1.0", "from 0 to below 1"),
    ] {
      XCTAssert(
        try errorOf("evaluate", arguments(["p"], option, value))
          .hasPrefix("Error: \(option) must be \(range), but is \(value).\n"))
    }
    XCTAssertFalse(FileManager.default.fileExists(atPath: path("out/m.stage")))
  }
}

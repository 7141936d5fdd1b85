import Formats
import FormatsFiles
import PipelineEvaluation
import XCTest

final class TuneTests: StageTestCase {
  /// Writes predictions; label b is scored low and is mostly right.
  private func write(_ name: String, part: String, model: String = "00", untagged: Bool = false)
    throws
  {
    var scored = ScoredDocuments(labelCount: 2)
    for i in 0..<20 {
      scored.append(
        labels: [0, 1], scores: [i % 2 == 0 ? 0.9 : 0.55, i % 4 == 0 ? 0.3 : 0.1],
        truth: untagged ? [] : (i % 2 == 0 ? [0] : []) + (i % 4 == 0 ? [1] : []),
        truthOutside: untagged ? 0 : 1)
    }
    let set = PredictionSet(
      labels: ["a", "b"], labelCounts: [3, 2], trainingDocuments: 5,
      ids: (0..<20).map { "d\($0)" }, scored: scored, threshold: 0.5, k: 1)
    let header = StageHeader(
      stage: "predict", revision: 2, source: "test documents",
      parameters: ["model": .string("M"), "part": .string(part), "fold": .int(0)],
      inputs: [
        .init(role: "model", sha256: ContentHash(hexadecimal: String(repeating: model, count: 32)))
      ])
    let writer = try StageWriter(path: path(name), kind: .predictions, header: header)
    try set.write(to: writer)
    try writer.commit()
  }

  private func tune(_ more: String...) throws -> String {
    try succeed("tune", ["--predictions", path("v"), "-o", path("t")] + more)
  }

  private func decision() throws -> TunedDecision {
    try TunedDecision(StageContents(path: path("t"), expecting: .decision))
  }

  func testTheBestRuleIsAppliedByEvaluate() throws {
    try write("v", part: "validation")
    try write("p", part: "test")
    let text = try tune()
    XCTAssertEqual(text.split(separator: "\n").count, DecisionKind.allCases.count + 1, text)
    let tuned = try decision()
    XCTAssertEqual(tuned.labels, ["a", "b"])
    XCTAssertEqual(tuned.candidates.count, DecisionKind.allCases.count)
    let result = try runStage(
      "evaluate",
      ["--predictions", path("p"), "--decision", path("t"), "-o", path("m"), "--json", "-"])
    XCTAssertEqual(result.status, 0, result.errors)
    let report = try MetricsReport(StageContents(path: path("m"), expecting: .metrics))
    XCTAssertEqual(report.folds[0].rule, tuned.description)
    XCTAssertNil(report.folds[0].threshold)
    let best = try XCTUnwrap(tuned.candidates.first { $0.kind == tuned.kind })
    XCTAssertEqual(
      report.table.values("exampleF1", of: report.table.models[0])[0], best.tuned,
      accuracy: 1e-9)
    try succeed("evaluate", ["--predictions", path("p"), "-o", path("plain")])
    let plain = try MetricsReport(StageContents(path: path("plain"), expecting: .metrics))
    XCTAssertGreaterThan(
      best.tuned, plain.table.values("exampleF1", of: plain.table.models[0])[0] + 0.02)
    XCTAssertEqual(plain.folds[0].rule, "score above 0.500")
  }

  /// Whatever is tuned for, a sweep compares by example-based F1 of documents that the
  /// rule was not tuned on.
  func testTheSummaryTellsExampleF1() throws {
    try write("v", part: "validation")
    func validation(_ objective: String) throws -> (f1: Double, decisive: Double) {
      _ = try tune("--rule", "threshold", "--objective", objective, "-q")
      let summary = try StageContents(path: path("t"), expecting: .decision).summary
      guard case .double(let f1) = summary["validationExampleF1"],
        case .double(let decisive) = summary["crossValidated"]
      else {
        XCTFail("\(summary)")
        return (0, 0)
      }
      return (f1, decisive)
    }
    let own = try validation("example-f1")
    XCTAssertEqual(own.f1, own.decisive)
    let other = try validation("macro-f1")
    XCTAssertNotEqual(other.f1, other.decisive)
    XCTAssertLessThanOrEqual(other.f1, own.f1)
  }

  /// Every rule survives its file.
  func testRulesRoundTrip() throws {
    try write("v", part: "validation")
    for kind in DecisionKind.allCases {
      for calibration in ["none", "platt", "isotonic"] {
        _ = try tune("--rule", kind.rawValue, "--calibrate", calibration, "-q")
        let tuned = try decision()
        XCTAssertEqual(tuned.kind, kind)
        let writer = try StageWriter(
          path: path("copy"), kind: .decision,
          header: StageHeader(stage: "t", revision: 1, parameters: [:], inputs: []))
        try tuned.write(to: writer)
        try writer.commit()
        XCTAssertEqual(
          try TunedDecision(StageContents(path: path("copy"), expecting: .decision)), tuned)
      }
    }
  }

  func testErrors() throws {
    try write("v", part: "test")
    XCTAssertEqual(
      try errorOf("tune", ["--predictions", path("v"), "-o", path("t")]),
      "Error: v: holds no predictions for validation documents. Give the output of predict "
        + "--part validation: what is tuned on test documents says nothing about others.\n")
    try write("v", part: "validation", untagged: true)
    XCTAssertEqual(
      try errorOf("tune", ["--predictions", path("v"), "-o", path("t")]),
      "Error: v: holds no document with a true tag. Predict documents whose tags are known.\n")
    try write("v", part: "validation")
    try write("p", part: "test", model: "11")
    _ = try tune("--rule", "top-k")
    XCTAssertEqual(
      try errorOf(
        "evaluate", ["--predictions", path("p"), "--decision", path("t"), "-o", path("m")]),
      "Error: p: comes from a model that none of the decisions was tuned for. Run predict "
        + "--part validation with its model, then tune.\n")
    XCTAssert(
      try errorOf("tune", ["--predictions", path("v"), "-o", path("t"), "--false-positive-cost", "2"])
        .hasPrefix("Error: --false-positive-cost needs --objective cost.\n"))
    XCTAssert(
      try errorOf("tune", ["--predictions", path("v"), "-o", path("t"), "--rule", "magic"])
        .contains("label-thresholds"))
    XCTAssert(
      try errorOf(
        "tune",
        ["--predictions", path("v"), "-o", path("t"), "--false-positive-cost=-1"]
      )
      .contains("--false-positive-cost must be from 0 to 1000000000, but is -1.0."))
  }
}

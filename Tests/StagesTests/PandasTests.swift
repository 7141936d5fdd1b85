// What the stages export is read by pandas and NumPy, if they are installed.
import Formats
import PipelineEvaluation
import Foundation
import XCTest

final class PandasTests: StageTestCase {
  func testPredictionsAndMetrics() throws {
    guard try python("import pandas, numpy").status == 0 else {
      throw XCTSkip(
        "SKIPPED: python3 has no pandas (pip install pandas; JMAN_PYTHON names another python)")
    }
    try writeModel(labels: ["a", "b, \"c\"", "é"])
    try writeDocumentsAndSplit(
      (0..<8).map {
        Document(
          id: "d\($0)", title: ["alpha", "beta"], sentences: [["gamma"]],
          tags: [$0 % 2 == 0 ? "a" : "é"])
      })
    try predict(to: "p.stage")
    try succeed(
      "evaluate",
      [
        "--predictions", path("p.stage"), "-o", path("m.stage"), "--csv", path("m.csv"),
        "--json", path("m.json"), "--labels", path("tags.csv"),
      ])
    for name in ["scores", "scoreLabels", "scoreStarts"] {
      let result = try runStage(
        "inspect",
        [path("p.stage"), "--section", name, "--format", "npy", "-o", path("\(name).npy")])
      XCTAssertEqual(result.status, 0, result.errors)
    }
    let set = try PredictionSet(StageContents(path: path("p.stage"), expecting: .predictions))
    let result = try python(
      """
      import json, numpy, pandas
      metrics = pandas.read_csv("m.csv")
      assert list(metrics.columns)[:3] == ["model", "metric", "fold 1"], metrics.columns
      value = metrics[(metrics.model == "JMAN") & (metrics.metric == "exampleF1")]["mean"].item()
      report = json.load(open("m.json"))
      assert report["models"][0]["metrics"]["exampleF1"]["mean"] == value
      tags = pandas.read_csv("tags.csv")
      assert list(tags.label) == ["a", 'b, "c"', "é"], list(tags.label)
      assert tags["true"].sum() == 4
      scores, labels, starts = (
          numpy.load(n + ".npy") for n in ["scores", "scoreLabels", "scoreStarts"])
      documents = numpy.repeat(range(len(starts) - 1), numpy.diff(starts))
      frame = pandas.DataFrame({"document": documents, "label": labels, "score": scores})
      assert len(frame) == \(set.scored.count * 3), len(frame)
      print("read")
      """)
    XCTAssertEqual(result.output, "read\n")
  }
}

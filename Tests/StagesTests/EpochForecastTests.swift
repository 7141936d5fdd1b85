// What training says about its end, one spelling of metrics, and what every program answers.
import StageSupport
import XCTest

final class EpochForecastTests: StageTestCase {
  func testTheEndIsWherePatienceEnds() {
    let forecast = EpochForecast(epoch: 7, best: 5, limit: 100, patience: 5)
    XCTAssertEqual(forecast.last, 10)
    XCTAssertEqual(
      forecast.text(done: 0.5, seconds: 60),
      "epoch 7, at most 100; best so far 5; 3:30 left if none is better")
  }

  func testWithoutABestOneTheLimitIsTheEnd() {
    XCTAssertEqual(
      EpochForecast(epoch: 1, best: nil, limit: 3, patience: 5).text(done: 0, seconds: 2),
      "epoch 1, at most 3; 6 s left at most")
    XCTAssertEqual(
      EpochForecast(epoch: 2, best: 0, limit: 3, patience: 5).text(done: 1, seconds: nil),
      "epoch 2, at most 3; best so far the linear model")
    // Patience that has run out ends with the epoch that is running.
    XCTAssertEqual(EpochForecast(epoch: 7, best: 1, limit: 9, patience: 2).last, 7)
  }

  func testMetricsHaveOneSpelling() {
    for (old, name) in [
      ("example-f1", "exampleF1"), ("f1-of-means", "f1OfMeans"), ("micro-f1", "microF1"),
      ("p@1", "precision@1"), ("example-f1+ndcg@5", "exampleF1+ndcg@5"), ("exampleF1", "exampleF1"),
      ("ndcg@5", "ndcg@5"), ("none", "none"), ("", ""),
    ] { XCTAssertEqual(metricName(old), name) }
  }

  func testTagsAreJoinedByWhatNoneOfThemHas() {
    XCTAssertEqual(TagJoin.separator(for: ["a", "b, c"]), ";")
    XCTAssertEqual(TagJoin.separator(for: ["a;b", "c"]), "|")
    XCTAssertEqual(TagJoin.separator(for: ["a;b", "c|d"]), "\n")
  }

  func testEveryProgramHasAVersion() throws {
    for stage in [
      "annotate", "build-concepts", "build-sim-sub", "build-vocab", "clean-tags", "corpus-dump",
      "corpus-stats", "dag", "embed", "encode", "evaluate", "export-onnx", "export-vectors", "fuse",
      "inspect", "make-sample", "predict", "preprocess", "rdf-dump", "report", "split",
      "sweep-table", "train", "train-baseline", "tune", "verify",
    ] {
      let result = try runStage(stage, ["--version"])
      XCTAssertEqual(result.status, 0, stage)
      XCTAssertEqual(result.output, "0.1.0\n", stage)
    }
  }
}

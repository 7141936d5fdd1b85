// Models, predictions and splits that do not belong together are refused: what they
// would give looks excellent and means nothing.
import Foundation
import XCTest

final class SplitChecksTests: StageTestCase {
  /// Two splits of the same documents, and predictions by models of each.
  private func prepare() throws {
    try succeed("make-sample", ["-q", "--documents", "300", "-o", path("c.jsonl")])
    try succeed("preprocess", ["-q", "--corpus", path("c.jsonl"), "-o", path("d")])
    for (split, seed) in [("s1", "1"), ("s2", "2")] {
      try succeed(
        "split",
        ["-q", "--documents", path("d"), "--kfold", "2", "--shuffle", "--seed", seed, "-o", path(split)])
      try succeed(
        "build-vocab",
        [
          "-q", "--documents", path("d"), "--split", path(split), "--min-label-count", "5", "-o",
          path("v" + split),
        ])
      for fold in ["0", "1"] {
        try succeed(
          "train-baseline",
          [
            "-q", "--model", "ovr", "--terms", "words", "--ngrams", "1", "--documents", path("d"),
            "--split", path(split), "--vocabulary", path("v" + split), "--fold", fold, "-o",
            path("m\(split)-\(fold)"),
          ])
        for part in ["test", "validation"] {
          try succeed("predict", predict(split, fold, of: split, part: part))
        }
      }
    }
  }

  private func predict(
    _ model: String, _ fold: String, of split: String, part: String
  ) -> [String] {
    [
      "-q", "--model", path("m\(model)-\(fold)"), "--documents", path("d"), "--split", path(split),
      "--part", part, "-o", path("\(part)-\(model)-\(fold)"),
    ]
  }

  func testWhatDoesNotBelongTogetherIsRefused() throws {
    try prepare()
    func refused(_ stage: String, _ arguments: [String], _ expected: String) throws {
      let error = try errorOf(stage, arguments)
      XCTAssert(error.contains(expected), error)
    }
    func files(_ names: String...) -> [String] { names.map(path) }
    let output = ["-q", "-o", path("out")]

    // A split that is not the model's, even if its own output exists already.
    try refused(
      "predict", predict("s1", "0", of: "s2", part: "test"),
      "ms1-0: belongs to another split than ")

    // Folds of different splits, and parts that differ.
    try refused(
      "evaluate", ["--predictions"] + files("test-s1-0", "test-s2-1") + output,
      "test-s2-1: belongs to another split than test-s1-0")
    try refused(
      "evaluate", ["--predictions"] + files("test-s1-0", "validation-s1-1") + output,
      "validation-s1-1: holds predictions for validation documents")

    // Validation results as if they were test results.
    try refused(
      "evaluate", ["--predictions"] + files("validation-s1-0") + output,
      "say nothing about others")
    try refused(
      "evaluate", ["--predictions"] + files("test-s1-0") + ["--part", "validation"] + output,
      "holds predictions for test documents")
    let shown = try runStage(
      "evaluate", ["--predictions"] + files("validation-s1-0") + ["--part", "validation"] + output)
    XCTAssertEqual(shown.status, 0, shown.errors)
    XCTAssert(shown.output.contains("validation documents"), shown.output)

    // Fold 0 together with fold 1.
    func compare(_ a: String, _ b: String) -> [String] {
      ["--compare", "a=" + path(a), "--compare", "b=" + path(b)] + output
    }
    try refused(
      "evaluate", compare("test-s1-0", "test-s1-1"), "is of fold 1, but a of fold 0")
    try refused(
      "evaluate", compare("test-s1-0", "test-s2-0"), "belongs to another split than a")
    try refused(
      "evaluate", compare("test-s1-0", "validation-s1-0"), "holds predictions for validation")

    // What belongs together works.
    try succeed("evaluate", ["--predictions"] + files("test-s1-0", "test-s1-1") + output)
    try succeed("evaluate", compare("test-s1-0", "test-s1-0"))
  }
}

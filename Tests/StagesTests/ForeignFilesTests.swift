// Files that were learnt from another split or fold, or are of another model: whoever reads
// them beside others refuses them, because the result would look right.
import Foundation
import XCTest

final class ForeignFilesTests: StageTestCase {
  private func refused(_ stage: String, _ arguments: [String], _ expected: String) throws {
    let error = try errorOf(stage, arguments)
    XCTAssert(error.contains(expected), "\(stage) \(arguments.joined(separator: " ")): \(error)")
  }

  private func makeDocuments() throws {
    try succeed("make-sample", ["-q", "--documents", "300", "-o", path("c.jsonl")])
    try succeed("preprocess", ["-q", "--corpus", path("c.jsonl"), "-o", path("d")])
    for seed in ["1", "2"] {
      try succeed(
        "split",
        ["-q", "--documents", path("d"), "--kfold", "2", "--shuffle", "--seed", seed, "-o", path("s\(seed)")])
    }
  }

  /// What is learnt from the training documents of a fold, called NAME-SPLIT-FOLD.
  private func learn(_ split: String, _ fold: String) throws {
    let place = "\(split)-\(fold)"
    let learning = ["-q", "--documents", path("d"), "--split", path("s\(split)"), "--fold", fold]
    try succeed("build-vocab", learning + ["--min-label-count", "5", "-o", path("v-\(place)")])
    let vocabulary = ["--vocabulary", path("v-\(place)")]
    for what in ["words", "labels"] {
      try succeed(
        "embed",
        learning + vocabulary
          + ["--what", what, "--dimensions", "4", "--epochs", "1", "-o", path("\(what)-\(place)")])
    }
    try succeed(
      "build-sim-sub",
      ["-q"] + vocabulary + ["--label-vectors", path("labels-\(place)"), "-o", path("r-\(place)")])
  }

  private func train(_ split: String, _ fold: String, model: String, _ own: [String: String] = [:]) throws -> [String] {
    let place = "\(split)-\(fold)"
    return [
      "-q", "--model", model, "--documents", path("d"), "--split", path("s\(split)"), "--fold", fold,
      "--vocabulary", path(own["v"] ?? "v-\(place)"), "-o", path("\(model)-\(place)"),
    ]
      + (model == "ovr"
        ? ["--terms", "words", "--ngrams", "1"]
        : [
          "--vectors", path(own["words"] ?? "words-\(place)"), "--relations", path(own["r"] ?? "r-\(place)"),
          "--hidden-size", "4", "--epochs", "1", "--log", path("log-\(place)"),
        ])
  }

  private func predict(_ split: String, _ fold: String, model: String, part: String = "test") throws {
    try succeed(
      "predict",
      [
        "-q", "--model", path("\(model)-\(split)-\(fold)"), "--documents", path("d"), "--split", path("s\(split)"),
        "--part", part, "-o", path("\(part)-\(model)-\(split)-\(fold)"),
      ])
  }

  func testWhatWasLearntFromAnotherSplitOrFold() throws {
    try makeDocuments()
    for (split, fold) in [("1", "0"), ("1", "1"), ("2", "0"), ("2", "1")] {
      try learn(split, fold)
      try succeed("train-baseline", train(split, fold, model: "ovr"))
      try predict(split, fold, model: "ovr")
    }
    let anotherSplit = "belongs to another split than this run"
    let anotherFold = "is of fold 1, but this run"
    func again(_ model: String, _ own: [String: String]) throws -> [String] {
      try train("1", "0", model: model, own) + ["--force"]
    }
    try refused("train-baseline", again("ovr", ["v": "v-2-0"]), "v-2-0: " + anotherSplit)
    try refused("train-baseline", again("ovr", ["v": "v-1-1"]), "v-1-1: " + anotherFold)
    try refused("train", again("JMAN", ["words": "words-2-0"]), "words-2-0: " + anotherSplit)
    try refused("train", again("JMAN", ["words": "words-1-1"]), "words-1-1: " + anotherFold)
    // Relations name no split, only tags.
    try refused("train", again("JMAN", ["r": "r-2-0"]) + ["--lambda-sim", "0.1"], "r-2-0: relates other tags than")
    try refused(
      "build-sim-sub",
      ["-q", "--vocabulary", path("v-1-0"), "--label-vectors", path("labels-1-1"), "-o", path("x")],
      "labels-1-1: is of fold 1, but v-1-0 of fold 0")
    try refused(
      "evaluate",
      ["-q", "--predictions", path("test-ovr-1-0"), "--relations", path("r-2-0"), "-o", path("x")],
      "r-2-0: relates other tags than")

    func fuse(_ models: [String], _ split: String) -> [String] {
      ["-q", "--models"] + models.map(path) + ["--documents", path("d"), "--split", path(split), "-o", path("x")]
    }
    try refused("fuse", fuse(["ovr-1-0", "ovr-2-0"], "s1"), "ovr-2-0: " + anotherSplit)
    try refused("fuse", fuse(["ovr-1-0"], "s2"), "ovr-1-0: belongs to another split than this run")
    try succeed("fuse", fuse(["ovr-1-0"], "s1"))

    // A comparison whose folds are of two splits, though each pair fits.
    let mixed = ["a=test-ovr-1-0", "a=test-ovr-2-1", "b=test-ovr-1-0", "b=test-ovr-2-1"]
      .flatMap { ["--compare", String($0.prefix(2)) + path(String($0.dropFirst(2)))] }
    try refused("evaluate", ["-q"] + mixed + ["-o", path("x")], "belongs to another split than test-ovr-1-0")
  }

  /// Vectors may come from another corpus, whatever its split.
  func testWordVectorsOfAnotherCorpus() throws {
    try makeDocuments()
    try learn("1", "0")
    try succeed("make-sample", ["-q", "--documents", "400", "--seed", "9", "-o", path("other.jsonl")])
    try succeed("preprocess", ["-q", "--corpus", path("other.jsonl"), "-o", path("other")])
    try succeed("split", ["-q", "--documents", path("other"), "-o", path("other-s")])
    let other = ["-q", "--documents", path("other"), "--split", path("other-s")]
    try succeed("build-vocab", other + ["-o", path("other-v")])
    try succeed(
      "embed",
      other + [
        "--vocabulary", path("other-v"), "--what", "words", "--dimensions", "4", "--epochs", "1", "-o",
        path("other-words"),
      ])
    try succeed("train", train("1", "0", model: "JMAN", ["words": "other-words"]))
  }

  /// Without a split the rows of a features file are the documents.
  func testOtherRowsOfAFeaturesFile() throws {
    let rows = (0..<120).map { "\($0 % 3) \($0 % 3 * 3 + $0 / 3 % 3 + 1):1 \(10 + $0 % 5):2" }
    try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path("c.svm")))
    try succeed("preprocess", ["-q", "--corpus", path("c.svm"), "-o", path("f")])
    let features = ["-q", "--features", path("f")]
    try succeed("train-baseline", features + ["--model", "ovr", "--training-rows", "80", "-o", path("m80")])
    try succeed("train-baseline", features + ["--model", "knn", "-o", path("m")])
    func predict(_ model: String, _ more: String...) -> [String] {
      features + ["--model", path(model), "-o", path("p-\(model)")] + more
    }
    try refused(
      "predict", predict("m80", "--training-rows", "40"),
      "m80: was made with --training-rows 80, but this run with --training-rows 40: training rows of one")
    try refused("predict", predict("m80"), "but this run with no --training-rows")
    try refused("predict", predict("m", "--training-rows", "40"), "m: was made with no --training-rows, but")
    try refused(
      "fuse", features + ["--models", path("m80"), path("m"), "--training-rows", "80", "-o", path("x")],
      "m: was made with no --training-rows")
    try succeed("predict", predict("m80", "--training-rows", "80"))
    try succeed("predict", predict("m"))
  }

  func testAReportIsOfOneRun() throws {
    try makeDocuments()
    for split in ["1", "2"] {
      try learn(split, "0")
      try succeed("train", train(split, "0", model: "JMAN"))
      for part in ["test", "validation"] {
        try predict(split, "0", model: "JMAN", part: part)
        try succeed(
          "evaluate",
          [
            "-q", "--predictions", path("\(part)-JMAN-\(split)-0"), "--part", part, "--text",
            path("text"), "-o", path("e-\(part)-\(split)"),
          ])
      }
      try succeed("train-baseline", train(split, "0", model: "ovr"))
      try predict(split, "0", model: "ovr")
      try succeed("tune", ["-q", "--predictions", path("validation-JMAN-\(split)-0"), "-o", path("t-\(split)")])
      try succeed(
        "evaluate",
        [
          "-q", "--compare", path("test-JMAN-\(split)-0"), "--compare", path("test-ovr-\(split)-0"), "--resamples", "9",
          "-o", path("compared-\(split)"),
        ])
    }
    let files = [
      "documents": "d", "vocabulary": "v-1-0", "relations": "r-1-0", "model": "JMAN-1-0", "log": "log-1-0",
      "predictions": "test-JMAN-1-0", "decision": "t-1", "metrics": "e-test-1", "comparison": "compared-1",
    ]
    func report(_ other: [String: String] = [:]) -> [String] {
      ["-q", "-o", path("report.html")]
        + files.merging(other) { $1 }.sorted { $0.key < $1.key }.flatMap { ["--" + $0.key, path($0.value)] }
    }
    for (option, file, expected) in [
      ("vocabulary", "v-2-0", "v-2-0: was not used by JMAN-1-0"),
      ("relations", "r-2-0", "r-2-0: was not used by JMAN-1-0"),
      ("log", "log-2-0", "log-2-0: is not the log of JMAN-1-0"),
      ("predictions", "test-JMAN-2-0", "test-JMAN-2-0: was not made from JMAN-1-0"),
      ("predictions", "test-ovr-1-0", "test-ovr-1-0: was not made from JMAN-1-0"),
      ("predictions", "validation-JMAN-1-0", "validation-JMAN-1-0: holds predictions for validation documents"),
      ("decision", "t-2", "t-2: was tuned for"),
      ("metrics", "e-test-2", "e-test-2: was not made from test-JMAN-1-0"),
      ("metrics", "e-validation-1", "e-validation-1: holds predictions for validation documents"),
      ("comparison", "compared-2", "test-JMAN-1-0: was not used by compared-2"),
    ] {
      try refused("report", report([option: file]), expected)
    }
    try succeed("report", report())
  }
}

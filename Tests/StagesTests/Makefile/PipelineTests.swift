// The whole pipeline through the real Makefile, on a small sample, and what
// every stage says to damaged files.
import XCTest

final class PipelineTests: MakefileTestCase {
  func testTheWholePipeline() throws {
    let first = try make(["bibsonomy"])
    XCTAssertEqual(first.status, 0, first.output)
    XCTAssert(first.output.contains("trivial annotator"), first.output)
    XCTAssert(
      first.output.contains(
        "NOTE: these figures are from an embedded sample of 200 generated documents, "
          + "not from Bibsonomy."), first.output)
    let model = "\(work())/bibsonomy/JMAN/fold0/model.stage"
    let bytes = try bytes(model)

    // Other threads, same bytes.
    try FileManager.default.removeItem(atPath: model)
    try succeed(make: ["bibsonomy", "THREADS=1"])
    XCTAssertEqual(try self.bytes(model), bytes)

    // The report is made when it is asked for, and no more often.
    let page = "\(work())/bibsonomy/JMAN/report.html"
    XCTAssertFalse(FileManager.default.fileExists(atPath: page))
    let reported = try succeed(make: ["bibsonomy-report"])
    XCTAssert(reported.contains("Report: \(page)\n"), reported)
    let html = try String(contentsOfFile: page, encoding: .utf8)
    XCTAssert(html.contains("<h1><bdi>bibsonomy: JMAN</bdi></h1>"))
    XCTAssertFalse(html.contains("Left out"))
    XCTAssert(html.contains("No other model is compared"))
    XCTAssertFalse(try succeed(make: ["bibsonomy-report"]).contains("report: "))

    // Models to compare with are made where need be, and then found.
    let compared = try succeed(make: ["bibsonomy-report", "COMPARE=ovr"])
    XCTAssertEqual(worked(compared), ["train-baseline", "predict", "evaluate", "report"])
    XCTAssert(try String(contentsOfFile: page, encoding: .utf8).contains("JMAN and ovr"))
    XCTAssertFalse(
      FileManager.default.fileExists(atPath: "\(work())/bibsonomy/ovr/metrics.stage"))
    try succeed(make: ["bibsonomy", "MODEL=ovr"])
    let found = try succeed(make: ["bibsonomy-report"])
    XCTAssertEqual(worked(found), ["evaluate", "report"])
    XCTAssert(try String(contentsOfFile: page, encoding: .utf8).contains("JMAN and ovr"))
    // One that was made from another split is left out, with a word.
    try succeed(make: ["bibsonomy", "MODEL=knn", "TEST_PORTION=0.2"])
    try succeed(make: ["bibsonomy-report"])
    let again = try String(contentsOfFile: page, encoding: .utf8)
    XCTAssert(
      again.contains("JMAN and ovr") && again.contains("Left out: knn, which belongs to another split than JMAN"))
  }

  func testTheOriginalsModeAndFolds() throws {
    let result = try make([
      "bibsonomy", "COMPAT=original", "KFOLD=2", "LAMBDA_SIM=0.1", "LAMBDA_SUB=0.1",
      "BATCH_SIZE=32", "SAMPLE_DOCUMENTS=400",
    ])
    XCTAssertEqual(result.status, 0, result.output)
    XCTAssert(result.output.contains("2 folds"), result.output)
  }

  func testTagCleaning() throws {
    try prepare()
    let first = try succeed(make: ["bibsonomy", "CLEAN_TAGS=1", "MIN_TAG_DOCUMENTS=2"])
    XCTAssert(first.contains("clean-tags: "), first)
    let report = try String(
      contentsOfFile: "\(work())/bibsonomy/documents.stage.tags.tsv", encoding: .utf8)
    XCTAssert(report.contains("\tkept\t"), report)
    let again = try succeed(make: ["bibsonomy", "CLEAN_TAGS=1", "MIN_TAG_DOCUMENTS=2"])
    XCTAssertFalse(again.contains("clean-tags: "), again)
    // Without cleaning, documents are those of preprocess again.
    let without = try succeed(make: ["bibsonomy"])
    XCTAssert(without.contains("preprocess: "), without)
  }

  func testABaselineNeedsNoVectors() throws {
    let output = try succeed(make: ["bibsonomy", "MODEL=ovr"])
    XCTAssertEqual(
      worked(output),
      [
        "make-sample", "preprocess", "split", "build-vocab", "train-baseline", "predict",
        "build-sim-sub", "evaluate",
      ])
    XCTAssertNotNil(output.firstMatch(of: /\n +ovr +trivial annotator\n/), output)
  }

  /// Whatever the model, metrics know of broader tags if there is a knowledge base.
  func testTheHierarchyIsMeasured() throws {
    let corpus = "\(work())/bibsonomy/sample/corpus.jsonl.gz"
    for model in ["JMAN", "knn"] {
      try succeed(make: ["bibsonomy", "MODEL=\(model)"])
      let own = ["corpus", "NAME=mine", "CORPUS=\(corpus)", "MODEL=\(model)"]
      try succeed(make: own + (model == "knn" ? ["KB="] : []))
      for (name, isMeasured) in [("bibsonomy", true), ("mine", false)] {
        let json = try String(
          contentsOfFile: "\(work())/\(name)/\(model)/metrics.json", encoding: .utf8)
        XCTAssertEqual(json.contains("hierarchicalF1"), isMeasured, "\(name), \(model)")
      }
    }
    // Another knowledge base changes metrics of a baseline, and not the model.
    let other = "\(path("kb.csv"))"
    try "tag,tag1\n".write(toFile: other, atomically: true, encoding: .utf8)
    XCTAssertEqual(
      worked(
        try succeed(make: ["corpus", "NAME=mine", "CORPUS=\(corpus)", "MODEL=knn", "KB=\(other)"])),
      ["build-sim-sub", "evaluate"])
  }

  /// Files that make corpus was once given.
  func testACorpusIsRemembered() throws {
    let corpus = path("corpus.jsonl")
    let lines = (0..<40).map {
      #"{"id":"\#($0)","title":"A paper \#($0 % 5)","text":"About it.","tags":["a\#($0 % 3)"]}"#
    }
    try lines.joined(separator: "\n").write(toFile: corpus, atomically: true, encoding: .utf8)
    let small = ["MIN_WORD_COUNT=1", "MODEL=ovr"]
    try succeed(make: ["corpus", "NAME=mine", "CORPUS=\(corpus)"] + small)
    XCTAssertEqual(started(try succeed(make: ["mine"] + small)), [])
    let status = try succeed(make: ["status", "mine"] + small)
    XCTAssert(status.contains("ovr/metrics.stage: up to date"), status)
    try succeed(make: ["clean-mine"])
    let forgotten = try make(["mine"] + small)
    XCTAssert(forgotten.output.contains("there is no target mine"), forgotten.output)
  }

  func testAbsentFilesAreNamed() throws {
    let result = try make(["zhihu"])
    XCTAssertEqual(result.status, 2)
    XCTAssert(
      result.output.contains(
        "zhihu: datasets/zhihu/question_train_set_title_cleaned_150000.txt (or .gz) is not "
          + "there; datasets/zhihu/README.md says where it comes from."), result.output)
  }

  func testAnAbsentCorpusIsNamed() throws {
    let result = try make(["corpus", "NAME=mine", "CORPUS=\(path("absent.jsonl"))"])
    XCTAssertEqual(result.status, 2)
    XCTAssert(
      result.output.contains("absent.jsonl: there is no such file. Check CORPUS and KB."),
      result.output)
  }

  func testEveryStageRefusesDamagedFiles() throws {
    try prepare()
    let w = path("work/bibsonomy")
    let m = "\(w)/JMAN/fold0"
    let out = path("out.stage")
    // Each stage with each stage file that it reads.
    let uses: [(stage: String, file: String, arguments: [String])] = [
      ("split", "documents", ["--documents", "@"]),
      ("build-vocab", "documents", ["--documents", "@"]),
      (
        "build-vocab", "split",
        ["--documents", "\(w)/documents.stage", "--split", "@"]
      ),
      (
        "embed", "vocabulary",
        ["--documents", "\(w)/documents.stage", "--vocabulary", "@", "--what", "words"]
      ),
      ("build-sim-sub", "vocabulary", ["--vocabulary", "@"]),
      (
        "build-sim-sub", "labels",
        ["--vocabulary", "\(w)/vocabulary.stage", "--label-vectors", "@"]
      ),
    ]
    var all = uses
    let training = [
      "documents": "\(w)/documents.stage", "split": "\(w)/split.stage",
      "vocabulary": "\(w)/vocabulary.stage", "vectors": "\(w)/words.stage",
      "relations": "\(w)/relations.stage",
    ]
    for name in training.keys.sorted() {
      let arguments = training.sorted { $0.key < $1.key }.flatMap {
        ["--\($0.key)", $0.key == name ? "@" : $0.value]
      }
      all.append(("train", name == "vectors" ? "words" : name, arguments + ["--epochs", "1"]))
    }
    all.append(
      (
        "predict", "JMAN/fold0/model",
        ["--model", "@", "--documents", "\(w)/documents.stage", "--split", "\(w)/split.stage"]
      ))
    all.append(("evaluate", "JMAN/fold0/predictions", ["--predictions", "@"]))
    XCTAssert(FileManager.default.fileExists(atPath: "\(m)/model.stage"))
    for (stage, file, arguments) in all {
      let whole = try Data(contentsOf: URL(fileURLWithPath: "\(w)/\(file).stage"))
      var flipped = whole
      flipped[whole.count / 2] ^= 0x10
      var version = whole
      version[4] = 1
      for (kind, data) in [
        ("truncated", whole.prefix(whole.count * 2 / 3)), ("flipped", flipped),
        ("header", version),
      ] {
        let bad = path("bad.stage")
        try data.write(to: URL(fileURLWithPath: bad))
        let result = try runStage(
          stage, arguments.map { $0 == "@" ? bad : $0 } + ["-o", out])
        XCTAssertNotEqual(result.status, 0, "\(stage), \(kind) \(file)")
        XCTAssert(
          result.errors.contains("bad.stage")
            || result.errors.contains("split.stage: was made from a different documents file"),
          "\(stage), \(kind) \(file): \(result.errors)")
        XCTAssertFalse(
          FileManager.default.fileExists(atPath: out), "\(stage), \(kind) \(file)")
      }
    }
  }
}

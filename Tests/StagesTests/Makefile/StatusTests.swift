// What make says about the DAG without touching it.
import XCTest

final class StatusTests: MakefileTestCase {
  /// `make status` without what the outer make prints.
  private func status(_ arguments: [String] = []) throws -> [String] {
    try succeed(make: ["status", "bibsonomy"] + arguments).split(separator: "\n")
      .map(String.init).filter { $0.contains(".stage") || $0.contains("sample/") }
  }

  func testStatusTellsWhatAndWhy() throws {
    // Outside an assertion, which would take a skip for a failure.
    let first = try status()
    XCTAssertEqual(first.last, "JMAN/metrics.stage: not made yet")
    XCTAssertFalse(FileManager.default.fileExists(atPath: work()), "status makes nothing")

    try prepare()
    let files = try finalFiles(work())
    XCTAssertEqual(
      try status(),
      [
        "sample/corpus.jsonl.gz", "documents.stage", "split.stage", "vocabulary.stage",
        "words.stage", "labels.stage", "relations.stage", "JMAN/fold0/model.stage",
        "JMAN/fold0/predictions.stage", "JMAN/metrics.stage",
      ].map { $0 + ": up to date" })

    let changed = try status(["LEARNING_RATE=0.005", "HAMMING=3"])
    XCTAssertEqual(
      Array(changed.suffix(3)),
      [
        "JMAN/fold0/model.stage: LEARNING_RATE 0.003 → 0.005",
        "JMAN/fold0/predictions.stage: after JMAN/fold0/model.stage",
        "JMAN/metrics.stage: HAMMING 11.59 → 3; after JMAN/fold0/predictions.stage",
      ])
    XCTAssertEqual(
      try status(["EMBED_SIZE=8", "SIM_THRESHOLD=0.5"]).filter { $0.contains("→") },
      [
        "words.stage: EMBED_SIZE 16 → 8",
        "relations.stage: SIM_THRESHOLD 0 → 0.5",
      ])
    XCTAssertEqual(
      try status(["SAMPLE_DOCUMENTS=210"]).first,
      "sample/corpus.jsonl.gz: SAMPLE_DOCUMENTS 200 → 210")
    XCTAssertEqual(try finalFiles(work()), files)

    // A table that is gone, and one that somebody has edited.
    let table = "\(work())/bibsonomy/JMAN/metrics.csv"
    let text = "\(work())/bibsonomy/JMAN/metrics.txt"
    try FileManager.default.removeItem(atPath: table)
    try "mine".write(toFile: text, atomically: true, encoding: .utf8)
    XCTAssertEqual(
      try status().last, "JMAN/metrics.stage: metrics.txt is not as it was written, metrics.csv is missing")
    try succeed(make: ["bibsonomy"])
    XCTAssertEqual(try status().last, "JMAN/metrics.stage: up to date")
    XCTAssertEqual(try finalFiles(work()), files)

    // Content that was swapped behind make's back.
    let split = "\(work())/bibsonomy/split.stage"
    try succeed(make: ["bibsonomy", "TEST_PORTION=0.2"], work: work("other"))
    XCTAssertEqual(
      try system(["cp", "-p", "\(work("other"))/bibsonomy/split.stage", split]), 0)
    let swapped = try status()
    XCTAssert(
      swapped.contains { $0.hasPrefix("split.stage: TEST_PORTION 0.2 → 0.1") }, "\(swapped)")
    try Data("no stage file".utf8).write(to: URL(fileURLWithPath: split))
    let damaged = try status()
    XCTAssert(
      damaged.contains { $0.contains("split.stage is not a stage file of this version, or damaged") },
      "\(damaged)")
  }

  func testEarlierResultsAreMentioned() throws {
    try prepare()
    try succeed(make: ["bibsonomy", "L2=0.1"])
    let lines = try status()
    XCTAssert(
      lines.contains("JMAN/fold0/model.stage: L2 0.1 → 0 (an earlier result is kept)"),
      "\(lines)")
  }

  func testADryRunTellsTheTruth() throws {
    try prepare()
    try touch("\(work())/bibsonomy/sample/corpus.jsonl.gz")
    let nothing = try succeed(make: ["-n", "bibsonomy"])
    XCTAssertEqual(started(nothing), [], nothing)
    let files = try finalFiles(work())
    let dry = try succeed(make: ["-n", "bibsonomy", "LEARNING_RATE=0.02"])
    XCTAssertEqual(started(dry), ["train", "predict", "evaluate"], dry)
    XCTAssert(dry.contains("\n  # LEARNING_RATE 0.003 → 0.02\n"), dry)
    XCTAssertEqual(try finalFiles(work()), files)
    XCTAssertEqual(
      worked(try succeed(make: ["bibsonomy", "LEARNING_RATE=0.02"])), started(dry))
  }

  /// `-n` of every target, and status, make nothing: not even what has to be fetched first.
  func testLookingMakesNothing() throws {
    let corpus = path("c.jsonl")
    try "{}\n".write(toFile: corpus, atomically: true, encoding: .utf8)
    let fetched = Self.root.appendingPathComponent("datasets/debian/Packages.gz").path
    let isFetched = FileManager.default.fileExists(atPath: fetched)
    for goals in [
      ["bibsonomy"], ["bibsonomy-all", "ALL_MODELS=knn"], ["bibsonomy-curve"], ["bibsonomy-report"],
      ["bibsonomy-shared"],
      ["bibsonomy-fold", "KFOLD=2", "FOLD=0"], ["archive-bibsonomy"], ["graph-bibsonomy"], ["clean-bibsonomy"], ["gc"],
      ["sweep", "GRID=MODEL=knn"], ["sweep-row", "GRID=MODEL=knn,ovr", "ROW=1"],
      ["corpus", "NAME=mine", "CORPUS=\(corpus)"],
      ["debian"], ["debian-all"], ["sweep", "NAME=debian", "GRID=MODEL=knn"], ["debian-fold", "KFOLD=2", "FOLD=0"],
    ] {
      let result = try make(["-n"] + goals)
      XCTAssertEqual(result.status, 0, "\(goals): \(result.output)")
      XCTAssertFalse(FileManager.default.fileExists(atPath: work()), "\(goals): \(result.output)")
    }
    for goals in [["status", "debian"], ["status-debian"], ["status"]] {
      try succeed(make: goals)
      XCTAssertFalse(FileManager.default.fileExists(atPath: work()), "\(goals)")
    }
    XCTAssertEqual(FileManager.default.fileExists(atPath: fetched), isFetched)
  }

  func testTheGraph() throws {
    let said = try succeed(make: ["graph", "bibsonomy", "KFOLD=3"])
    let dot = try String(contentsOfFile: "\(work())/bibsonomy/graph.dot", encoding: .utf8)
    XCTAssert(dot.contains(#""model" -> "predictions";"#), dot)
    XCTAssert(dot.contains(#""model" [label="model × 3\ntrain"];"#), dot)
    if try system(["sh", "-c", "command -v dot"]) == 0 {
      let svg = try String(contentsOfFile: "\(work())/bibsonomy/graph.svg", encoding: .utf8)
      XCTAssert(svg.contains("<svg"), svg)
    } else {
      XCTAssert(said.contains("apt-get install graphviz"), said)
    }
  }

  func testHelpNamesEveryParameterAndTarget() throws {
    let help = try succeed(make: ["help"])
    for file in ["dataset.mk", "models.mk"] {
      let rules = try String(
        contentsOf: Self.root.appendingPathComponent("make/\(file)"), encoding: .utf8)
      for match in rules.matches(of: /call set,([A-Z0-9_ ]+)\)/) {
        for parameter in match.1.split(separator: " ") {
          XCTAssert(help.contains("  \(parameter) "), "make help does not name \(parameter)")
        }
      }
    }
    for target in [
      "status", "graph", "sweep", "archive-NAME", "check-archive", "gc", "clean-NAME", "test",
    ] {
      XCTAssert(help.contains("make \(target)"), "make help does not name \(target)")
    }
  }

  /// What cannot be read, or is not there, is said and ends nothing.
  func testInputsThatAreGone() throws {
    let stop = path("stop words")
    try "the\n".write(toFile: stop, atomically: true, encoding: .utf8)
    let own = ["MODEL=knn", "CORPUS_OPTIONS=--stop-words '\(stop)'", "WORK=\(path("übung"))"]
    try succeed(make: ["bibsonomy"] + own)
    XCTAssertFalse(try succeed(make: ["status", "bibsonomy"] + own).contains("missing"))
    try FileManager.default.moveItem(atPath: stop, toPath: stop + "2")
    let gone = try succeed(make: ["status", "bibsonomy"] + own)
    XCTAssert(gone.contains("documents.stage: \(stop) is missing\n"), gone)
    // Names are whole, whatever the folder is called.
    XCTAssert(gone.contains("\nvocabulary.stage: "), gone)
    try FileManager.default.moveItem(atPath: stop + "2", toPath: stop)
    let model = path("übung/bibsonomy/knn/fold0/model.stage")
    try Data(contentsOf: URL(fileURLWithPath: model)).prefix(400).write(to: URL(fileURLWithPath: model))
    let damaged = try succeed(make: ["status", "bibsonomy"] + own)
    XCTAssert(damaged.contains("knn/fold0/predictions.stage: after knn/fold0/model.stage"), damaged)
    try succeed(make: ["bibsonomy"] + own)
  }
}

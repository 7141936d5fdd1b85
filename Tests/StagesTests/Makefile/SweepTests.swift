// Sweeps over parameters.
import XCTest

final class SweepTests: MakefileTestCase {
  private struct Results: Decodable {
    struct Row: Decodable {
      var name: String
      var validationExampleF1: Double?
      var test: [String: Double]
    }
    var total: Int
    var best: String?
    var combinations: [Row]
  }

  private func results(_ table: String = "results") throws -> Results {
    try JSONDecoder().decode(
      Results.self, from: try bytes("\(work())/bibsonomy/sweep/\(table).json"))
  }

  private let grid = "GRID=LAMBDA_SIM=0,0.001 EMBED_SIZE=8,16"

  func testEveryCombinationSharesWhatItCan() throws {
    let output = try succeed(make: ["sweep", "NAME=bibsonomy", grid])
    // Words for two sizes, labels once; models and what follows for all four.
    XCTAssertEqual(worked(output).count { $0 == "embed" }, 3, output)
    XCTAssertEqual(worked(output).count { $0 == "train" }, 4, output)
    // Similarities only if they have a weight.
    XCTAssertEqual(worked(output).count { $0 == "build-sim-sub" }, 2, output)
    let results = try results()
    XCTAssertEqual(
      results.combinations.map(\.name),
      [
        "LAMBDA_SIM=0 EMBED_SIZE=8", "LAMBDA_SIM=0 EMBED_SIZE=16",
        "LAMBDA_SIM=0.001 EMBED_SIZE=8", "LAMBDA_SIM=0.001 EMBED_SIZE=16",
      ])
    let best = results.combinations.compactMap(\.validationExampleF1).max()
    XCTAssertNotNil(best)
    // Those that are equal are all named: ties are shown as ties.
    let winners = results.combinations.filter { $0.validationExampleF1 == best }.map(\.name)
    XCTAssertEqual(results.best, winners.joined(separator: ", "))
    XCTAssert(
      output.contains(
        (winners.count == 1 ? "Best by validation (*): " : "Equally good by validation (*): ")
          + winners.joined(separator: ", ")), output)
    let csv = try String(
      contentsOfFile: "\(work())/bibsonomy/sweep/results.csv", encoding: .utf8)
    XCTAssertEqual(csv.split(separator: "\n").count, 5)

    // The combination that is the default is make's own result, and the reverse.
    XCTAssertEqual(started(try succeed(make: ["bibsonomy"])), [])
    // A larger grid trains only what is new; the same grid nothing.
    XCTAssertEqual(started(try succeed(make: ["sweep", "NAME=bibsonomy", grid])), [])
    let larger = try succeed(make: ["sweep", grid.replacingOccurrences(of: "8,16", with: "8,16,12")])
    XCTAssertEqual(worked(larger).count { $0 == "train" }, 2, larger)

    // Each result is what make alone finds with those parameters.
    try succeed(make: ["bibsonomy", "LAMBDA_SIM=0", "EMBED_SIZE=8"], work: work("alone"))
    XCTAssertEqual(
      try bytes("\(work("alone"))/bibsonomy/JMAN/fold0/model.stage"),
      try bytes(
        "\(work())/bibsonomy/sweep/EMBED_SIZE-8,LAMBDA_SIM-0/JMAN/fold0/model.stage"))
  }

  /// Models, their options, members of a fusion, rules of decision: whatever is swept,
  /// the best is chosen by validation, and nothing is trained twice.
  func testAnyModelCanBeSwept() throws {
    let models = try succeed(make: ["sweep", "GRID=MODEL=ovr,tree,fusion", "FUSE=ovr tree"])
    XCTAssertEqual(worked(models).count { $0 == "train-baseline" }, 2, models)
    XCTAssertEqual(
      try self.results().combinations.count { $0.validationExampleF1 != nil }, 3, models)
    // They are where make finds them.
    XCTAssertEqual(started(try succeed(make: ["bibsonomy", "MODEL=tree"])), [])

    let options = try succeed(make: [
      "sweep", "MODEL=tree", #"GRID=TREE_OPTIONS="","--leaf-labels 20 --trees 1" TUNE=,top-k"#,
    ])
    XCTAssertEqual(worked(options).count { $0 == "train-baseline" }, 1, options)
    // Every combination is judged by a rule that is cross-validated; that of the tree as it
    // is outside comes from the sweep before.
    XCTAssertEqual(worked(options).count { $0 == "tune" }, 3, options)
    let results = try results()
    XCTAssertEqual(
      results.combinations.map(\.name),
      [
        #"TREE_OPTIONS="" TUNE="""#, #"TREE_OPTIONS="" TUNE=top-k"#,
        #"TREE_OPTIONS="--leaf-labels 20 --trees 1" TUNE="""#,
        #"TREE_OPTIONS="--leaf-labels 20 --trees 1" TUNE=top-k"#,
      ])
    XCTAssertNotNil(results.best)
    XCTAssertEqual(Set(results.combinations.map { $0.validationExampleF1 ?? 0 }).count, 4)

    let fusions = try succeed(make: [
      "sweep", "MODEL=fusion", "GRID=FUSE='ovr tree',ovr OBJECTIVE=example-f1,macro-f1",
      "TUNE=label-thresholds",
    ])
    XCTAssertFalse(worked(fusions).contains("train-baseline"), fusions)
    // What is tuned for changes no fusion, and that of ovr and tree was made above.
    XCTAssertEqual(worked(fusions).count { $0 == "fuse" }, 1, fusions)
    XCTAssertEqual(worked(fusions).count { $0 == "tune" }, 4, fusions)
    XCTAssertEqual(try self.results().combinations.count { $0.validationExampleF1 != nil }, 4)

    let idle = try succeed(make: ["sweep", "MODEL=ovr", "GRID=TREE_OPTIONS=,--beam"])
    XCTAssert(idle.contains("GRID: TREE_OPTIONS makes no difference to ovr."), idle)
  }

  /// make NAME-all with decisions that are tuned: for every model, as validation says.
  func testEveryModelIsTuned() throws {
    let models = [
      "JMAN", "ovr", "tree", "knn", "lexical", "svm", "cc", "homer", "plst", "lda", "fusion", "auto",
    ]
    let output = try succeed(make: [
      "bibsonomy-all", "TUNE=threshold", "FUSE=JMAN knn", "ITERATIONS=20", "TOPICS=5", "CHAINS=2",
      "CODES=5",
    ])
    let all = try JSONDecoder().decode(
      Results.self, from: try bytes("\(work())/bibsonomy/all.json"))
    XCTAssertEqual(all.combinations.map(\.name), models)
    XCTAssertNotNil(all.best)
    for row in all.combinations { XCTAssertNotNil(row.validationExampleF1, row.name) }
    for model in models {
      let decision = "\(work())/bibsonomy/\(model)/fold0/decision.stage"
      XCTAssert(FileManager.default.fileExists(atPath: decision), output)
    }
    XCTAssertEqual(
      started(
        try succeed(make: ["bibsonomy", "MODEL=fusion", "FUSE=JMAN knn", "TUNE=threshold"])), [])
  }

  func testStoppedAndOutOfTime() throws {
    let grid = "GRID=LAMBDA_SIM=0,0.001,0.002"
    let long = ["EPOCHS=100000", "PATIENCE=100000", "STOP_RATE=0"]
    // Ctrl-C in the second combination: the first one stays and is shown.
    let run = try start(["sweep", "GRID=EPOCHS=2,100000", "PATIENCE=100000", "STOP_RATE=0"])
    while run.process.isRunning, !run.output.contains("sweep: 1 of 2 combinations: EPOCHS=2 is done.") {
      Thread.sleep(forTimeInterval: 0.01)
    }
    Thread.sleep(forTimeInterval: 0.2)
    run.signalGroup(SIGINT)
    let stopped = try run.result()
    XCTAssertNotEqual(stopped.status, 0)
    XCTAssert(stopped.output.contains("\n1 of 2 combinations\n"), stopped.output)
    XCTAssert(
      stopped.output.contains("Stopped; the same make sweep goes on from here."), stopped.output)
    for _ in 0..<500 where run.isGroupAlive { Thread.sleep(forTimeInterval: 0.01) }
    XCTAssertFalse(run.isGroupAlive)
    XCTAssertEqual(leftovers(work()), [])

    // No time at all: nothing is done, and it says so.
    let none = try succeed(make: ["sweep", grid, "BUDGET=0.02"] + long)
    XCTAssert(none.contains("No combination is done."), none)
    XCTAssert(
      none.contains("The 0.02 minutes of BUDGET are over; the same make sweep goes on from here."),
      none)
    let all = try succeed(make: ["sweep", grid, "BUDGET=10"])
    XCTAssertEqual(try results().combinations.count, 3, all)
  }

  func testMistakesInTheGrid() throws {
    for (grid, sentence) in [
      (
        "",
        "GRID is empty; say what to vary: make sweep NAME=bibsonomy GRID=\"LAMBDA_SIM=0,0.001 "
          + "LAMBDA_SUB=0,0.01\""
      ),
      ("LAMDA=1,2", "GRID: there is no parameter LAMDA (make help lists them)"),
      ("KNN_OPTION=1,2", "did you mean KNN_OPTIONS?"),
      ("THREADS=1,2", "GRID: there is no parameter THREADS"),
      ("EPOCHS=1 EPOCHS=2", "GRID names EPOCHS twice"),
      ("EPOCHS=2,many", #"EPOCHS must be a whole number, but is "many""#),
      ("MODEL=ovr,tre", "MODEL: there is no tre (but JMAN "),
      ("TREE_OPTIONS='--beam 3", "GRID: a quotation mark is missing"),
      (
        "TREE_OPTIONS=a;b",
        "GRID: values are made of letters, digits, blanks and . _ + - : / , ="
      ),
      ("LAMBDA_SIM", "GRID: LAMBDA_SIM is not VARIABLE=VALUE,VALUE,…"),
      ("KB=,absent.rdf", "absent.rdf: there is no such file."),
    ] {
      let result = try make(["sweep", "NAME=bibsonomy", "GRID=\(grid)"])
      XCTAssertNotEqual(result.status, 0)
      XCTAssert(result.output.contains(sentence), result.output)
    }
  }

  func testASweepOfNoDataset() throws {
    for goals in [["sweep", "GRID=SEED=1,2"], ["sweep-row", "GRID=SEED=1,2", "ROW=1"], ["status"]] {
      let result = try make(goals + ["NAME=bibsonmy"])
      XCTAssertNotEqual(result.status, 0)
      XCTAssert(result.output.contains("there is no dataset bibsonmy"), result.output)
    }
  }

  func testACurveOverTrainingDocuments() throws {
    let output = try succeed(make: ["bibsonomy-curve", "MODEL=knn", "SAMPLE_DOCUMENTS=500"])
    XCTAssertEqual(
      try results("curve").combinations.map(\.name),
      ["TRAINING_LIMIT=100", "TRAINING_LIMIT=300", "TRAINING_LIMIT=\"\""], output)
    XCTAssertEqual(worked(output).count { $0 == "preprocess" }, 1, output)
    for count in [100, 300, 405] {
      XCTAssert(output.contains("train-baseline: \(count) training and 45 validation documents"), output)
    }
    XCTAssertEqual(started(try succeed(make: ["bibsonomy-curve", "MODEL=knn", "SAMPLE_DOCUMENTS=500"])), [])
    // The table of a sweep is another one.
    try succeed(make: ["sweep", "MODEL=knn", "SAMPLE_DOCUMENTS=500", "GRID=TRAINING_LIMIT=100"])
    for name in ["curve", "results"] {
      XCTAssert(FileManager.default.fileExists(atPath: "\(work())/bibsonomy/sweep/\(name).csv"), name)
    }
    XCTAssertFalse(try succeed(make: ["clean-bibsonomy"]).contains("left alone"))
  }
}

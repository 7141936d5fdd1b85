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

  private func results() throws -> Results {
    try JSONDecoder().decode(
      Results.self, from: try bytes("\(work())/bibsonomy/sweep/results.json"))
  }

  private let grid = "GRID=LAMBDA_SIM=0,0.001 EMBED_SIZE=8,16"

  func testEveryCombinationSharesWhatItCan() throws {
    let output = try succeed(make: ["sweep", "NAME=bibsonomy", grid])
    // Words for two sizes, labels once; models and what follows for all four.
    XCTAssertEqual(worked(output).count { $0 == "embed" }, 3, output)
    XCTAssertEqual(worked(output).count { $0 == "train" }, 4, output)
    XCTAssertEqual(worked(output).count { $0 == "build-sim-sub" }, 1, output)
    let results = try results()
    XCTAssertEqual(
      results.combinations.map(\.name),
      [
        "LAMBDA_SIM=0 EMBED_SIZE=8", "LAMBDA_SIM=0 EMBED_SIZE=16",
        "LAMBDA_SIM=0.001 EMBED_SIZE=8", "LAMBDA_SIM=0.001 EMBED_SIZE=16",
      ])
    let best = results.combinations.compactMap(\.validationExampleF1).max()
    XCTAssertNotNil(best)
    XCTAssertEqual(
      results.best, results.combinations.first { $0.validationExampleF1 == best }?.name)
    XCTAssert(output.contains("Best by validation (*): \(results.best ?? "none")"), output)
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

  func testStoppedAndOutOfTime() throws {
    let grid = "GRID=LAMBDA_SIM=0,0.001,0.002"
    let long = ["EPOCHS=100000", "PATIENCE=100000", "STOP_RATE=0"]
    // Ctrl-C in the second combination: the first one stays and is shown.
    let run = try start(["sweep", "GRID=EPOCHS=2,100000", "PATIENCE=100000", "STOP_RATE=0"])
    while run.process.isRunning, !run.output.contains("sweep: 1 of 2 combinations: EPOCHS=2 is done.")
    {
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
      ("", "GRID is empty; say what to vary: make sweep NAME=bibsonomy GRID=\"LAMBDA_SIM=0,0.001 "
        + "LAMBDA_SUB=0,0.01\""),
      ("LAMDA=1,2", "GRID: there is no parameter LAMDA; make help lists them"),
      ("LAMBDA_SIM", "GRID: LAMBDA_SIM is not VARIABLE=VALUE,VALUE,…"),
    ] {
      let result = try make(["sweep", "NAME=bibsonomy", "GRID=\(grid)"])
      XCTAssertNotEqual(result.status, 0)
      XCTAssert(result.output.contains(sentence), result.output)
    }
  }
}

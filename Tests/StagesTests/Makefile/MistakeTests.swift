// Mistakes in what a user types: found before anything is built or made, each with a
// sentence that says what would be right.
import PipelineEvaluation
import XCTest

final class MistakeTests: MakefileTestCase {
  private func check(_ arguments: [String], _ sentence: String, line: UInt = #line) throws {
    let result = try make(arguments)
    XCTAssertNotEqual(result.status, 0, "\(arguments)", line: line)
    XCTAssert(result.output.contains(sentence), result.output, line: line)
    XCTAssertFalse(FileManager.default.fileExists(atPath: work()), line: line)
  }

  func testParametersThatThereAreNot() throws {
    try check(
      ["bibsonomy", "LERNING_RATE=0.1"],
      "there is no parameter LERNING_RATE (make help lists them); did you mean LEARNING_RATE?")
    try check(
      ["bibsonomy", "epochs=3"],
      "there is no parameter epochs (make help lists them); did you mean EPOCHS?")
    try check(["bibsonomy", "QUIRK=1"], "there is no parameter QUIRK (make help lists them).")
  }

  /// What the Makefile calls its own is not a parameter.
  func testNamesOfTheMakefileItself() throws {
    for name in ["ROOT", "DAG", "GOALS", "OWN", "SOURCES", "BUILT", "quote", "STAGE", "W", "FOLDS", "out"] {
      try check(["bibsonomy", "\(name)=x"], "there is no parameter \(name) (make help lists them)")
    }
    for flag in ["-t", "-e", "-kt", "--touch", "--environment-overrides"] {
      let result = try make([flag, "bibsonomy", "EPOCHS=1"])
      XCTAssertNotEqual(result.status, 0)
      XCTAssert(result.output.contains("cannot be used here. Use make status"), result.output)
    }
  }

  func testTargetsThatThereAreNot() throws {
    try check(
      ["bibsonmy"], "there is no target bibsonmy (make help lists them); did you mean bibsonomy?")
    try check(["bibsonomy-reprot"], "did you mean bibsonomy-report?")
    try check(["everything"], "there is no target everything (make help lists them).")
    for name in ["a%b", "%", "a:b", "x;touch ran"] { try check([name], "There is no target with ") }
    for goals in [["bibsonmy-report"], ["status", "bibsonmy"], ["clean-bibsonmy"]] {
      try check(
        goals,
        "there is no dataset bibsonmy (but bibsonomy citeulike-a citeulike-t debian zhihu; for "
          + "files of your own: make corpus NAME=bibsonmy CORPUS=…); did you mean bibsonomy?")
    }
  }

  func testValuesThatCannotBe() throws {
    try check(["bibsonomy", "KFOLD=x"], #"KFOLD must be a whole number, but is "x""#)
    try check(["bibsonomy", "KFOLD=1"], "KFOLD must be -1 (hold-out) or at least 2, but is 1.")
    try check(["bibsonomy", "KFOLD=-2"], "KFOLD must be from -1 to 10000, but is -2.")
    try check(["bibsonomy", "EPOCHS=1.5"], #"EPOCHS must be a whole number, but is "1.5""#)
    try check(["bibsonomy", "L2=0,1"], #"L2 must be a number, but is "0,1""#)
    try check(["bibsonomy", "MODEL=tre"], "MODEL: there is no tre (but JMAN ")
    try check(["bibsonomy", "MODEL=tre"], "; did you mean tree?")
    try check(["bibsonomy", "MODEL=JMAN tree"], #"MODEL takes one value, but is "JMAN tree""#)
    try check(["bibsonomy", "MODEL=fusion", "FUSE=JMAN fusion"], "FUSE: there is no fusion (but ")
    try check(["bibsonomy", "TUNE=bets"], "did you mean best?")
    try check(["bibsonomy", "OBJECTIVE=f1"], "OBJECTIVE: there is no f1 (but exampleF1 ")
    try check(["bibsonomy-all", "ALL_MODELS=ovr knn ovr"], "ALL_MODELS names ovr twice.")
    try check(["sweep", "GRID=TOP_K=3,3 SEED=1,2"], "GRID: TOP_K has 3 twice.")
    try check(["sweep", "GRID=TOP_K=3,4", "BUDGET=-1"], "BUDGET must be above 0, but is -1")
    try check(
      ["bibsonomy", "SPLIT_OPTIONS=--kfold 3"], "SPLIT_OPTIONS: --kfold is what make gives itself. Give KFOLD.")
    try check(["bibsonomy", "OVR_OPTIONS=--model=tree"], "OVR_OPTIONS: --model is what make gives itself. Give MODEL.")
    try check(["bibsonomy", "COMPAT=yes"], "COMPAT: there is no yes (but original)")
    let fold = try make(["bibsonomy-fold", "KFOLD=3", "FOLD=3"])
    XCTAssertNotEqual(fold.status, 0)
    XCTAssert(
      fold.output.contains("there is no fold 3; with KFOLD=3 there are 0 1 2"), fold.output)
  }

  func testNames() throws {
    for name in ["my corpus", "a/b", "../a", "-a", ".a", "a%"] {
      try check(
        ["corpus", "NAME=\(name)", "CORPUS=c.jsonl"],
        #"NAME is made of letters, digits and . _ -, but is "\#(name)""#)
    }
    try check(
      ["corpus", "NAME=\(String(repeating: "x", count: 300))", "CORPUS=c.jsonl"], "NAME has at most 80 letters")
    for name in [
      "test", "gc", "sweep", "corpus", "bench", "status", "clean-x", "archive-clean", "mine-report", "x-fold",
    ] {
      try check(["corpus", "NAME=\(name)", "CORPUS=c.jsonl"], "NAME cannot be \(name), which is a target of make.")
    }
  }

  /// In the system's words: those of Foundation name domains and codes.
  func testAFolderThatCannotBeMade() throws {
    try Data().write(to: URL(fileURLWithPath: path("file")))
    for goals in [["graph", "bibsonomy"], ["bibsonomy"], ["sweep", "GRID=MODEL=ovr"]] {
      let result = try make(goals, work: path("file"))
      XCTAssertNotEqual(result.status, 0)
      XCTAssertFalse(result.output.contains("Domain"), result.output)
      XCTAssert(result.output.contains("\(path("file"))"), result.output)
    }
  }

  func testTheOriginalHasNoLaterModels() throws {
    for setting in ["MODEL=HLAN", "FUSE=ovr HA-GRU"] {
      try check(
        ["bibsonomy", "COMPAT=original", setting], "is not a model of the original program. Leave out COMPAT=original.")
    }
    XCTAssertNil(FileManager.default.contents(atPath: "\(work())/bibsonomy/documents.stage"))
  }

  /// What make knows about rules and models is what the programs know.
  func testTheListsAreThoseOfThePrograms() throws {
    let rules = try make(["bibsonomy", "TUNE=x"]).output
    for kind in DecisionKind.allCases { XCTAssert(rules.contains(" \(kind.rawValue)"), rules) }
    let models = try make(["bibsonomy", "MODEL=x"]).output
    let known = try XCTUnwrap(models.firstMatch(of: /but (.*?)\)/)).1.split(separator: " ").map(String.init)
    XCTAssertEqual(known.last, "fusion")
    let help = try runStage("train", ["--help"]).output + runStage("train-baseline", ["--help"]).output
    for name in known.dropLast() { XCTAssert(help.contains(name), "\(name): \(help)") }
  }
}

import XCTest

@testable import Workflow

final class SettingsTests: WorkflowTestCase {
  private func settings(_ variables: String, _ environment: [String: String] = [:]) throws -> Settings {
    try Settings(root: "", flags: MakeFlags(variables), environment: environment)
  }

  private func mistake(_ variables: String) -> String {
    do {
      _ = try settings(variables)
      return ""
    } catch { return "\(error)" }
  }

  func testWhatMakeHandsDown() {
    let flags = MakeFlags(#"kn -j2 --jobserver-auth=3,4 -- CORPUS=a\ b$$c\\d.jsonl KFOLD=3"#)
    XCTAssertEqual(flags.letters, ["k", "n"])
    XCTAssertEqual(flags.jobs, 2)
    XCTAssertEqual(flags.forwarded, "k -j2 --jobserver-auth=3,4")
    XCTAssertEqual(flags.variables.map(\.name), ["CORPUS", "KFOLD"])
    XCTAssertEqual(flags.variables[0].value, #"a b$c\d.jsonl"#)
    XCTAssertEqual(MakeFlags("").letters, [])
    XCTAssertEqual(MakeFlags(" -- A=b").variables.map(\.value), ["b"])
    XCTAssertNil(MakeFlags(" -j --jobserver-auth=3,4").jobs)
    XCTAssertEqual(MakeFlags(" -Otarget -Inew -l2 --trace -n -- A=b").letters, ["n"])
    XCTAssertEqual(MakeFlags(" -Otarget -Inew -l2").forwarded, "-Otarget -l2")
  }

  func testTheCommandLineCountsFirst() throws {
    let own = try settings("-- SEED=2", ["SEED": "1", "EPOCHS": "7", "NAME": "host"])
    XCTAssertEqual(own["SEED"], "2")
    XCTAssertEqual(own["EPOCHS"], "7")
    XCTAssertNil(own["NAME"], "other systems set it too")
    var other = own
    other.add(["EPOCHS": "3", "L2": "0.1"])
    XCTAssertEqual(other["EPOCHS"], "7")
    XCTAssertEqual(other["L2"], "0.1")
  }

  func testEveryVariableThatHelpNamesIsTaken() throws {
    let named = HelpText.text(hasSource: true).matches(of: /\b([A-Z][A-Z_]+)=/).map { String($0.output.1) }
    XCTAssertTrue(Set(named).isSuperset(of: ["SIZES", "SECONDS", "PREFIX", "GRID", "SHARDS"]))
    for name in named + Known.variablesOfScripts where Parameter.byName[name] == nil {
      XCTAssertNoThrow(try settings("-- \(name)=1"), name)
    }
  }

  func testAWrongValueOfTheEnvironmentIsCalledSo() throws {
    XCTAssertThrowsError(try settings("", ["KERNEL": "6.1.0"])) {
      XCTAssertTrue("\($0)".hasSuffix("It is a variable of the environment: unset KERNEL."), "\($0)")
    }
    XCTAssertFalse(mistake("-- KERNEL=6.1.0").contains("environment"))
    XCTAssertTrue(mistake("-- WORK=a\\\tb").contains("WORK contains a tab"))
    XCTAssertTrue(mistake("-- KB=caf\u{FFFD}.rdf").contains("KB is not UTF-8"))
  }

  func testTheInstructionSetReachesTheStages() throws {
    for own in [try settings("-- JMAN_ISA=avx2"), try settings("", ["JMAN_ISA": "avx2"])] {
      XCTAssertEqual(own.environment([:], flags: MakeFlags(""))["JMAN_ISA"], "avx2")
    }
    XCTAssertTrue(mistake("-- JMAN_ISA=neon").contains("avx512"))
  }

  func testImpossibleValues() {
    for (text, sentence) in [
      ("-- EPOCHS=1.5", #"EPOCHS must be a whole number, but is "1.5"."#),
      ("-- EPOCHS=99999999999999999999", "EPOCHS must be a whole number"),
      ("-- EPOCHS=3000000000", "EPOCHS must be from 1 to 2147483647, but is 3000000000."),
      ("-- L2=nan", #"L2 must be a number, but is "nan"."#),
      ("-- L2=-1", "L2 must be at least 0, but is -1."),
      ("-- KEEP=1.5", "KEEP must be above 0 and at most 1, but is 1.5."),
      ("-- MODEL=tre", "did you mean tree?"),
      ("-- MODLE=tree", "there is no parameter MODLE (make help lists them); did you mean MODEL?"),
      ("-- KFOLD=30000", "KFOLD must be from -1 to 10000, but is 30000."),
      ("-- WORK=", "WORK is empty."),
      ("-- NAME=a/b", "NAME is made of letters"),
      ("-- NAME=sweep", "NAME cannot be sweep"),
      ("-- CORPUS_OPTIONS='a", "CORPUS_OPTIONS: a quotation mark is missing"),
      ("-- CORPUS_OPTIONS=--help", "CORPUS_OPTIONS: --help makes no result."),
      ("-- OVR_OPTIONS=--version", "OVR_OPTIONS: --version makes no result."),
    ] {
      XCTAssert(mistake(text).contains(sentence), "\(text): \(mistake(text))")
    }
    for text in ["-- SEED=18", "-- TUNE=", "-- KFOLD=-1", "-- L2=1e-4"] {
      XCTAssertEqual(mistake(text), "")
    }
  }

  /// A number sign is part of a name of a file, unless white space is before it.
  func testCommentsInDatasets() throws {
    try write(
      "mine.mk", "# mine\nCORPUS = papers#2.csv # the second\nKB='a #b.ttl'\t# names\nMODEL =\nEPOCHS=3 #x\n")
    let file = try DatasetFile(path: path("mine.mk"))
    XCTAssertEqual(file.values, ["CORPUS": "papers#2.csv", "KB": "'a #b.ttl'", "EPOCHS": "3"])
    XCTAssertEqual(file.model, "auto")
  }

  func testWordsOfAShell() {
    XCTAssertEqual(ShellWords.split(#"--a 'b c' "d e" f\ g ''"#), ["--a", "b c", "d e", "f g", ""])
    XCTAssertNil(ShellWords.split("'a"))
    XCTAssertEqual(ShellWords.quoted("it's $x"), #"'it'\''s $x'"#)
    XCTAssertEqual(ShellWords.recipe(["$(rm)", "b"]), "'$$(rm)' 'b'")
  }

  func testAGrid() throws {
    let grid = try Grid("TREE_OPTIONS='--shape shallow','' EPOCHS=2,3")
    XCTAssertEqual(
      grid.combinations.map(\.name),
      [
        #"TREE_OPTIONS="--shape shallow" EPOCHS=2"#, #"TREE_OPTIONS="--shape shallow" EPOCHS=3"#,
        #"TREE_OPTIONS="" EPOCHS=2"#, #"TREE_OPTIONS="" EPOCHS=3"#,
      ])
    XCTAssertEqual(Set(grid.combinations.map(\.folder)).count, 4)
    let alike = try Grid("OVR_OPTIONS='--cost 1','--cost=1'").combinations
    XCTAssertEqual(Set(alike.map(\.folder)).count, 2, "values that look alike in a name")
    XCTAssertThrowsError(try Grid("EPOCHS=1 EPOCHS=2"))
  }

  func testGoals() throws {
    let names = ["bibsonomy", "a-report"]
    XCTAssertEqual(try Goal("bibsonomy-report", datasets: names), .dataset("bibsonomy", verb: "report"))
    XCTAssertEqual(try Goal("a-report", datasets: names), .dataset("a-report", verb: nil))
    XCTAssertEqual(try Goal("archive-bibsonomy", datasets: names), .dataset("bibsonomy", verb: "archive"))
    XCTAssertThrowsError(try Goal("archive-x", datasets: names))
    XCTAssertEqual(
      try Goal("archive-x", datasets: names, isCorpusGiven: true), .dataset("x", verb: "archive"))
    XCTAssertThrowsError(try Goal("bibsonmy", datasets: names)) {
      XCTAssertEqual("\($0)", "there is no target bibsonmy (make help lists them); did you mean bibsonomy?")
    }
  }
}

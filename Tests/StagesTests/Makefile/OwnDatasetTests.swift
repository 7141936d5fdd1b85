// What make notes of a corpus of one's own, and finds again.
import XCTest

final class OwnDatasetTests: MakefileTestCase {
  private let own = ["MODEL=knn", "MIN_WORD_COUNT=1"]

  /// Two tags; `kind` is in their names.
  private func corpus(_ kind: String, _ path: String) throws {
    let lines = (0..<40).map {
      #"{"id":"\#($0)","title":"paper \#($0 % 5)","text":"About it.","tags":["\#(kind)\#($0 % 2)"]}"#
    }
    try FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// Runs make in another folder than that of the Makefile, as an installation does.
  private func make(in folder: String, _ arguments: [String]) throws -> StageResult {
    let output = path("output")
    let words = ["make", "-f", Self.root.path + "/Makefile", "BIN=\(Self.root.path)/.build/release"] + own + arguments
    let status = try system(
      [
        "sh", "-c", #"cd "$1" && shift && log=$1 && shift && "$@" >"$log" 2>&1"#, "sh", path(folder), output,
      ] + words)
    let text = try String(contentsOfFile: output, encoding: .utf8)
    return StageResult(status: status, output: text, errors: text)
  }

  private func tags(_ result: StageResult, _ work: String) throws -> String {
    XCTAssertEqual(result.status, 0, result.output)
    return try String(contentsOfFile: "\(work)/mine/knn/tags.csv", encoding: .utf8)
  }

  /// A relative name is that of the folder in which it was given.
  func testACorpusIsFoundFromAnotherFolder() throws {
    try skipWithoutReleaseBuild()
    try corpus("right", path("a/docs.jsonl"))
    try corpus("wrong", path("b/docs.jsonl"))
    let given = ["corpus", "NAME=mine", "CORPUS=docs.jsonl", "WORK=\(work())"]
    XCTAssert(try tags(make(in: "a", given), work()).contains("right0"))
    let again = try make(in: "b", ["mine", "WORK=../work", "SEED=2"])
    XCTAssert(try tags(again, work()).contains("right0"))
    XCTAssertFalse(again.output.contains("documents.stage is"), "its notes are those of the first folder")
    XCTAssert(try tags(make(in: "a", ["mine", "WORK=\(work())"]), work()).contains("right0"))
    // All that belongs together was moved.
    XCTAssertEqual(try system(["mkdir", path("c")]), 0)
    XCTAssertEqual(try system(["mv", path("a"), work(), path("c")]), 0)
    let moved = try make(in: "b", ["mine", "WORK=../c/work"])
    XCTAssert(try tags(moved, path("c/work")).contains("right0"), moved.output)
    // The same name, given in another folder, is another corpus.
    let other = try make(in: "b", ["corpus", "NAME=mine", "CORPUS=docs.jsonl", "WORK=../c/work"])
    XCTAssert(other.output.contains("CORPUS is not the one noted"), other.output)
    XCTAssert(try tags(other, path("c/work")).contains("wrong0"))
    XCTAssertEqual(try system(["rm", "-r", path("b")]), 0)
    let lost = try make(in: "c", ["mine", "WORK=work"])
    XCTAssertNotEqual(lost.status, 0)
    XCTAssert(lost.output.contains("b/docs.jsonl: there is no such file"), lost.output)
  }

  /// What was not begun by make corpus is known as well.
  func testEveryGoalNotesTheCorpus() throws {
    try corpus("t", path("docs.jsonl"))
    let given = ["CORPUS=\(path("docs.jsonl"))"] + own
    try succeed(make: ["one-all", "ALL_MODELS=knn"] + given)
    try succeed(make: ["sweep", "NAME=two", "GRID=SEED=1"] + given)
    try succeed(make: ["three-curve"] + given)
    for name in ["one", "two", "three"] {
      try succeed(make: ["status-\(name)"] + own)
      try succeed(make: ["clean-\(name)"])
      XCTAssertFalse(FileManager.default.fileExists(atPath: "\(work())/\(name)"), name)
    }
    let unknown = try make(["four"] + given)
    XCTAssert(unknown.output.contains("make corpus NAME=four CORPUS=…"), unknown.output)
  }

  func testDamagedNotes() throws {
    try corpus("t", path("docs.jsonl"))
    try succeed(make: ["corpus", "NAME=mine", "CORPUS=\(path("docs.jsonl"))"] + own)
    try #"{"format":"jman corpus 1","val"#.write(
      toFile: "\(work())/mine/corpus.json", atomically: true, encoding: .utf8)
    for goal in ["mine", "mine-report", "status-mine"] {
      let result = try make([goal])
      XCTAssertEqual(result.status, 2)
      XCTAssert(result.output.contains("mine/corpus.json does not hold what make corpus notes there"), result.output)
    }
  }

  /// Tables and pictures that make would write under names that somebody uses.
  func testTablesOfSomebodyElse() throws {
    try corpus("t", path("docs.jsonl"))
    try succeed(make: ["corpus", "NAME=mine", "CORPUS=\(path("docs.jsonl"))"] + own)
    for (name, goal) in [
      ("all.csv", ["mine-all", "ALL_MODELS=knn"]), ("sweep/results.json", ["sweep", "NAME=mine", "GRID=SEED=1"]),
      ("graph.dot", ["graph", "mine"]), ("graph.svg", ["graph", "mine"]),
    ] {
      let file = "\(work())/mine/\(name)"
      try FileManager.default.createDirectory(
        atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
      try "mine".write(toFile: file, atomically: true, encoding: .utf8)
      let result = try make(goal + own)
      XCTAssertNotEqual(result.status, 0)
      XCTAssert(result.output.contains("\(name) is a file of yours"), result.output)
      XCTAssertEqual(try String(contentsOfFile: file, encoding: .utf8), "mine")
      try FileManager.default.removeItem(atPath: file)
      try succeed(make: goal + own)
      try succeed(make: goal + own)
    }
  }

  func testNamesThatAreNotUTF8() throws {
    try corpus("t", path("docs.jsonl"))
    XCTAssertEqual(
      try system([
        "sh", "-c", #"mkdir "$1/d" && cp "$1/docs.jsonl" "$1/d/caf$(printf '\351').jsonl""#, "sh", folder.path,
      ]),
      0)
    try skipWithoutReleaseBuild()
    XCTAssertEqual(
      try system([
        "sh", "-c",
        #"make -C "$1" -o .build/release/.built WORK="$2" corpus NAME=mine CORPUS="$3/d/caf$(printf '\351').jsonl" >"$3/log" 2>&1; test $? = 2"#,
        "sh", Self.root.path, work(), folder.path,
      ]), 0)
    let said = try String(contentsOfFile: path("log"), encoding: .utf8)
    XCTAssert(said.contains("CORPUS is not UTF-8"), said)
    let all = try make(["corpus", "NAME=mine", "CORPUS=\(path("d"))"] + own)
    XCTAssertNotEqual(all.status, 0)
    XCTAssert(all.output.contains("is not UTF-8"), all.output)
  }

  /// With -k the models after one that fails are made.
  func testAllModelsKeepGoing() throws {
    let lines = (0..<40).map { #"{"id":"\#($0)","title":"paper \#($0 % 5)","text":"About it.","tags":["a"]}"# }
    try lines.joined(separator: "\n").write(toFile: path("docs.jsonl"), atomically: true, encoding: .utf8)
    let given = ["mine-all", "CORPUS=\(path("docs.jsonl"))", "ALL_MODELS=knn svm tree", "SVM_OPTIONS=--fail"] + own
    let stopped = try make(given)
    XCTAssertNotEqual(stopped.status, 0)
    XCTAssertFalse(FileManager.default.fileExists(atPath: "\(work())/mine/tree"))
    let result = try make(["-k"] + given)
    XCTAssertNotEqual(result.status, 0)
    XCTAssert(result.output.contains("mine-all: not made, for the reasons above: svm."), result.output)
    let table = try String(contentsOfFile: "\(work())/mine/all.csv", encoding: .utf8)
    XCTAssertEqual(table.split(separator: "\n").count, 3, table)
  }
}

// Names of files, folders and values are data: each works or is refused, and none is run.
import XCTest

final class NameTests: MakefileTestCase {
  private static let names = [
    "a b", "it's", "export(1)", "a;b", "a&b", "a#b", "a$b", "a%b", "k:=", "x|y", "`touch ran`",
    "$(touch ran)", "$(shell touch ran)", "-dash", "a\"b", "a*b", "ümlaut", "a,b", "[x]", "{a,b}", "a\\b", "~a", "!a",
  ]

  private func corpus() -> String {
    (0..<40).map {
      #"{"id":"\#($0)","title":"paper \#($0 % 5)","text":"About it.","tags":["a\#($0 % 3)","b\#($0 % 2)"]}"#
    }.joined(separator: "\n")
  }

  private func ran() -> Bool {
    [Self.root.path, folder.path, work()].contains { FileManager.default.fileExists(atPath: "\($0)/ran") }
  }

  func testFilesOfAnyName() throws {
    for (number, name) in Self.names.enumerated() {
      let file = path("\(name).jsonl")
      try corpus().write(toFile: file, atomically: true, encoding: .utf8)
      let base = path("\(name).csv")
      try "a0,a1\n".write(toFile: base, atomically: true, encoding: .utf8)
      let output = try succeed(make: [
        "corpus", "NAME=n\(number)", "CORPUS=\(file)", "KB=\(base)", "MODEL=knn", "MIN_WORD_COUNT=1",
        "STORE=",
      ])
      XCTAssert(output.contains("40 documents"), "\(name): \(output)")
      XCTAssertFalse(ran(), name)
    }
    let several = try succeed(make: [
      "corpus", "NAME=several", "CORPUS='\(path("a b.jsonl"))' '\(path("a;b.jsonl"))'", "MODEL=knn",
      "MIN_WORD_COUNT=1",
    ])
    XCTAssert(several.contains("documents"), several)
  }

  func testFoldersOfAnyName() throws {
    try prepare()
    for name in Self.names {
      let folder = path("w \(name)")
      let result = try make(["status", "bibsonomy"], work: folder)
      XCTAssertEqual(result.status, 0, "\(name): \(result.output)")
      let store = try make(["bibsonomy", "MODEL=knn", "STORE=\(path("s \(name)"))"], work: folder)
      XCTAssertEqual(store.status, 0, "\(name): \(store.output)")
      XCTAssertFalse(ran(), name)
    }
  }

  /// A folder that somebody has put below a shared WORK.
  func testStrangersBelowWork() throws {
    for name in ["bibsonomy;>ran;", "a:b", "$(shell touch ran)", "`touch ran`"] {
      let folder = "\(work())/\(name)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for note in ["corpus.mk", "corpus.json"] {
        try "$(shell touch \(path("ran")))\nCORPUS := $(shell touch ran)\n".write(
          toFile: "\(folder)/\(note)", atomically: true, encoding: .utf8)
      }
    }
    for goals in [["help"], ["status"], ["status", "bibsonomy"]] {
      XCTAssertEqual(try make(goals).status, 0)
      XCTAssertFalse(ran())
    }
  }

  /// make expands what its files read; of a value from outside they must read nothing.
  func testValuesAreNotExpanded() throws {
    let code = "$(shell touch ran)`touch ran`$(error ran)"
    try succeed(make: ["bibsonomy", "MODEL=knn", "CLEAN_TAGS=\(code)", "NAMES=\(code)"])
    XCTAssertFalse(ran())
    for name in ["CLEAN_TAGS", "NAMES"] {
      try succeed(make: ["status", "bibsonomy"], environment: [name: code])
      XCTAssertFalse(ran(), name)
    }
    for value in ["SECONDS=\(code)", "BIN=\(path("$(shell touch ran)"))"] {
      _ = try make(["-n", "fuzz", value])
      XCTAssertFalse(ran(), value)
    }
  }

  /// Variables of the user's that are called like those of make/*.mk and of recipes.
  func testVariablesOfTheUser() throws {
    try prepare()
    let before = try succeed(make: ["status", "bibsonomy"])
    let files = try ["Makefile", "make/dataset.mk", "make/models.mk", "make/sweep.mk"].map {
      try String(contentsOf: Self.root.appendingPathComponent($0), encoding: .utf8)
    }.joined(separator: "\n")
    var names = Set(files.matches(of: /\$+[({]?([A-Za-z_]{1,})/).map { String($0.1) })
    names.formUnion(files.matches(of: /(?m)^(?:override )?([A-Za-z_]+) *:?=/).map { String($0.1) })
    names.formUnion([
      "O_SEED", "KB_ARGS", "JMAN_EXPLAIN", "JMAN_STALE", "JMAN_STORE", "JMAN_LABEL", "JMAN_NAMES", "JMAN_ROOT",
    ])
    let help = try succeed(make: ["help"])
    let parameters = Set(help.matches(of: #/(?m)^  ([A-Z0-9_]+) /#).map { String($0.1) })
    let others = names.subtracting(parameters).subtracting(["PATH", "HOME", "MAKECMDGOALS", "MAKEFLAGS", "SHELL"])
    XCTAssert(others.isSuperset(of: ["W", "FOLDWISE", "SAMPLE", "STAGE", "out", "own", "parts", "fold"]), "\(others)")
    let environment = Dictionary(uniqueKeysWithValues: others.map { ($0, "garbage$(shell touch ran)") })
    XCTAssertEqual(try succeed(make: ["status", "bibsonomy"], environment: environment), before)
    XCTAssertEqual(started(try succeed(make: ["bibsonomy"], environment: environment)), [])
    XCTAssertFalse(ran())
    // A parameter counts, and is named.
    let said = try succeed(make: ["status", "bibsonomy"], environment: ["SEED": "7", "NAME": "host"])
    XCTAssert(said.contains("from the environment: SEED=7\n"), said)
  }

  func testALineBreakIsRefused() throws {
    let result = try make(["corpus", "NAME=mine", "CORPUS=a\nb.jsonl"])
    XCTAssertNotEqual(result.status, 0)
    XCTAssertFalse(FileManager.default.fileExists(atPath: work()), result.output)
  }

  func testFromAnotherFolder() throws {
    let makefile = Self.root.appendingPathComponent("Makefile").path
    XCTAssertEqual(
      try system([
        "sh", "-c",
        "cd /tmp && env -u MAKEFLAGS make -o '\(Self.root.path)/.build/release/.built' -f '\(makefile)' help",
      ]), 0)
  }

  /// All that make runs itself is found from there too.
  func testTheBuildFromAnotherFolder() throws {
    let makefile = Self.root.appendingPathComponent("Makefile").path
    let log = path("log")
    XCTAssertEqual(
      try system([
        "sh", "-c", "cd /tmp && env -u MAKEFLAGS -u MAKELEVEL make -nB -f '\(makefile)' test bench fuzz >'\(log)'",
      ]), 0)
    let text = try String(contentsOfFile: log, encoding: .utf8)
    XCTAssert(text.contains("swift build --package-path \(Self.root.path)/ -c release\n"), text)
    XCTAssertNil(text.firstMatch(of: /(?m)^@?scripts/), text)
  }

  /// A value that begins with a dash is a value, and a wrong one is named.
  func testNegativeValuesAreReadAsValues() throws {
    try prepare()
    let result = try make(["bibsonomy", "TEST_PORTION=-0.1"])
    XCTAssertNotEqual(result.status, 0)
    XCTAssertFalse(result.output.contains("Missing value"), result.output)
    XCTAssert(
      result.output.contains("TEST_PORTION must be above 0 and below 1, but is -0.1."), result.output)
  }

  func testAMissingKnowledgeBaseIsNoticedFirst() throws {
    let file = path("c.jsonl")
    try corpus().write(toFile: file, atomically: true, encoding: .utf8)
    let result = try make(["corpus", "NAME=mine", "CORPUS=\(file)", "MODEL=ovr", "KB=\(path("absent.rdf"))"])
    XCTAssertEqual(result.status, 2)
    XCTAssert(result.output.contains("absent.rdf: there is no such file."), result.output)
    XCTAssertEqual(started(result.output), [])
  }

  func testOptionsOfTheKnowledgeBase() throws {
    let file = path("c.jsonl")
    let lines = (0..<40).map {
      #"{"id":"\#($0)","title":"paper \#($0 % 5)","text":"About it.","tags":["Informatik","Medieninformatik"]}"#
    }
    try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    let base = path("t.ttl")
    try """
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <http://x/1> a skos:Concept ; skos:prefLabel "Informatik"@de, "Computer science"@en .
    <http://x/2> a skos:Concept ; skos:prefLabel "Medieninformatik"@de, "Media"@en ; skos:broader <http://x/1> .
    """.write(toFile: base, atomically: true, encoding: .utf8)
    let output = try succeed(make: [
      "corpus", "NAME=mine", "CORPUS=\(file)", "KB=\(base)", "KB_OPTIONS=--language de --sub-depth 2",
      "MODEL=knn", "MIN_WORD_COUNT=1",
    ])
    XCTAssert(output.contains("1 pair of narrower and broader"), output)
  }
}

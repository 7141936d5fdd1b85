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

  func testALineBreakIsRefused() throws {
    let result = try make(["corpus", "NAME=mine", "CORPUS=a\nb.jsonl"])
    XCTAssertNotEqual(result.status, 0)
    XCTAssertFalse(FileManager.default.fileExists(atPath: work()), result.output)
  }

  func testFromAnotherFolder() throws {
    let makefile = Self.root.appendingPathComponent("Makefile").path
    XCTAssertEqual(
      try system(["sh", "-c", "cd /tmp && env -u MAKEFLAGS make -o '\(Self.root.path)/.build/release/.built' -f '\(makefile)' help"]), 0)
  }

  /// Options that begin with a dash, signs and all.
  func testNegativeValuesReachTheStage() throws {
    try prepare()
    let result = try make(["bibsonomy", "TEST_PORTION=-0.1"])
    XCTAssertNotEqual(result.status, 0)
    XCTAssertFalse(result.output.contains("Missing value"), result.output)
    XCTAssert(result.output.contains("test-portion"), result.output)
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
    XCTAssert(output.contains("1 pairs of narrower and broader") || output.contains("1 pair of narrower"), output)
  }
}

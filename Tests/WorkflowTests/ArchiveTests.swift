// make archive-NAME packs the same bytes from equal results, and replaces nothing else.
import Foundation
import XCTest

@testable import Workflow

final class ArchiveTests: WorkflowTestCase {
  private func makeResult(_ place: String) throws {
    try write("\(place)/raw/it's a corpus.jsonl", "{}")
    try write("\(place)/raw/unused", place)
    try stage("\(place)/w/documents.stage", from: [("corpus", "\(place)/raw/it's a corpus.jsonl")])
    try stage("\(place)/w/unrelated.stage", seed: 9)
    try stage("\(place)/w/sweep/a/documents.stage", from: [("corpus", "\(place)/raw/it's a corpus.jsonl")])
    try stage("\(place)/w/split.stage", seed: 2, from: [("documents", "\(place)/w/documents.stage")])
    let long = String(repeating: "long ", count: 30)
    try stage("\(place)/w/--help \(long)/fold0/model.stage", seed: 3, from: [("split", "\(place)/w/split.stage")])
    try write("\(place)/w/--help \(long)/fold0/events.out.tfevents.jman", "events")
    try stage("\(place)/w/metrics.stage", seed: 4, from: [("model", "\(place)/w/--help \(long)/fold0/model.stage")])
    for name in ["metrics.txt", "metrics.json", "tags.csv"] { try write("\(place)/w/\(name)", name) }
  }

  private func archive(_ place: String, goals: [String] = ["metrics.stage"], files: [String] = []) throws -> Archive {
    try Archive(
      name: "mine", root: path("\(place)/w"), goals: goals, files: files, parameters: ["NAME=mine", "KFOLD=2"],
      externals: [path("\(place)/raw")], version: "source: commit unknown")
  }

  func testEqualResultsGiveEqualBytes() throws {
    try makeResult("one")
    try makeResult("another place/two")
    try archive("one").write(to: path("my result.tar"))
    try archive("another place/two").write(to: path("b.tar"))
    XCTAssertEqual(try bytes("my result.tar"), try bytes("b.tar"))
    var check = ArchiveCheck(path("my result.tar"))
    XCTAssertEqual(
      try check.check(),
      [
        "\(path("my result.tar")): 4 stage files are complete and made from each other", "made with NAME=mine",
        "made with KFOLD=2",
      ])

    // GNU tar and sha256sum agree.
    try system("tar", "-xf", "b.tar")
    try system("sh", "-c", "cd mine && sha256sum --quiet --strict --check SHA256SUMS")
    let commands = try String(contentsOfFile: path("mine/COMMANDS"), encoding: .utf8)
    XCTAssertEqual(
      commands.split(separator: "\n").prefix(2),
      [
        #"documents.stage = split(corpus = EXTERNAL it's a corpus.jsonl, kfold = 2, text = "a \"b\"", seed = 1), revision 1"#,
        #"split.stage = split(documents = documents.stage, kfold = 2, text = "a \"b\"", seed = 2), revision 1"#,
      ])
    XCTAssertFalse(
      try ["COMMANDS", "EXTERNAL", "README", "PARAMETERS", "VERSIONS"].contains { list in
        String(decoding: try bytes("mine/\(list)"), as: UTF8.self).contains(folder)
      })
    for name in ["metrics.txt", "tags.csv"] { XCTAssert(exists("mine/\(name)"), name) }
    XCTAssertFalse(exists("mine/unrelated.stage"))
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(".") }, [])
  }

  /// `ARCHIVE="my result.tar"` once removed the folder `./my`.
  func testNothingElseIsRemoved() throws {
    try makeResult("one")
    try write("my/thesis.tex", "mine")
    try archive("one").write(to: path("my result.tar"))
    XCTAssert(exists("my/thesis.tex"))
    try archive("one").write(to: path("my result.tar"))
    for name in ["one/raw/it's a corpus.jsonl", "one/w/documents.stage", "one/w/metrics.txt"] {
      let text = try bytes(name)
      XCTAssert(
        refusal { try self.archive("one").write(to: self.path(name)) }.contains(
          "is there already and is not an archive"))
      XCTAssertEqual(try bytes(name), text)
    }
    for place in ["my", "/dev/null"] {
      let target = place.hasPrefix("/") ? place : path(place)
      XCTAssert(refusal { try self.archive("one").write(to: target) }.contains("is not a regular file"), place)
    }
    XCTAssert(exists("my/thesis.tex"))
    XCTAssert(refusal { try self.archive("one").write(to: self.path("absent/a.tar")) }.contains("cannot be written"))
  }

  func testTemporaryFoldersDoNotMatter() throws {
    try makeResult("one")
    let before = ProcessInfo.processInfo.environment["TMPDIR"]
    defer { if let before { setenv("TMPDIR", before, 1) } else { unsetenv("TMPDIR") } }
    try write("a/thesis.tex", "mine")
    for place in [path("a b"), "/nonexistent", ""] {
      setenv("TMPDIR", place, 1)
      try archive("one").write(to: path("x.tar"))
      var check = ArchiveCheck(path("x.tar"))
      XCTAssertEqual(try check.check().count, 3)
    }
    XCTAssert(exists("a/thesis.tex"))
  }

  func testWhatCannotBePackedIsRefused() throws {
    try makeResult("one")
    for file in ["/etc/passwd", "../raw/it's a corpus.jsonl", "a//b", "a\nb", "a\u{1B}b", ""] {
      XCTAssert(
        refusal { _ = try self.archive("one", files: [file]) }.contains("cannot be packed under this name"), file)
    }
    XCTAssert(refusal { _ = try self.archive("one", files: ["absent.stage"]) }.contains("is not there"))
    XCTAssert(refusal { _ = try Archive(name: "../x", root: folder, version: "") }.contains("cannot be the name"))
    // Made from something that nobody names.
    let lonely = try Archive(name: "mine", root: path("one/w"), goals: ["documents.stage"], version: "")
    XCTAssert(
      refusal { try lonely.write(to: self.path("x.tar")) }.contains("documents.stage: corpus: was made from a file"))
    try system("mkfifo", "one/w/pipe")
    XCTAssert(refusal { _ = try self.archive("one", files: ["pipe"]) }.contains("is not a file"))
    XCTAssertFalse(exists("x.tar"))
  }
}

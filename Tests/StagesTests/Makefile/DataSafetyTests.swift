// Nothing is deleted that does not bear our mark.
import XCTest

final class DataSafetyTests: MakefileTestCase {
  private func write(_ text: String, to path: String) throws {
    try FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
      withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// `-n`, however it is written, only tells.
  func testADryRunDeletesNothing() throws {
    try prepare()
    let files = try finalFiles(work())
    for flags in [["-n"], ["--dry-run"], ["-k", "-n"], ["-q"], ["-t"], ["--just-print"], ["--touch"]] {
      _ = try make(flags + ["clean-bibsonomy"])
      _ = try make(flags + ["gc"])
      XCTAssertEqual(try finalFiles(work()), files, "\(flags)")
    }
    XCTAssert(try make(["-q", "bibsonomy"]).output.contains("Use make status."))
  }

  func testCleaningKeepsWhatIsNotOurs() throws {
    try prepare()
    let own = "\(work())/bibsonomy/my notes.txt"
    try write("precious", to: own)
    try write("precious", to: "\(work())/bibsonomy/JMAN/split.stage")
    let said = try succeed(make: ["clean-bibsonomy"])
    XCTAssert(said.contains("my notes.txt"), said)
    XCTAssertEqual(try String(contentsOfFile: own, encoding: .utf8), "precious")
    XCTAssert(exists("\(work())/bibsonomy/JMAN/split.stage"), "no stage file, whatever its name")
    XCTAssertFalse(exists("\(work())/bibsonomy/documents.stage"))
    XCTAssertFalse(exists("\(work())/bibsonomy/JMAN/metrics.json"))
  }

  func testGarbageCollectionKeepsWhatIsNotOurs() throws {
    let store = path("my folder")
    try write("precious", to: "\(store)/thesis.txt")
    try write("precious", to: "\(store)/ab/chapter.txt")
    try succeed(make: ["gc", "STORE=\(store)"])
    XCTAssert(exists("\(store)/thesis.txt"))
    XCTAssert(exists("\(store)/ab/chapter.txt"))
    try succeed(make: ["bibsonomy", "STORE=\(store)"])
    let said = try succeed(make: ["gc", "STORE=\(store)"])
    XCTAssert(said.contains("results of earlier parameters"), said)
    XCTAssert(exists("\(store)/thesis.txt"))
    XCTAssert(exists("\(store)/ab/chapter.txt"))
    XCTAssertEqual(
      try XCTUnwrap(FileManager.default.enumerator(atPath: store)).compactMap { $0 as? String }
        .filter { $0.hasSuffix(".stage") }, [])
  }

  func testAnEmptyWorkIsRefused() throws {
    for goal in ["bibsonomy", "clean-bibsonomy", "gc", "status"] {
      let result = try make([goal, "WORK="], work: "")
      XCTAssertNotEqual(result.status, 0)
      XCTAssert(result.output.contains("WORK is empty. Give the folder for all results"), result.output)
    }
  }

  func testAnArchiveRemovesNothingElse() throws {
    try prepare()
    let here = Self.root.appendingPathComponent("bibsonomy")
    XCTAssertFalse(exists(here.path), "the test needs this name to be free")
    try write("precious", to: here.appendingPathComponent("thesis.txt").path)
    defer { try? FileManager.default.removeItem(at: here) }
    let temporary = path("tmp with blanks")
    try write("precious", to: path("tmp/thesis.txt"))
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
    let tar = path("my result.tar")
    for folder in [temporary, "/nonexistent"] {
      try succeed(make: ["archive-bibsonomy", "ARCHIVE=\(tar)"], environment: ["TMPDIR": folder])
      XCTAssert(exists(here.appendingPathComponent("thesis.txt").path))
      XCTAssert(exists(path("tmp/thesis.txt")))
      XCTAssert(try succeed(make: ["check-archive", "FILE=\(tar)"]).contains("whole and made from each other"))
      try FileManager.default.removeItem(atPath: tar)
    }
    XCTAssertFalse(exists("/PARAMETERS"))
    XCTAssertFalse(exists("/COMMANDS"))
  }

  /// A stage file that cannot be read is named, kept beside, and made again.
  func testADamagedFileIsSetAside() throws {
    try prepare()
    let before = try finalFiles(work())
    let file = "\(work())/bibsonomy/vocabulary.stage"
    var data = try bytes(file)
    data[data.count / 2] ^= 0x20
    try data.write(to: URL(fileURLWithPath: file))
    XCTAssert(try succeed(make: ["status", "bibsonomy"]).contains("vocabulary.stage: "))
    let said = try succeed(make: ["bibsonomy"])
    XCTAssert(said.contains("It is set aside as \(file).damaged and made again."), said)
    XCTAssertEqual(try bytes("\(file).damaged"), data)
    try FileManager.default.removeItem(atPath: "\(file).damaged")
    XCTAssertEqual(try finalFiles(work()), before)
  }
}

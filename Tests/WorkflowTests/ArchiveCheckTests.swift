// make check-archive passes what is whole, and refuses what is hostile or damaged.
import FormatsFiles
import Foundation
import XCTest

@testable import Workflow

final class ArchiveCheckTests: WorkflowTestCase {
  private func check(_ name: String = "x.tar") throws -> [String] {
    var check = ArchiveCheck(path(name))
    return try check.check()
  }

  private func problem(_ name: String = "x.tar", file: StaticString = #filePath, line: UInt = #line) -> String {
    refusal({ _ = try self.check(name) }, file: file, line: line)
  }

  /// The unpacked files of a small archive, for GNU tar to pack.
  private func unpack(parameters: String = "NAME=mine\n") throws {
    try stage("mine/documents.stage")
    try stage("mine/split.stage", seed: 2, from: [("documents", "mine/documents.stage")])
    try write("mine/metrics.txt", "F1")
    try write("mine/EXTERNAL", "")
    try write("mine/PARAMETERS", parameters)
    try list()
  }

  private func list() throws {
    var sums = ChecksumList()
    let names = try FileManager.default.subpathsOfDirectory(atPath: path("mine"))
    for name in names where name != "SHA256SUMS" {
      var info = stat()
      guard lstat(path("mine/\(name)"), &info) == 0, info.st_mode & S_IFMT == S_IFREG else { continue }
      sums[name] = try ContentHash(ofFile: path("mine/\(name)"))
    }
    try write("mine/SHA256SUMS", sums.text)
  }

  func testEveryFormatOfTarIsRead() throws {
    try unpack()
    let long = String(repeating: "long/", count: 40)
    try stage("mine/\(long)a.stage", seed: 3)
    try list()
    for format in ["gnu", "ustar", "pax"] {
      try system("tar", "-cf", "x.tar", "--format=\(format)", "mine")
      XCTAssertEqual(
        try check(), ["\(path("x.tar")): 3 stage files are complete and made from each other", "made with NAME=mine"])
    }
    try system("tar", "-czf", "x.tar", "./mine")
    XCTAssertEqual(try check().count, 2)
  }

  func testDamageIsNamed() throws {
    try unpack()
    try system("tar", "-cf", "x.tar", "mine")
    let whole = try bytes("x.tar")
    let stage = try bytes("mine/split.stage")
    let at = try XCTUnwrap(whole.range(of: stage)?.lowerBound)
    var damaged = whole
    damaged[at + stage.count / 2] ^= 1
    try damaged.write(to: URL(fileURLWithPath: path("bad.tar")))
    XCTAssertEqual(
      problem("bad.tar"),
      "\(path("bad.tar")): is damaged: split.stage: FAILED. Get the archive again, or make it again with make archive-NAME."
    )
    // Whatever is cut off or changed, nothing passes and nothing crashes.
    for count in stride(from: 0, to: whole.count - 10240, by: 997) {
      try whole.prefix(count).write(to: URL(fileURLWithPath: path("bad.tar")))
      _ = problem("bad.tar")
    }
    let end = at + stage.count
    // A header's checksum, at 148, can be written in several ways.
    for offset in stride(from: 0, to: end, by: 61) where !(148..<156).contains(offset % 512) {
      damaged = whole
      damaged[offset] ^= 1 << UInt8(offset % 8)
      try damaged.write(to: URL(fileURLWithPath: path("bad.tar")))
      var bad = ArchiveCheck(path("bad.tar"))
      // Times and owners of the members are not content, but the header has a checksum.
      XCTAssertThrowsError(try bad.check(), "byte \(offset)")
    }
    try system("rm", "mine/metrics.txt")
    try system("tar", "-cf", "x.tar", "mine")
    XCTAssert(problem().contains("is damaged: metrics.txt: is missing"))
  }

  func testWhatIsNotAnArchive() throws {
    XCTAssert(problem("absent.tar").contains("absent.tar: cannot be read."))
    try system("mkfifo", "pipe")
    XCTAssert(problem("pipe").contains("cannot be read."))
    XCTAssert(problem("").contains("cannot be read."))
    try write("x.tar", "")
    XCTAssert(problem().contains("is not a whole tar file"))
    try write("x.tar", String(repeating: "text ", count: 1000))
    XCTAssert(problem().contains("is not a whole tar file"))
    try write("mine/a", "a")
    try system("tar", "-cf", "x.tar", "mine")
    XCTAssert(problem().contains("has no SHA256SUMS"))
    try write("mine/SHA256SUMS", "nonsense\n")
    try system("tar", "-cf", "x.tar", "mine")
    XCTAssert(problem().contains("is damaged: SHA256SUMS:1: is not a line of sha256sum"))
  }

  func testHostileMembersAreRefused() throws {
    try unpack()
    func refused(_ words: String..., file: StaticString = #filePath, line: UInt = #line) throws -> String {
      try system(
        "sh", "-c", #"tar -P -cf x.tar "$@""#, "sh", words[0], words[1], words.count > 2 ? words[2] : "mine/metrics.txt"
      )
      return problem(file: file, line: line)
    }
    try write("outside", "x")
    XCTAssert(try refused("mine", path("outside")).contains("could lead out of the archive"))
    XCTAssert(try refused("mine", "mine/../outside").contains("could lead out of the archive"))
    XCTAssert(try refused("mine", "outside").contains("which is not in the folder of the result"))
    XCTAssert(
      try refused("mine", "mine/metrics.txt", "mine/metrics.txt").contains("which is a link")
        || problem().contains("twice"))
    for command in [
      "ln -s /etc/passwd mine/x", "ln -s / mine/x", "mkfifo mine/x", "ln mine/metrics.txt mine/x", "mknod mine/x c 1 3",
    ] {
      guard (try? system("sh", "-c", "rm -f mine/x; \(command)")) != nil, exists("mine/x") else { continue }
      XCTAssert(try refused("mine", "mine/SHA256SUMS").contains("which is a link, a device"), command)
    }
    try system("rm", "mine/x")
    // Twice the same name as a plain file.
    try system("tar", "-cf", "x.tar", "mine")
    try system("tar", "-rf", "x.tar", "mine/metrics.txt")
    XCTAssert(problem().contains("holds mine/metrics.txt twice"))
    try system("sh", "-c", "tar -cf x.tar mine; cat outside mine/metrics.txt >> x.tar")
    XCTAssert(problem().contains("is not a whole tar file") || problem().contains("bytes after its end"))
  }

  /// A member that a program could take for an option.
  func testNamesThatBeginWithADashAreNames() throws {
    try unpack()
    try write("mine/--help x.stage", "not a stage file")
    try system("tar", "-cf", "x.tar", "mine")
    XCTAssert(problem().contains("holds other files than SHA256SUMS lists"))
    try list()
    try system("tar", "-cf", "x.tar", "mine")
    XCTAssert(problem().contains("--help x.stage: is not a stage file"), problem())
    try stage("mine/--help x.stage", seed: 4)
    try list()
    try system("tar", "-cf", "x.tar", "mine")
    XCTAssert(try check()[0].contains("3 stage files are complete"))
  }

  func testStrangersAreNoticed() throws {
    try unpack()
    try stage("mine/documents.stage", seed: 5)
    try list()
    try system("tar", "-cf", "x.tar", "mine")
    XCTAssert(problem().contains("split.stage: documents: was made from a file (sha256 "), problem())
    XCTAssert(problem().contains("that is not among these. Give all files of one run, or run make again."), problem())
  }

  func testNothingIsObeyedByATerminal() throws {
    try unpack(parameters: "NAME=mine\nSPLIT_OPTIONS=\u{1B}]0;gone\u{7}\u{9B}2J\r\n")
    try system("tar", "-cf", "x.tar", "mine")
    let lines = try check()
    XCTAssertEqual(lines[2], #"made with SPLIT_OPTIONS=\u{1B}]0;gone\u{7}\u{9B}2J"#)
    try write("mine/a\u{1B}[2J", "x")
    try system("ln", "-s", "/", "mine/b\u{1B}[2J")
    try system("tar", "-cf", "x.tar", "mine")
    XCTAssertFalse(problem().contains("\u{1B}"))
  }
}

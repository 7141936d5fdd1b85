// A full disk, a folder that cannot be written, too little memory: one sentence, the
// old output intact, and the next make goes on.
import XCTest

final class ResourceTests: MakefileTestCase {
  private var mounted: String?

  override func tearDownWithError() throws {
    if let mounted { try system(["umount", mounted]) }
    try super.tearDownWithError()
  }

  /// A file system in memory of `size` bytes; skips if that takes rights that the
  /// test has not.
  private func mount(size: String) throws -> String {
    let folder = path("disk")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard geteuid() == 0,
      try system(["mount", "-t", "tmpfs", "-o", "size=\(size)", "tmpfs", folder]) == 0
    else { throw XCTSkip("SKIPPED: a small file system can be mounted by root only") }
    mounted = folder
    return folder
  }

  func testAFullDisk() throws {
    let disk = try mount(size: "64m")
    let other = ["bibsonomy", "LEARNING_RATE=0.02", "HIDDEN_SIZE=64"]
    try succeed(make: other, work: work("undisturbed"))
    let undisturbed = try finalFiles("\(work("undisturbed"))/bibsonomy")

    try succeed(make: ["bibsonomy"], work: disk)
    let before = try finalFiles("\(disk)/bibsonomy")
    // All room but a little goes to another file.
    let model = before["JMAN/fold0/model.stage"]?.count ?? 0
    XCTAssertEqual(try system(["sh", "-c", "cat /dev/zero > \(disk)/filler"]), 1)
    let filler = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(disk)/filler"))
    let size = try filler.seekToEnd()
    try filler.truncate(atOffset: size - UInt64(model) / 2)
    try filler.close()

    let full = try make(other, work: disk)
    XCTAssertNotEqual(full.status, 0)
    // The checkpoint comes first, the model at the end.
    XCTAssertNotNil(
      full.output.firstMatch(
        of: try Regex(
          "\(disk)/bibsonomy/JMAN/fold0/model\\.stage(\\.checkpoint)?: cannot be written: "
            + "No space left on device\\. Make room on the disk and run the command again; "
            + "nothing is lost\\.")), full.output)
    XCTAssertEqual(full.output.components(separatedBy: "No space left").count, 2, full.output)
    XCTAssertEqual(try finalFiles("\(disk)/bibsonomy"), before)
    XCTAssertEqual(leftovers(disk), [])

    // Not a byte left: make's own note names its file too.
    XCTAssertEqual(try system(["sh", "-c", "cat /dev/zero > \(disk)/filler2"]), 1)
    let fuller = try make(["bibsonomy", "TEST_PORTION=0.2"], work: disk)
    XCTAssertNotEqual(fuller.status, 0)
    XCTAssert(fuller.output.contains("cannot be written"), fuller.output)
    XCTAssertEqual(try finalFiles("\(disk)/bibsonomy"), before)

    try FileManager.default.removeItem(atPath: "\(disk)/filler")
    try FileManager.default.removeItem(atPath: "\(disk)/filler2")
    try succeed(make: other, work: disk)
    XCTAssertEqual(
      try finalFiles("\(disk)/bibsonomy").filter { $0.key.hasSuffix(".stage") },
      undisturbed.filter { $0.key.hasSuffix(".stage") })
  }

  func testAFolderThatCannotBeWritten() throws {
    let disk = try mount(size: "64m")
    try succeed(make: ["bibsonomy"], work: disk)
    let before = try finalFiles("\(disk)/bibsonomy")
    XCTAssertEqual(try system(["mount", "-o", "remount,ro", disk]), 0)
    let result = try make(["bibsonomy", "LEARNING_RATE=0.02"], work: disk)
    XCTAssertNotEqual(result.status, 0)
    XCTAssert(
      result.output.contains(
        "\(disk)/bibsonomy cannot be worked on: \(disk)/.locks/bibsonomy cannot be written. "
          + "Make the folder writable, or give another one: WORK=…"), result.output)
    // Looking is allowed.
    let status = try succeed(make: ["status", "bibsonomy"], work: disk)
    XCTAssert(status.contains("JMAN/metrics.stage: up to date"), status)
    XCTAssertEqual(try system(["mount", "-o", "remount,rw", disk]), 0)
    XCTAssertEqual(try finalFiles("\(disk)/bibsonomy"), before)
  }

  func testTooLittleMemory() throws {
    try prepare()
    let before = try finalFiles(work())
    let model = "JMAN/fold0/model.stage"
    // The limit is far below what the program itself needs to train.
    let result = try make([
      "bibsonomy", "HIDDEN_SIZE=3000", "EMBED_SIZE=16", "LAUNCHER=prlimit --as=400000000",
      "THREADS=1",
    ])
    XCTAssertNotEqual(result.status, 0, result.output)
    XCTAssert(result.output.contains(model), result.output)
    XCTAssertEqual(try finalFiles(work()), before)
    try succeed(make: ["bibsonomy"])
    XCTAssertEqual(try finalFiles(work()), before)
  }
}

// What is written goes where the path leads and nowhere else.
import Synchronization
import XCTest

@testable import FormatsFiles

final class AtomicFileTests: FolderTestCase {
  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }
  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
  }

  func testTheTargetOfALinkIsWritten() throws {
    try FileManager.default.createDirectory(atPath: path("far"), withIntermediateDirectories: true)
    try AtomicFile.write("old", to: path("far/target"))
    try link("absolute", to: path("far/target"))
    try link("relative", to: "far/target")
    try link("twice", to: "relative")
    try link("dangling", to: "far/new")
    for name in ["absolute", "relative", "twice"] {
      try AtomicFile.write(name, to: path(name))
      XCTAssertEqual(try text("far/target"), name)
    }
    try AtomicFile.write("made", to: path("dangling"))
    XCTAssertEqual(try text("far/new"), "made")
    XCTAssertEqual(
      try FileManager.default.destinationOfSymbolicLink(atPath: path("relative")), "far/target")
    try link("circle", to: "circle")
    XCTAssertThrowsError(try AtomicFile.write("x", to: path("circle")))
  }

  func testDevicesByOtherNamesAreNotReplaced() throws {
    try link("null", to: "/dev/null")
    try link("out", to: "/dev/stdout")
    XCTAssertEqual(mkfifo(path("pipe"), 0o600), 0)
    for path in [
      path("null"), path("out"), path("pipe"), "/dev/stdout", "/dev/stderr", "/dev/fd/1",
      "/proc/self/fd/1", "/dev/new-device",
    ] {
      XCTAssertThrowsError(try AtomicFile.write("x", to: path)) {
        XCTAssertEqual(
          "\($0)",
          "\(path): is not a regular file and will not be replaced. Give the name of a file.")
      }
    }
  }

  /// A link, second name or pipe in the place of the temporary file must not be written.
  func testWhatIsNoNameIsRefused() throws {
    XCTAssertThrowsError(try AtomicFile.write("x", to: "-")) {
      XCTAssertEqual(
        "\($0)",
        "(standard output): cannot be replaced as a whole, as this output is. Give the name of a "
          + "file; ./- is one.")
    }
    for name in ["", folder.path + "/new/", folder.path + "/"] {
      XCTAssertThrowsError(try AtomicFile.write("x", to: name)) {
        XCTAssertEqual("\($0)", "“\(name)”: is not the name of a file. Give the name of a file.")
      }
    }
  }

  func testAVictimBehindTheTemporaryNameIsSpared() throws {
    try AtomicFile.write("precious", to: path("victim"))
    try link(".a.partial", to: path("victim"))
    XCTAssertEqual(Glibc.link(path("victim"), path(".b.partial")), 0)
    XCTAssertEqual(mkfifo(path(".c.partial"), 0o600), 0)
    for name in ["a", "b", "c"] {
      XCTAssertThrowsError(try AtomicFile.write("x", to: path(name))) {
        XCTAssertEqual(
          "\($0)",
          "\(self.folder.resolvingSymlinksInPath().path)/.\(name).partial: is a link, a pipe or "
            + "a device, where a temporary file would be written. Remove it.")
      }
    }
    XCTAssertEqual(try text("victim"), "precious")
  }

  /// Many writers of one name: whoever wins, the file is always whole.
  func testWritersInTurnNeverEmptyAFinishedFile() throws {
    let content = String(repeating: "content ", count: 1_000)
    try AtomicFile.write(content, to: path("a"))
    let path = path("a")
    let written = Atomic(0)
    let torn = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      for _ in 0..<100 {
        if number < 4 {
          if (try? AtomicFile.write(content, to: path)) != nil {
            written.wrappingAdd(1, ordering: .relaxed)
          }
        } else if let found = try? String(contentsOfFile: path, encoding: .utf8) {
          if found != content { torn.wrappingAdd(1, ordering: .relaxed) }
        }
        if number == 0 { AtomicFile.removeLeftovers(of: path) }
      }
    }
    XCTAssertGreaterThan(written.load(ordering: .relaxed), 0)
    XCTAssertEqual(torn.load(ordering: .relaxed), 0)
  }
}

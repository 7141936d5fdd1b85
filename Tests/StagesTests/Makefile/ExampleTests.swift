// The scripts of Examples/, as a reader of the README runs them.
import XCTest

final class ExampleTests: MakefileTestCase {
  /// Runs a script of Examples/ with results below `work()`.
  private func example(_ name: String) throws -> String {
    let script = Self.root.appendingPathComponent("Examples/\(name)").path
    guard FileManager.default.fileExists(atPath: Self.root.appendingPathComponent(".build/release/.built").path) else {
      throw XCTSkip("SKIPPED: there is no release build; `make test` makes one")
    }
    // The executables are those that `make test` has just built.
    let result = try runProgram(
      "/usr/bin/env",
      [
        "MAKE=make -o .build/release/.built", "WORK=\(work())", "sh", "-c", "exec \"$0\" 2>&1", script,
      ])
    XCTAssertEqual(result.status, 0, result.output + result.errors)
    return result.output
  }

  func testFromACSVAndAThesaurusToSubjects() throws {
    let output = try example("own-corpus.sh")
    XCTAssert(output.contains("18 of 18 subjects are concepts (18 by name)"), output)
    XCTAssert(output.contains("\nid,title,abstract,subjects,subjects_identifiers\n"), output)
    let bread =
      /\nn1,Rye bread from a wood-fired oven,"How to keep a starter[^"]*",Bread.*,http:\/\/example.org\/subjects\/s05/
    XCTAssertNotNil(output.firstMatch(of: bread), output)
    XCTAssertNotNil(output.firstMatch(of: /\nn4,.*Owls/), output)
  }

  func testThePaperInTenLines() throws {
    let output = try example("paper.sh")
    XCTAssert(output.contains("4 of 4 combinations"), output)
    XCTAssert(output.contains("3 of 3 combinations"), output)
    XCTAssertNotNil(FileManager.default.contents(atPath: "\(work())/bibsonomy/JMAN/report.html"))
  }
}

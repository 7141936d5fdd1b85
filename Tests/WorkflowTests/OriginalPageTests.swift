import Foundation
import XCTest

/// docs/original.md and the comments that name its lines.
final class OriginalPageTests: XCTestCase {
  private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The numbers of its tables, and its sections.
  private func lines() throws -> Set<String> {
    let page = try String(contentsOf: root.appending(path: "docs/original.md"), encoding: .utf8)
    return Set(
      page.matches(of: /(?m)^(?:\| ([A-Z][0-9]+)\b|## (.+)$)/).map {
        String($0.output.1 ?? $0.output.2 ?? "")
      })
  }

  func testEveryLineThatACommentNamesIsThere() throws {
    let known = try lines()
    XCTAssertTrue(known.isSuperset(of: ["D1", "M4", "T3", "E4", "Networks"]))
    var named = 0
    for folder in ["Sources", "Tests"] {
      let files = FileManager.default.enumerator(
        at: root.appending(path: folder), includingPropertiesForKeys: nil)
      while let file = files?.nextObject() as? URL {
        guard file.pathExtension == "swift" else { continue }
        // A comment may break the line after the comma.
        let text = try String(contentsOf: file, encoding: .utf8)
          .replacing(#/\n *///? /#, with: " ")
        for match in text.matches(of: #/docs/original\.md, ([A-Z][0-9]+|[A-Z][a-z]+)/#) {
          named += 1
          XCTAssertTrue(known.contains(String(match.output.1)), "\(file.path): \(match.output.0)")
        }
      }
    }
    XCTAssertGreaterThan(named, 40)
  }

  /// The files and folders that the page says decide.
  func testEveryFileThatThePageNamesIsThere() throws {
    let page = try String(contentsOf: root.appending(path: "docs/original.md"), encoding: .utf8)
    let paths = page.matches(of: #/`((?:Pipeline|Formats|Stages)/[A-Za-z/+-]+(?:\.swift)?)`/#)
    XCTAssertGreaterThan(paths.count, 30)
    for path in paths {
      let file = root.appending(path: "Sources/\(path.output.1)").path
      XCTAssertTrue(FileManager.default.fileExists(atPath: file), file)
    }
  }
}

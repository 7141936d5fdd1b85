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

  /// Every difference that can be chosen has a row, and no row names one that does not exist.
  func testRowsNameThePropertiesOfBehaviour() throws {
    let source = try String(contentsOf: root.appending(path: "Sources/Pipeline/Text/Behaviour.swift"), encoding: .utf8)
    let properties = Set(source.matches(of: #/(?m)^  (?:public )?let ([A-Za-z0-9]+): /#).map { String($0.output.1) })
    XCTAssertGreaterThan(properties.count, 30)

    let page = try String(contentsOf: root.appending(path: "docs/original.md"), encoding: .utf8)
    var named: Set<String> = []
    for line in page.split(separator: "\n") where line.starts(with: #/\| [A-Z][0-9]/#) {
      let cells = line.split(separator: " | ", omittingEmptySubsequences: false)
      // The last table, of words in the output, has neither column.
      guard cells.count == 5 else {
        XCTAssertTrue(line.hasPrefix("| F"), String(line))
        continue
      }
      named.formUnion(cells[3].matches(of: #/`([^`]+)`/#).map { String($0.output.1) })
    }
    XCTAssertEqual(properties.subtracting(named), [], "without a row")
    XCTAssertEqual(named.subtracting(properties), [], "rows without a property")
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

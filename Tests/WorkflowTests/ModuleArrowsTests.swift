import Foundation
import XCTest

/// Which target imports which. The compiler finds a module of the package also where the
/// target does not name it, so a missing arrow shows only in a fresh build, and not always.
final class ModuleArrowsTests: XCTestCase {
  private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The targets of Formats and Pipeline in the order of Package.swift, each with what it
  /// may import.
  private func targets() throws -> [(name: String, uses: Set<String>)] {
    let text = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
    let entry = #/"((?:Pipeline|Formats)[A-Za-z]*)",(?: dependencies:)?\s*\[([^\]]*)\]/#
    return text.matches(of: entry).map { match in
      let uses = match.output.2.matches(of: #/"([A-Za-z0-9]+)"/#).map { String($0.output.1) }
      return (String(match.output.1), Set(uses))
    }
  }

  private func files(in folder: String) throws -> [URL] {
    let files = FileManager.default.enumerator(
      at: root.appending(path: folder), includingPropertiesForKeys: nil)
    return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
  }

  private func imports(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8)
      .matches(of: #/(?m)^(?:@[a-z]+ )?(?:public )?import ([A-Za-z0-9]+)$/#)
      .map { String($0.output.1) }
  }

  /// A library does not know of command lines: it names parameters, which a program spells as
  /// options. Options of other people's programs may be named.
  func testLibrariesNameNoOptions() throws {
    let others = ["libreoffice", "catmandu", "robot convert", "evaluate --compare"]
    var files = 0
    for file in try self.files(in: "Sources/Formats") + self.files(in: "Sources/Pipeline")
    where file.lastPathComponent != "PageStyle.swift" {
      files += 1
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      for line in lines where line.contains(#/(^|[^-A-Za-z0-9])--[a-z]/#) {
        let text = line.trimmingCharacters(in: .whitespaces)
        XCTAssert(
          text.hasPrefix("//") || others.contains { text.contains($0) },
          "\(file.lastPathComponent) names an option: \(text). Use \\(parameter:)")
      }
      // Variables of make are for those who read its texts.
      for line in lines where line.contains(#/[A-Z_]{4,}=[a-z0-9…]/#) {
        let text = line.trimmingCharacters(in: .whitespaces)
        XCTAssert(text.hasPrefix("//"), "\(file.lastPathComponent) names a variable of make: \(text)")
      }
    }
    XCTAssertGreaterThan(files, 400)
  }

  func testAPartUsesOnlyPartsAboveIt() throws {
    var above: Set<String> = []
    let parts = try targets().filter { $0.name.hasPrefix("Pipeline") }
    for part in parts {
      for use in part.uses where use.hasPrefix("Pipeline") {
        XCTAssertTrue(above.contains(use), "\(part.name) uses \(use), which is not above it")
      }
      above.insert(part.name)
    }
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: "Sources/Pipeline").path)
    XCTAssertEqual(above, Set(folders.map { "Pipeline" + $0 }))
  }

  func testEveryFileImportsOnlyWhatItsTargetNames() throws {
    let known = try targets()
    XCTAssertGreaterThan(known.count, 14)
    // Of the system, not of the package.
    let system: Set = ["Foundation", "Dispatch", "Synchronization", "Glibc"]
    var seen = 0
    for (name, uses) in known {
      let folder =
        if name.hasPrefix("Pipeline") {
          "Sources/Pipeline/" + name.dropFirst("Pipeline".count)
        } else {
          "Sources/Formats/" + name.dropFirst("Formats".count)
        }
      for file in try files(in: folder) {
        let path = file.path.dropFirst(root.path.count + 1)
        if name == "Formats", path.hasPrefix("Sources/Formats/Files/") || path.hasPrefix("Sources/Formats/RDF/") {
          continue
        }
        for module in try imports(of: file) where !system.contains(module) {
          seen += 1
          XCTAssertTrue(uses.contains(module), "\(path) imports \(module), which \(name) does not name")
        }
      }
      // What a target names it needs.
      let needed = try Set(files(in: folder).flatMap { try imports(of: $0) })
      XCTAssertEqual(uses.subtracting(needed), [], "\(name) names what it does not import")
    }
    XCTAssertGreaterThan(seen, 500)
  }
}

// Folders, stage files and records for tests of the workflow.
import Formats
import FormatsFiles
import Foundation
import XCTest

@testable import StageSupport
@testable import Workflow

class WorkflowTestCase: XCTestCase {
  /// A folder of this test that goes when the test ends.
  private(set) var folder = ""

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("jman \(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try makeFolder(of: name)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  func makeFolder(of name: String) throws {
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: path(name)).deletingLastPathComponent(), withIntermediateDirectories: true)
  }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }

  func exists(_ name: String) -> Bool {
    var info = stat()
    return lstat(path(name), &info) == 0
  }

  /// A stage file made from `inputs`, paths by role.
  @discardableResult
  func stage(_ name: String, seed: UInt64 = 1, from inputs: [(String, String)] = []) throws -> String {
    try makeFolder(of: name)
    let header = StageHeader(
      stage: "split", revision: 1, parameters: ["kfold": .int(2), "text": .string("a \"b\"")],
      inputs: try inputs.map { .init(role: $0.0, sha256: try ContentHash(ofFile: path($0.1))) }, seed: seed)
    let writer = try StageWriter(path: path(name), kind: .split, header: header)
    try writer.write("fold", [Int32](0..<1000))
    try writer.commit()
    return path(name)
  }

  /// A record of the run that made `outputs`, at `name`.
  func record(_ name: String, of outputs: [String]) throws {
    try makeFolder(of: name)
    var record = RunRecord(header: StageHeader(stage: "make-sample", revision: 1, parameters: [:], inputs: []))
    record.files = try outputs.map { output in
      .init(
        stamp: try XCTUnwrap(FileStamp(of: path(output))), sha256: try ContentHash(ofFile: path(output)),
        output: URL(fileURLWithPath: output).lastPathComponent)
    }
    try Data(record.stableJSON()).write(to: URL(fileURLWithPath: path(name)))
  }

  /// Runs a program in the folder of the test.
  func system(_ words: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    try process.run()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0, words.joined(separator: " "))
  }

  /// The text of the error that `body` throws.
  func refusal(_ body: () throws -> Void, file: StaticString = #filePath, line: UInt = #line) -> String {
    do {
      try body()
    } catch {
      return "\(error)"
    }
    XCTFail("was not refused", file: file, line: line)
    return ""
  }
}

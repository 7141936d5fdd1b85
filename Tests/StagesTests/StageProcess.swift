// Runs the built executables as a user would.
import Foundation
import XCTest

/// What an executable printed and how it ended.
struct StageResult {
  var status: Int32
  var output: String
  var errors: String
}

/// The executable `name`: of the folder JMAN_STAGES, where `make test` names those that it has
/// just built, else of those beside the test program, which are several times slower.
func stageExecutable(_ name: String) throws -> URL {
  let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent()
  let built = ProcessInfo.processInfo.environment["JMAN_STAGES"].map { URL(fileURLWithPath: $0) }
  let executable = ([built].compactMap { $0 } + [folder, folder.deletingLastPathComponent()])
    .map { $0.appendingPathComponent(name) }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  return try XCTUnwrap(executable, "\(name) was not built beside \(folder.path)")
}

/// Starts a stage and does not wait; its standard error goes to a file.
func startStage(_ name: String, _ arguments: [String], errors: String) throws -> Process {
  let process = Process()
  process.executableURL = try stageExecutable(name)
  process.arguments = arguments
  XCTAssert(FileManager.default.createFile(atPath: errors, contents: nil))
  process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
  process.standardOutput = FileHandle.nullDevice
  process.standardInput = FileHandle.nullDevice
  try process.run()
  return process
}

/// Runs the stage `name`.
func runStage(_ name: String, _ arguments: [String], input: String = "") throws -> StageResult {
  try runProgram(stageExecutable(name).path, arguments, input: input)
}

/// Runs any program.
func runProgram(_ program: String, _ arguments: [String], input: String = "") throws -> StageResult {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  let output = Pipe()
  let errors = Pipe()
  let standardInput = Pipe()
  process.standardOutput = output
  process.standardError = errors
  process.standardInput = standardInput
  try process.run()
  // Whatever is printed here is short enough for a pipe's buffer.
  standardInput.fileHandleForWriting.write(Data(input.utf8))
  try standardInput.fileHandleForWriting.close()
  let printed = output.fileHandleForReading.readDataToEndOfFile()
  let complaints = errors.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return StageResult(
    status: process.terminationStatus, output: String(decoding: printed, as: UTF8.self),
    errors: String(decoding: complaints, as: UTF8.self))
}

/// A test case with its own folder, which is removed when the test ends.
class StageTestCase: XCTestCase {
  private(set) var folder = URL(fileURLWithPath: NSTemporaryDirectory())

  /// The path of the folder.
  class var parent: URL { FileManager.default.temporaryDirectory }

  override func setUpWithError() throws {
    folder = Self.parent
      .appendingPathComponent("jman-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  override func tearDownWithError() throws {
    try FileManager.default.removeItem(at: folder)
  }

  /// A path in the folder.
  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Runs a script by `JMAN_PYTHON`, or python3, in the folder.
  func python(_ script: String) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      ProcessInfo.processInfo.environment["JMAN_PYTHON"] ?? "python3", "-c", script,
    ]
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  /// The errors of a run that must fail, with the folder left out.
  func errorOf(_ name: String, _ arguments: [String]) throws -> String {
    let result = try runStage(name, arguments)
    XCTAssertNotEqual(result.status, 0, "\(name) \(arguments) succeeded")
    return result.errors.replacingOccurrences(of: folder.path + "/", with: "")
  }

  /// Runs a stage that must succeed; what it printed on standard error.
  @discardableResult
  func succeed(_ name: String, _ arguments: [String]) throws -> String {
    let result = try runStage(name, arguments)
    XCTAssertEqual(result.status, 0, result.errors)
    return result.errors.replacingOccurrences(of: folder.path + "/", with: "")
  }
}

// Where the data live that tests may use but that are not part of the project.
import Foundation
import XCTest

/// The folder of shared reference data: the environment variable `JMAN_SHARED`,
/// by default `../shared` beside the package.
enum Shared {
  private static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["JMAN_SHARED"] {
      return URL(fileURLWithPath: path)
    }
    // …/Tests/PipelineTests/Shared.swift -> …/../shared
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("shared")
  }()

  /// The path of `name` below the folder.
  ///
  /// - Throws: `XCTSkip` when it is not there.
  static func path(_ name: String) throws -> String {
    let path = folder.appendingPathComponent(name).path
    guard FileManager.default.fileExists(atPath: path) else {
      throw XCTSkip("\(path) is not there; set JMAN_SHARED to the folder of reference data")
    }
    return path
  }

  /// The JSON of `name` below the folder.
  static func json(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path(name)))
    return try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }
}

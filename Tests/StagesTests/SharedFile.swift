import Foundation
import XCTest

/// The path of a file of shared reference data, in the folder `JMAN_SHARED` names or,
/// by default, in `shared` beside the package.
///
/// - Throws: `XCTSkip` if it is absent.
func sharedFile(_ name: String, _ here: String = #filePath) throws -> String {
  let package = URL(fileURLWithPath: here)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let folder =
    ProcessInfo.processInfo.environment["JMAN_SHARED"]
    ?? package.deletingLastPathComponent().appendingPathComponent("shared").path
  let path = "\(folder)/\(name)"
  guard FileManager.default.fileExists(atPath: path) else {
    throw XCTSkip("\(path) is not there; set JMAN_SHARED to the folder of reference data")
  }
  return path
}

import Foundation
import XCTest

extension XCTestCase {
  /// A path in a folder of this test that goes when the test ends.
  func temporaryPath(_ name: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("jman-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    addTeardownBlock { try FileManager.default.removeItem(at: folder) }
    return folder.appendingPathComponent(name).path
  }
}

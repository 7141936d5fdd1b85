import Foundation
import XCTest

@testable import Formats

final class TensorBoardFileTests: XCTestCase {
  /// CRC-32C of the standard check string, masked as TFRecord defines it.
  func testMaskedChecksum() {
    let crc: UInt32 = 0xE306_9283
    let masked = (crc >> 15 | crc << 17) &+ 0xA282_EAD8
    XCTAssertEqual(TensorBoardFile.maskedChecksum(Array("123456789".utf8)), masked)
  }

  func testBytes() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("events-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try TensorBoardFile(path: path, clock: { 300 }).append([("a", 1.5)], step: 300)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    // The version event: wall time 300.0, file_version "brain.Event:2".
    let version: [UInt8] =
      [0x09, 0, 0, 0, 0, 0, 0xC0, 0x72, 0x40, 0x1A, 13]
      + Array("brain.Event:2".utf8)
    XCTAssertEqual(Array(bytes[0..<8]), [UInt8(version.count), 0, 0, 0, 0, 0, 0, 0])
    XCTAssertEqual(Array(bytes[12..<12 + version.count]), version)
    // Wall time 300.0, step 300, summary { value { tag "a" simple_value 1.5 } }.
    let event: [UInt8] = [
      0x09, 0, 0, 0, 0, 0, 0xC0, 0x72, 0x40, 0x10, 0xAC, 0x02, 0x2A, 10, 0x0A, 8, 0x0A, 1, 0x61,
      0x15, 0, 0, 0xC0, 0x3F,
    ]
    let start = 16 + version.count
    XCTAssertEqual(Array(bytes[start + 12..<start + 12 + event.count]), event)
    XCTAssertEqual(bytes.count, start + 16 + event.count)
  }

  func testAFolderThatCannotBeWritten() {
    XCTAssertThrowsError(try TensorBoardFile(path: "/proc/none/events")) {
      XCTAssert("\($0)".contains("cannot be written"), "\($0)")
    }
  }
}

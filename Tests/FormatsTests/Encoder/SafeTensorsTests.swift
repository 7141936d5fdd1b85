// safetensors files, whole and damaged, and the JSON in them.
import Foundation
import XCTest

@testable import Formats
@testable import FormatsFiles

final class SafeTensorsTests: FolderTestCase {
  private func file(header: String, data: [UInt8], length: Int? = nil) throws -> String {
    let text = Array(header.utf8)
    var bytes = withUnsafeBytes(of: UInt64(length ?? text.count).littleEndian) { Array($0) }
    bytes += text + data
    let url = folder.appendingPathComponent("m.safetensors")
    try Data(bytes).write(to: url)
    return url.path
  }

  private func error(_ header: String, _ data: [UInt8] = [], length: Int? = nil) throws -> String {
    let path = try file(header: header, data: data, length: length)
    do {
      let file = try SafeTensorsFile(path: path)
      _ = try file.floats("a", shape: [2])
      return "none"
    } catch {
      return "\(error)".replacingOccurrences(of: path, with: "FILE")
    }
  }

  private func tensor(_ type: String, _ shape: String, _ from: Int, _ to: Int) -> String {
    #"{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(from),\#(to)]}"#
  }

  func testEveryTypeOfFloat() throws {
    let values: [Float] = [1.5, -0.25]
    var data = values.withUnsafeBytes { Array($0) }
    data += values.map { Float16($0) }.withUnsafeBytes { Array($0) }
    data += values.map { UInt16($0.bitPattern >> 16) }.withUnsafeBytes { Array($0) }
    let path = try file(
      header: """
        {"__metadata__":{"format":"pt"},"h":\(tensor("F16", "[1,2]", 8, 12)),\
        "f":\(tensor("F32", "[2]", 0, 8)),"b":\(tensor("BF16", "[2,1]", 12, 16))}
        """, data: data)
    let file = try SafeTensorsFile(path: path)
    XCTAssertEqual(file.tensors.keys.sorted(), ["b", "f", "h"])
    XCTAssertEqual(try file.floats("f", shape: [2]), values)
    XCTAssertEqual(try file.floats("h", shape: [1, 2]), values)
    XCTAssertEqual(try file.floats("b", shape: [2, 1]), values)
  }

  func testWhatIsRefused() throws {
    let good = "{\"a\":\(tensor("F32", "[2]", 0, 8))}"
    let eight = [UInt8](repeating: 0, count: 8)
    XCTAssertEqual(try error(good, eight), "none")
    XCTAssertEqual(
      try error(good, Array(eight.dropLast())), "FILE: the file is truncated. Copy the file again.")
    XCTAssertEqual(try error(good, eight + [0]), "FILE: holds more bytes than its tensors.")
    XCTAssertEqual(
      try error(good, eight, length: 10_000), "FILE: the file is truncated. Copy the file again.")
    XCTAssertEqual(try error(good, eight, length: Int.max), "FILE: is not a safetensors file.")
    XCTAssertEqual(try error("[]", eight), "FILE: is not a safetensors file.")
    XCTAssertEqual(try error("{}"), "FILE: a: the tensor is missing.")
    XCTAssertEqual(
      try error("{\"a\":\(tensor("F32", "[3]", 0, 8))}", eight),
      "FILE: a: the header describes no tensor.")
    XCTAssertEqual(
      try error("{\"a\":\(tensor("F32", "[4611686018427387904,4]", 0, 8))}", eight),
      "FILE: a: the header describes no tensor.")
    XCTAssertEqual(
      try error("{\"a\":\(tensor("F32", "[-2]", 0, 8))}", eight),
      "FILE: a: the header describes no tensor.")
    XCTAssertEqual(
      try error("{\"a\":\(tensor("F32", "[2]", 0, 8)),\"b\":\(tensor("U8", "[4]", 4, 8))}", eight),
      "FILE: the tensors overlap or have a gap between them.")
    XCTAssertEqual(
      try error("{\"a\":\(tensor("F32", "[2]", 0, 8)),\"a\":\(tensor("F32", "[2]", 0, 8))}", eight),
      "FILE: a: the tensor is described twice.")
    XCTAssertEqual(
      try error("{\"a\":\(tensor("I64", "[1]", 0, 8))}", eight),
      "FILE: a: has the shape [1], but [2] is needed.")
    XCTAssertEqual(
      try error("{\"a\":\(tensor("I32", "[2]", 0, 8))}", eight),
      "FILE: a: holds I32 values; only F32, F16 and BF16 can be read.")
    let infinite = [Float.infinity, 0].withUnsafeBytes { Array($0) }
    XCTAssertEqual(try error(good, infinite), "FILE: a: holds a value that is not finite.")
  }

  func testDamageNeverCrashes() throws {
    let header = "{\"a\":\(tensor("F32", "[2]", 0, 8)),\"b\":\(tensor("F16", "[2]", 8, 12))}"
    let text = Array(header.utf8)
    let whole =
      withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
      + [UInt8](repeating: 1, count: 12)
    var random = SplitMix64(state: 3)
    let url = folder.appendingPathComponent("x")
    for _ in 0..<2_000 {
      let bytes = mutate(whole, signs: Array("{}[]\",:0198\\".utf8), &random)
      try Data(bytes).write(to: url)
      guard let file = try? SafeTensorsFile(path: url.path) else { continue }
      for (name, tensor) in file.tensors { _ = try? file.floats(name, shape: tensor.shape) }
    }
  }

  func testJSON() throws {
    let value = try ExactJSON(
      parsing: Array(#"{"é":1,"e\u0301":[true,null,-2.5e1,"\ud83d\ude00\n"],"é":2}"#.utf8), file: "f")
    XCTAssertEqual(value.object?.count, 3)
    XCTAssertEqual(value["é"]?.integer, 2)
    let list = value["e\u{301}"]?.array
    XCTAssertEqual(list?[0].bool, true)
    XCTAssertEqual(list?[1].isNull, true)
    XCTAssertEqual(list?[2].number, -25)
    XCTAssertEqual(list?[3].string, "😀\n")
    for bad in [
      "", "{", "[1,]", "{\"a\"}", "tru", "1 2", "\"\\ud800\"", "\"\\x\"", "\"a", "1e999", "[1 2]",
      String(repeating: "[", count: 100_000),
    ] {
      XCTAssertThrowsError(try ExactJSON(parsing: Array(bad.utf8), file: "f"), bad)
    }
  }
}

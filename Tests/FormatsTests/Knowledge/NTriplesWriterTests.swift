import XCTest

@testable import FormatsRDF

final class NTriplesWriterTests: XCTestCase {
  /// Byte by byte, as the grammar says.
  private func reference(iri: [UInt8], literal: [UInt8]) -> [UInt8] {
    var line = Array("<".utf8)
    for byte in iri {
      if byte > 0x20, !"<>\"{}|^`\\".utf8.contains(byte) {
        line.append(byte)
      } else {
        line += Array("%".utf8) + Array(String(byte, radix: 16, uppercase: true).utf8)
      }
    }
    line += Array("> <p> \"".utf8)
    for byte in literal {
      switch byte {
      case UInt8(ascii: "\""): line += Array("\\\"".utf8)
      case UInt8(ascii: "\\"): line += Array("\\\\".utf8)
      case 0x0A: line += Array("\\n".utf8)
      case 0x0D: line += Array("\\r".utf8)
      default: line.append(byte)
      }
    }
    return line + Array("\" .\n".utf8)
  }

  private func written(iri: [UInt8], literal: [UInt8]) -> [UInt8] {
    var writer = NTriplesWriter()
    iri.withUnsafeBufferPointer { iri in
      literal.withUnsafeBufferPointer { literal in
        let none = ByteView(start: nil, count: 0)
        Array("p".utf8).withUnsafeBufferPointer { predicate in
          writer.append(
            RDFStatement(
              subject: RDFTerm(.iri, iri), predicate: predicate,
              object: RDFTerm(.literal, literal, language: none, datatype: none), graph: nil,
              line: 1))
        }
      }
    }
    return writer.output
  }

  /// Every byte at every place of a word of eight, and of two words.
  func testEachByteAtEachPlace() {
    for byte in UInt8(0x10)...0xFF {
      for count in 0..<19 {
        for place in 0..<max(1, count) {
          var text = [UInt8](repeating: UInt8(ascii: "z"), count: count)
          if count > 0 { text[place] = byte }
          XCTAssertEqual(
            written(iri: text, literal: text), reference(iri: text, literal: text),
            "byte \(byte) at \(place) of \(count)")
        }
      }
    }
    for byte in UInt8(0)..<0x10 {
      let text = Array("abcdefgh".utf8) + [byte] + Array("ijklmnop".utf8)
      XCTAssertEqual(
        written(iri: [], literal: text), reference(iri: [], literal: text), "byte \(byte)")
    }
  }

  func testRandomBytes() {
    var random = SplitMix64(state: 7)
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
        UInt8.random(in: 0x20...0x7F, using: &random)
      }
      XCTAssertEqual(written(iri: text, literal: text), reference(iri: text, literal: text))
    }
  }
}

// What clients send: forms and JSON.
import FormatsFiles
import Foundation

/// The body of suggest-batch.
struct Batch: Decodable {
  struct Document: Decodable {
    var text: String
    // As Annif spells it.
    var document_id: String?
    var metadata: [String: String]?
  }
  var documents: [Document]
}

/// An element of the body of learn.
struct Lesson: Decodable {
  struct Subject: Decodable {
    var uri: String
  }
  var text: String?
  var subjects: [Subject]?
}

/// The body of detect-language.
struct LanguageQuestion: Decodable {
  var text: String
  var languages: [String]
}

/// An application/x-www-form-urlencoded body.
struct FormBody {
  private var fields: [String: String] = [:]

  /// - Throws: `Problem` for bytes that are not UTF-8 when decoded.
  init(_ bytes: [UInt8]) throws {
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      fields[try Self.decoded(parts[0])] = try Self.decoded(parts.count > 1 ? parts[1] : [])
    }
  }

  subscript(name: String) -> String? { fields[name] }

  /// A field that must be there.
  func text(_ name: String) throws -> String {
    guard let text = fields[name] else { throw Problem.badRequest("“\(name)” is missing") }
    return text
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>) throws -> String {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var place = bytes.startIndex
    while place < bytes.endIndex {
      switch bytes[place] {
      case UInt8(ascii: "+"): result.append(0x20)
      case UInt8(ascii: "%"):
        // A percent sign without two digits is one, as in browsers.
        if place + 2 < bytes.endIndex, let high = hexadecimalValue(bytes[place + 1]),
          let low = hexadecimalValue(bytes[place + 2])
        {
          result.append(high << 4 | low)
          place += 2
        } else {
          result.append(0x25)
        }
      case let byte: result.append(byte)
      }
      place += 1
    }
    guard let text = String(validating: result, as: UTF8.self) else {
      throw Problem.badRequest("the body is not UTF-8")
    }
    return text
  }
}

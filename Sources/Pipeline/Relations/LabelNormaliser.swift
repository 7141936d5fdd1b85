// Brings names and labels to one form, the same for both sides, so that
// "Machine Learning", "machine_learning" and "machine-learning" meet.
import Foundation
import Formats

/// How names and labels are compared.
public struct LabelNormaliser: Sendable, Equatable {
  public var foldsCase = true
  /// NFKC: compatibility forms and composed accents.
  public var foldsCompatibility = true
  /// Runs of blanks, `_` and `-` are one `_`; none at the ends, but for the
  /// sign of a number at the beginning: Zhihu's labels are such numbers.
  public var foldsSeparators = true
  /// English plural endings of the last word are removed.
  public var foldsPlurals = false

  public init() {}

  /// The normal form of UTF-8 bytes. Bytes that are no UTF-8 are replaced.
  public func normalise(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var form: [UInt8]
    if bytes.allSatisfy({ $0 < 0x80 }) {
      form = foldsCase
        ? bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 } : Array(bytes)
    } else {
      var text = String(decoding: bytes, as: UTF8.self)
      if foldsCompatibility { text = text.precomposedStringWithCompatibilityMapping }
      if foldsCase {
        text = text.lowercased()
        if foldsCompatibility { text = text.precomposedStringWithCompatibilityMapping }
      }
      form = Array(text.utf8)
    }
    if foldsSeparators { form = Self.withSingleSeparators(form) }
    if foldsPlurals { form = Self.singular(form) }
    return form
  }

  private static func withSingleSeparators(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var isPending = false
    for (place, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "-"), result.isEmpty, place + 1 < bytes.count,
        bytes[place + 1] >= UInt8(ascii: "0"), bytes[place + 1] <= UInt8(ascii: "9")
      {
        result.append(byte)
      } else if byte == 0x20 || byte >= 0x09 && byte <= 0x0D || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: "-")
      {
        isPending = !result.isEmpty
      } else {
        if isPending { result.append(UInt8(ascii: "_")) }
        isPending = false
        result.append(byte)
      }
    }
    // A label of separators alone stays what it is.
    return result.isEmpty ? bytes : result
  }

  /// `ies` to `y`; `es` after a hiss; `s` not after `s`, `u` or `i`.
  private static func singular(_ bytes: [UInt8]) -> [UInt8] {
    let wordStart = (bytes.lastIndex(of: UInt8(ascii: "_")) ?? -1) + 1
    let word = bytes[wordStart...]
    func ends(_ suffix: StaticString) -> Bool { word.reversed().starts(
      with: Array("\(suffix)".utf8).reversed()) }
    if word.count > 4, ends("ies") { return bytes.dropLast(3) + [UInt8(ascii: "y")] }
    if word.count > 4, ["ses", "xes", "zes", "ches", "shes"].contains(where: {
      word.reversed().starts(with: Array($0.utf8).reversed())
    }), !ends("ases"), !ends("oses"), !ends("eses") {
      return Array(bytes.dropLast(2))
    }
    if word.count > 3, ends("s"), !ends("ss"), !ends("us"), !ends("is") {
      return Array(bytes.dropLast())
    }
    return bytes
  }
}

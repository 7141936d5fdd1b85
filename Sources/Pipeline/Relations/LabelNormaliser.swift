// Brings names and labels to one form, the same for both sides, so that
// "Machine Learning", "machine_learning" and "machine-learning" meet.
import Foundation

/// How names and labels are compared.
public struct LabelNormaliser: Sendable, Equatable {
  var foldsCase = true
  /// NFKC: compatibility forms and composed accents.
  var foldsCompatibility = true
  /// Runs of blanks, `_` and `-` become one `_`; none remain at the ends, except the
  /// sign of a number at the beginning: Zhihu's labels are such numbers.
  var foldsSeparators = true
  /// English plural endings of the last word are removed.
  public var foldsPlurals = false

  public init() {}

  /// The normal form of UTF-8 bytes. Bytes that are not UTF-8 are replaced.
  public func normalise(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var form: [UInt8]
    if bytes.allSatisfy({ $0 < 0x80 }) {
      form =
        foldsCase
        ? bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 } : Array(bytes)
    } else if foldsCase, foldsCompatibility, let simple = Self.lowercasedSimply(bytes) {
      form = simple
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

  /// Lower case of text in Latin letters up to U+017F and Cyrillic ones up to U+045F,
  /// as far as NFKC leaves them unchanged; nil for any other. The result is that of the
  /// general way, at a tenth of the cost.
  static func lowercasedSimply(_ bytes: some Collection<UInt8>) -> [UInt8]? {
    var form: [UInt8] = []
    form.reserveCapacity(bytes.count)
    var lead: UInt8?
    for byte in bytes {
      guard let first = lead else {
        if byte < 0x80 {
          form.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        } else if (0xC3...0xC5).contains(byte) || byte == 0xD0 || byte == 0xD1 {
          lead = byte
        } else {
          return nil
        }
        continue
      }
      guard byte & 0xC0 == 0x80 else { return nil }
      lead = nil
      let scalar = UInt32(first & 0x1F) << 6 | UInt32(byte & 0x3F)
      let lower: UInt32
      switch scalar {
      case 0xC0...0xDE where scalar != 0xD7: lower = scalar + 32
      case 0xC0...0xFF: lower = scalar
      // Letters that NFKC takes apart or whose case pairs are not neighbours.
      case 0x130...0x133, 0x138, 0x13F, 0x140, 0x149, 0x178, 0x17F: return nil
      case 0x100...0x137, 0x14A...0x177: lower = scalar | 1
      case 0x139...0x148, 0x179...0x17E: lower = scalar & 1 == 1 ? scalar + 1 : scalar
      case 0x400...0x40F: lower = scalar + 80
      case 0x410...0x42F: lower = scalar + 32
      case 0x430...0x45F: lower = scalar
      default: return nil
      }
      form.append(UInt8(0xC0 | lower >> 6))
      form.append(UInt8(0x80 | lower & 0x3F))
    }
    return lead == nil ? form : nil
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
    func ends(_ suffix: StaticString) -> Bool {
      word.reversed().starts(
        with: Array("\(suffix)".utf8).reversed())
    }
    if word.count > 4, ends("ies") { return bytes.dropLast(3) + [UInt8(ascii: "y")] }
    if word.count > 4,
      ["ses", "xes", "zes", "ches", "shes"].contains(where: {
        word.reversed().starts(with: Array($0.utf8).reversed())
      }), !ends("ases"), !ends("oses"), !ends("eses")
    {
      return Array(bytes.dropLast(2))
    }
    if word.count > 3, ends("s"), !ends("ss"), !ends("us"), !ends("is") {
      return Array(bytes.dropLast())
    }
    return bytes
  }
}

// White space in names of concepts, which pretty-printed XML and cells of tables have by chance. Case,
// accents and other spellings are a matter of matching.
import FormatsRDF

/// Names without white space at their ends and with one blank for each run of it inside.
package enum NameForm {
  /// Whether a name has this form already, as nearly all have.
  package static func isClean(_ name: ByteView) -> Bool {
    var isAfterBlank = true
    for byte in name {
      if byte > 0x20 {
        isAfterBlank = false
        continue
      }
      if isBlank(byte), byte != 0x20 || isAfterBlank { return false }
      isAfterBlank = byte == 0x20
    }
    return !isAfterBlank || name.isEmpty
  }

  /// A name in this form.
  package static func cleaned(_ name: ByteView) -> [UInt8] {
    Array(name.split(whereSeparator: isBlank).joined(separator: [0x20]))
  }

  /// A name in this form.
  static func cleaned(_ name: String) -> String {
    Array(name.utf8).withUnsafeBufferPointer {
      isClean($0) ? name : String(decoding: cleaned($0), as: UTF8.self)
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

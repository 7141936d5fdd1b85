// Quoting of text in JSON (RFC 8259). Reading and writing of whole values is for ExactJSON.

/// JSON strings.
public enum JSONText {
  /// The string in double quotes. The two separators that are legal in JSON but end lines in
  /// JavaScript are escaped too.
  public static func quoted(_ string: String) -> String { quoted(string, forJavaScript: true) }

  /// The string in double quotes as RFC 8785 requires, so that equal strings are equal bytes.
  package static func canonical(_ string: String) -> String { quoted(string, forJavaScript: false) }

  private static func quoted(_ string: String, forJavaScript: Bool) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case _
      where scalar.value < 0x20
        || forJavaScript && (scalar.value == 0x2028 || scalar.value == 0x2029):
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}

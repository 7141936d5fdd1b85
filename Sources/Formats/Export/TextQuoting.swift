// Quoting of text in CSV (RFC 4180) and JSON (RFC 8259).

/// CSV fields.
public enum CSV {
  /// The field, in double quotes where it needs them.
  ///
  /// - Parameter forSpreadsheets: puts an apostrophe before what a spreadsheet would take for
  ///   a formula (OWASP, CSV injection).
  public static func quoted(_ field: String, forSpreadsheets: Bool = false) -> String {
    let field = forSpreadsheets ? harmless(field) : field
    let needs = field.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
    guard needs else { return field }
    var text = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }

  /// The field behind an apostrophe where its first character would make it a formula.
  public static func harmless(_ field: String) -> String {
    // The wide forms of East Asian keyboards are read as the others.
    guard let first = field.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else {
      return field
    }
    return "'" + field
  }
}

/// JSON strings.
public enum JSONText {
  /// The string in double quotes. Also the two separators are escaped that are legal in JSON
  /// but end lines in JavaScript.
  public static func quoted(_ string: String) -> String { quoted(string, forJavaScript: true) }

  /// The string in double quotes as RFC 8785 wants it, so that equal strings are equal bytes.
  static func canonical(_ string: String) -> String { quoted(string, forJavaScript: false) }

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

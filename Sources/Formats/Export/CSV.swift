// Quoting of text in CSV (RFC 4180).

/// CSV fields.
package enum CSV {
  /// The field, in double quotes if it needs them.
  ///
  /// - Parameter forSpreadsheets: puts an apostrophe before what a spreadsheet would take for
  ///   a formula (OWASP, CSV injection).
  package static func quoted(_ field: String, forSpreadsheets: Bool = false) -> String {
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

  /// The field, preceded by an apostrophe if its first character would make it a formula.
  package static func harmless(_ field: String) -> String {
    // The wide forms of East Asian keyboards are read as the others.
    guard let first = field.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else {
      return field
    }
    return "'" + field
  }
}

// Text for HTML: escaped by Unicode scalars, whatever it contains.
import FormatsFiles
import Mustache

/// Text as HTML and SVG want it.
enum HTMLText {
  /// The text with all characters of markup escaped.
  ///
  /// It works on scalars: a quotation mark with a combining accent is one
  /// `Character` of Swift's, but still ends an attribute. What HTML does not
  /// allow at all (control characters, non-characters) becomes U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case _ where !isAllowed(scalar): result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text as HTML that may break after the marks that join words in tags:
  /// `computer_<wbr>science`.
  static func breakable(_ text: String) -> String {
    var html = ""
    // None of these characters occurs in an entity.
    for scalar in escaped(text).unicodeScalars {
      html.unicodeScalars.append(scalar)
      if scalar == "_" || scalar == "/" || scalar == ":" { html += "<wbr>" }
    }
    return html
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: true
    case 0..<0x20, 0x7F..<0xA0, 0xFDD0...0xFDEF: false
    default: scalar.value & 0xFFFE != 0xFFFE
    }
  }

  /// The text, cut if it is longer than a reader wants to see.
  ///
  /// - Parameter isCounted: whether it says how long the text is.
  static func shortened(
    _ text: String, to limit: Int = 80, isCounted: Bool = true
  ) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(limit)))
      + (isCounted ? "… (\(scalars.count, "character"))" : "…")
  }
}

/// The engine's own escaping works on `Character`; this one replaces it.
struct ScalarEscapedHTML: MustacheContentType {
  static let name = "JMAN"
  func escapeText(_ text: String) -> String { HTMLText.escaped(text) }
}

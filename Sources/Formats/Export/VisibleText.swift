// Text for people: control characters are shown, not obeyed. Ids, tags, file
// names and headers come from outside, and a terminal would obey them.

extension StringProtocol {
  /// The text with every character that a terminal obeys written as `\u{1B}`,
  /// for instance. Newlines and tabs stay.
  ///
  /// It replaces the C0 and C1 controls, DEL, and characters that change the
  /// direction of writing, which can make a name look like another one.
  package var visible: String {
    guard unicodeScalars.contains(where: \.isObeyed) else { return String(self) }
    var text = ""
    for scalar in unicodeScalars {
      if scalar.isObeyed {
        text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  fileprivate var isObeyed: Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E,
      0x2066...0x2069:
      true
    default: false
    }
  }
}

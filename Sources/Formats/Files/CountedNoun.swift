// Counts in sentences: "1 document", "2 documents".

extension DefaultStringInterpolation {
  /// `\(count, "document")`: the number with the noun in the singular or the plural.
  ///
  /// - Parameter noun: in the singular; adjectives may precede it.
  public mutating func appendInterpolation(_ count: some BinaryInteger, _ noun: String) {
    appendLiteral("\(count) ")
    guard count != 1 else { return appendLiteral(noun) }
    if noun.hasSuffix("y"), !noun.hasSuffix("ay"), !noun.hasSuffix("ey") {
      appendLiteral(String(noun.dropLast()) + "ies")
    } else if ["s", "x", "ch", "sh"].contains(where: noun.hasSuffix) {
      appendLiteral(noun + "es")
    } else {
      appendLiteral(noun + "s")
    }
  }
}

// JSON in its canonical form (RFC 8785), and numbers as RDF writes them.
import FormatsFiles

/// Canonical texts.
enum JSONCanonical {
  /// The value without blanks, keys sorted by code units, numbers as ECMAScript
  /// writes them.
  static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .number(let text): return Double(text).map(number) ?? text
    case .string(let text): return JSONText.canonical(text)
    case .array(let list): return "[" + list.map(self.text).joined(separator: ",") + "]"
    case .object(let object):
      return "{"
        + object.sortedKeys.map { "\(JSONText.canonical($0)):\(self.text(object[$0] ?? .null))" }
        .joined(separator: ",") + "}"
    }
  }

  /// The shortest digits of a number, and the place of the point: 0.digits × 10^exponent.
  private static func digits(_ value: Double) -> (digits: String, exponent: Int) {
    let text = "\(value.magnitude)"
    let parts = text.split(separator: "e")
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    var digits = mantissa.joined()
    exponent += mantissa[0].count
    while digits.hasPrefix("0"), digits.count > 1 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.hasSuffix("0"), digits.count > 1 { digits.removeLast() }
    return (digits, exponent)
  }

  /// As ECMAScript's Number.toString.
  static func number(_ value: Double) -> String {
    if value == 0 { return "0" }
    let sign = value < 0 ? "-" : ""
    let (digits, exponent) = digits(value)
    let count = digits.count
    if exponent > 21 || exponent <= -6 {
      let power = exponent - 1
      let rest = digits.dropFirst()
      return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest)
        + "e" + (power < 0 ? "-" : "+") + String(abs(power))
    }
    if exponent >= count { return sign + digits + String(repeating: "0", count: exponent - count) }
    if exponent > 0 { return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent) }
    return sign + "0." + String(repeating: "0", count: -exponent) + digits
  }

  /// A whole number without a point.
  static func integer(_ value: Double) -> String {
    if value == 0 { return "0" }
    let (digits, exponent) = digits(value)
    return (value < 0 ? "-" : "") + digits
      + String(repeating: "0", count: max(0, exponent - digits.count))
  }

  /// The canonical form of xsd:double, with up to 16 digits: `5.3E0`.
  static func double(_ value: Double) -> String {
    if value == 0 { return value.sign == .minus ? "-0.0E0" : "0.0E0" }
    let (digits, exponent) = digits(value)
    let rest = digits.dropFirst()
    return (value < 0 ? "-" : "") + digits.prefix(1) + "." + (rest.isEmpty ? "0" : rest) + "E"
      + String(exponent - 1)
  }
}

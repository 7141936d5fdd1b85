// Rows of ARFF, sparse and dense: numbers, nominal values, missing ones.
import FormatsFiles

enum ARFFRow {
  /// The attributes and values of a row; missing values are left out.
  ///
  /// - Parameters:
  ///   - nominal: the values of each attribute; nil if it is numeric.
  ///   - missing: is increased by the number of values that are `?`.
  /// - Throws: `Rejection` for a row that does not fit the attributes.
  static func values(
    _ row: ArraySlice<UInt8>, nominal: [Nominal?], line: Int, missing: inout Int
  ) throws(Rejection) -> [(Int, Float)] {
    let count = nominal.count
    func damaged(_ reason: String) -> Rejection { Rejection(line: line, reason: reason) }
    var values: [(Int, Float)] = []
    if row.first == UInt8(ascii: "{") {
      guard let end = row.lastIndex(of: UInt8(ascii: "}")) else {
        throw damaged("opens a brace that it does not close")
      }
      let wrong = "has something other than attribute numbers below \(count) and values"
      for item in Self.items(row[(row.startIndex + 1)..<end]) where !item.bytes.isEmpty {
        guard let blank = item.bytes.firstIndex(where: { $0 == 0x20 || $0 == 0x09 }),
          let attribute = item.bytes[..<blank].decimalValue, (0..<count).contains(attribute)
        else { throw damaged(wrong) }
        let field = strip(item.bytes[blank...])
        if field.elementsEqual([UInt8(ascii: "?")]) {
          missing += 1
          continue
        }
        guard let value = value(field, nominal[attribute]) else { throw damaged(wrong) }
        values.append((attribute, value))
      }
      return values
    }
    let fields = Self.items(row)
    guard fields.count == count else {
      throw damaged("has \(fields.count, "value"), \(count) are expected")
    }
    for (attribute, field) in fields.enumerated() {
      if field.bytes.elementsEqual([UInt8(ascii: "?")]) {
        missing += 1
        continue
      }
      guard let value = value(field.bytes, nominal[attribute]) else {
        throw damaged(
          nominal[attribute] == nil
            ? "has a value that is not a number"
            : "has a value `\(field.text)` that its attribute does not have")
      }
      values.append((attribute, value))
    }
    return values
  }

  private static func value(_ bytes: ArraySlice<UInt8>, _ nominal: Nominal?) -> Float? {
    guard let nominal else { return ARFFReader.number(bytes) }
    return nominal.value(bytes)
  }

  /// The values of a nominal attribute, `{a, 'b c'}`.
  struct Nominal {
    /// The number that encodes each value: itself if the value is a number, otherwise
    /// its place in the list, as in liac-arff.
    private var numbers: [String: Float] = [:]
    /// The numbers of `0` and `1`, which nearly all values are.
    private let zero: Float?
    private let one: Float?
    private let areNumbers: Bool

    init(_ values: [String]) {
      areNumbers = values.allSatisfy { Float($0) != nil }
      for (place, value) in values.enumerated() where numbers[value] == nil {
        numbers[value] = areNumbers ? Float(value) ?? 0 : Float(place)
      }
      zero = numbers["0"]
      one = numbers["1"]
    }

    func value(_ bytes: ArraySlice<UInt8>) -> Float? {
      if bytes.count == 1, let digit = bytes.first {
        if digit == UInt8(ascii: "0"), let zero { return zero }
        if digit == UInt8(ascii: "1"), let one { return one }
      }
      if let known = numbers[Item(bytes: bytes).text] { return known }
      // Binary attributes of some writers hold 1.0 for 1.
      guard areNumbers, let number = ARFFReader.number(bytes), numbers.values.contains(number)
      else { return nil }
      return number
    }
  }

  /// The text between two commas, without blanks around it.
  struct Item {
    var bytes: ArraySlice<UInt8>

    /// Without quotes and escapes.
    var text: String {
      guard let quote = bytes.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
        bytes.count > 1, bytes.last == quote
      else { return String(decoding: bytes, as: UTF8.self) }
      var text: [UInt8] = []
      var isEscaped = false
      for byte in bytes.dropFirst().dropLast() {
        if byte == UInt8(ascii: "\\"), !isEscaped {
          isEscaped = true
        } else {
          text.append(byte)
          isEscaped = false
        }
      }
      return String(decoding: text, as: UTF8.self)
    }
  }

  /// The items between commas outside of quotes.
  static func items(_ bytes: ArraySlice<UInt8>) -> [Item] {
    // The usual case: no quotes.
    if !bytes.contains(UInt8(ascii: "'")), !bytes.contains(UInt8(ascii: "\"")) {
      var items: [Item] = []
      var start = bytes.startIndex
      while let comma = bytes[start...].firstIndex(of: UInt8(ascii: ",")) {
        items.append(Item(bytes: trimmed(bytes[start..<comma])))
        start = comma + 1
      }
      items.append(Item(bytes: trimmed(bytes[start...])))
      return items
    }
    var items: [Item] = []
    var start = bytes.startIndex
    var quote: UInt8?
    var isEscaped = false
    for index in bytes.indices {
      let byte = bytes[index]
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\"), quote != nil {
        isEscaped = true
      } else if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == UInt8(ascii: ",") {
        items.append(Item(bytes: trimmed(bytes[start..<index])))
        start = index + 1
      }
    }
    items.append(Item(bytes: trimmed(bytes[start...])))
    return items
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var (start, end) = (bytes.startIndex, bytes.endIndex)
    while start < end, bytes[start] <= 0x20 { start += 1 }
    while start < end, bytes[end - 1] <= 0x20 { end -= 1 }
    return bytes[start..<end]
  }
}

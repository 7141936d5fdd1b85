// A first look at all keywords of a BibTeX file: what separates them. It knows
// no entries, only lines with `keywords = {…}`.
import FormatsFiles

enum BibTeXSurvey {
  /// - Parameter limit: the longest line accepted, in bytes.
  /// - Throws: `InputError` as `LineReader`.
  static func separator(in source: ByteSource, limit: Int, names: TagNames?) throws -> TagSeparator {
    var lines = LineReader(source, limit: limit)
    var survey = TagSurvey(names: names)
    while let line = try lines.next() {
      var place = line.startIndex
      while let value = valueStart(in: line, from: place) {
        var text = Array(line[value...])
        var length = valueLength(text)
        // A value may go on in the next lines.
        while length == nil, text.count < 1 << 16, let more = try lines.next() {
          text.append(0x20)
          text.append(contentsOf: more)
          length = valueLength(text)
        }
        guard let length else { break }
        survey.add(
          TeXText.plain(String(decoding: text[1..<max(1, length - 1)], as: UTF8.self)))
        place = value + length
        if place >= line.endIndex { break }
      }
    }
    return survey.separator
  }

  private static let name = Array("eyword".utf8)

  /// Where the value of the next field `keywords` begins: its brace or quote.
  private static func valueStart(in line: ArraySlice<UInt8>, from place: Int) -> Int? {
    line.withUnsafeBufferPointer { buffer in
      let offset = line.startIndex
      var index = place - offset
      while index + name.count < buffer.count {
        guard buffer[index] | 0x20 == name[0], buffer[index + 1] | 0x20 == name[1],
          (2..<name.count).allSatisfy({ buffer[index + $0] | 0x20 == name[$0] })
        else {
          index += 1
          continue
        }
        index += name.count
        if index < buffer.count, buffer[index] | 0x20 == UInt8(ascii: "s") { index += 1 }
        while index < buffer.count, buffer[index] == 0x20 || buffer[index] == 0x09 { index += 1 }
        guard index < buffer.count, buffer[index] == UInt8(ascii: "=") else { continue }
        index += 1
        while index < buffer.count, buffer[index] == 0x20 || buffer[index] == 0x09 { index += 1 }
        if index < buffer.count,
          buffer[index] == UInt8(ascii: "{") || buffer[index] == UInt8(ascii: "\"")
        {
          return index + offset
        }
      }
      return nil
    }
  }

  /// The length of the value at the beginning of `text`, its braces or quotes
  /// included; nil if it does not end.
  private static func valueLength(_ text: [UInt8]) -> Int? {
    let isQuoted = text[0] == UInt8(ascii: "\"")
    var depth = isQuoted ? 0 : 1
    var index = 1
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0, !isQuoted { return index + 1 }
      case UInt8(ascii: "\""): if isQuoted, depth <= 0 { return index + 1 }
      default: break
      }
      index += 1
    }
    return nil
  }
}

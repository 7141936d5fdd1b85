// Whether lines look like a table, and what separates its columns.
import FormatsFiles

extension TableLayout {
  /// The format of a table that begins with `lines`, or nil if it does not
  /// look like a table. A table names columns that the user asks for, or a title
  /// or a text and a column of another kind. A single column must be asked for by its name.
  static func recognise(
    _ lines: [ArraySlice<UInt8>], options: TableColumns
  ) -> CorpusFormat? {
    guard var line = lines.first else { return nil }
    var separator = Self.announcedSeparator(line)
    if separator != nil {
      guard lines.count > 1 else { return nil }
      line = lines[1]
    }
    if separator == nil { separator = Self.separator(of: line) }
    guard let separator, line.contains(separator) else {
      let only = fields(of: line, 0x0A).first ?? ""
      return options.namesColumn(only) ? .csv : nil
    }
    let format: CorpusFormat = separator == 0x09 ? .tsv : .csv
    if options.areNamed { return format }
    let roles = Set(
      fields(of: line, separator).compactMap { FieldNames.role(of: $0)?.role })
    let hasText = roles.contains(.title) || roles.contains(.text)
    return hasText && roles.count > 1 ? format : nil
  }

  /// The names in a first line.
  private static func fields(of line: ArraySlice<UInt8>, _ separator: UInt8) -> [String] {
    var fields: [[UInt8]] = [[]]
    var isQuoted = false
    for byte in line where byte != 0x0D {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == separator, !isQuoted {
        fields.append([])
      } else {
        fields[fields.count - 1].append(byte)
      }
    }
    return fields.map { String(decoding: $0, as: UTF8.self).trimmed }
  }

  /// What Excel's first line `sep=;` announces.
  static func announcedSeparator(_ line: ArraySlice<UInt8>) -> UInt8? {
    let text = strip(line).filter { $0 != UInt8(ascii: "\"") }
    let line = line.last == 0x0D ? line.dropLast() : line
    guard text.prefix(4).map({ $0 | 0x20 }).elementsEqual("sep=".map { ($0.asciiValue ?? 0) | 0x20 })
    else { return nil }
    if text.count == 5 { return text[4] }
    return text.count == 4 && line.last == 0x09 ? 0x09 : nil
  }

  /// The tabulator if there is any, else comma, semicolon or bar, whichever
  /// there are most of outside of quotes.
  static func separator(of line: ArraySlice<UInt8>) -> UInt8? {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in line {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted { counts[byte, default: 0] += 1 }
    }
    if counts[0x09, default: 0] > 0 { return 0x09 }
    let marks = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|")]
    let best = marks.reduce(marks[0]) {
      counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0
    }
    return counts[best, default: 0] > 0 ? best : nil
  }
}

// Pairs of names as CSV from spreadsheets and other programs: quotes, a header,
// commas, semicolons or tabulators, a third column with yes or no or a confidence.
import FormatsFiles

/// The reader of such tables.
enum PairTable {
  /// How a word in a header says which of two columns has the broader names: above zero it has, below zero the other
  /// one; the greater of two such places counts.
  private static let places: [String: Int] = {
    let words: [(Int, String)] = [
      (
        2,
        "broader hypernym hyperonym hyperonyme ancestor parent super superclass sub_class_of supertopic parent_tag supertag generic general upper "
          + "broader_term is_a isa super_class super_topic"
      ),
      (1, "category class target"), (0, "term tag concept label name topic subject node item entity"),
      (-1, "instance source"),
      (
        -2,
        "narrower hyponym hyponyme descendant child sub subclass sub_class subtopic sub_topic subtag child_tag specific lower "
          + "narrower_term"
      ),
    ]
    var places: [String: Int] = [:]
    for (place, list) in words {
      for word in list.split(separator: " ") { places[String(word)] = place }
    }
    return places
  }()

  /// The place that the name of a column has; nil if it says nothing.
  private static func place(of field: [UInt8]) -> Int? {
    let text = String(decoding: field, as: UTF8.self)
    if let known = places[labelForm(of: text.lowercased()).replacing("-", with: "_")] { return known }
    // The names of columns in tables of concepts, in several languages, mean the same here.
    // What seems to name a language may be a name, such as `concept art`.
    let column = VocabularyColumn(header: text)
    guard column.language.isEmpty || text.contains(where: { "_@:(.-".contains($0) }) else { return nil }
    return switch column.meaning {
    case .broader: 2
    case .narrower: -2
    case .identifier, .concept, .name(.preferred): 0
    default: nil
    }
  }

  /// What separates the fields of a line: a tabulator, a semicolon or a comma.
  static func separator(of line: ArraySlice<UInt8>) -> UInt8 {
    for separator in [UInt8(ascii: "\t"), UInt8(ascii: ",")]
    where line.contains(separator) { return separator }
    return line.contains(UInt8(ascii: ";")) ? UInt8(ascii: ";") : UInt8(ascii: ",")
  }

  /// What separates the fields of lines: that of the first, unless another separator makes pairs of more of them, for a
  /// name may have a comma in it.
  private static func separator(of lines: [ArraySlice<UInt8>]) -> UInt8 {
    guard let first = lines.first else { return UInt8(ascii: ",") }
    let own = separator(of: first)
    if isWide(first) { return own }
    func pairs(_ separator: UInt8) -> Int {
      lines.count { (2...3).contains(CSVFields.fields(of: $0, separator: separator).count) }
    }
    let others = [UInt8(ascii: "\t"), UInt8(ascii: ";")].filter { pairs($0) > pairs(own) }
    return others.max { pairs($0) < pairs($1) } ?? own
  }

  /// Reads a table.
  ///
  /// - Throws: `InputError` for a damaged stream; whatever `body` throws.
  static func read(
    _ source: ByteSource, _ options: PairOptions, _ body: HypernymPairHandler
  ) throws -> PairReadingReport {
    var reading = PairTableReading(options)
    let rows = try self.rows(of: source)
    while true {
      let row: [[UInt8]]
      do {
        guard let next = try rows.next() else { break }
        row = next
      } catch let rejection as Rejection {
        reading.report.malformed(rejection.line)
        continue
      }
      guard let pair = reading.pair(row, line: rows.line) else { continue }
      reading.report.pairs += 1
      try tellPair(
        pair.narrower[...], pair.broader[...], confidence: Float(pair.confidence), line: rows.line, body)
    }
    return reading.finished()
  }

  private static func rows(of source: ByteSource) throws -> CSVRows {
    let start = try source.peek(1 << 16)
    let lines = start.split(maxSplits: 50, whereSeparator: { $0 == 0x0A || $0 == 0x0D }).prefix(50)
      .filter { !$0.trimmed.isEmpty }
    return CSVRows(
      source, separator: separator(of: lines), limit: 64 << 20,
      log: CorpusLog(name: source.name, isStrict: false))
  }

  /// The order of the columns, if the first row names them. Of more than three columns one must be for the narrower
  /// and one for the broader name, in words that mean nothing else.
  static func header(_ fields: [[UInt8]]) -> (narrower: Int, broader: Int)? {
    guard fields.count >= 2 else { return nil }
    if let order = header(ofTwo: Array(fields.prefix(2))) { return order }
    guard fields.count > 3 else { return nil }
    let meanings = fields.map { VocabularyColumn(header: String(decoding: $0, as: UTF8.self)).meaning }
    func only(_ meaning: VocabularyColumn.Meaning) -> Int? {
      let places = meanings.indices.filter { meanings[$0] == meaning }
      return places.count == 1 ? places[0] : nil
    }
    guard let broader = only(.broader), let narrower = only(.narrower) ?? only(.identifier) else { return nil }
    return (narrower, broader)
  }

  /// Whether a first line names the columns of pairs among others.
  static func isWide(_ line: ArraySlice<UInt8>) -> Bool {
    let fields = CSVFields.fields(of: line, separator: separator(of: line)).map { Array($0[...].trimmed) }
    return fields.count > 3 && header(fields) != nil
  }

  private static func header(ofTwo fields: [[UInt8]]) -> (narrower: Int, broader: Int)? {
    guard let first = place(of: fields[0]), let second = place(of: fields[1]), first != second else { return nil }
    return first < second ? (0, 1) : (1, 0)
  }

  /// `true` or `yes` in any case is 1, `false` or `no` 0, a number between 0 and 1 itself,
  /// also with a comma or in per cent; nil is anything else.
  static func confidence(_ field: [UInt8]) -> Double? {
    var text = String(decoding: field, as: UTF8.self).lowercased()
    if ["true", "yes", "t", "y"].contains(text) { return 1 }
    if ["false", "no", "f", "n"].contains(text) { return 0 }
    let divisor = text.hasSuffix("%") ? 100.0 : 1
    if divisor > 1 { text = String(text.dropLast()).trimmed }
    guard let value = Double(text.replacing(",", with: ".")).map({ $0 / divisor }),
      (0...1).contains(value)
    else { return nil }
    return value
  }

  /// Latin-1 as UTF-8.
  static func utf8(_ field: [UInt8]) -> [UInt8] {
    String(validating: field, as: UTF8.self) != nil
      ? field : field.flatMap { Array(String(Unicode.Scalar($0)).utf8) }
  }
}

// Pairs of names as CSV from spreadsheets and other programs: quotes, a header,
// commas, semicolons or tabulators, a third column with yes or no or a confidence.
import FormatsFiles

/// The reader of such tables.
enum PairTable {
  /// Words in a header for the narrower and for the broader name.
  private static let narrowerWords: Set<String> = [
    "narrower", "hyponym", "child", "sub", "subclass", "sub_class", "subtopic", "sub_topic", "subtag", "child_tag",
    "specific", "lower", "term", "tag", "concept", "label", "name", "instance", "source",
    "narrower_term",
  ]
  private static let broaderWords: Set<String> = [
    "broader", "hypernym", "parent", "super", "superclass", "super_class", "supertopic", "super_topic", "parent_tag",
    "supertag", "generic", "general", "upper", "category", "class", "target", "broader_term",
    "is_a", "isa",
  ]

  /// What separates the fields of a line: a tabulator, a semicolon or a comma.
  static func separator(of line: ArraySlice<UInt8>) -> UInt8 {
    for separator in [UInt8(ascii: "\t"), UInt8(ascii: ",")]
    where line.contains(separator) { return separator }
    return line.contains(UInt8(ascii: ";")) ? UInt8(ascii: ";") : UInt8(ascii: ",")
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
    let line =
      start.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
      .first { !$0.trimmed.isEmpty } ?? []
    return CSVRows(
      source, separator: separator(of: line), limit: 64 << 20,
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
    let words = fields.map {
      labelForm(of: String(decoding: $0, as: UTF8.self).lowercased())
        .replacing("-", with: "_")
    }
    // The names of columns in tables of concepts, in several languages, mean the same here.
    // What seems to name a language may be a name, such as `concept art`.
    let meanings = fields.map { field in
      let column = VocabularyColumn(header: String(decoding: field, as: UTF8.self))
      return column.language.isEmpty ? column.meaning : .unknown
    }
    func isBroader(_ place: Int) -> Bool { broaderWords.contains(words[place]) || meanings[place] == .broader }
    func isNarrower(_ place: Int) -> Bool {
      narrowerWords.contains(words[place])
        || [.narrower, .identifier, .concept, .name(.preferred)].contains(meanings[place])
    }
    if isNarrower(0), isBroader(1) { return (0, 1) }
    if isBroader(0), isNarrower(1) { return (1, 0) }
    return nil
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

// Statements of RDF as rows of CSV, the terms in quotes: the form in which the
// Computer Science Ontology is published.
import FormatsFiles
import FormatsRDF

/// The fields of single lines, for recognising a format.
enum CSVFields {
  /// The fields of a line; one that opens a quote without closing it is whole.
  static func fields(of line: ArraySlice<UInt8>, separator: UInt8) -> [[UInt8]] {
    var parser = CSVRows.Parser(separator: separator)
    parser.feed(Array(line))
    return parser.state == .complete ? parser.row : [Array(line)]
  }
}

/// The reader of `"<subject>","<predicate>","<object>"`, whose object may also be
/// a text with a language, `deep learning@en .`.
public enum TripleTable {
  /// Whether a line is such a statement.
  static func isStatement(_ line: ArraySlice<UInt8>) -> Bool {
    let fields = CSVFields.fields(of: line, separator: UInt8(ascii: ","))
    return fields.count == 3 && iri(fields[0][...]) != nil && iri(fields[1][...]) != nil
  }

  /// Calls `body` for each statement.
  ///
  /// - Returns: how many rows are not statements, and the first of them.
  /// - Throws: `InputError` for a damaged stream; whatever `body` throws.
  public static func read(
    _ source: ByteSource, _ body: RDFStatementHandler
  ) throws -> (skipped: Int, firstLine: Int?) {
    try source.unifyLineEnds()
    let rows = CSVRows(
      source, separator: UInt8(ascii: ","), limit: 64 << 20,
      log: CorpusLog(name: source.name, isStrict: false))
    var skipped = 0
    var first: Int?
    func skip(_ line: Int) {
      skipped += 1
      if first == nil { first = line }
    }
    while true {
      do {
        guard let row = try rows.next() else { return (skipped, first) }
        guard row.count == 3, let subject = iri(row[0][...]), let predicate = iri(row[1][...])
        else {
          skip(rows.line)
          continue
        }
        try tell(subject, predicate, row[2][...].trimmed, line: rows.line, body)
      } catch let rejection as Rejection {
        skip(rejection.line)
      }
    }
  }

  private static func tell(
    _ subject: ArraySlice<UInt8>, _ predicate: ArraySlice<UInt8>, _ object: ArraySlice<UInt8>,
    line: Int, _ body: RDFStatementHandler
  ) throws {
    let target = iri(object)
    var value = target ?? object
    var language: ArraySlice<UInt8> = []
    if target == nil {
      // `text@en .`, as it was in the N-Triples that became a table.
      if value.last == UInt8(ascii: ".") { value = value.dropLast().trimmed }
      if let at = value.lastIndex(of: UInt8(ascii: "@")),
        (2...12).contains(value.endIndex - at - 1),
        value[(at + 1)...].allSatisfy({ Characters.letterOrDigit[$0] || $0 == 0x2D })
      {
        language = value[(at + 1)...]
        value = value[..<at]
      }
      value = value.trimmed { $0 == UInt8(ascii: "\"") }
    }
    try subject.withUnsafeBufferPointer { subject in
      try predicate.withUnsafeBufferPointer { predicate in
        try value.withUnsafeBufferPointer { value in
          try language.withUnsafeBufferPointer { language in
            try body(
              RDFStatement(
                subject: RDFTerm(.iri, subject), predicate: predicate,
                object: RDFTerm(target == nil ? .literal : .iri, value, language: language),
                line: line))
          }
        }
      }
    }
  }

  /// What is between angle brackets, if it is absolute.
  private static func iri(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let text = field.trimmed
    guard text.count > 2, text.first == UInt8(ascii: "<"), text.last == UInt8(ascii: ">") else {
      return nil
    }
    let inside = text.dropFirst().dropLast()
    return inside.withUnsafeBufferPointer { schemeLength($0) } > 0 ? inside : nil
  }
}

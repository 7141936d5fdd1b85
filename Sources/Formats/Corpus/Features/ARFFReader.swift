// ARFF as MULAN uses it: sparse or dense rows, and an XML file that says which
// attributes are labels.
import FormatsFiles
import FormatsRDF

enum ARFFReader {
  /// Reads `*.arff`, with the labels of `*.xml` next to it; without one, MEKA's
  /// `-C n` in the relation's name counts (the first n attributes, or the last
  /// -n).
  ///
  /// - Throws: `InputError` for a damaged header.
  static func read(
    _ files: CorpusFiles, options: CorpusOptions, log: CorpusLog
  ) throws -> FeatureRows {
    guard
      let path = files.paths.first(where: { RoleName($0).ending == "arff" })
        ?? files.paths.first
    else { throw InputError(file: files.name, problem: "holds no ARFF file") }
    let data = ["arff", "csv", "tsv", "json", "jsonl", "bib"]
    if let other = files.paths.first(where: { $0 != path && data.contains(RoleName($0).ending) }) {
      throw InputError(
        file: other, problem: "cannot be read together with \(path): features come from one ARFF file",
        remedy: "Give one ARFF file alone, with its XML file; append the rows of others to it")
    }
    let stem = RoleName(path).stem
    let xml =
      files.paths.first { RoleName($0).ending == "xml" && RoleName($0).stem == stem }
      ?? files.paths.first { RoleName($0).ending == "xml" }
    var lines = LineReader(try ByteSource.ofCorpus(path), limit: options.longestRecord)
    let header = try header(&lines, log: log)
    let names =
      try xml.map { try LabelList.read(try ByteSource.ofCorpus($0)) }
      ?? header.labelsByRelation
    guard let names, !names.isEmpty else {
      throw InputError(
        file: path, problem: "does not say which attributes are labels",
        remedy: "Put MULAN's XML file with the labels next to it, or give both files")
    }
    return try rows(&lines, header, labels: names, file: path, log: log)
  }

  // MARK: Header

  private struct Header {
    var relation = ""
    var attributes: [String] = []
    /// The values of each nominal attribute; nil for a numeric one.
    var values: [ARFFRow.Nominal?] = []

    /// MEKA's `-C n`.
    var labelsByRelation: [String]? {
      guard let match = relation.firstMatch(of: /-C\s+(-?[0-9]+)/), let count = Int(match.1),
        count != 0, count.magnitude <= attributes.count
      else { return nil }
      return Array(count > 0 ? attributes.prefix(count) : attributes.suffix(-count))
    }
  }

  private static func header(_ lines: inout LineReader, log: CorpusLog) throws -> Header {
    var header = Header()
    while let bytes = try lines.nextOfCorpus(log) {
      let line = String(decoding: strip(bytes), as: UTF8.self)
      if line.isEmpty || line.hasPrefix("%") { continue }
      let word = line.prefix { !$0.isWhitespace }.lowercased()
      let rest = line.dropFirst(word.count).trimmed
      switch word {
      case "@relation": header.relation = rest
      case "@data": return header
      case "@attribute":
        let (name, type) = attribute(rest)
        let known =
          ["numeric", "real", "integer"].contains(type.lowercased())
          || type.hasPrefix("{")
        guard known, !name.isEmpty else {
          throw InputError(
            file: lines.name, line: lines.lineNumber,
            problem: "the attribute is neither numeric nor nominal",
            remedy: "Turn texts and dates into numbers first")
        }
        header.attributes.append(name)
        header.values.append(type.hasPrefix("{") ? nominal(type) : nil)
      default:
        throw InputError(
          file: lines.name, line: lines.lineNumber,
          problem: "is neither @attribute nor @data, and the header has not ended")
      }
    }
    throw InputError(file: lines.name, problem: "ends before @data (truncated file)")
  }

  /// The values of `{a, 'b c'}`.
  private static func nominal(_ type: String) -> ARFFRow.Nominal {
    let inside = type.dropFirst().prefix { $0 != "}" }
    return ARFFRow.Nominal(ARFFRow.items(Array(inside.utf8)[...]).map(\.text))
  }

  /// The name, perhaps in quotes, and what follows it.
  private static func attribute(_ text: String) -> (name: String, type: String) {
    if let quote = text.first, quote == "'" || quote == "\"" {
      var name = ""
      var isEscaped = false
      for (offset, character) in text.dropFirst().enumerated() {
        if isEscaped {
          name.append(character)
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == quote {
          return (name, text.dropFirst(offset + 2).trimmed)
        } else {
          name.append(character)
        }
      }
      return ("", "")
    }
    let name = text.prefix { !$0.isWhitespace }
    return (String(name), text.dropFirst(name.count).trimmed)
  }

  // MARK: Rows

  /// Where an attribute goes.
  private enum Place {
    case feature(Int32)
    case label(Int32)
  }

  private static func rows(
    _ lines: inout LineReader, _ header: Header, labels: [String], file: String, log: CorpusLog
  ) throws -> FeatureRows {
    let numbers = Dictionary(
      labels.enumerated().map { (ExactString($1), Int32($0)) }
    ) { first, _ in first }
    var rows = FeatureRows()
    rows.labelNames = labels
    var places: [Place] = []
    var found = 0
    for name in header.attributes {
      if let label = numbers[ExactString(name)] {
        places.append(.label(label))
        found += 1
      } else {
        places.append(.feature(Int32(rows.featureNames.count)))
        rows.featureNames.append(name)
      }
    }
    guard found == labels.count else {
      throw InputError(
        file: file, problem: "has \(found) of the \(labels.count, "label") among its attributes",
        remedy: "Check that the list of labels belongs to this file")
    }
    rows.featureCount = rows.featureNames.count
    while let bytes = try lines.nextOfCorpus(log) {
      let row = strip(bytes)
      if row.isEmpty || row.first == UInt8(ascii: "%") { continue }
      do {
        let values = try ARFFRow.values(
          row, nominal: header.values, line: lines.lineNumber, missing: &log.report.missingValues)
        var entries: [(column: Int32, value: Float)] = []
        var own: [Int32] = []
        for (attribute, value) in values where value != 0 {
          switch places[attribute] {
          case .feature(let column): entries.append((column, value))
          case .label(let label): own.append(label)
          }
        }
        try rows.append(
          id: String(rows.count + 1), entries: entries, labels: own, line: lines.lineNumber)
      } catch {
        try log.reject(error)
      }
    }
    return rows
  }

  /// A finite number, perhaps in quotes.
  static func number(_ bytes: ArraySlice<UInt8>) -> Float? {
    if bytes.count == 1, let digit = bytes.first, isASCIIDigit(digit) {
      return Float(digit - 0x30)
    }
    var bytes = bytes
    if let first = bytes.first, first == UInt8(ascii: "'") || first == UInt8(ascii: "\""),
      bytes.count > 2, bytes.last == first
    {
      bytes = bytes.dropFirst().dropLast()
    }
    guard bytes.count <= 64, let value = Float(String(decoding: bytes, as: UTF8.self)),
      value.isFinite
    else { return nil }
    return value
  }
}

/// MULAN's list of labels: `<labels><label name="…"/>…</labels>`, where labels
/// may be nested.
private final class LabelList: XMLHandler {
  private var names: [String] = []
  private let stream: XMLStream
  private var depth = 0

  private init(_ source: ByteSource) { stream = XMLStream(source) }

  static func read(_ source: ByteSource) throws -> [String] {
    let list = LabelList(source)
    try withExtendedLifetime(list) { try list.stream.parse(list) }
    return list.names
  }

  override func startElement(_ element: XMLElement) throws {
    depth += 1
    guard depth > 1 || element.name == "labels" else {
      throw stream.failure("the document's element is <\(element.name)>, not <labels>")
    }
    guard element.name == "label", let name = element.attributes["name"] else { return }
    names.append(String(decoding: name, as: UTF8.self))
  }

  override func endElement() { depth -= 1 }
}

// Vocabularies that are plain lists: a table with a header, Annif's TSV, or one
// name per line. RDF is read by KnowledgeBase.
import FormatsFiles

/// The layouts of such lists.
public enum VocabularyListFormat: Equatable, Sendable {
  /// Columns named in the first line, such as `uri,label_en,label_fi`.
  case table(separator: UInt8)
  /// `<uri> TAB label [TAB notation]` without a header, as Annif's.
  case annif
  /// One name per line.
  case names

  /// Detects the layout from the beginning of a file; nil for something else, such
  /// as RDF or binary data.
  public static func recognise(_ start: [UInt8]) -> VocabularyListFormat? {
    var bytes = start[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard !bytes.contains(0),
      let line = bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        .first(where: { !$0.trimmed.isEmpty })
    else { return nil }
    if isAnnif(line) { return .annif }
    for separator in [UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";")]
    where line.contains(separator) {
      let header = line.fields(separator).map { VocabularyColumn(header: $0) }
      if header.contains(where: \.isIdentifier) || header.count(where: \.isKnown) >= 2 {
        return .table(separator: separator)
      }
    }
    if let only = VocabularyColumn(headerOfOnlyColumn: line), only.isKnown {
      return .table(separator: UInt8(ascii: ","))
    }
    return .names
  }

  /// Whether the beginning of a file is a table of concepts with their names and places in
  /// a hierarchy, and not one of pairs.
  public static func isHierarchy(_ start: [UInt8]) -> Bool {
    guard case .table(let separator)? = recognise(start) else { return false }
    var bytes = start[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    let header =
      bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
      .first { !$0.trimmed.isEmpty } ?? []
    let meanings = header.fields(separator).map { VocabularyColumn(header: $0).meaning }
    return meanings.contains(.identifier) && meanings.contains(.name(.preferred))
      && (meanings.contains(.broader) || meanings.contains(.narrower))
  }

  /// `<http://…>`, a tabulator, and something that is not a statement.
  private static func isAnnif(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first == UInt8(ascii: "<"), let tab = line.firstIndex(of: 0x09),
      line[line.index(before: tab)] == UInt8(ascii: ">"),
      !line[..<tab].contains(0x20)
    else { return false }
    // N-Triples may have tabulators between terms too.
    return line[(tab + 1)...].first.map { $0 != UInt8(ascii: "<") } ?? true
  }
}

/// What a column of a table of concepts holds.
struct VocabularyColumn: Equatable {
  enum Meaning: Equatable {
    case identifier
    case name(NameKind)
    case broader, narrower, related, group, deprecated, unknown
  }
  var meaning = Meaning.unknown
  /// Empty if the header names none.
  var language = ""

  var isIdentifier: Bool { meaning == .identifier }
  var isKnown: Bool { meaning != .unknown }

  private static let meanings: [(meaning: Meaning, words: [String])] = [
    (.identifier, ["uri", "iri", "url", "id", "identifier", "concept", "subject_uri"]),
    (.name(.notation), ["notation", "code", "class"]),
    (
      .name(.preferred),
      [
        "label", "preflabel", "pref_label", "preferred", "preferred_label", "name", "title",
        "term", "heading", "tag",
      ]
    ),
    (
      .name(.alternative),
      [
        "altlabel", "alt_label", "alt", "alternative", "alternative_label", "alternatives",
        "altlabels", "synonym", "synonyms", "non_preferred",
      ]
    ),
    (.name(.hidden), ["hiddenlabel", "hidden_label", "hidden"]),
    (.broader, ["broader", "parent", "parents", "parent_id", "broader_uri", "bt"]),
    (.narrower, ["narrower", "narrower_uri", "nt", "children"]),
    (.related, ["related", "related_uri", "rt"]),
    (.group, ["type", "scheme", "in_scheme", "inscheme", "collection", "group", "types"]),
    (.deprecated, ["deprecated", "obsolete"]),
  ]

  /// - Parameter header: `label_fi`, `label@fi`, `prefLabel:fi`, `label (fi)`, `uri` …
  init(header: ArraySlice<UInt8>) {
    var text = String(decoding: header, as: UTF8.self).trimmed.lowercased()
    if text.hasPrefix("\""), text.hasSuffix("\""), text.count > 1 {
      text = String(text.dropFirst().dropLast())
    }
    text = text.replacing(/^skos:/, with: "").replacing(" ", with: "_").replacing("-", with: "_")
    func meaning(_ word: some StringProtocol) -> Meaning? {
      Self.meanings.first { $0.words.contains(String(word)) }?.meaning
    }
    if let known = meaning(text) {
      self.meaning = known
    } else if let match = text.wholeMatch(of: /(.+?)[_@:.(\[]+([a-z]{2,3}(?:_[a-z0-9]{2,8})*)[)\]]?/),
      let known = meaning(match.1), case .name = known
    {
      self.meaning = known
      language = String(match.2).replacing("_", with: "-")
    }
  }

  /// A file with one column is a table only if its first line is clearly a
  /// header; otherwise it is a list of names.
  init?(headerOfOnlyColumn line: ArraySlice<UInt8>) {
    self.init(header: line)
    let text = String(decoding: line, as: UTF8.self).trimmed.lowercased()
    guard isIdentifier && text == "uri" || !language.isEmpty || text == "preflabel" else {
      return nil
    }
  }
}

extension ConceptTableBuilder {
  /// Reads a list into the table; files of several languages with the same
  /// identifiers become one.
  ///
  /// - Parameters:
  ///   - language: of names for which the file gives none; nil takes it from a
  ///     file name such as `yso-fi.tsv`.
  ///   - title: the file's name, without folders.
  /// - Returns: how many lines could not be used, and the first of them.
  /// - Throws: `InputError` for bytes that are not UTF-8 and for damaged streams.
  public mutating func read(
    list source: ByteSource, format: VocabularyListFormat, language: String? = nil, title: String
  ) throws -> (skipped: Int, firstLine: Int?) {
    let language = language ?? Self.language(ofFileNamed: title) ?? ""
    let log = CorpusLog(name: source.name, isStrict: false)
    var skipped = 0
    var first: Int?
    func skip(_ line: Int) {
      skipped += 1
      if first == nil { first = line }
    }
    switch format {
    case .names:
      var lines = LineReader(source)
      while let bytes = try lines.nextFilledLine(log) {
        let text = try Self.text(bytes.trimmed, source, lines.lineNumber)
        let label = labelForm(of: text)
        guard !label.isEmpty else { continue }
        addName(text.utf8, language: language, kind: .preferred, of: concept(label.utf8))
      }
    case .annif:
      setFlat(false)
      var lines = LineReader(source)
      while let bytes = try lines.nextFilledLine(log) {
        let fields = try Self.text(bytes, source, lines.lineNumber)
          .split(separator: "\t", omittingEmptySubsequences: false).map { $0.trimmed }
        let identifier = Self.withoutBrackets(fields[0])
        guard fields.count >= 2, !identifier.isEmpty else {
          skip(lines.lineNumber)
          continue
        }
        let number = concept(identifier.utf8)
        addName(fields[1].utf8, language: language, kind: .preferred, of: number)
        if fields.count > 2 {
          addName(fields[2].utf8, language: "", kind: .notation, of: number)
        }
      }
    case .table(let separator):
      let rows = CSVRows(source, separator: separator, limit: 64 << 20, log: log)
      var columns: [VocabularyColumn]?
      while true {
        do {
          guard let row = try rows.next() else { break }
          let texts = try row.map { try Self.text($0[...], source, rows.line).trimmed }
          guard let columns else {
            columns = texts.map { VocabularyColumn(header: Array($0.utf8)[...]) }
            setFlat(count == 0 && columns?.contains(where: \.isIdentifier) == false)
            continue
          }
          if !add(texts, columns, language) { skip(rows.line) }
        } catch let rejection as Rejection {
          skip(rejection.line)
        }
      }
    }
    return (skipped, first)
  }

  /// Adds a row of a table; false if it names no concept.
  private mutating func add(
    _ row: [String], _ columns: [VocabularyColumn], _ language: String
  ) -> Bool {
    func cells(_ wanted: VocabularyColumn.Meaning) -> [String] {
      zip(columns, row).filter { $0.meaning == wanted && !$1.isEmpty }.map(\.1)
    }
    let given = cells(.identifier).first.map(Self.withoutBrackets)
    // Without identifiers the notation is one, or else the name.
    guard
      let identifier = given ?? cells(.name(.notation)).first
        ?? cells(.name(.preferred)).first.map(labelForm)
    else { return false }
    let number = concept(identifier.utf8)
    for (column, cell) in zip(columns, row) where !cell.isEmpty {
      let language = column.language.isEmpty ? language : column.language
      switch column.meaning {
      case .name(let kind):
        // Several names of one kind are separated by bars.
        let names =
          kind == .preferred || kind == .notation
          ? [cell] : cell.split(separator: "|").map { $0.trimmed }
        for name in names {
          addName(
            name.utf8, language: kind == .notation ? "" : language, kind: kind, of: number)
        }
      case .broader:
        for other in Self.identifiers(in: cell) { addBroader(concept(other.utf8), of: number) }
      case .narrower:
        for other in Self.identifiers(in: cell) { addBroader(number, of: concept(other.utf8)) }
      case .related:
        for other in Self.identifiers(in: cell) { addRelated(number, concept(other.utf8)) }
      case .group:
        for other in Self.identifiers(in: cell) { addMembership(other.utf8, of: number) }
      case .deprecated:
        if ["true", "yes", "1", "deprecated"].contains(cell.lowercased()) {
          setDeprecated(number)
        }
      case .identifier, .unknown: break
      }
    }
    return true
  }

  private static func identifiers(in cell: String) -> [String] {
    cell.split(whereSeparator: { $0 == "|" || $0 == ";" })
      .map { withoutBrackets($0.trimmed) }.filter { !$0.isEmpty }
  }

  /// `<uri>` as `uri`.
  static func withoutBrackets(_ text: String) -> String {
    text.hasPrefix("<") && text.hasSuffix(">") ? String(text.dropFirst().dropLast()) : text
  }

  /// The language in a name such as `yso-fi.tsv` or `labels.en.csv.gz`.
  static func language(ofFileNamed name: String) -> String? {
    name.lowercased().firstMatch(
      of: /[-_.]([a-z]{2})\.(?:tsv|csv|txt)(?:\.gz|\.bz2|\.xz|\.zst)?$/
    ).map { String($0.1) }
  }

  private static func text(
    _ bytes: ArraySlice<UInt8>, _ source: ByteSource, _ line: Int
  ) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw InputError(
        file: source.name, line: line, problem: "is not valid UTF-8",
        remedy: "Convert the file: iconv -f latin1 -t utf-8 (or its own encoding)")
    }
    return text
  }
}

// Reads vocabularies that are plain lists, line by line. What the columns of a table mean is in
// VocabularyLayout; concepts that a row only names are looked up later, by ConceptReferences.
import FormatsFiles

extension ConceptTableBuilder {
  /// Reads a list into the table; files of several languages with the same
  /// identifiers become one.
  ///
  /// - Parameters:
  ///   - language: of names for which the file gives none; nil takes it from a
  ///     file name such as `yso-fi.tsv`.
  ///   - title: the file's name, without folders.
  /// - Returns: how the list was read (`notes`), and which lines could not be used.
  /// - Throws: `InputError` for bytes that are not UTF-8, for damaged streams and for a table
  ///   without a column for concepts.
  @discardableResult
  package mutating func read(
    list source: ByteSource, format: VocabularyListFormat, language: String? = nil, title: String
  ) throws -> CorpusReport {
    let language = language ?? Self.language(ofFileNamed: title) ?? ""
    let log = CorpusLog(name: source.name, isStrict: false)
    try source.unifyLineEnds()
    switch format {
    case .objects: try readObjects(source, language, title, log)
    case .names: try readNames(source, language, log)
    case .paths(let mark): try readPaths(source, mark, language, log)
    case .outline: try readOutline(source, language, log)
    case .annif: try readAnnif(source, language, log)
    case .rows(let separator): try readRows(source, separator, language, log)
    case .table(let separator): try readTable(source, separator, language, title, log)
    }
    return log.report
  }

  private mutating func readNames(_ source: ByteSource, _ language: String, _ log: CorpusLog) throws {
    var lines = LineReader(source)
    var count = 0
    while let bytes = try lines.nextFilledLine(log) {
      if addConcept(named: try Self.text(bytes.trimmed, source, lines.lineNumber), language) != nil { count += 1 }
    }
    log.note("read as \(count, "name"), one per line")
  }

  /// The concept that its name alone identifies; nil for a text without one.
  mutating func addConcept(named text: String, _ language: String) -> Int32? {
    let name = NameForm.cleaned(text)
    let label = labelForm(of: name)
    guard !label.isEmpty else { return nil }
    let number = concept(label.utf8)
    addName(name.utf8, language: language, kind: .preferred, of: number)
    return number
  }

  private mutating func readAnnif(_ source: ByteSource, _ language: String, _ log: CorpusLog) throws {
    setFlat(false)
    var lines = LineReader(source)
    while let bytes = try lines.nextFilledLine(log) {
      let cells = try Self.text(bytes, source, lines.lineNumber)
        .split(separator: "\t", omittingEmptySubsequences: false).map { NameForm.cleaned($0.trimmed) }
      try add(row: cells, language, lines.lineNumber, log)
    }
  }

  /// The most cells of a row between tabulators without a header: a third one is a notation, as in Annif's
  /// TSV. Other separators may belong to the name.
  static let mostCells = 3

  private mutating func readRows(
    _ source: ByteSource, _ separator: UInt8, _ language: String, _ log: CorpusLog
  ) throws {
    setFlat(false)
    log.note("columns: identifier from the first, name from the second, since the first line names none")
    let rows = CSVRows(source, separator: separator, limit: 64 << 20, log: log)
    while var cells = try Self.next(rows, source, log) {
      if separator != UInt8(ascii: "\t"), cells.count > 2, rows.raw.count == 1,
        let end = rows.raw[0].firstIndex(of: separator)
      {
        cells = [cells[0], NameForm.cleaned(try Self.text(rows.raw[0][(end + 1)...].trimmed, source, rows.line))]
      }
      if cells.count > Self.mostCells {
        try log.reject(
          Rejection(line: rows.line, reason: "has \(cells.count, "column"), not an identifier and a name"))
      } else {
        try add(row: cells, language, rows.line, log)
      }
    }
  }

  /// Adds an identifier, a name and perhaps a notation.
  private mutating func add(row cells: [String], _ language: String, _ line: Int, _ log: CorpusLog) throws {
    let identifier = Self.withoutBrackets(cells[0])
    guard cells.count >= 2, !identifier.isEmpty else {
      return try log.reject(Rejection(line: line, reason: "has no identifier and name"))
    }
    let number = concept(identifier.utf8)
    addName(cells[1].utf8, language: language, kind: .preferred, of: number)
    if cells.count > 2 { addName(cells[2].utf8, language: "", kind: .notation, of: number) }
  }

  private mutating func readTable(
    _ source: ByteSource, _ separator: UInt8, _ language: String, _ title: String, _ log: CorpusLog
  ) throws {
    let sample = Self.sample(try source.peek(1 << 16), separator)
    let rows = CSVRows(source, separator: separator, limit: 64 << 20, log: log)
    guard var header = try Self.next(rows, source, log) else { return }
    if TableLayout.announcedSeparator(rows.raw.first?[...] ?? []) != nil {
      guard let next = try Self.next(rows, source, log) else { return }
      header = next
    }
    var preamble = TablePreamble()
    if TablePreamble.begins(header) {
      while !TablePreamble.isHeader(header) {
        preamble.add(header)
        guard let next = try Self.next(rows, source, log) else { break }
        header = next
      }
      log.note("the names of the columns are in line \(rows.line)")
    }
    let layout = VocabularyLayout(header: header, rows: sample, separator: separator)
    guard layout.namesConcepts, layout.hasContents else { throw layout.error(file: source.name, line: rows.line) }
    log.note(layout.note)
    setFlat(count == 0 && layout.namesIdentify)
    var tree = PathTree()
    var path: [String] = []
    while let cells = try Self.next(rows, source, log, isOneColumn: layout.columns.count == 1) {
      if let rejection = layout.rejection(of: cells, line: rows.line) {
        try log.reject(rejection)
      } else {
        path = layout.path(of: cells, after: path)
        guard let number = add(cells, layout, preamble, path, language, title, rows.line) else {
          try log.reject(Rejection(line: rows.line, reason: "has neither an identifier nor a name"))
          continue
        }
        if !path.isEmpty { tree.add(path.map(NameForm.cleaned), number) }
      }
    }
    tree.finish(&self, language: language)
  }

  /// Adds a row of a table.
  ///
  /// - Parameter path: the row's place in the hierarchy; empty if it has none.
  /// - Returns: its concept; nil if it names none.
  private mutating func add(
    _ row: [String], _ layout: VocabularyLayout, _ preamble: TablePreamble, _ path: [String], _ language: String,
    _ title: String, _ line: Int
  ) -> Int32? {
    func first(_ wanted: VocabularyColumn.Meaning) -> String? {
      zip(layout.columns, row).first { $0.meaning == wanted && !$1.isEmpty }.map { VocabularyCell.line($0.1) }
    }
    let language = first(.language).map(VocabularyColumn.languageTag) ?? language
    // Without identifiers the notation is one, or else the name.
    guard
      let identifier = first(.identifier).map({ preamble.expanded(Self.withoutBrackets($0)) })
        ?? (layout.notationsIdentify ? first(.name(.notation)) : nil)
          ?? (path.isEmpty ? nil : PathMark.joined(path.map(NameForm.cleaned)[...]))
            ?? first(.name(.preferred)).map({ labelForm(of: $0) }),
      !identifier.isEmpty
    else { return nil }
    let number = concept(identifier.utf8)
    if let last = path.last, !layout.has(.name(.preferred)) {
      addName(NameForm.cleaned(last).utf8, language: language, kind: .preferred, of: number)
    }
    // Where the identifier is missing, the name says which concept is meant.
    let pairs = layout.namesOfOthers.filter { $0.key < row.count && !row[$0.key].isEmpty }.sorted { $0.key < $1.key }
    let names = Set(pairs.map(\.value))
    for (place, name) in pairs where name < row.count && !row[name].isEmpty {
      nameOther(Self.withoutBrackets(row[place]), row[name], language: layout.columns[name].language)
    }
    for (place, (column, cell)) in zip(layout.columns, row).enumerated() where !cell.isEmpty && !names.contains(place) {
      let language = column.language.isEmpty ? language : column.language
      switch column.meaning {
      case .name(let kind):
        for name in VocabularyCell.names(cell, of: column, kind: kind, mark: layout.mark, language: language) {
          addName(name.text.utf8, language: kind == .notation ? "" : name.language, kind: kind, of: number)
        }
      case .broader, .narrower, .related:
        guard let relation = column.meaning.relation else { continue }
        for other in column.separator.map({ VocabularyCell.separated(cell, by: $0) }) ?? [cell] {
          addReference(relation, preamble.expanded(other), of: number, file: title, line: line)
        }
      case .group:
        for group in ConceptReferences.parts(of: cell) { addMembership(group.utf8, of: number) }
      case .deprecated:
        if TruthWord.isTrue(cell) || TruthWord.isWithdrawn(cell) { setDeprecated(number) }
      case .identifier, .concept, .definition, .language, .level, .path, .unknown: break
      }
    }
    return number
  }

  /// The next row with anything in it, its cells without white space around; nil at the end. Rows with a
  /// stray quote are rejected; in a table of one column the quote belongs to the text.
  private static func next(
    _ rows: CSVRows, _ source: ByteSource, _ log: CorpusLog, isOneColumn: Bool = false
  ) throws -> [String]? {
    while true {
      do {
        guard let row = try rows.next() else { return nil }
        let cells = try row.map { cell in
          try text(cell[...], source, rows.line).split(separator: "\n").map { NameForm.cleaned($0.trimmed) }
            .filter { !$0.isEmpty }.joined(separator: "\n")
        }
        if cells.contains(where: { !$0.isEmpty }) { return cells }
      } catch let rejection as Rejection {
        if isOneColumn, let line = rows.raw.first {
          return [NameForm.cleaned(try text(line[...].trimmed, source, rows.line))]
        }
        try log.reject(rejection)
      }
    }
  }

  /// Some of the rows below the header, for a look at their cells.
  private static func sample(_ start: [UInt8], _ separator: UInt8) -> [[String]] {
    guard let beginning = ListBeginning(start) else { return [] }
    return beginning.table(separator).rows
  }

  /// `<uri>` as `uri`. `<vehicles by form>` is a name, as thesauri have them.
  static func withoutBrackets(_ text: String) -> String {
    text.hasPrefix("<") && text.hasSuffix(">") && !text.contains(where: \.isWhitespace)
      ? String(text.dropFirst().dropLast()) : text
  }

  /// The language in a name such as `yso-fi.tsv` or `labels.en.csv.gz`.
  static func language(ofFileNamed name: String) -> String? {
    name.lowercased().firstMatch(
      of: /[-_.]([a-z]{2})\.(?:tsv|csv|txt)(?:\.gz|\.bz2|\.xz|\.zst)?$/
    ).map { String($0.1) }
  }

  static func text(
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

// Vocabularies that are plain lists: a table with a header, identifiers with names such as Annif's TSV, or
// one name or path per line. RDF is read by KnowledgeBase, the lists by ConceptTableBuilder+List.
import FormatsFiles
import FormatsRDF

/// The layouts of such lists.
public enum VocabularyListFormat: Equatable, Sendable {
  /// Columns named in the first line, such as `uri,label_en,label_fi`.
  case table(separator: UInt8)
  /// `<uri> TAB label [TAB notation]` without a header, as Annif's.
  case annif
  /// An identifier, a separator and a name, without a header; with a tabulator perhaps a notation.
  case rows(separator: UInt8)
  /// A path such as `Animals > Pets > Cats` in each line.
  case paths(mark: String)
  /// One name per line; narrower ones are indented.
  case outline
  /// Objects of JSON that is not JSON-LD.
  case objects
  /// One name per line.
  case names

  /// Whether any text could be taken for it.
  public var isOfLines: Bool {
    switch self {
    case .names, .outline, .paths: true
    case .table, .annif, .rows, .objects: false
    }
  }

  /// Detects the layout from the beginning of a file; nil for something else, such as binary data.
  ///
  /// Whatever is text may be names: whether it is RDF or a corpus is to be asked as well.
  public static func recognise(_ start: [UInt8]) -> VocabularyListFormat? {
    guard !RDFSyntax.isUnmistakable(start), let beginning = ListBeginning(start) else { return nil }
    if ConceptObjects.isOne(start) || ConceptObjects.areKeys(start) { return .objects }
    let line = beginning.lines[0]
    if let announced = beginning.announced { return .table(separator: announced) }
    if isAnnif(line) { return .annif }
    if let separator = tableSeparator(beginning) { return .table(separator: separator) }
    if let only = VocabularyColumn(headerOfOnlyColumn: line), only.isKnown {
      // Commas belong to the names.
      return .table(separator: UInt8(ascii: "\t"))
    }
    if let separator = rowsSeparator(beginning) { return .rows(separator: separator) }
    let lines = beginning.lines.map { String(decoding: $0, as: UTF8.self) }.filter { !Outline.isComment($0[...]) }
    if let mark = PathMark.recognise(lines.map { PathMark.parts(ofLine: $0).path }) { return .paths(mark: mark) }
    let isTable = ListBeginning.separators.contains { beginning.columns($0) != nil }
    return !isTable && Outline.isOne(lines) ? .outline : .names
  }

  /// Whether the beginning of a file is a table of concepts with their names and places in
  /// a hierarchy, or identifiers with names, and not a table of pairs.
  public static func isConceptTable(_ start: [UInt8]) -> Bool {
    guard let beginning = ListBeginning(start) else { return false }
    switch recognise(start) {
    case .table(let separator):
      let (header, rows) = beginning.table(separator)
      return VocabularyLayout(header: header, rows: rows, separator: separator).isOfConcepts
    // With other separators they may be pairs.
    case .rows(let separator): return separator == UInt8(ascii: "\t")
    case .objects: return ConceptObjects.areRelated(start) || ConceptObjects.areKeys(start)
    case .paths, .outline:
      let format = KnowledgeFormat.recognise(start, name: "")
      return format == nil || format == .csv
    case .annif, .names, nil: return false
    }
  }

  /// The separator by which the first line names the most columns that are known.
  private static func tableSeparator(_ beginning: ListBeginning) -> UInt8? {
    var best: (separator: UInt8, known: Int)?
    for separator in ListBeginning.separators where beginning.lines[0].contains(separator) {
      if TablePreamble.begins(beginning.cells(beginning.lines[0], separator)),
        beginning.lines.contains(where: { TablePreamble.isHeader(beginning.cells($0, separator)) })
      {
        return separator
      }
      let columns = VocabularyColumn.columns(of: beginning.cells(beginning.lines[0], separator))
      let known = columns.count(where: \.isKnown)
      let isTable =
        known > 1 || columns.contains(where: \.isIdentifier)
        || columns.contains(where: \.isName) && beginning.columns(separator) != nil
      if isTable, known > best?.known ?? 0 { best = (separator, known) }
    }
    return best?.separator
  }

  /// The separator between identifiers and names, if the first line and half of all have both.
  private static func rowsSeparator(_ beginning: ListBeginning) -> UInt8? {
    ListBeginning.separators.first { separator in
      func isRow(_ line: ArraySlice<UInt8>) -> Bool {
        let cells = beginning.cells(line, separator)
        return cells.count > 1 && (separator != UInt8(ascii: "\t") || cells.count <= ConceptTableBuilder.mostCells)
          && VocabularyLayout.isIRI(cells[0]) && !cells[1].isEmpty && !VocabularyLayout.isIRI(cells[1])
      }
      return isRow(beginning.lines[0]) && beginning.lines.count(where: isRow) * 2 >= beginning.lines.count
    }
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

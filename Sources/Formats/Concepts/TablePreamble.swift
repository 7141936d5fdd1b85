// What spreadsheets for SKOS Play and xls2rdf have above the names of their columns: the scheme, prefixes, metadata.
import FormatsFiles

/// The prefixes of such a table.
struct TablePreamble {
  private var prefixes: [String: String] = [:]

  /// Whether the first row of a table begins such a part.
  static func begins(_ cells: [String]) -> Bool {
    guard let first = cells.first.map(VocabularyColumn.key), cells.count > 1 else { return false }
    return ["conceptschemeuri", "conceptscheme", "prefix"].contains(first)
  }

  /// Whether a row names the columns: the first is for identifiers.
  static func isHeader(_ cells: [String]) -> Bool {
    let columns = VocabularyColumn.columns(of: cells)
    return columns.first?.isIdentifier == true && columns.count(where: \.isKnown) > 1
  }

  /// Notes a row of the part.
  mutating func add(_ cells: [String]) {
    if cells.count > 2, cells[0].lowercased() == "prefix" { prefixes[cells[1].trimmed] = cells[2].trimmed }
  }

  /// `wear:Steel` as an IRI, if there is such a prefix.
  func expanded(_ name: String) -> String {
    guard let colon = name.firstIndex(of: ":"), let iri = prefixes[String(name[..<colon])] else { return name }
    return iri + name[name.index(after: colon)...]
  }
}

// What is in a cell of a table of concepts: several names, or names with their languages.
import FormatsFiles

/// Takes cells apart.
enum VocabularyCell {
  /// A cell in one line.
  static func line(_ cell: String) -> String { cell.contains("\n") ? cell.replacing("\n", with: " ") : cell }

  /// The names in a cell with their languages: as the header separates them, or by lines, or by `mark`, or by
  /// semicolons if it has neither. A cell with one name may have it in several languages: `sausage@en|Wurst@de`.
  static func names(
    _ cell: String, of column: VocabularyColumn, kind: NameKind, mark: Character, language: String
  ) -> [(text: String, language: String)] {
    if let literal = literal(cell) { return [(literal.text, literal.language.isEmpty ? language : literal.language)] }
    let parts = column.separator.map { separated(cell, by: $0) } ?? pieces(of: cell, mark)
    let tagged = parts.compactMap(tagged)
    if !tagged.isEmpty, tagged.count == parts.count { return tagged }
    if kind == .preferred || kind == .notation { return [(line(cell), language)] }
    return parts.map { (line($0), language) }
  }

  /// A literal as SPARQL's TSV has it: `"Cat"@en`, `"Cat"^^<http://…>`.
  private static func literal(_ cell: String) -> (text: String, language: String)? {
    // Most cells need no regular expression, which takes its time.
    guard cell.utf8.first == UInt8(ascii: "\""),
      let match = cell.wholeMatch(of: /"(.*)"(?:@([a-zA-Z]{2,3}(?:-[A-Za-z0-9]{2,8})*)|\^\^<[^<>]*>)/)
    else {
      return nil
    }
    let text = String(match.output.1).replacing("\\\"", with: "\"")
    return (text, match.output.2.map { String($0) } ?? "")
  }

  /// What a text of several parts consists of.
  static func separated(_ cell: String, by separator: String) -> [String] {
    cell.components(separatedBy: separator).map(\.trimmed).filter { !$0.isEmpty }
  }

  private static func pieces(of cell: String, _ mark: Character) -> [String] {
    let parts = cell.split { $0 == mark || $0 == "\n" }
    return (parts.count == 1 ? cell.split(separator: ";") : parts).map { $0.trimmed }.filter { !$0.isEmpty }
  }

  private static func tagged(_ text: String) -> (text: String, language: String)? {
    guard text.utf8.contains(UInt8(ascii: "@")),
      let match = text.wholeMatch(of: /(.+[^\s@])@([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)/)
    else { return nil }
    return (String(match.1), String(match.2))
  }

  /// What separates the names in the cells of a column if that is a comma, as in lists of synonyms; nil if it is not
  /// clear: one comma is also in `Smith, John`.
  static func comma(_ cells: [String]) -> String? {
    let commas = cells.map { $0.count { $0 == "," } }
    let isOther = cells.contains { $0.contains(where: { "|;\n".contains($0) }) }
    return !isOther && commas.count(where: { $0 > 1 }) > 1 && commas.count(where: { $0 > 0 }) * 2 >= cells.count
      ? "," : nil
  }
}

// The columns of a dump's tables, as tables.sql states them or, without it, as
// BibSonomy's publisher describes them.

/// The names of a table's columns in their order.
struct TableDefinition {
  var columns: [String]

  /// The place of the first of `names` that there is, whatever the case.
  func column(_ names: String...) -> Int? {
    for name in names {
      if let found = columns.firstIndex(where: { $0.lowercased() == name }) { return found }
    }
    return nil
  }

  static let tas = TableDefinition(columns: ["user", "tag", "content_id", "content_type", "date"])
  static let bookmark = TableDefinition(
    columns: ["content_id", "url_hash", "url", "description", "extended", "date"])
  static let bibtex = TableDefinition(
    columns: [
      "content_id", "journal", "volume", "chapter", "edition", "month", "day", "booktitle",
      "howPublished", "institution", "organization", "publisher", "address", "school", "series",
      "bibtexKey", "url", "type", "description", "annote", "note", "pages", "bKey", "number",
      "crossref", "misc", "bibtexAbstract", "simhash0", "simhash1", "simhash2", "entrytype",
      "title", "author", "editor", "year",
    ])

  /// The tables of the CREATE TABLE statements in `sql`, by name in lower case.
  ///
  /// It reads the statements that mysqldump writes: names plain, in backticks
  /// or double quotes, a definition for each column, keys among them.
  static func tables(in sql: String) -> [(name: String, definition: TableDefinition)] {
    var tables: [(String, TableDefinition)] = []
    var scanner = SQLScanner(sql)
    while let word = scanner.next() {
      guard word.lowercased() == "create", scanner.next()?.lowercased() == "table" else {
        continue
      }
      var name = scanner.next() ?? ""
      if name.lowercased() == "if" {
        _ = scanner.next()
        _ = scanner.next()
        name = scanner.next() ?? ""
      }
      // A name with its database: `db`.`table`.
      while scanner.peek() == "." {
        _ = scanner.next()
        name = scanner.next() ?? ""
      }
      guard scanner.next() == "(" else { continue }
      tables.append((name.lowercased(), TableDefinition(columns: columns(&scanner))))
    }
    return tables
  }

  private static let keyWords: Set<String> = [
    "primary", "unique", "key", "index", "fulltext", "spatial", "constraint", "foreign", "check",
  ]

  /// The first word of each definition, up to the closing parenthesis.
  private static func columns(_ scanner: inout SQLScanner) -> [String] {
    var columns: [String] = []
    var depth = 0
    var isStart = true
    while let token = scanner.nextToken() {
      switch token.text {
      case "(" where !token.isQuoted: depth += 1
      case ")" where !token.isQuoted:
        if depth == 0 { return columns }
        depth -= 1
      case "," where !token.isQuoted && depth == 0:
        isStart = true
        continue
      default:
        if isStart, token.isQuoted || !keyWords.contains(token.text.lowercased()) {
          columns.append(token.text)
        }
      }
      isStart = false
    }
    return columns
  }
}

/// Cuts SQL into words and signs; comments and strings are skipped as a whole.
private struct SQLScanner {
  private var rest: Substring.UnicodeScalarView

  init(_ sql: String) { rest = Substring(sql).unicodeScalars }

  struct Token {
    var text: String
    var isQuoted = false
  }

  mutating func next() -> String? { nextToken()?.text }

  func peek() -> String? {
    var copy = self
    return copy.next()
  }

  mutating func nextToken() -> Token? {
    while let first = rest.first {
      if first.properties.isWhitespace {
        rest.removeFirst()
      } else if first == "#" || rest.starts(with: "-- ".unicodeScalars) {
        rest = rest.drop { $0 != "\n" }
      } else if rest.starts(with: "/*".unicodeScalars) {
        rest.removeFirst(2)
        while !rest.isEmpty, !rest.starts(with: "*/".unicodeScalars) { rest.removeFirst() }
        rest = rest.dropFirst(2)
      } else if first == "`" || first == "\"" || first == "'" {
        rest.removeFirst()
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst(), scalar != first {
          if scalar == "\\", first != "`", let escaped = rest.popFirst() {
            text.append(escaped)
          } else {
            text.append(scalar)
          }
        }
        return Token(text: String(text), isQuoted: true)
      } else if first.properties.isAlphabetic || first == "_" || ("0"..."9").contains(first) {
        let word = rest.prefix {
          $0.properties.isAlphabetic || $0 == "_" || $0 == "$" || ("0"..."9").contains($0)
        }
        rest = rest.dropFirst(word.count)
        return Token(text: String(Substring(word)))
      } else {
        rest.removeFirst()
        return Token(text: String(first))
      }
    }
    return nil
  }
}

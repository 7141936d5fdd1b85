// Where in a table's header the names stand that the user gives, and those that people give such columns.
import FormatsFiles

/// The names of a table's columns, for looking them up.
struct TableHeader {
  let names: [String]
  /// The names in lower case.
  private let keys: [String]
  /// The table, for messages.
  private let file: String

  init(_ cells: [[UInt8]], name: String) {
    names = cells.map { String(decoding: $0, as: UTF8.self).trimmed }
    keys = names.map { $0.lowercased() }
    file = name
  }

  /// The column of a name in lower case, if there is one.
  func place(of key: String) -> Int? { keys.firstIndex(of: key) }

  /// The column that the user means by a name or a number.
  ///
  /// - Throws: `InputError` that names the parameter if there is none.
  func place(_ parameter: String, _ wanted: String) throws -> Int {
    if let found = place(of: wanted.lowercased()) { return found }
    if let number = Int(wanted), (1...names.count).contains(number) { return number - 1 }
    throw InputError(
      file: file, line: 1,
      problem: "there is no column `\(wanted)` (\(parameter: parameter)); the columns are "
        + keys.map { "`\($0)`" }.joined(separator: ", "),
      remedy: "Give the name or the number of one of them")
  }

  /// The columns that the user means by a name, a number, or two numbers with a hyphen between them.
  ///
  /// - Throws: `InputError` if there is none.
  func labels(_ wanted: String) throws -> [Int] {
    let bounds = wanted.split(separator: "-").compactMap { Int($0) }
    if place(of: wanted.lowercased()) == nil, bounds.count == 2, bounds[0] >= 1,
      bounds[0] <= bounds[1], bounds[1] <= names.count
    {
      return Array(bounds[0] - 1..<bounds[1])
    }
    return [try place("labelColumns", wanted)]
  }

  /// For each role the column whose name says it best; none for tags that nobody wants.
  func roles(wantsTags: Bool) -> [FieldRole: Int] {
    let isWebOfScience = Set(["pt", "ti", "ut"]).isSubset(of: keys)
    var best: [FieldRole: (rank: Int, column: Int)] = [:]
    for (column, key) in keys.enumerated() {
      // The Web of Science's ID holds the index's keywords.
      guard !(isWebOfScience && key == "id"), let (role, rank) = FieldNames.role(of: key),
        best[role].map({ rank < $0.rank }) ?? true
      else { continue }
      best[role] = (rank, column)
    }
    var columns = best.mapValues(\.column)
    if !wantsTags { columns[.tags] = nil }
    // The subject of an e-mail is its title; the subject of a library record is a tag.
    if columns[.title] == nil, let subject = place(of: "subject"), columns[.tags] != subject {
      columns[.title] = subject
    }
    return columns
  }

  /// The column and those whose names belong together with its name.
  func companions(of column: Int) -> [Int] {
    let companions = FieldNames.companions(of: keys[column])
    return keys.indices.filter { $0 == column || companions.contains(FieldNames.base(keys[$0])) }
  }
}

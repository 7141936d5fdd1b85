// Which column of a table of concepts holds what, and what a user reads about it. Cells are taken apart
// by the reader.
import FormatsFiles

/// The columns of a table whose first line names them.
struct VocabularyLayout {
  /// As the first line has them.
  let names: [String]
  let columns: [VocabularyColumn]
  /// What separates several names in a cell.
  let mark: Character
  private let isTabbed: Bool
  /// Whether a notation stands for its concept where there is no identifier: not that of a class, which many
  /// concepts have.
  let notationsIdentify: Bool
  /// Whether a cell of broader or narrower concepts has several.
  private let hasLists: Bool
  /// Columns with the names of the concepts that another column has the IRIs of, by that column: `subclassOf` and
  /// `subclassOfLabel`, `Broader URI` and `Broader name`.
  let namesOfOthers: [Int: Int]
  /// Columns of names by level, from the top; empty if another column tells the hierarchy.
  let levels: [Int]
  /// What separates the names in the column of paths; nil if there is none that is used.
  let pathMark: String?

  /// - Parameter rows: some of the rows below the header.
  init(header: [String], rows: [[String]], separator: UInt8) {
    names = header
    let mark: Character = separator == UInt8(ascii: "|") ? ";" : "|"
    self.mark = mark
    isTabbed = separator == UInt8(ascii: "\t")
    let found = VocabularyRecognition(header: header, rows: rows)
    (columns, namesOfOthers) = (found.columns, found.namesOfOthers)
    (levels, pathMark) = (found.levels, found.pathMark)
    let notations = found.columns.firstIndex { $0.meaning == .name(.notation) }.map(found.cells) ?? []
    notationsIdentify =
      Set(notations).count == notations.count || !found.columns.contains { $0.meaning == .name(.preferred) }
    hasLists = found.columns.indices.contains { place in
      [.broader, .narrower].contains(found.columns[place].meaning)
        && found.cells(place).contains { $0.contains { $0 == mark || "|;\n".contains($0) } }
    }
  }

  /// The names from the top of the hierarchy to a row's concept; empty if its columns do not say.
  ///
  /// - Parameter last: the path of the row before it, to which cells refer that are left empty at the beginning.
  func path(of row: [String], after last: [String]) -> [String] {
    if let pathMark, let place = columns.firstIndex(where: { $0.meaning == .path }), place < row.count {
      return PathMark.names(in: row[place], pathMark)
    }
    let cells = levels.map { $0 < row.count ? row[$0] : "" }
    guard let first = cells.firstIndex(where: { !$0.isEmpty }) else { return [] }
    return last.prefix(first) + cells[first...].filter { !$0.isEmpty }
  }

  /// Whether a text is an absolute IRI, perhaps in angle brackets.
  static func isIRI(_ text: String) -> Bool {
    guard !text.contains(where: \.isWhitespace) else { return false }
    let iri = ConceptTableBuilder.withoutBrackets(text)
    return iri.contains("://") || iri.lowercased().hasPrefix("urn:")
  }

  func has(_ meaning: VocabularyColumn.Meaning) -> Bool { columns.contains { $0.meaning == meaning } }

  /// Whether a concept's name is all that identifies it.
  var namesIdentify: Bool {
    !has(.identifier) && !(notationsIdentify && has(.name(.notation))) && !hasPlaces
  }

  /// Whether a column says which concept a row is about.
  var namesConcepts: Bool {
    has(.identifier) || has(.name(.preferred)) || has(.name(.notation)) || hasPlaces
  }

  /// Whether columns say where in a hierarchy a row's concept is.
  private var hasPlaces: Bool { !levels.isEmpty || pathMark != nil }

  /// Whether a column says anything about the concepts.
  var hasContents: Bool {
    columns.contains { column in
      switch column.meaning {
      case .name, .broader, .narrower, .related, .group, .deprecated: true
      case .level, .path: hasPlaces
      case .identifier, .concept, .definition, .language, .unknown: false
      }
    }
  }

  /// Whether the table has concepts with names, or with their places in a hierarchy and more than that, and
  /// not pairs, which may have a third column, too.
  var isOfConcepts: Bool {
    if has(.identifier) && has(.name(.preferred)) || hasPlaces { return true }
    guard namesConcepts, has(.broader) || has(.narrower) else { return false }
    return columns.count(where: \.isKnown) > 2 || hasLists
  }

  /// Why a row cannot be used, because of the number of its cells; nil if it can. Cells may be missing behind
  /// the name; empty ones may be too many where tabulators cannot belong to a name.
  func rejection(of row: [String], line: Int) -> Rejection? {
    func first(_ meaning: VocabularyColumn.Meaning) -> Int? { columns.firstIndex { $0.meaning == meaning } }
    let needed = [first(.identifier), first(.name(.preferred)) ?? first(.name(.notation))].compactMap { $0 }.max() ?? 0
    let isEnded = isTabbed && row.dropFirst(columns.count).allSatisfy(\.isEmpty)
    if row.count > needed, row.count <= columns.count || isEnded { return nil }
    return Rejection(
      line: line, reason: "has \(row.count, "column"), the first line names \(columns.count)")
  }

  /// A sentence that says which columns are used for what, and which are not used.
  var note: String {
    let ofOthers = Set(namesOfOthers.values)
    let parts = zip(columns, names).enumerated().compactMap { place, column in
      let (column, name) = column
      return (isUsed(place) ? column.use : nil).map {
        (ofOthers.contains(place) ? "names of \($0)" : $0) + (column.language.isEmpty ? "" : " (\(column.language))")
          + " from `\(name)`" + (column.separator.map { " between “\($0)”" } ?? "")
      }
    }
    let unused = columns.indices.filter { (!isUsed($0) || columns[$0].use == nil) && !names[$0].isEmpty }
      .map { "`\(names[$0])`" }
    return "columns: " + parts.joined(separator: ", ")
      + (unused.isEmpty ? "" : "; not used: " + unused.joined(separator: ", "))
  }

  private func isUsed(_ place: Int) -> Bool {
    switch columns[place].meaning {
    case .level: levels.contains(place)
    case .path: pathMark != nil
    default: true
    }
  }

  /// The error for a table in which no column says which concept a row is about.
  func error(file: String, line: Int) -> InputError {
    let list = names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return has(.broader) && has(.narrower)
      ? InputError(
        file: file, line: line, problem: "names columns for pairs of concepts (\(list)), and none for the concepts",
        remedy: "Give the pairs to build-sim-sub as a knowledge base; \(Self.advice)")
      : InputError(
        file: file, line: line,
        problem: "names no column for \(namesConcepts ? "the names of " : "")concepts; the columns are \(list)",
        remedy: Self.advice.prefix(1).uppercased() + Self.advice.dropFirst())
  }

  /// Which names of columns are understood.
  static let advice =
    "a table of concepts has names such as uri or id, label (or label_en, label_de …), altLabel, notation, "
    + "broader, narrower, related and deprecated in its first line (docs/concepts.md)"
}

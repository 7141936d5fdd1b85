// Which column of a table of concepts holds what, and what a user reads about it. Cells are taken apart
// by the reader.
import FormatsFiles

/// The columns of a table whose first line names them.
struct VocabularyLayout {
  /// As the first line has them.
  let names: [String]
  private(set) var columns: [VocabularyColumn]
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
  private(set) var namesOfOthers: [Int: Int] = [:]

  /// Columns of names by level, from the top; empty if another column tells the hierarchy.
  private(set) var levels: [Int] = []
  /// What separates the names in the column of paths; nil if there is none that is used.
  private(set) var pathMark: String?

  /// - Parameter rows: some of the rows below the header; their cells show whether a column called
  ///   `concept` has identifiers or names.
  init(header: [String], rows: [[String]], separator: UInt8) {
    names = header
    mark = separator == UInt8(ascii: "|") ? ";" : "|"
    isTabbed = separator == UInt8(ascii: "\t")
    columns = VocabularyColumn.columns(of: header)
    func cells(_ place: Int) -> [String] {
      rows.compactMap { $0.indices.contains(place) && !$0[place].isEmpty ? $0[place] : nil }
    }
    let notations = columns.firstIndex { $0.meaning == .name(.notation) }.map(cells) ?? []
    notationsIdentify =
      Set(notations).count == notations.count
      || !columns.contains { $0.meaning == .name(.preferred) || $0.meaning == .concept }
    let (known, mark) = (columns, mark)
    hasLists = known.indices.contains { place in
      [.broader, .narrower].contains(known[place].meaning)
        && cells(place).contains { $0.contains { $0 == mark || "|;\n".contains($0) } }
    }
    // `class` and `classLabel`: the name of what the first has the IRIs of.
    if !has(.name(.preferred)) {
      let keys = header.map(VocabularyColumn.key)
      for place in columns.indices where !columns[place].isKnown {
        guard let end = ["label", "name"].first(where: keys[place].hasSuffix),
          let other = keys.firstIndex(of: String(keys[place].dropLast(end.count))),
          [.identifier, .concept, .unknown, .name(.notation)].contains(columns[other].meaning),
          cells(other).contains(where: Self.isIRI)
        else { continue }
        (columns[place], columns[other]) = (VocabularyColumn(.name(.preferred)), VocabularyColumn(.identifier))
      }
    }
    // `keyword_id` is not a name in Indonesian if there are only numbers in it.
    for place in columns.indices
    where columns[place].meaning == .name(.preferred) && VocabularyColumn.numbers.contains(columns[place].language)
      && !cells(place).isEmpty && cells(place).allSatisfy({ !$0.contains(where: \.isLetter) })
    {
      columns[place] = VocabularyColumn(.identifier)
    }
    // `CLC Code`.
    if !has(.identifier), !has(.name(.notation)), columns.first?.isKnown == false,
      ["code", "notation", "number"].contains(where: VocabularyColumn.key(header[0]).hasSuffix), !cells(0).isEmpty
    {
      columns[0] = VocabularyColumn(.name(.notation))
    }
    // Classifications have a code and a text.
    if !has(.name(.preferred)), !has(.concept), has(.identifier) || has(.name(.notation)),
      let place = header.firstIndex(where: {
        ["text", "description", "caption", "beschreibung"].contains(VocabularyColumn.key($0))
      })
    {
      columns[place] = VocabularyColumn(.name(.preferred))
    }
    let hasNames = has(.name(.preferred))
    for place in columns.indices where columns[place].meaning == .concept {
      let own = cells(place)
      let areIdentifiers = own.count { Self.isIRI($0) } * 2 > own.count
      if !has(.identifier), areIdentifiers || hasNames {
        columns[place].meaning = .identifier
      } else {
        columns[place].meaning = has(.name(.preferred)) ? .unknown : .name(.preferred)
      }
    }
    if !has(.identifier), hasNames,
      let place = header.indices.first(where: { Self.isIdentity(header[$0], cells($0), rows: rows.count) })
    {
      columns[place] = VocabularyColumn(.identifier)
    }
    readPairs()
    readIdentifiers(rows)
    for place in columns.indices where [.name(.alternative), .name(.hidden)].contains(columns[place].meaning) {
      // Wikidata's query service joins other names with commas.
      let isWikidata = header.contains { $0.hasSuffix("Label") } && header[place].hasSuffix("AltLabel")
      columns[place].separator = columns[place].separator ?? (isWikidata ? ", " : VocabularyCell.comma(cells(place)))
    }
    readPlaces(rows)
    let others: Set<VocabularyColumn.Meaning> = [.broader, .narrower, .related]
    let keys = header.map(VocabularyColumn.key)
    func stem(_ key: String, _ ends: [String]) -> String {
      ends.first { key.hasSuffix($0) && key != $0 }.map { String(key.dropLast($0.count)) } ?? key
    }
    for place in columns.indices where others.contains(columns[place].meaning) {
      let wanted = stem(keys[place], ["uri", "iri", "id", "code"])
      guard cells(place).contains(where: Self.isIRI) || wanted != keys[place] else { continue }
      namesOfOthers[place] = columns.indices.first { other in
        other != place && columns[other].meaning == columns[place].meaning
          && stem(keys[other], ["label", "name"]) == wanted && !cells(other).contains(where: Self.isIRI)
      }
    }
  }

  /// In a table of pairs with identifiers and names (`child_id`, `child_name`, `parent_id`, `parent_name`) the narrower
  /// concept is the row's.
  private mutating func readPairs() {
    let narrower = columns.indices.filter { columns[$0].meaning == .narrower }
    let pairs = narrower + columns.indices.filter { columns[$0].meaning == .broader }
    guard pairs.count > 2, narrower.count < pairs.count, !narrower.isEmpty, !namesConcepts else { return }
    for place in narrower {
      let key = VocabularyColumn.key(names[place])
      let isName =
        narrower.count == 1 ? !key.hasSuffix("id") : ["name", "label", "term"].contains(where: key.hasSuffix)
      columns[place].meaning = isName ? .name(.preferred) : .identifier
    }
  }

  /// A column whose cells are what a column of broader concepts refers to identifies the concepts, whatever it is
  /// called; beside identifiers of another kind it is a notation.
  private mutating func readIdentifiers(_ rows: [[String]]) {
    func cells(_ place: Int) -> [String] { rows.map { $0.indices.contains(place) ? $0[place] : "" } }
    guard has(.name(.preferred)),
      let place = columns.firstIndex(where: { $0.meaning == .broader || $0.meaning == .narrower })
    else { return }
    let wanted = Set(cells(place).flatMap(ConceptReferences.parts))
    func found(_ place: Int) -> Int { Set(cells(place)).intersection(wanted).count }
    let known =
      columns.indices.filter {
        columns[$0].isName || columns[$0].isIdentifier || columns[$0].meaning == .name(.notation)
      }.map(found).max() ?? 0
    let best = columns.indices.filter { place in
      let own = cells(place)
      return columns[place].meaning == .unknown && Set(own).count == own.count && !own.contains("")
    }.max { found($0) < found($1) }
    guard let best, found(best) > known, found(best) * 2 >= wanted.count else { return }
    columns[best] = VocabularyColumn(has(.identifier) ? .name(.notation) : .identifier)
  }

  /// Columns of levels and of paths, if nothing else tells the hierarchy.
  private mutating func readPlaces(_ rows: [[String]]) {
    guard !has(.broader), !has(.narrower) else { return }
    let places = columns.indices.compactMap { place in
      if case .level(let number) = columns[place].meaning { (number, place) } else { nil }
    }.sorted { $0 < $1 }
    if places.count > 1 {
      levels = places.map(\.1)
    } else if let path = columns.firstIndex(where: { $0.meaning == .path }) {
      pathMark = PathMark.recognise(rows.compactMap { $0.indices.contains(path) && !$0[path].isEmpty ? $0[path] : nil })
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

  /// Whether a column that nobody knows by name identifies concepts: its name says that it has IRIs, not those
  /// of other things, and each row has a separate one.
  private static func isIdentity(_ header: String, _ cells: [String], rows: Int) -> Bool {
    let key = VocabularyColumn.key(header)
    guard !VocabularyColumn(header: header).isKnown, ["uri", "iri", "url"].contains(where: key.hasSuffix),
      !ofOthers.contains(where: key.contains)
    else { return false }
    return !cells.isEmpty && cells.count == rows && Set(cells).count == rows && cells.allSatisfy(isIRI)
  }

  /// Parts of names of columns with IRIs that do not identify the row's concept.
  private static let ofOthers = [
    "match", "same", "broader", "narrower", "related", "parent", "child", "scheme", "type", "group", "collection",
    "vocab", "image", "picture", "source", "license", "licence", "replac", "homepage", "website", "wikipedia", "see",
  ]

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

// What the columns of a table of concepts hold, found step by step: by their names, and by the cells of some rows.
import FormatsFiles

/// The steps, each of which knows what those before it have found.
struct VocabularyRecognition {
  private let names: [String]
  private let keys: [String]
  private let rows: [[String]]
  private(set) var columns: [VocabularyColumn]
  /// See `VocabularyLayout`.
  private(set) var namesOfOthers: [Int: Int] = [:]
  private(set) var levels: [Int] = []
  private(set) var pathMark: String?

  init(header: [String], rows: [[String]]) {
    (names, self.rows) = (header, rows)
    keys = header.map(VocabularyColumn.key)
    columns = VocabularyColumn.columns(of: header)
    readNamesBesideIRIs()
    readNumbers()
    readClassification()
    readColumnsCalledConcept()
    readPairs()
    readIdentifiers()
    readSynonyms()
    readPlaces()
    readNamesOfOthers()
  }

  /// The cells of a column that are not empty.
  func cells(_ place: Int) -> [String] {
    rows.compactMap { $0.indices.contains(place) && !$0[place].isEmpty ? $0[place] : nil }
  }

  private func has(_ meaning: VocabularyColumn.Meaning) -> Bool { columns.contains { $0.meaning == meaning } }

  /// `class` and `classLabel`: the name of what the first has the IRIs of.
  private mutating func readNamesBesideIRIs() {
    guard !has(.name(.preferred)) else { return }
    for place in columns.indices where !columns[place].isKnown {
      guard let end = ["label", "name"].first(where: keys[place].hasSuffix),
        let other = keys.firstIndex(of: String(keys[place].dropLast(end.count))),
        [.identifier, .concept, .unknown, .name(.notation)].contains(columns[other].meaning),
        cells(other).contains(where: VocabularyLayout.isIRI)
      else { continue }
      (columns[place], columns[other]) = (VocabularyColumn(.name(.preferred)), VocabularyColumn(.identifier))
    }
  }

  /// `keyword_id` is not a name in Indonesian if there are only numbers in it.
  private mutating func readNumbers() {
    for place in columns.indices
    where columns[place].meaning == .name(.preferred) && VocabularyColumn.numbers.contains(columns[place].language)
      && !cells(place).isEmpty && cells(place).allSatisfy({ !$0.contains(where: \.isLetter) })
    {
      columns[place] = VocabularyColumn(.identifier)
    }
  }

  /// Classifications have a code, perhaps called `CLC Code`, and a text.
  private mutating func readClassification() {
    if !has(.identifier), !has(.name(.notation)), columns.first?.isKnown == false,
      ["code", "notation", "number"].contains(where: keys[0].hasSuffix), !cells(0).isEmpty
    {
      columns[0] = VocabularyColumn(.name(.notation))
    }
    if !has(.name(.preferred)), !has(.concept), has(.identifier) || has(.name(.notation)),
      let place = keys.firstIndex(where: ["text", "description", "caption", "beschreibung"].contains)
    {
      columns[place] = VocabularyColumn(.name(.preferred))
    }
  }

  /// Whether columns called `concept` and the like have identifiers or names.
  private mutating func readColumnsCalledConcept() {
    let hasNames = has(.name(.preferred))
    for place in columns.indices where columns[place].meaning == .concept {
      let own = cells(place)
      let areIdentifiers = own.count { VocabularyLayout.isIRI($0) } * 2 > own.count
      if !has(.identifier), areIdentifiers || hasNames {
        columns[place].meaning = .identifier
      } else {
        columns[place].meaning = has(.name(.preferred)) ? .unknown : .name(.preferred)
      }
    }
    if !has(.identifier), hasNames, let place = columns.indices.first(where: isIdentity) {
      columns[place] = VocabularyColumn(.identifier)
    }
  }

  /// In a table of pairs with identifiers and names (`child_id`, `child_name`, `parent_id`, `parent_name`) the narrower
  /// concept is the row's.
  private mutating func readPairs() {
    let narrower = columns.indices.filter { columns[$0].meaning == .narrower }
    let pairs = narrower + columns.indices.filter { columns[$0].meaning == .broader }
    guard pairs.count > 2, narrower.count < pairs.count, !narrower.isEmpty, !has(.identifier), !has(.name(.preferred)),
      !has(.name(.notation))
    else { return }
    for place in narrower {
      let key = keys[place]
      let isName =
        narrower.count == 1 ? !key.hasSuffix("id") : ["name", "label", "term"].contains(where: key.hasSuffix)
      columns[place].meaning = isName ? .name(.preferred) : .identifier
    }
  }

  /// A column whose cells are what a column of broader concepts refers to identifies the concepts, whatever it is
  /// called; beside identifiers of another kind it is a notation.
  private mutating func readIdentifiers() {
    func all(_ place: Int) -> [String] { rows.map { $0.indices.contains(place) ? $0[place] : "" } }
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
      let own = all(place)
      return columns[place].meaning == .unknown && Set(own).count == own.count && !own.contains("")
    }.max { found($0) < found($1) }
    guard let best, found(best) > known, found(best) * 2 >= wanted.count else { return }
    columns[best] = VocabularyColumn(has(.identifier) ? .name(.notation) : .identifier)
  }

  /// What separates synonyms, if the header does not say.
  private mutating func readSynonyms() {
    for place in columns.indices where [.name(.alternative), .name(.hidden)].contains(columns[place].meaning) {
      // Wikidata's query service joins other names with commas.
      let isWikidata = names.contains { $0.hasSuffix("Label") } && names[place].hasSuffix("AltLabel")
      columns[place].separator = columns[place].separator ?? (isWikidata ? ", " : VocabularyCell.comma(cells(place)))
    }
  }

  /// Columns of levels and of paths, if nothing else tells the hierarchy.
  private mutating func readPlaces() {
    guard !has(.broader), !has(.narrower) else { return }
    let places = columns.indices.compactMap { place in
      if case .level(let number) = columns[place].meaning { (number, place) } else { nil }
    }.sorted { $0 < $1 }
    if places.count > 1 {
      levels = places.map(\.1)
    } else if let path = columns.firstIndex(where: { $0.meaning == .path }) {
      pathMark = PathMark.recognise(cells(path))
    }
  }

  /// The columns with the names of what other columns refer to by IRIs or identifiers.
  private mutating func readNamesOfOthers() {
    func stem(_ key: String, _ ends: [String]) -> String {
      ends.first { key.hasSuffix($0) && key != $0 }.map { String(key.dropLast($0.count)) } ?? key
    }
    for place in columns.indices where columns[place].meaning.relation != nil {
      let wanted = stem(keys[place], ["uri", "iri", "id", "code"])
      guard cells(place).contains(where: VocabularyLayout.isIRI) || wanted != keys[place] else { continue }
      namesOfOthers[place] = columns.indices.first { other in
        other != place && columns[other].meaning == columns[place].meaning
          && stem(keys[other], ["label", "name"]) == wanted && !cells(other).contains(where: VocabularyLayout.isIRI)
      }
    }
  }

  /// Whether a column that nobody knows by name identifies concepts: its name says that it has IRIs, not those
  /// of other things, and each row has a separate one.
  private func isIdentity(_ place: Int) -> Bool {
    let own = cells(place)
    guard !columns[place].isKnown, ["uri", "iri", "url"].contains(where: keys[place].hasSuffix),
      !Self.ofOthers.contains(where: keys[place].contains)
    else { return false }
    return !own.isEmpty && own.count == rows.count && Set(own).count == rows.count
      && own.allSatisfy(VocabularyLayout.isIRI)
  }

  /// Parts of names of columns with IRIs that do not identify the row's concept.
  private static let ofOthers = [
    "match", "same", "broader", "narrower", "related", "parent", "child", "scheme", "type", "group", "collection",
    "vocab", "image", "picture", "source", "license", "licence", "replac", "homepage", "website", "wikipedia", "see",
  ]
}

// Concepts that the rows of a table name in columns such as `broader`, by identifier or by name. They are
// looked up when all files have been read, because a row may come later or be in another file.
import FormatsFiles
import FormatsRDF

/// What tables say of other concepts, until it is known which concepts there are.
struct ConceptReferences: Sendable {
  /// How the other concept is related to that of the row.
  enum Relation: String, CaseIterable, Sendable {
    case broader, narrower, related
  }

  private struct Reference {
    var relation: Relation
    var concept: Int32
    /// The number of the cell's text.
    var cell: Int32
    var file: Int32
    var line: Int32
  }
  private var references: [Reference] = []
  private var cells = ByteTable()
  private var files: [String] = []
  /// The names of concepts that are named beside their IRIs, for those that no row describes.
  private(set) var namesOfOthers: [ExactString: (text: String, language: String)] = [:]

  var isEmpty: Bool { references.isEmpty }

  mutating func add(_ relation: Relation, _ cell: String, of concept: Int32, file: String, line: Int) {
    if files.last != file { files.append(file) }
    references.append(
      Reference(
        relation: relation, concept: concept, cell: Int32(cells.intern(Array(cell.utf8))),
        file: Int32(files.count - 1), line: Int32(clamping: line)))
  }

  /// The first name counts.
  mutating func nameOther(_ iri: String, _ name: String, language: String) {
    guard namesOfOthers[ExactString(iri)] == nil else { return }
    namesOfOthers[ExactString(iri)] = (name, language)
  }

  /// The identifiers or names in a cell: between bars or semicolons.
  static func parts(of cell: String) -> [String] {
    cell.split(whereSeparator: { $0 == "|" || $0 == ";" || $0 == "\n" })
      .map { ConceptTableBuilder.withoutBrackets($0.trimmed) }.filter { !$0.isEmpty }
  }

  /// What was found.
  struct Found {
    var pairs: [(relation: Relation, concept: Int32, other: Int32)] = []
    /// IRIs and identifiers that no row describes, if they are kept or have a name.
    var strangers: [(relation: Relation, concept: Int32, other: String)] = []
    /// What was not found, and names of several concepts, in sentences.
    var remarks: [String] = []
  }

  /// Looks all references up: a cell as a whole, or its parts; as identifiers, then as names in any language,
  /// preferred ones first.
  ///
  /// - Parameters:
  ///   - keepsIRIs: whether IRIs that no row describes are concepts all the same.
  ///   - named: the names of the concepts.
  func find(
    in table: ConceptTable, named names: [(row: Int32, value: ConceptTable.Name)], keepsIRIs: Bool
  ) -> Found {
    let index = ConceptIndex(table, names, texts: wantedTexts(table))
    var found = Found()
    var missing: [Relation: Tally] = [:]
    var shared = Tally()
    for reference in references {
      for text in texts(ofCell: Int(reference.cell), index) {
        let place = "\(files[Int(reference.file)]), line \(reference.line)"
        guard let result = index.concept(text, besides: reference.concept) else {
          if keepsIRIs && VocabularyLayout.isIRI(text) || namesOfOthers[ExactString(text)] != nil {
            found.strangers.append((reference.relation, reference.concept, text))
          } else {
            missing[reference.relation, default: Tally()].add(text, "“\(text)” (\(place))")
          }
          continue
        }
        if let rival = result.rival {
          shared.add(
            text,
            "“\(text)” (\(place)) is \(table.identifier(Int(result.concept))) here, not "
              + table.identifier(Int(rival)))
        }
        found.pairs.append((reference.relation, reference.concept, result.concept))
      }
    }
    for relation in Relation.allCases {
      guard let tally = missing[relation], let example = tally.example else { continue }
      let noun = relation.rawValue + " concept"
      found.remarks.append("\(tally.count, noun) that no row describes, such as \(example), left out")
    }
    if let example = shared.example {
      found.remarks.append(
        "\(shared.count, "name") of several concepts among the broader, narrower and related ones, of which the "
          + "first was taken; \(example)")
    }
    return found
  }

  /// Different texts, with what to show of the first.
  private struct Tally {
    private var texts: Set<ExactString> = []
    private(set) var example: String?

    var count: Int { texts.count }

    mutating func add(_ text: String, _ example: String) {
      texts.insert(ExactString(text))
      self.example = self.example ?? example
    }
  }

  /// The numbers of all texts that cells may mean by name.
  private func wantedTexts(_ table: ConceptTable) -> Set<Int32> {
    var wanted: Set<Int32> = []
    for cell in 0..<cells.count {
      let whole = cells.text(cell)
      for text in [whole] + Self.parts(of: whole) + whole.split(separator: ",").map(\.trimmed) {
        if let number = table.texts.find(Array(text.utf8)) { wanted.insert(Int32(number)) }
      }
    }
    return wanted
  }

  /// The texts of a cell: the whole one if that is a concept.
  private func texts(ofCell cell: Int, _ index: ConceptIndex) -> [String] {
    let whole = cells.text(cell)
    let plain = ConceptTableBuilder.withoutBrackets(whole)
    if index.has(plain) { return [plain] }
    // A comma may be part of a name.
    return Self.parts(of: whole).flatMap { part in
      let pieces = part.split(separator: ",").map(\.trimmed)
      return pieces.count > 1 && !index.has(part) && pieces.allSatisfy(index.has) ? pieces : [part]
    }
  }
}

/// Finds concepts by identifier or exact name.
private struct ConceptIndex {
  private let table: ConceptTable
  /// The concepts that have a name, with the kind's rank, by the number of the name's text.
  private var concepts: [Int32: [(rank: Int, concept: Int32)]] = [:]

  /// - Parameter texts: the numbers of the names that may be asked for.
  init(
    _ table: ConceptTable, _ names: [(row: Int32, value: ConceptTable.Name)], texts: Set<Int32>
  ) {
    self.table = table
    guard !texts.isEmpty else { return }
    for name in names where texts.contains(name.value.text) {
      concepts[name.value.text, default: []].append((name.value.kind.rank, name.row))
    }
  }

  func has(_ text: String) -> Bool { concept(text, besides: -1) != nil }

  /// The concept that a text means, and another one with the same name; nil if there is none. That of the
  /// row itself is taken only if there is no other.
  func concept(_ text: String, besides own: Int32) -> (concept: Int32, rival: Int32?)? {
    let bytes = Array(text.utf8)
    if let number = table.identifiers.find(bytes) { return (Int32(number), nil) }
    guard let number = table.texts.find(bytes), let all = concepts[Int32(number)] else { return nil }
    let others = all.filter { $0.concept != own }
    func order(_ entry: (rank: Int, concept: Int32)) -> (Int, Int) {
      (table.isDeprecated[Int(entry.concept)] ? 1 : 0, entry.rank)
    }
    guard let best = others.min(by: { order($0) < order($1) }) else { return (own, nil) }
    let rival = others.first { $0.concept != best.concept && order($0) == order(best) }
    return (best.concept, rival?.concept)
  }
}

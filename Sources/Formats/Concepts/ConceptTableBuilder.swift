// Puts a table of concepts together from what readers find, in any order.
import FormatsFiles
import FormatsRDF

/// Collects concepts by identifier; the same identifier again adds to the same
/// concept, so that files of several languages become one table.
package struct ConceptTableBuilder {
  private var table = ConceptTable()
  private var names: [(row: Int32, value: ConceptTable.Name)] = []
  private var broader: [(row: Int32, value: Int32)] = []
  private var related: [(row: Int32, value: Int32)] = []
  private var memberships: [(row: Int32, value: Int32)] = []
  private var references = ConceptReferences()
  private var languageNumbers: [String: UInt8] = [:]
  /// Languages that did not fit into the table.
  private var surplusLanguages: Set<String> = []

  /// - Parameter isFlat: whether tags are their own identifiers.
  package init(isFlat: Bool = false) { table.isFlat = isFlat }

  /// What to say of languages that did not fit; nil if all did.
  package var remarkOnLanguages: String? {
    surplusLanguages.isEmpty
      ? nil
      : "names in \(surplusLanguages.count, "language") beyond the 254th, such as \(surplusLanguages.min() ?? ""), count as "
        + "names without one"
  }

  /// How many concepts there are so far.
  package var count: Int { table.count }

  /// Whether any concept is not its own name.
  package mutating func setFlat(_ isFlat: Bool) { table.isFlat = isFlat }

  /// The number of the concept with this identifier; a new concept is added if there is none.
  package mutating func concept(_ identifier: some Collection<UInt8>) -> Int32 {
    let number = table.identifiers.intern(Array(identifier))
    if number == table.isDeprecated.count { table.isDeprecated.append(false) }
    return Int32(number)
  }

  /// Adds a name; an empty one is ignored.
  ///
  /// - Parameter language: its tag, empty for none. Languages beyond the
  ///   255th of a file count as no language.
  package mutating func addName(
    _ text: some Collection<UInt8>, language: String, kind: NameKind, of concept: Int32
  ) {
    guard !text.isEmpty else { return }
    let tag = language.lowercased()
    let number: UInt8
    if let known = languageNumbers[tag] {
      number = known
    } else if table.languages.count < (tag.isEmpty || languageNumbers[""] != nil ? 255 : 254) {
      number = UInt8(table.languages.count)
      table.languages.append(tag)
      languageNumbers[tag] = number
    } else {
      // One place is kept for no language.
      if languageNumbers[""] == nil {
        languageNumbers[""] = UInt8(table.languages.count)
        table.languages.append("")
      }
      number = languageNumbers[""] ?? 0
      surplusLanguages.insert(tag)
    }
    names.append(
      (
        concept,
        ConceptTable.Name(
          text: Int32(table.texts.intern(Array(text))), language: number, kind: kind)
      ))
  }

  package mutating func addBroader(_ above: Int32, of concept: Int32) {
    if above != concept { broader.append((concept, above)) }
  }

  package mutating func addRelated(_ a: Int32, _ b: Int32) {
    guard a != b else { return }
    related.append((a, b))
    related.append((b, a))
  }

  package mutating func addMembership(_ group: some Collection<UInt8>, of concept: Int32) {
    memberships.append((concept, Int32(table.groups.intern(Array(group)))))
  }

  package mutating func setDeprecated(_ concept: Int32) {
    table.isDeprecated[Int(concept)] = true
  }

  /// Notes that a row of a table relates its concept to others, which are looked up by `settleReferences`.
  ///
  /// - Parameter cell: identifiers or names.
  mutating func addReference(
    _ relation: ConceptReferences.Relation, _ cell: String, of concept: Int32, file: String, line: Int
  ) {
    references.add(relation, cell, of: concept, file: file, line: line)
  }

  /// Notes the name of a concept that perhaps no row describes.
  mutating func nameOther(_ iri: String, _ name: String, language: String) {
    references.nameOther(iri, name, language: language)
  }

  /// Looks up the concepts that rows of tables relate theirs to, now that all of them are known; none is
  /// added for a name that no row describes, but for an IRI that another column names.
  ///
  /// - Parameter keepsIRIs: whether IRIs that no row describes become concepts.
  /// - Returns: what was not found, and names of several concepts, in sentences.
  package mutating func settleReferences(keepsIRIs: Bool = false) -> [String] {
    guard !references.isEmpty else { return [] }
    let found = references.find(in: table, named: names, keepsIRIs: keepsIRIs)
    let others = references.namesOfOthers
    references = ConceptReferences()
    for (relation, concept, other) in found.pairs { relate(concept, other, relation) }
    for (relation, concept, other) in found.strangers {
      let number = self.concept(other.utf8)
      relate(concept, number, relation)
      if let name = others[ExactString(other)] {
        addName(name.text.utf8, language: name.language, kind: .preferred, of: number)
      }
    }
    return found.remarks
  }

  mutating func relate(_ concept: Int32, _ other: Int32, _ relation: ConceptReferences.Relation) {
    switch relation {
    case .broader: addBroader(other, of: concept)
    case .narrower: addBroader(concept, of: other)
    case .related: addRelated(concept, other)
    }
  }

  /// The table; relations and names that were added twice count once. References that are left are settled.
  package consuming func finish() -> ConceptTable {
    _ = settleReferences()
    let rows = table.count
    func unique(_ pairs: [(row: Int32, value: Int32)]) -> RowList<Int32> {
      let sorted = RowList(rows: rows, pairs)
      var result = RowList<Int32>()
      for row in 0..<rows {
        var seen: Set<Int32> = []
        result.append(row: sorted[row].filter { seen.insert($0).inserted })
      }
      return result
    }
    table.broader = unique(broader)
    table.related = unique(related)
    table.memberships = unique(memberships)
    let sorted = RowList(rows: rows, names)
    for row in 0..<rows {
      let list = sorted[row].enumerated().sorted {
        ($0.element.kind.rank, $0.element.language, $0.offset)
          < ($1.element.kind.rank, $1.element.language, $1.offset)
      }.map(\.element)
      var seen: Set<ConceptTable.Name> = []
      table.names.append(row: list.filter { seen.insert($0).inserted })
    }
    return table
  }
}

extension ConceptTable {
  /// The concepts of these identifiers alone, in their order, with the relations
  /// among them; an identifier without a concept is left out.
  package func subset(of identifiers: [String]) -> ConceptTable {
    var builder = ConceptTableBuilder(isFlat: isFlat)
    let numbers = self.numbers(of: identifiers).filter { $0 >= 0 }.map { Int($0) }
    var places: [Int32: Int32] = [:]
    for number in numbers {
      places[Int32(number)] = builder.concept(self.identifiers[number])
    }
    for number in numbers {
      guard let place = places[Int32(number)] else { continue }
      for name in names[number] {
        builder.addName(
          texts[Int(name.text)], language: languages[Int(name.language)], kind: name.kind,
          of: place)
      }
      for above in broader[number] {
        if let above = places[above] { builder.addBroader(above, of: place) }
      }
      for other in related[number] {
        if let other = places[other] { builder.addRelated(place, other) }
      }
      for group in memberships[number] {
        builder.addMembership(groups[Int(group)], of: place)
      }
      if isDeprecated[number] { builder.setDeprecated(place) }
    }
    var part = builder.finish()
    part.partOf = partOf == 0 ? count : partOf
    return part
  }
}

extension ConceptTable {
  /// This table with the concepts of `other` that it does not have, for `labels` that
  /// a later vocabulary has dropped.
  package func filled(from other: ConceptTable, labels: [String]) -> ConceptTable {
    let missing = labels.filter { number(of: $0) == nil && other.number(of: $0) != nil }
    guard !missing.isEmpty else { return self }
    var builder = ConceptTableBuilder(isFlat: isFlat)
    for (table, wanted) in [(self, labels), (other, missing)] {
      for label in wanted {
        guard let number = table.number(of: label) else { continue }
        let concept = builder.concept(label.utf8)
        for name in table.names(of: number) {
          builder.addName(
            table.texts[Int(name.text)], language: table.language(of: name), kind: name.kind,
            of: concept)
        }
        for group in table.memberships[number] {
          builder.addMembership(table.groups[Int(group)], of: concept)
        }
      }
    }
    return builder.finish()
  }
}

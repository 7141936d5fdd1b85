// Finds the concepts that the subjects of documents name: by identifier, by
// notation, by name in any language. Exact forms come first, then normal forms.
import Formats
import FormatsFiles
import FormatsRDF

/// How a subject was recognised.
package enum SubjectForm: Int, Sendable, CaseIterable {
  case identifier, notation, name, normalForm
}

/// Looks up subjects in a vocabulary and counts the outcomes.
package struct SubjectResolver {
  /// What became of one subject.
  package struct Outcome: Sendable {
    /// The concept's number; nil if the vocabulary has none.
    package var concept: Int32?
    package var form: SubjectForm?
    /// Other concepts that have the same name, of the same kind.
    package var others: [Int32] = []
  }

  package let table: ConceptTable
  private let normaliser = LabelNormaliser()
  /// For each text the concepts that it names, with the kind: rows by text.
  private let concepts: RowList<Int32>
  /// The kinds that belong to `concepts`.
  private let kinds: RowList<UInt8>
  private let languages: RowList<UInt8>
  /// Texts by their normal form; made on first use.
  private var forms: (table: ByteTable, texts: RowList<Int32>)?
  /// Concepts whose identifier differs from the tag that it becomes: one with a blank, or with
  /// letters that are not composed.
  private let identifiers: [ExactString: Int32]
  private var known: [ExactString: Outcome] = [:]
  /// How often each subject was met.
  package private(set) var uses: [ExactString: Int] = [:]

  package init(_ table: ConceptTable) {
    self.table = table
    var pairs: [(row: Int32, value: (Int32, UInt8, UInt8))] = []
    pairs.reserveCapacity(table.names.values.count)
    for concept in 0..<table.count {
      for name in table.names(of: concept) {
        pairs.append((name.text, (Int32(concept), name.kind.rawValue, name.language)))
      }
    }
    concepts = RowList(rows: table.texts.count, pairs.map { ($0.row, $0.value.0) })
    kinds = RowList(rows: table.texts.count, pairs.map { ($0.row, $0.value.1) })
    languages = RowList(rows: table.texts.count, pairs.map { ($0.row, $0.value.2) })
    var identifiers: [ExactString: Int32] = [:]
    for concept in 0..<table.count {
      // Nearly all are tags as they are; no text is made for these.
      guard !table.identifiers[concept].allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { continue }
      let identifier = table.identifier(concept)
      let tag = labelForm(of: identifier)
      if !tag.utf8.elementsEqual(identifier.utf8), identifiers[ExactString(tag)] == nil {
        identifiers[ExactString(tag)] = Int32(concept)
      }
    }
    self.identifiers = identifiers
  }

  /// Texts that are one subject as a whole.
  package var names: TagNames {
    TagNames { [table] body in
      for text in 0..<table.texts.count { body(table.texts.text(text)) }
      for concept in 0..<table.count { body(table.identifier(concept)) }
    }
  }

  /// The concept that a subject names.
  package mutating func resolve(_ subject: String) -> Outcome {
    let key = ExactString(subject)
    uses[key, default: 0] += 1
    if let outcome = known[key] { return outcome }
    let outcome = find(subject)
    known[key] = outcome
    return outcome
  }

  /// The identifiers of subjects without repeats, and the subjects that name no concept.
  package mutating func resolve(all subjects: [String]) -> (known: [String], unknown: [String]) {
    var found: [Int32] = []
    var unknown: [String] = []
    for subject in subjects {
      if let concept = resolve(subject).concept {
        if !found.contains(concept) { found.append(concept) }
      } else {
        unknown.append(subject)
      }
    }
    return (found.map { table.identifier(Int($0)) }, unknown)
  }

  private mutating func find(_ subject: String) -> Outcome {
    var bytes = Array(subject.utf8)
    // Names may be in angle brackets too: `<vehicles by form>`.
    if bytes.first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">"), bytes.count > 2, texts(bytes).isEmpty {
      bytes = Array(bytes[1..<(bytes.count - 1)])
    }
    if let number = table.identifiers.find(bytes) {
      return Outcome(concept: Int32(number), form: .identifier)
    }
    if let concept = identifiers[ExactString(String(decoding: bytes, as: UTF8.self))] {
      return Outcome(concept: concept, form: .identifier)
    }
    if let outcome = best(of: texts(bytes), isExact: true) { return outcome }
    if forms == nil { forms = makeForms() }
    guard let forms, let form = forms.table.find(normaliser.normalise(bytes)) else {
      return Outcome()
    }
    return best(of: Array(forms.texts[form]), isExact: false) ?? Outcome()
  }

  /// The numbers of the names that are this text; tags have `_` for blanks.
  private func texts(_ bytes: [UInt8]) -> [Int32] {
    let spaced = bytes.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }
    return [table.texts.find(bytes), table.texts.find(spaced)].compactMap { $0.map(Int32.init) }
  }

  /// The one of all concepts with these names that is not deprecated and has it as the
  /// best kind of name in the first language.
  private func best(of texts: [Int32], isExact: Bool) -> Outcome? {
    var found: [(isDeprecated: Int, kind: Int, language: UInt8, concept: Int32)] = []
    for text in texts {
      for place in concepts.range(Int(text)) {
        let concept = concepts.values[place]
        found.append(
          (
            table.isDeprecated[Int(concept)] ? 1 : 0,
            NameKind(rawValue: kinds.values[place])?.rank ?? 99, languages.values[place], concept
          ))
      }
    }
    guard
      let first = found.min(by: {
        ($0.isDeprecated, $0.kind, $0.language, $0.concept)
          < ($1.isDeprecated, $1.kind, $1.language, $1.concept)
      })
    else { return nil }
    let rivals = found.filter {
      $0.isDeprecated == first.isDeprecated && $0.kind == first.kind
        && $0.concept != first.concept
    }
    let isNotation = first.kind == NameKind.notation.rank
    return Outcome(
      concept: first.concept,
      form: isNotation ? .notation : isExact ? .name : .normalForm,
      others: Array(Set(rivals.map(\.concept))).sorted())
  }

  private func makeForms() -> (table: ByteTable, texts: RowList<Int32>) {
    var forms = ByteTable()
    var pairs: [(row: Int32, value: Int32)] = []
    pairs.reserveCapacity(table.texts.count)
    for text in 0..<table.texts.count {
      let bytes = table.texts[text]
      // As a tag it has lost its invisible marks.
      let form =
        bytes.allSatisfy { $0 < 0x80 }
        ? normaliser.normalise(bytes)
        : normaliser.normalise(labelForm(of: String(decoding: bytes, as: UTF8.self)).utf8)
      pairs.append((Int32(forms.intern(form)), Int32(text)))
    }
    return (forms, RowList(rows: forms.count, pairs))
  }
}

extension SubjectResolver {
  /// What became of all subjects that were met.
  package struct Report: Sendable {
    /// Distinct subjects, and how often they occur.
    package var subjects = 0
    package var uses = 0
    /// Distinct subjects by the form in which they were recognised.
    var byForm: [SubjectForm: Int] = [:]
    /// The most used first.
    package var unknown: [(subject: String, uses: Int, nearest: [String])] = []
    /// Names of several concepts, of which the first was taken.
    package var ambiguous: [(subject: String, taken: String, others: [String])] = []
    /// Subjects whose concept the vocabulary calls deprecated.
    package var deprecated: [(subject: String, uses: Int)] = []
    /// Numbers of the concepts in use, in the order of the vocabulary.
    package var concepts: [Int32] = []

    package var resolved: Int { subjects - unknown.count }
  }

  /// - Parameter nearest: for how many unknown subjects similar names are sought.
  package func report(nearest limit: Int = 1_000) -> Report {
    var report = Report()
    var concepts: Set<Int32> = []
    for (subject, count) in uses.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      report.subjects += 1
      report.uses += count
      guard let outcome = known[subject], let concept = outcome.concept, let form = outcome.form
      else {
        report.unknown.append((subject.text, count, []))
        continue
      }
      report.byForm[form, default: 0] += 1
      concepts.insert(concept)
      if table.isDeprecated[Int(concept)] { report.deprecated.append((subject.text, count)) }
      if !outcome.others.isEmpty {
        report.ambiguous.append(
          (
            subject.text, table.identifier(Int(concept)),
            outcome.others.map { table.identifier(Int($0)) }
          ))
      }
    }
    report.concepts = concepts.sorted()
    addNearest(to: &report, limit)
    addLikeURIs(to: &report, limit)
    return report
  }

  /// For URIs that are not in the vocabulary, those there that differ only in what people write
  /// differently.
  private func addLikeURIs(to report: inout Report, _ limit: Int) {
    let places = report.unknown.indices.prefix(limit).filter { report.unknown[$0].subject.contains("://") }
    guard !places.isEmpty else { return }
    let wanted = Dictionary(grouping: places) { LikeURI(report.unknown[$0].subject) }
    for concept in 0..<table.count {
      let identifier = table.identifier(concept)
      guard identifier.contains("://"), let own = wanted[LikeURI(identifier)] else { continue }
      for place in own { report.unknown[place].nearest.append(identifier) }
    }
  }

  private func addNearest(to report: inout Report, _ limit: Int) {
    // A URI that is not in the vocabulary has no neighbours by spelling.
    let places = report.unknown.indices.prefix(limit).filter {
      !report.unknown[$0].subject.contains("://")
    }
    guard !places.isEmpty else { return }
    let wanted = places.map { normaliser.normalise(report.unknown[$0].subject.utf8) }
    var names = NearestNames(for: wanted)
    var textOfForm: [[UInt8]: Int] = [:]
    for text in 0..<table.texts.count {
      let form = normaliser.normalise(table.texts[text])
      if names.add(form), textOfForm[form] == nil { textOfForm[form] = text }
    }
    for (place, form) in zip(places, wanted) {
      report.unknown[place].nearest = names.nearest(to: form).map {
        textOfForm[$0].map { table.texts.text($0) } ?? String(decoding: $0, as: UTF8.self)
      }
    }
  }
}

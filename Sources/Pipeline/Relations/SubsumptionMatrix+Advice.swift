// Why labels have no match or no pair, and what to try: whatever a user gave and has no
// effect must be reported.
import Formats
import FormatsFiles
import FormatsRDF

extension SubsumptionMatrix {
  /// Sentences for single labels.
  mutating func addNotes(
    _ bases: [KnowledgeBase], _ matches: [LabelMatches?], _ index: LabelIndex,
    _ options: SubsumptionOptions
  ) {
    for (base, match) in zip(bases, matches) {
      guard let match else { continue }
      let missed = match.missed.filter { !isMatched[Int($0.key)] }
      let names = base.preferredNames(of: Set(missed.values.map(\.concept)))
      for (label, miss) in missed.sorted(by: { $0.key < $1.key }) {
        let concept = base.describe(miss.concept, names)
        let sentence =
          switch miss.reason {
          case .deprecated:
            "is \(concept), which \(base.title) calls deprecated (\(parameter: "keepDeprecated") uses it)"
          case .kind(let kind):
            "is a \(kind.word) of \(concept), which does not count"
              + (kind == .notation ? " (\(parameter: "useNotations"))" : " (\(parameter: "nameKind"))")
          case .otherLanguage(let tag):
            "is a name of \(concept) in \(tag.isEmpty ? "no language" : tag)"
              + " (\(parameter: "language") \(tag.isEmpty ? "none" : tag))"
          }
        notes.append((label, sentence))
        if case .kind(.notation) = miss.reason { onlyByNotation.insert(label) }
      }
      if options.skipsAmbiguous {
        for label in match.ambiguousLabels {
          notes.append((label, "names several concepts and is left out (\(parameter: "skipAmbiguous"))"))
        }
      }
    }
    for (label, form) in index.labelForms.enumerated() {
      let identifier = Array(index.labels[label].utf8)
      func isIn(_ list: ConceptList) -> Bool {
        list.contains(form: form) || list.contains(identifier: identifier)
      }
      for kept in options.excluded.broader(than: form).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        for broader in index.labels(for: kept) {
          notes.append(
            (Int32(label), "is not narrower than “\(index.name(of: broader))” (\(parameter: "exclude"))"))
        }
      }
      if isIn(options.excluded) {
        notes.append((Int32(label), "is left out (\(parameter: "exclude"))"))
      } else if let included = options.included, isMatched[label], !isIn(included) {
        notes.append((Int32(label), "is not among what may be related (\(parameter: "include"))"))
      }
    }
    notes.sort { ($0.label, $0.sentence) < ($1.label, $1.sentence) }
  }

  /// Sentences for the whole.
  mutating func addAdvice(
    _ bases: [KnowledgeBase], _ index: LabelIndex, _ options: SubsumptionOptions,
    _ hits: ListHits
  ) {
    for match in languages {
      if let sentence = match.sentence { advice.append(sentence) }
    }
    for summary in summaries where summary.synonyms == 0 { addAdvice(on: summary, bases) }
    addNotationAdvice(options)
    if summaries.count > 1,
      bases.contains(where: { base in
        base.skipped.contains { $0.what == .mappings }
      })
    {
      advice.append(
        "exactMatch, broadMatch and narrowMatch between the knowledge bases are not used "
          + "(\(parameter: "useMappings"))")
    }
    addAdvice(on: options.excluded, hits, "\(parameter: "exclude")")
    if let included = options.included { addAdvice(on: included, hits, "\(parameter: "include")") }
    if !labelCycles.isEmpty {
      let shown = labelCycles.prefix(3).map { group in
        group.prefix(3).map { "“\(index.name(of: $0))”" }.joined(separator: " and ")
      }
      advice.append(
        "\(labelCycles.count, "group") of tags that are each narrower than the others, such as "
          + shown.joined(separator: "; "))
    }
  }

  /// Sentences about a knowledge base.
  private mutating func addAdvice(on summary: KnowledgeBaseSummary, _ bases: [KnowledgeBase]) {
    // Names at the end of IRIs may serve if there are no others.
    advice += summary.remarks
      .filter { summary.matchedLabels == 0 || !$0.isAboutNames }
      .map { "\(summary.title) \($0.sentence)" }
    // A file of relations or mappings alone names nothing, and need not.
    if summary.matchedLabels == 0, summary.statements > 0,
      summary.hasNames || !isMatched.contains(true)
    {
      advice.append(nothing(summary, bases))
    }
    let lines = summary.skipped.filter(\.what.isOfLines)
    if !lines.isEmpty {
      advice.append(
        "\(summary.title): not used: "
          + lines.map { "\($0.what) (\($0.count))" }.joined(separator: ", "))
    }
  }

  /// A sentence about lines of a list that name nothing.
  private mutating func addAdvice(on list: ConceptList, _ hits: ListHits, _ option: String) {
    let misses = hits.misses(of: list)
    guard !misses.isEmpty else { return }
    advice.append(
      "\(option): \(misses.count) of \(list.lines.count + list.pairLines.count, "line") name nothing, for instance "
        + misses.prefix(3).map { "“\($0)”" }.joined(separator: ", "))
  }

  /// Tags that only notations match are a sign that the tags are notations.
  private mutating func addNotationAdvice(_ options: SubsumptionOptions) {
    guard !options.names.contains(.notation), isMatched.contains(true) else { return }
    guard let first = onlyByNotation.min() else { return }
    advice.append(
      "notations are not used (\(parameter: "useNotations")), and would name \(onlyByNotation.count, "tag") more, "
        + "such as “\(labels[Int(first)])”")
  }

  /// What to say if a knowledge base has none of the labels.
  private func nothing(_ summary: KnowledgeBaseSummary, _ bases: [KnowledgeBase]) -> String {
    let base = bases.first { $0.sources.contains { $0.title == summary.title } }
    let names = (base?.names ?? []).prefix(3).compactMap { name in
      base.map { "“\($0.texts.text(Int(name.text)))”" }
    }
    let reasons = notes.prefix(1).map { "“\(labels[Int($0.label)])” \($0.sentence)" }
    var text = "\(summary.title) has none of the \(labels.count, "tag")"
    if !names.isEmpty { text += "; its names are like \(names.joined(separator: ", "))" }
    if !labels.isEmpty {
      text +=
        ", the tags like "
        + labels.prefix(3).map { "“\($0)”" }.joined(separator: ", ")
    }
    if let reason = reasons.first { return text + ". " + reason }
    return text
      + ". Try \(parameter: "language"), \(parameter: "namePredicate"), \(parameter: "useNotations") or \(parameter: "foldPlurals")"
  }
}

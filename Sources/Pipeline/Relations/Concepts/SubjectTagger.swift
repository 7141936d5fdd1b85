// Replaces the tags of documents by the identifiers of the concepts that they name, and
// reports the outcome.
import Formats
import FormatsFiles

/// Turns tags into identifiers, document by document.
package struct SubjectTagger {
  private var resolver: SubjectResolver
  private let keepsUnknown: Bool
  /// The number of documents without a tag that names a concept, and of those with a tag that does not.
  private(set) var documentsWithout = 0
  private(set) var documentsWithUnknown = 0

  /// - Parameter keepsUnknown: whether tags that name no concept stay as they are.
  package init(_ resolver: SubjectResolver, keepsUnknown: Bool) {
    self.resolver = resolver
    self.keepsUnknown = keepsUnknown
  }

  /// Replaces the tags of a document.
  package mutating func tag(_ document: inout TokenizedDocument) {
    let (known, unknown) = resolver.resolve(all: document.tags)
    if !unknown.isEmpty { documentsWithUnknown += 1 }
    if known.isEmpty, !document.tags.isEmpty { documentsWithout += 1 }
    document.tags = keepsUnknown ? known + unknown : known
  }

  /// Texts that are one subject as a whole.
  package var names: TagNames { resolver.names }

  /// The concepts that the documents name.
  package var concepts: ConceptTable {
    let table = resolver.table
    return table.subset(
      of: resolver.report(nearest: 0).concepts.map { table.identifier(Int($0)) })
  }

  /// What became of all tags.
  package var report: SubjectResolver.Report { resolver.report() }

  /// The counts for a stage file's summary.
  package func summary(_ report: SubjectResolver.Report) -> [String: StageHeader.Value] {
    var values: [String: StageHeader.Value] = [
      "subjects": .int(report.subjects), "subjects/uses": .int(report.uses),
      "subjects/resolved": .int(report.resolved),
      "subjects/unknown": .int(report.unknown.count),
      "subjects/ambiguous": .int(report.ambiguous.count),
      "subjects/deprecated": .int(report.deprecated.count),
      "subjects/documents without": .int(documentsWithout),
      "subjects/documents with unknown ones": .int(documentsWithUnknown),
      "concepts": .int(resolver.table.count),
    ]
    for form in SubjectForm.allCases {
      values["subjects/by \(form)"] = .int(report.byForm[form] ?? 0)
    }
    for unknown in report.unknown.prefix(100) {
      values["subjects/unknown, \(unknown.subject)"] = .string(
        unknown.nearest.joined(separator: ", "))
    }
    return values
  }

  /// Lines for people, the first one with the counts.
  package func lines(_ report: SubjectResolver.Report) -> [String] {
    let words: [(SubjectForm, String)] = [
      (.identifier, "by identifier"), (.notation, "by notation"), (.name, "by name"),
      (.normalForm, "by a name in another spelling"),
    ]
    let forms = words.compactMap { form, word in
      report.byForm[form].map { "\($0) \(word)" }
    }
    var lines = [
      "\(report.resolved) of \(report.subjects, "subject") "
        + (report.subjects == 1 ? "is a concept" : "are concepts")
        + (forms.isEmpty ? "" : " (\(forms.joined(separator: ", ")))")
    ]
    if !report.unknown.isEmpty {
      let isOne = report.unknown.count == 1
      let uses = report.unknown.reduce(0) { $0 + $1.uses }
      lines.append(
        "\(report.unknown.count, "subject") \(isOne ? "is" : "are") not in the vocabulary, in "
          + "\(uses, "place") of \(documentsWithUnknown, "document"); "
          + (isOne ? "it was " : "they were ") + (keepsUnknown ? "kept" : "left out")
          + (documentsWithout > 0 && !keepsUnknown
            ? ", and with them \(documentsWithout, "document")" : "") + ":")
      for entry in report.unknown.prefix(40) {
        let near = entry.nearest.map { "“\($0)”" }.joined(separator: ", ")
        let like = entry.subject.contains("://") ? "the vocabulary has" : "names like it:"
        lines.append(
          "  \(entry.subject)" + (entry.uses > 1 ? " (\(entry.uses, "time"))" : "")
            + (near.isEmpty ? "" : "; \(like) \(near)"))
      }
      if report.unknown.count > 40 { lines.append("  and \(report.unknown.count - 40) more") }
    }
    if let first = report.ambiguous.first {
      lines.append(
        "\(report.ambiguous.count, "subject") with the name of several concepts, of which the "
          + "first was taken; “\(first.subject)” is \(first.taken) here, not \(first.others[0])")
    }
    if let first = report.deprecated.first {
      lines.append(
        "\(report.deprecated.count, "subject") called deprecated by the vocabulary, such as "
          + first.subject)
    }
    return lines
  }
}

extension ConceptTable {
  /// Tags as their users most often write them, by label; nil if all are written
  /// as their labels.
  package init?(written: [ExactString: [ExactString: Int]]) {
    var builder = ConceptTableBuilder(isFlat: true)
    for (label, forms) in written.sorted(by: { $0.key < $1.key }) {
      let best = forms.min { ($1.value, $0.key) < ($0.value, $1.key) }
      guard let name = best?.key, name != label else { continue }
      builder.addName(
        name.text.utf8, language: "", kind: .preferred, of: builder.concept(label.text.utf8))
    }
    guard builder.count > 0 else { return nil }
    self = builder.finish()
  }
}

// The counts that a user sees of each knowledge base and of Sub as a whole.
import Formats
import FormatsFiles
import FormatsRDF

/// Counts of one knowledge base, for the summary.
package struct KnowledgeBaseSummary: Sendable {
  package var title = ""
  package var statements = 0
  package var concepts = 0
  package var edges = 0
  var repeatedEdges = 0
  var selfLoops = 0
  var deprecatedConcepts = 0
  var deprecatedEdges = 0
  package var cycles = 0
  var cyclicEdges = 0
  /// Whether it names concepts, and does not only relate them.
  package var hasNames = false
  var matchedLabels = 0
  var ambiguousLabels = 0
  /// Names that mean the same; stated by a list of synonyms for the others.
  package var synonyms = 0
  /// Pairs that no knowledge base of higher priority had.
  package var pairs = 0
  package var skipped: [(what: KnowledgeBase.Skipped, count: Int)] = []
  /// What the user should know.
  package var remarks: [KnowledgeBase.Remark] = []

  /// What is known of each source of a graph before labels are matched. Cycles,
  /// which may lead through several sources, count for the first.
  static func all(
    of base: KnowledgeBase, _ hierarchy: ConceptHierarchy
  ) -> [KnowledgeBaseSummary] {
    let concepts = conceptCounts(base)
    let named = sourcesWithNames(base)
    return base.sources.enumerated().map { number, source in
      var summary = KnowledgeBaseSummary()
      let counts = hierarchy.counts[number]
      summary.title = source.title
      summary.statements = source.statements
      summary.concepts = concepts[number]
      summary.edges = counts.kept
      summary.repeatedEdges = counts.repeated
      summary.selfLoops = counts.selfLoops
      summary.deprecatedConcepts = number == 0 ? base.deprecated.count : 0
      summary.deprecatedEdges = counts.deprecated
      summary.cycles = number == 0 ? hierarchy.cycles.count : 0
      summary.cyclicEdges = counts.cyclic
      summary.synonyms =
        base.isListOfSynonyms ? base.equivalences.count / base.sources.count : 0
      summary.hasNames = named[number]
      summary.skipped = source.skipped
      summary.remarks = source.remarks
      return summary
    }
  }

  private static func sourcesWithNames(_ base: KnowledgeBase) -> [Bool] {
    var named = [Bool](repeating: base.sources.count == 1, count: base.sources.count)
    for list in [base.names, base.otherNames] {
      for name in list where name.kind != .localName && Int(name.source) < named.count {
        named[Int(name.source)] = true
      }
    }
    return named
  }

  /// How many concepts each source mentions.
  private static func conceptCounts(_ base: KnowledgeBase) -> [Int] {
    guard base.sources.count > 1 else { return [base.concepts.count] }
    var seen = [Set<Int32>](repeating: [], count: base.sources.count)
    for edge in base.edges {
      let source = base.files[Int(edge.file)].source
      seen[source].insert(edge.narrower)
      seen[source].insert(edge.broader)
    }
    for list in [base.names, base.otherNames] {
      for name in list where Int(name.source) < seen.count {
        seen[Int(name.source)].insert(name.concept)
      }
    }
    return seen.map(\.count)
  }
}

extension KnowledgeBaseSummary {
  /// The counts that matter most, for the terminal.
  package var sentence: String {
    if synonyms > 0 { return "\(title): \(synonyms, "synonym")" }
    var parts = [
      "\(concepts, "concept")", "\(edges, "relation")", "\(cycles, "cycle")",
      "\(matchedLabels, "label") matched",
    ]
    if ambiguousLabels > 0 { parts.append("\(ambiguousLabels) of them to several concepts") }
    return "\(title): " + (parts + ["\(pairs, "pair")"]).joined(separator: ", ")
  }
}

extension SubsumptionMatrix {
  /// The counts for a stage file's summary, by stable keys.
  package var stageSummary: [String: StageHeader.Value] {
    var values: [String: StageHeader.Value] = [
      "sub/pairs": .int(entries.count),
      "sub/labels matched": .int(isMatched.filter { $0 }.count),
      "sub/labels unmatched": .int(isMatched.filter { !$0 }.count),
      "sub/labels that share a form": .int(sharedForms.joined().count),
      "sub/labels of several concepts": .int(Set(ambiguities.map(\.label)).count),
      "sub/pairs of labels that mean the same": .int(synonymousPairs),
      "sub/cycles of labels": .int(labelCycles.count),
    ]
    for (place, count) in depthHistogram.enumerated() {
      values["sub/pairs of depth \(place + 1)"] = .int(count)
    }
    for (number, summary) in summaries.enumerated() {
      let counts: [(String, Int)] = [
        ("statements", summary.statements), ("concepts", summary.concepts),
        ("edges", summary.edges), ("repeated edges", summary.repeatedEdges),
        ("self-loops", summary.selfLoops),
        ("deprecated concepts", summary.deprecatedConcepts),
        ("edges of deprecated concepts", summary.deprecatedEdges),
        ("cycles", summary.cycles), ("edges in cycles", summary.cyclicEdges),
        ("labels matched", summary.matchedLabels),
        ("ambiguous labels", summary.ambiguousLabels), ("synonyms", summary.synonyms),
        ("pairs", summary.pairs),
      ]
      let key = "kb \(number + 1)"
      values["\(key)/title"] = .string(summary.title)
      for (name, count) in counts { values["\(key)/\(name)"] = .int(count) }
      for (what, count) in summary.skipped { values["\(key)/skipped, \(what)"] = .int(count) }
    }
    return values
  }
}

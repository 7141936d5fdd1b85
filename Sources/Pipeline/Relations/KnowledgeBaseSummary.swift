// The counts that a user sees of each knowledge base and of Sub as a whole.
import Formats

/// Counts of one knowledge base, for the summary.
public struct KnowledgeBaseSummary: Sendable {
  public var title = ""
  public var statements = 0
  public var concepts = 0
  public var edges = 0
  public var repeatedEdges = 0
  public var selfLoops = 0
  public var deprecatedConcepts = 0
  public var deprecatedEdges = 0
  public var cycles = 0
  public var cyclicEdges = 0
  public var matchedLabels = 0
  public var ambiguousLabels = 0
  /// Names that mean the same; told by a list of synonyms for the others.
  public var synonyms = 0
  /// Pairs that no knowledge base of higher priority had.
  public var pairs = 0
  public var skipped: [(what: String, count: Int)] = []

  /// What is known before labels are matched.
  init(_ base: KnowledgeBase, _ hierarchy: ConceptHierarchy) {
    title = base.title
    statements = base.statements
    concepts = base.concepts.count
    edges = hierarchy.edgeCount
    repeatedEdges = hierarchy.repeatedEdges
    selfLoops = hierarchy.selfLoops
    deprecatedConcepts = base.deprecated.count
    deprecatedEdges = hierarchy.deprecatedEdges
    cycles = hierarchy.cycles.count
    cyclicEdges = hierarchy.cyclicEdges
    synonyms = base.isListOfSynonyms ? base.equivalences.count : 0
    skipped = base.skipped
  }
}

extension KnowledgeBaseSummary {
  /// The counts that matter most, for the terminal.
  public var sentence: String {
    if synonyms > 0 { return "\(title): \(synonyms) synonym\(synonyms == 1 ? "" : "s")" }
    var parts = [
      "\(concepts) concepts", "\(edges) relations", "\(cycles) cycles",
      "\(matchedLabels) labels matched",
    ]
    if ambiguousLabels > 0 { parts.append("\(ambiguousLabels) of them to several concepts") }
    return "\(title): " + (parts + ["\(pairs) pairs"]).joined(separator: ", ")
  }
}

extension SubsumptionMatrix {
  /// The counts for a stage file's summary, by stable keys.
  public var stageSummary: [String: StageHeader.Value] {
    var values: [String: StageHeader.Value] = [
      "sub/pairs": .int(entries.count),
      "sub/labels matched": .int(isMatched.filter { $0 }.count),
      "sub/labels unmatched": .int(isMatched.filter { !$0 }.count),
      "sub/labels that share a form": .int(sharedForms.joined().count),
      "sub/labels of several concepts": .int(Set(ambiguities.map(\.label)).count),
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

// The edges of a knowledge base put in order: each once, equivalent concepts
// merged, cycles found and handled. Compressed rows, child to parents.
import FormatsFiles
import FormatsRDF
import PipelineText

/// What is done about cycles.
public enum CyclePolicy: String, CaseIterable, Sendable {
  /// Edges in cycles count like others.
  case keep
  /// No edge inside a cycle counts, since nothing shows which of them is right.
  case drop
  /// A cycle is an error.
  case error
}

/// The broader concepts of each concept.
struct ConceptHierarchy: Sendable {
  /// The concept that represents each, itself or an equivalent one.
  private(set) var representative: [Int32]
  /// `parents[starts[c]..<starts[c + 1]]` are above c, in ascending order.
  private(set) var starts: [Int32]
  private(set) var parents: [Int32]
  /// For each parent, the place in `edges` of the statement that says so: the first of those
  /// with the highest confidence.
  private(set) var evidence: [Int32]
  /// What became of the edges of each source.
  private(set) var counts: [EdgeCounts]
  /// Concepts of each cycle, the smallest first.
  private(set) var cycles: [[Int32]] = []
  /// Counts of the edges that one source states.
  struct EdgeCounts: Sendable {
    /// Statements that said again what was known.
    var repeated = 0
    var selfLoops = 0
    /// Edges left out because an end is deprecated.
    var deprecated = 0
    /// Edges that stand for themselves and for those that repeat them.
    var kept = 0
    /// Edges inside cycles.
    var cyclic = 0
  }

  /// Statements that said again what was known.
  var repeatedEdges: Int { counts.reduce(0) { $0 + $1.repeated } }
  var selfLoops: Int { counts.reduce(0) { $0 + $1.selfLoops } }

  func parents(of concept: Int32) -> Range<Int> {
    Int(starts[Int(concept)])..<Int(starts[Int(concept) + 1])
  }

  /// - Throws: `InputError` when there are cycles and these are errors.
  init(
    _ base: KnowledgeBase, cycles policy: CyclePolicy = .keep, skipsDeprecated: Bool = true
  ) throws {
    let count = base.concepts.count
    var sets = DisjointSets(count: count)
    for (a, b) in base.equivalences { sets.join(a, b) }
    representative = (0..<Int32(count)).map { sets.root(of: $0) }
    // Counting sort by child; the order of statements stays within a child.
    counts = Array(repeating: EdgeCounts(), count: base.sources.count)
    starts = [Int32](repeating: 0, count: count + 1)
    parents = []
    evidence = []
    var offsets = [Int32](repeating: 0, count: count + 1)
    func isUsed(_ edge: KnowledgeBase.Edge) -> Bool {
      !skipsDeprecated
        || !base.deprecated.contains(edge.narrower) && !base.deprecated.contains(edge.broader)
    }
    var used = [Bool](repeating: true, count: base.edges.count)
    for (place, edge) in base.edges.enumerated() {
      if !base.deprecated.isEmpty, !isUsed(edge) {
        used[place] = false
        counts[base.source(ofEdge: place)].deprecated += 1
      } else if representative[Int(edge.narrower)] == representative[Int(edge.broader)] {
        used[place] = false
        counts[base.source(ofEdge: place)].selfLoops += 1
      } else {
        offsets[Int(representative[Int(edge.narrower)]) + 1] += 1
      }
    }
    for concept in 0..<count { offsets[concept + 1] += offsets[concept] }
    var next = offsets
    var sorted = [Int32](repeating: 0, count: Int(offsets[count]))
    for (place, edge) in base.edges.enumerated() where used[place] {
      let child = Int(representative[Int(edge.narrower)])
      sorted[Int(next[child])] = Int32(place)
      next[child] += 1
    }
    for concept in 0..<count {
      var rows = sorted[Int(offsets[concept])..<Int(offsets[concept + 1])].map {
        (parent: representative[Int(base.edges[Int($0)].broader)], place: $0)
      }
      if rows.count > 1 { rows.sort { ($0.parent, $0.place) < ($1.parent, $1.place) } }
      var last: Int32 = -1
      for row in rows {
        if row.parent == last {
          counts[base.source(ofEdge: Int(row.place))].repeated += 1
          // The most confident statement of the source with precedence represents all.
          let known = Int(evidence[evidence.count - 1])
          if base.confidence(ofEdge: Int(row.place)) > base.confidence(ofEdge: known),
            base.source(ofEdge: Int(row.place)) == base.source(ofEdge: known)
          {
            evidence[evidence.count - 1] = row.place
          }
          continue
        }
        last = row.parent
        counts[base.source(ofEdge: Int(row.place))].kept += 1
        parents.append(row.parent)
        evidence.append(row.place)
      }
      starts[concept + 1] = Int32(parents.count)
    }
    try handleCycles(base, policy)
  }

  private mutating func handleCycles(_ base: KnowledgeBase, _ policy: CyclePolicy) throws {
    let component = stronglyConnectedComponents(starts: starts, targets: parents)
    var members: [Int32: [Int32]] = [:]
    var inCycle = [Bool](repeating: false, count: parents.count)
    for concept in 0..<Int32(starts.count - 1) {
      for place in parents(of: concept)
      where component[Int(concept)] == component[Int(parents[place])] {
        inCycle[place] = true
        counts[base.source(ofEdge: Int(evidence[place]))].cyclic += 1
        if members[component[Int(concept)]] == nil { members[component[Int(concept)]] = [] }
      }
    }
    guard !members.isEmpty else { return }
    for concept in 0..<Int32(starts.count - 1) {
      members[component[Int(concept)]]?.append(concept)
    }
    cycles = members.values.sorted { $0[0] < $1[0] }
    switch policy {
    case .keep: return
    case .error:
      let names = base.preferredNames(of: Set(cycles[0].prefix(4)))
      // Names of the same form are one concept of a list, and the form names it best.
      let shown = cycles[0].prefix(4).map {
        base.hasIdentifiers ? base.describe($0, names) : base.concepts.text(Int($0))
      }
      throw InputError(
        file: base.title,
        problem: "\(cycles.count, "cycle") of concepts that are"
          + " broader than themselves; the first holds "
          + shown.joined(separator: ", ") + (cycles[0].count > 4 ? " …" : ""),
        remedy: "Use \(parameter: "cycles") drop or \(parameter: "cycles") keep")
    case .drop:
      var kept = 0
      var newStarts = starts
      for concept in 0..<(starts.count - 1) {
        for place in Int(starts[concept])..<Int(starts[concept + 1]) {
          if inCycle[place] {
            counts[base.source(ofEdge: Int(evidence[place]))].kept -= 1
            continue
          }
          parents[kept] = parents[place]
          evidence[kept] = evidence[place]
          kept += 1
        }
        newStarts[concept + 1] = Int32(kept)
      }
      starts = newStarts
      parents.removeLast(parents.count - kept)
      evidence.removeLast(evidence.count - kept)
    }
  }
}

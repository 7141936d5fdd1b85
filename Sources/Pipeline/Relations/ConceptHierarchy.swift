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
    counts = Array(repeating: EdgeCounts(), count: base.sources.count)
    starts = [Int32](repeating: 0, count: count + 1)
    parents = []
    evidence = []
    let (offsets, sorted) = Self.sortedByChild(children(base, skipsDeprecated: skipsDeprecated), concepts: count)
    for concept in 0..<count {
      addParents(by: sorted[Int(offsets[concept])..<Int(offsets[concept + 1])], base)
      starts[concept + 1] = Int32(parents.count)
    }
    try handleCycles(base, policy)
  }

  /// For each edge the concept that represents its narrower one; -1 for edges that do not count.
  private mutating func children(_ base: KnowledgeBase, skipsDeprecated: Bool) -> [Int32] {
    func isUsed(_ edge: KnowledgeBase.Edge) -> Bool {
      !skipsDeprecated
        || !base.deprecated.contains(edge.narrower) && !base.deprecated.contains(edge.broader)
    }
    var children = [Int32](repeating: -1, count: base.edges.count)
    for (place, edge) in base.edges.enumerated() {
      let child = representative[Int(edge.narrower)]
      if !base.deprecated.isEmpty, !isUsed(edge) {
        counts[base.source(ofEdge: place)].deprecated += 1
      } else if child == representative[Int(edge.broader)] {
        counts[base.source(ofEdge: place)].selfLoops += 1
      } else {
        children[place] = child
      }
    }
    return children
  }

  /// A counting sort by child; the order of statements stays within a child.
  ///
  /// - Returns: places of edges, those of child c in `places[offsets[c]..<offsets[c + 1]]`.
  private static func sortedByChild(
    _ children: [Int32], concepts: Int
  ) -> (offsets: [Int32], places: [Int32]) {
    var offsets = [Int32](repeating: 0, count: concepts + 1)
    for child in children where child >= 0 { offsets[Int(child) + 1] += 1 }
    for concept in 0..<concepts { offsets[concept + 1] += offsets[concept] }
    var next = offsets
    var places = [Int32](repeating: 0, count: Int(offsets[concepts]))
    for (place, child) in children.enumerated() where child >= 0 {
      places[Int(next[Int(child)])] = Int32(place)
      next[Int(child)] += 1
    }
    return (offsets, places)
  }

  /// Adds the parents of the next concept, each once.
  ///
  /// - Parameter places: its edges.
  private mutating func addParents(by places: ArraySlice<Int32>, _ base: KnowledgeBase) {
    var rows = places.map {
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
  }

  private mutating func handleCycles(_ base: KnowledgeBase, _ policy: CyclePolicy) throws {
    let inCycle = findCycles(base)
    guard !cycles.isEmpty else { return }
    switch policy {
    case .keep: return
    case .error: throw cycleError(base)
    case .drop: drop(inCycle, base)
    }
  }

  /// Fills `cycles`.
  ///
  /// - Returns: for each place in `parents` whether the edge is inside a cycle.
  private mutating func findCycles(_ base: KnowledgeBase) -> [Bool] {
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
    guard !members.isEmpty else { return inCycle }
    for concept in 0..<Int32(starts.count - 1) {
      members[component[Int(concept)]]?.append(concept)
    }
    cycles = members.values.sorted { $0[0] < $1[0] }
    return inCycle
  }

  private func cycleError(_ base: KnowledgeBase) -> InputError {
    let names = base.preferredNames(of: Set(cycles[0].prefix(4)))
    // Names of the same form are one concept of a list, and the form names it best.
    let shown = cycles[0].prefix(4).map {
      base.hasIdentifiers ? base.describe($0, names) : base.concepts.text(Int($0))
    }
    return InputError(
      file: base.title,
      problem: "\(cycles.count, "cycle") of concepts that are"
        + " broader than themselves; the first holds "
        + shown.joined(separator: ", ") + (cycles[0].count > 4 ? " …" : ""),
      remedy: "Use \(parameter: "cycles") drop or \(parameter: "cycles") keep")
  }

  /// Takes out edges.
  ///
  /// - Parameter isOut: for each place in `parents` whether its edge goes.
  private mutating func drop(_ isOut: [Bool], _ base: KnowledgeBase) {
    var kept = 0
    var newStarts = starts
    for concept in 0..<(starts.count - 1) {
      for place in Int(starts[concept])..<Int(starts[concept + 1]) {
        if isOut[place] {
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

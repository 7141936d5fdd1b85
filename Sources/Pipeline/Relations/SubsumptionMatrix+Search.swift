// The pairs of labels that one graph gives: from each label's concepts upwards,
// breadth first, to the depth asked for.

extension SubsumptionMatrix {
  /// All pairs of one graph, the shortest way for each.
  static func pairs(
    _ base: KnowledgeBase, _ hierarchy: ConceptHierarchy, _ matches: LabelMatches,
    _ graph: Int, _ order: SourceOrder, _ options: SubsumptionOptions,
    _ participation: Participation
  ) -> [Subsumption] {
    var search = PairSearch(
      base: base, hierarchy: hierarchy, matches: matches, graph: graph, order: order, options: options,
      participation: participation)
    let all = matches.byLabel
    var result: [Subsumption] = []
    var place = 0
    while place < all.count {
      let end = all[place...].firstIndex { $0.label != all[place].label } ?? all.count
      result += search.pairs(of: all[place..<end])
      place = end
    }
    return result
  }
}

/// Goes up from the concepts of labels.
private struct PairSearch {
  let base: KnowledgeBase
  let hierarchy: ConceptHierarchy
  let matches: LabelMatches
  /// The graph's place among the bases.
  let graph: Int
  let order: SourceOrder
  let options: SubsumptionOptions
  let participation: Participation

  /// The pairs of the current label, by the broader one.
  private var best: [Int32: Subsumption] = [:]
  /// How each concept was reached from the current one.
  private var reached: [Int32: (from: Int32, evidence: Int32)] = [:]

  init(
    base: KnowledgeBase, hierarchy: ConceptHierarchy, matches: LabelMatches, graph: Int,
    order: SourceOrder, options: SubsumptionOptions, participation: Participation
  ) {
    (self.base, self.hierarchy, self.matches, self.graph) = (base, hierarchy, matches, graph)
    (self.order, self.options, self.participation) = (order, options, participation)
  }

  /// The pairs of one label, in ascending order.
  ///
  /// - Parameter starts: all its matches.
  mutating func pairs(of starts: ArraySlice<LabelMatches.Match>) -> [Subsumption] {
    best.removeAll(keepingCapacity: true)
    for start in starts where participation.allows(start) { climb(from: start) }
    return best.values.sorted { $0.pair < $1.pair }
  }

  private mutating func climb(from start: LabelMatches.Match) {
    reached.removeAll(keepingCapacity: true)
    reached[start.concept] = (start.concept, -1)
    var level = [start.concept]
    var depth: Int32 = 0
    // By repeated multiplication, the same on every machine.
    var weight = 1.0
    while !level.isEmpty, depth < options.depth {
      depth += 1
      if depth > 1 { weight *= options.decay }
      var next: [Int32] = []
      for concept in level {
        for row in hierarchy.parents(of: concept) {
          let parent = hierarchy.parents[row]
          if reached[parent] != nil || !participation.allows(concept: parent) { continue }
          reached[parent] = (concept, hierarchy.evidence[row])
          next.append(parent)
          for match in matches.labels(of: parent) { add(match, above: start, depth, weight) }
        }
      }
      level = next
    }
  }

  /// Adds the pair of two labels unless a way as short is known.
  ///
  /// - Parameters:
  ///   - match: of a concept that has been reached.
  ///   - weight: of a way of this depth whose steps are certain.
  private mutating func add(
    _ match: LabelMatches.Match, above start: LabelMatches.Match, _ depth: Int32, _ weight: Double
  ) {
    let pair = LabelPair(narrower: start.label, broader: match.label)
    guard match.label != start.label, participation.allows(match), participation.allows(pair) else { return }
    if let old = best[match.label], old.depth <= depth { return }
    var path: [Int32] = []
    var weight = weight
    var at = match.concept
    while let step = reached[at], step.evidence >= 0 {
      path.append(step.evidence)
      weight *= Double(base.confidence(ofEdge: Int(step.evidence)))
      at = step.from
    }
    let source = order.place(of: graph, path.map { base.source(ofEdge: Int($0)) })
    best[match.label] = Subsumption(
      pair: pair, weight: Float(weight), depth: depth, knowledgeBase: Int32(source),
      graph: graph, path: path.reversed(), narrowerName: start.kind, broaderName: match.kind,
      narrowerConcept: start.named, broaderConcept: match.named)
  }
}

// The pairs of labels that one graph gives: from each label's concepts upwards,
// breadth first, to the depth asked for.

extension SubsumptionMatrix {
  /// All pairs of one graph, the shortest way for each.
  static func pairs(
    _ base: KnowledgeBase, _ hierarchy: ConceptHierarchy, _ matches: LabelMatches,
    _ graph: Int, _ order: SourceOrder, _ options: SubsumptionOptions,
    _ participation: Participation
  ) -> [Subsumption] {
    var result: [Subsumption] = []
    var best: [Int32: Subsumption] = [:]
    /// How each concept was reached from the current one.
    var reached: [Int32: (from: Int32, evidence: Int32)] = [:]
    var place = 0
    while place < matches.byLabel.count {
      let label = matches.byLabel[place].label
      best.removeAll(keepingCapacity: true)
      while place < matches.byLabel.count, matches.byLabel[place].label == label {
        let start = matches.byLabel[place]
        place += 1
        guard participation.allows(start) else { continue }
        reached.removeAll(keepingCapacity: true)
        reached[start.concept] = (start.concept, -1)
        var level = [start.concept]
        var depth: Int32 = 0
        while !level.isEmpty, depth < options.depth {
          depth += 1
          var next: [Int32] = []
          for concept in level {
            for row in hierarchy.parents(of: concept) {
              let parent = hierarchy.parents[row]
              if reached[parent] != nil || !participation.allows(concept: parent) { continue }
              reached[parent] = (concept, hierarchy.evidence[row])
              next.append(parent)
              for match in matches.labels(of: parent)
              where match.label != label && participation.allows(match) {
                let pair = LabelPair(narrower: label, broader: match.label)
                if !participation.allows(pair) { continue }
                if let old = best[match.label], old.depth <= depth { continue }
                var path: [Int32] = []
                var weight = power(options.decay, Int(depth) - 1)
                var at = parent
                while let step = reached[at], step.evidence >= 0 {
                  path.append(step.evidence)
                  weight *= Double(base.confidence(ofEdge: Int(step.evidence)))
                  at = step.from
                }
                let source = order.place(
                  of: graph, path.lazy.map { base.source(ofEdge: Int($0)) })
                best[match.label] = Subsumption(
                  pair: pair, weight: Float(weight), depth: depth, knowledgeBase: Int32(source),
                  graph: graph, path: path.reversed(), narrowerName: start.kind,
                  broaderName: match.kind, narrowerConcept: start.named,
                  broaderConcept: match.named)
              }
            }
          }
          level = next
        }
      }
      result += best.values.sorted { $0.pair < $1.pair }
    }
    return result
  }

  /// By repeated multiplication, the same on every machine.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<exponent { result *= base }
    return result
  }
}

// The matrix Sub: which label is narrower than which, how sure, and why. Built
// from one or more knowledge bases in the order of their priority.
import Formats

/// What decides which pairs of labels are in Sub.
public struct SubsumptionOptions: Sendable, Equatable {
  /// 1 takes direct statements only; more follows broader concepts so far.
  public var depth = 1
  /// A pair found at depth d weighs this to the power of d - 1.
  public var decay: Double = 1
  public var cycles = CyclePolicy.keep
  public var skipsDeprecated = true
  /// Which names of concepts may match a label.
  public var names: Set<NameKind> = Set(NameKind.allCases)
  /// Whether a label that names several concepts of a knowledge base is left
  /// out; otherwise all of them count.
  public var skipsAmbiguous = false
  /// Labels that take no part.
  public var excludedLabels: Set<Int32> = []
  /// Pairs (narrower, broader) that are left out.
  public var excludedPairs: Set<LabelPair> = []

  public init() {}

  /// - Throws: `InputError` naming the option.
  public func validate() throws {
    guard depth >= 1 else {
      throw InputError(file: "--depth", problem: "must be at least 1, but is \(depth)")
    }
    guard decay > 0, decay <= 1 else {
      throw InputError(
        file: "--decay", problem: "must be above 0 and at most 1, but is \(decay)")
    }
  }
}

/// Two labels, the first narrower than the second.
public struct LabelPair: Hashable, Sendable, Comparable {
  public var narrower: Int32
  public var broader: Int32

  public init(narrower: Int32, broader: Int32) {
    self.narrower = narrower
    self.broader = broader
  }

  public static func < (a: LabelPair, b: LabelPair) -> Bool {
    (a.narrower, a.broader) < (b.narrower, b.broader)
  }
}

/// One entry of Sub with its origin.
public struct Subsumption: Sendable {
  public var pair: LabelPair
  public var weight: Float
  /// The number of statements that lead from one to the other; 1 is direct.
  public var depth: Int32
  /// The place of the knowledge base in the order of priority.
  public var knowledgeBase: Int32
  /// The statements, from the narrower to the broader: places in the
  /// knowledge base's edges.
  public var path: [Int32]
  public var narrowerName: NameKind
  public var broaderName: NameKind
}

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
  /// Pairs that no knowledge base of higher priority had.
  public var pairs = 0
  public var skipped: [(what: String, count: Int)] = []
}

/// Sub as a sparse matrix, rows by narrower label.
public struct SubsumptionMatrix: Sendable {
  public internal(set) var labels: [String]
  /// In rising order of pairs; no pair twice, none of a label with itself.
  public internal(set) var entries: [Subsumption] = []
  public internal(set) var summaries: [KnowledgeBaseSummary] = []
  /// For each label, whether some knowledge base knows it.
  public internal(set) var isMatched: [Bool]
  /// Groups of labels that normalisation makes one.
  public internal(set) var sharedForms: [[Int32]]

  /// How many pairs there are of each depth, from 1.
  public var depthHistogram: [Int] {
    var histogram: [Int] = []
    for entry in entries {
      while histogram.count < Int(entry.depth) { histogram.append(0) }
      histogram[Int(entry.depth) - 1] += 1
    }
    return histogram
  }

  /// The entries of one narrower label.
  public func entries(of label: Int32) -> ArraySlice<Subsumption> {
    var low = 0, high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].pair.narrower < label { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < entries.count, entries[end].pair.narrower == label { end += 1 }
    return entries[low..<end]
  }

  /// Builds Sub.
  ///
  /// - Parameter bases: the knowledge bases, the one that is believed first
  ///   first: a pair keeps the weight and the origin of the first that has it.
  /// - Throws: `InputError` where cycles are errors, and for wrong options.
  public init(
    _ index: LabelIndex, bases: [KnowledgeBase],
    options: SubsumptionOptions = SubsumptionOptions()
  ) throws {
    try options.validate()
    labels = index.labels
    isMatched = [Bool](repeating: false, count: index.labels.count)
    sharedForms = index.sharedForms
    var known: Set<LabelPair> = []
    for (number, base) in bases.enumerated() {
      let hierarchy = try ConceptHierarchy(
        base, cycles: options.cycles, skipsDeprecated: options.skipsDeprecated)
      let matches = LabelMatches(
        base, hierarchy, index, kinds: options.names,
        skipsDeprecated: options.skipsDeprecated)
      var found = Self.pairs(base, hierarchy, matches, Int32(number), options)
      found.removeAll { !known.insert($0.pair).inserted }
      entries += found
      var summary = KnowledgeBaseSummary()
      summary.title = base.title
      summary.statements = base.statements
      summary.concepts = base.concepts.count
      summary.edges = hierarchy.edgeCount
      summary.repeatedEdges = hierarchy.repeatedEdges
      summary.selfLoops = hierarchy.selfLoops
      summary.deprecatedConcepts = base.deprecated.count
      summary.deprecatedEdges = hierarchy.deprecatedEdges
      summary.cycles = hierarchy.cycles.count
      summary.cyclicEdges = hierarchy.cyclicEdges
      summary.ambiguousLabels = matches.ambiguousLabels.count
      summary.pairs = found.count
      summary.skipped = base.skipped
      var last: Int32 = -1
      for match in matches.byLabel where match.label != last {
        last = match.label
        isMatched[Int(match.label)] = true
        summary.matchedLabels += 1
      }
      summaries.append(summary)
    }
    entries.sort { $0.pair < $1.pair }
  }

  /// All pairs of one knowledge base, the shortest way for each.
  private static func pairs(
    _ base: KnowledgeBase, _ hierarchy: ConceptHierarchy, _ matches: LabelMatches,
    _ number: Int32, _ options: SubsumptionOptions
  ) -> [Subsumption] {
    var result: [Subsumption] = []
    var best: [Int32: Subsumption] = [:]
    /// How each concept was reached from the one in hand.
    var reached: [Int32: (from: Int32, evidence: Int32)] = [:]
    let ambiguous = options.skipsAmbiguous ? Set(matches.ambiguousLabels) : []
    func takesPart(_ label: Int32) -> Bool {
      !options.excludedLabels.contains(label) && !ambiguous.contains(label)
    }
    var place = 0
    while place < matches.byLabel.count {
      let label = matches.byLabel[place].label
      best.removeAll(keepingCapacity: true)
      while place < matches.byLabel.count, matches.byLabel[place].label == label {
        let start = matches.byLabel[place]
        place += 1
        guard takesPart(label) else { continue }
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
              if reached[parent] != nil { continue }
              reached[parent] = (concept, hierarchy.evidence[row])
              next.append(parent)
              for match in matches.labels(of: parent)
              where match.label != label && takesPart(match.label) {
                let pair = LabelPair(narrower: label, broader: match.label)
                if options.excludedPairs.contains(pair) { continue }
                if let old = best[match.label], old.depth <= depth { continue }
                var path: [Int32] = []
                var at = parent
                while let step = reached[at], step.evidence >= 0 {
                  path.append(step.evidence)
                  at = step.from
                }
                best[match.label] = Subsumption(
                  pair: pair, weight: Float(power(options.decay, Int(depth) - 1)),
                  depth: depth, knowledgeBase: number, path: path.reversed(),
                  narrowerName: start.kind, broaderName: match.kind)
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

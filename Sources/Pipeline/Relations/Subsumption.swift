// The matrix Sub: which label is narrower than which, how sure, and why. Built
// from one or more knowledge bases in the order of their priority.
import Formats

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
  /// Labels that name several concepts of a knowledge base, and which.
  public internal(set) var ambiguities: [Ambiguity] = []

  public struct Ambiguity: Sendable {
    public var label: Int32
    public var knowledgeBase: Int32
    public var concepts: [Int32]
  }

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
    let index = index.adding(synonymsOf: bases.filter(\.isListOfSynonyms))
    var known: Set<LabelPair> = []
    for (number, given) in bases.enumerated() {
      var base = given
      if !base.isListOfSynonyms { base.equivalences += index.equivalences(in: base) }
      let hierarchy = try ConceptHierarchy(
        base, cycles: options.cycles, skipsDeprecated: options.skipsDeprecated)
      if base.isListOfSynonyms {
        summaries.append(KnowledgeBaseSummary(base, hierarchy))
        continue
      }
      let matches = LabelMatches(
        base, hierarchy, index, kinds: options.names,
        skipsDeprecated: options.skipsDeprecated)
      let participation = Participation(
        base, hierarchy, index, options, ambiguousLabels: matches.ambiguousLabels)
      var found = Self.pairs(
        base, hierarchy, matches, Int32(number), options, participation)
      found.removeAll { !known.insert($0.pair).inserted }
      entries += found
      var summary = KnowledgeBaseSummary(base, hierarchy)
      summary.pairs = found.count
      summary.ambiguousLabels = matches.ambiguousLabels.count
      ambiguities += matches.ambiguousLabels.map {
        Ambiguity(
          label: $0, knowledgeBase: Int32(number),
          concepts: matches.concepts(of: $0).map(\.concept))
      }
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
}

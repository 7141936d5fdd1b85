// The matrix Sub: which label is narrower than which, with what confidence, and
// why. Built from one or more knowledge bases in the order of their priority.
import Formats

/// Two labels, the first narrower than the second.
public struct LabelPair: Hashable, Sendable, Comparable {
  /// The number of the narrower label.
  public var narrower: Int32
  /// The number of the broader label.
  public var broader: Int32

  public static func < (a: LabelPair, b: LabelPair) -> Bool {
    (a.narrower, a.broader) < (b.narrower, b.broader)
  }
}

/// One entry of Sub with its origin.
public struct Subsumption: Sendable {
  /// The two labels, which are never the same.
  public var pair: LabelPair
  /// In (0, 1]; 1 for a direct statement without a confidence.
  public var weight: Float
  /// The number of statements that lead from one to the other; 1 is direct.
  public var depth: Int32
  /// The place of the knowledge base in `SubsumptionMatrix.titles`.
  public var knowledgeBase: Int32
  /// The graph whose statements these are: its place among the bases.
  public var graph: Int
  /// The statements, from the narrower to the broader: places in the
  /// graph's edges.
  public var path: [Int32]
  var narrowerName: NameKind
  var broaderName: NameKind
  /// The concepts that the labels name.
  var narrowerConcept: Int32
  var broaderConcept: Int32
}

/// Sub as a sparse matrix, rows by narrower label.
public struct SubsumptionMatrix: Sendable {
  /// The labels of rows and columns.
  public internal(set) var labels: [String]
  /// In ascending order of pairs; no pair twice, none of a label with itself.
  public internal(set) var entries: [Subsumption] = []
  package internal(set) var summaries: [KnowledgeBaseSummary] = []
  /// The knowledge bases in the order of their priority; after them combinations of those
  /// through which chains lead.
  public internal(set) var titles: [String] = []
  /// For each label, whether some knowledge base knows it.
  public internal(set) var isMatched: [Bool]
  /// Groups of labels that normalisation makes equal.
  var sharedForms: [[Int32]]
  /// Labels that name several concepts of a knowledge base, and which.
  var ambiguities: [Ambiguity] = []
  /// Pairs of labels that mean the same, which are therefore in no entry.
  var synonymousPairs = 0
  /// Groups of labels of which each is narrower than each other one, with those
  /// that `--cycles drop` took apart.
  var labelCycles: [[Int32]] = []
  /// Concepts that are broader than themselves, by graph.
  var conceptCycles: [(graph: Int, concepts: [Int32])] = []
  /// How the languages of names were chosen, by graph.
  package internal(set) var languages: [LanguageMatches] = []
  /// Why labels have no match, or no pair: sentences for people.
  public internal(set) var notes: [(label: Int32, sentence: String)] = []
  /// Labels that are notations, where these do not count.
  var onlyByNotation: Set<Int32> = []
  /// What the user should know, and what to try.
  public internal(set) var advice: [String] = []

  struct Ambiguity: Sendable {
    var label: Int32
    /// The graph's place among the bases.
    var graph: Int
    var concepts: [Int32]
  }

  /// How many pairs there are of each depth, from 1.
  var depthHistogram: [Int] {
    var histogram: [Int] = []
    for entry in entries {
      while histogram.count < Int(entry.depth) { histogram.append(0) }
      histogram[Int(entry.depth) - 1] += 1
    }
    return histogram
  }

  /// Builds Sub.
  ///
  /// - Parameter bases: graphs of one or more sources, the one with the highest
  ///   precedence first: a pair keeps the weight and the origin of the first that
  ///   has it. Names in them are settled here.
  /// - Throws: `InputError` if cycles are errors, and for wrong options.
  public init(
    _ index: LabelIndex, bases: inout [KnowledgeBase],
    options: SubsumptionOptions = SubsumptionOptions()
  ) throws {
    try options.validate()
    labels = index.labels
    isMatched = [Bool](repeating: false, count: index.labels.count)
    sharedForms = index.sharedForms
    let order = SourceOrder(bases)
    titles = order.titles
    summaries = Array(repeating: KnowledgeBaseSummary(), count: titles.count)
    for number in bases.indices where bases[number].edges.isEmpty {
      // Lists of synonyms and redirects are named by what they have.
      bases[number].settleNames(languages: bases[number].languages)
    }
    let index = index.adding(synonymsOf: bases)
    var matches: [LabelMatches?] = []
    var hits = ListHits()
    for number in bases.indices {
      let texts = TextLabels(index)
      settle(&bases[number], texts, index)
      matches.append(
        try add(bases[number], number, order, texts, index, options, &hits))
    }
    // If a pair has several origins, the first source wins, then the shortest way.
    entries.sort {
      ($0.pair.narrower, $0.pair.broader, order.priority[Int($0.knowledgeBase)], $0.depth)
        < ($1.pair.narrower, $1.pair.broader, order.priority[Int($1.knowledgeBase)], $1.depth)
    }
    var last: LabelPair?
    entries.removeAll { entry in
      defer { last = entry.pair }
      return entry.pair == last
    }
    if !index.matchesAsTheyAre {
      dropSynonymousPairs(matches.compactMap { $0 }, index)
      try handleCycles(options.cycles, index)
    }
    titles = order.titles
    for entry in entries where Int(entry.knowledgeBase) < summaries.count {
      summaries[Int(entry.knowledgeBase)].pairs += 1
    }
    addNotes(bases, matches, index, options)
    addAdvice(bases, index, options, hits)
  }

  /// Builds Sub from bases whose names have been settled.
  ///
  /// - Throws: as the other initialiser.
  public init(
    _ index: LabelIndex, bases: [KnowledgeBase],
    options: SubsumptionOptions = SubsumptionOptions()
  ) throws {
    var bases = bases
    try self.init(index, bases: &bases, options: options)
  }

  /// Chooses the languages of names that nobody has chosen.
  private mutating func settle(
    _ base: inout KnowledgeBase, _ texts: TextLabels, _ index: LabelIndex
  ) {
    guard !base.isSettled else { return }
    let isIdentified = index.labels.indices.map { index.concept(of: $0, in: base) != nil }
    let choice = base.bestLanguages(
      labels: { text, base in
        texts.labels(of: text, in: base).own.filter { !isIdentified[Int($0)] }
      }, of: isIdentified.count { !$0 })
    languages.append(choice)
    base.settleNames(languages: choice.chosen)
  }

  /// Adds the pairs of one graph.
  private mutating func add(
    _ given: KnowledgeBase, _ number: Int, _ order: SourceOrder, _ texts: TextLabels,
    _ index: LabelIndex, _ options: SubsumptionOptions, _ hits: inout ListHits
  ) throws -> LabelMatches? {
    var base = given
    let isList = base.isListOfSynonyms
    if !isList { base.equivalences += index.equivalences(in: base) }
    let hierarchy = try ConceptHierarchy(
      base, cycles: options.cycles, skipsDeprecated: options.skipsDeprecated)
    conceptCycles += hierarchy.cycles.map { (number, $0) }
    let counts = KnowledgeBaseSummary.all(of: base, hierarchy)
    let numbers = order.numbers(of: number)
    for (place, summary) in zip(numbers, counts) { summaries[place] = summary }
    if isList { return nil }
    let matches = LabelMatches(
      base, hierarchy, index, texts, kinds: options.names,
      skipsDeprecated: options.skipsDeprecated)
    let participation = Participation(
      base, hierarchy, index, options, ambiguousLabels: matches.ambiguousLabels, hits: &hits)
    entries += Self.pairs(base, hierarchy, matches, number, order, options, participation)
    ambiguities += matches.ambiguousLabels.map {
      Ambiguity(
        label: $0, graph: number, concepts: matches.concepts(of: $0).map(\.concept))
    }
    for (source, place) in numbers.enumerated() {
      let own = matches.byLabel.filter {
        numbers.count == 1 || ($0.source == 255 ? source == 0 : Int($0.source) == source)
      }
      summaries[place].matchedLabels = Set(own.map(\.label)).count
      summaries[place].ambiguousLabels = source == 0 ? matches.ambiguousLabels.count : 0
    }
    for match in matches.byLabel { isMatched[Int(match.label)] = true }
    return matches
  }
}

/// The order of precedence of the sources, over all graphs.
struct SourceOrder {
  private(set) var titles: [String] = []
  /// By place in `titles`; lower numbers take precedence.
  private(set) var priority: [Int] = []
  /// By graph and source, the place in `titles`.
  private var places: [[Int]] = []

  init(_ bases: [KnowledgeBase]) {
    var all: [(number: Int, graph: Int, source: Int, title: String)] = []
    var next = 0
    for (graph, base) in bases.enumerated() {
      for (source, facts) in base.sources.enumerated() {
        all.append((facts.number.map { Int($0) } ?? next, graph, source, facts.title))
        next += 1
      }
    }
    all.sort { ($0.number, $0.graph, $0.source) < ($1.number, $1.graph, $1.source) }
    places = bases.map { Array(repeating: 0, count: $0.sources.count) }
    for (place, entry) in all.enumerated() { places[entry.graph][entry.source] = place }
    titles = all.map(\.title)
    priority = Array(titles.indices)
  }

  /// The places of a graph's sources.
  func numbers(of graph: Int) -> [Int] { places[graph] }

  /// The place of those sources of a graph that give a chain: the one, or the first
  /// of several.
  func place(of graph: Int, _ sources: some Sequence<Int>) -> Int {
    sources.map { places[graph][$0] }.min() ?? 0
  }
}

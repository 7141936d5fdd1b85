// Knowledge bases that are read together: all RDF is one graph, merged by IRI; all
// lists of names are one, merged by normal form; each WordNet is its own.
import Formats
import FormatsFiles
import FormatsRDF

/// Puts the graphs of several sources together.
package struct KnowledgeGraphs {
  private var collector: StatementCollector
  private var hasStatements = false
  private var lists: KnowledgeBase?
  private var others: [KnowledgeBase] = []
  private let pairs: PairOptions
  private let normaliser: LabelNormaliser
  private let mergesLists: Bool
  private var source = (title: "", number: 0)
  /// Which of the graphs knows the present source.
  private var isBegun: (collector: Bool, lists: Bool) = (false, false)

  /// - Parameter mergesLists: whether lists of names are one graph; otherwise each
  ///   is its own, as for the original program.
  package init(
    collector: CollectorOptions, pairs: PairOptions, normaliser: LabelNormaliser,
    mergesLists: Bool = true
  ) {
    self.collector = StatementCollector(options: collector)
    self.pairs = pairs
    self.normaliser = normaliser
    self.mergesLists = mergesLists
  }

  /// Begins the source that the user gave at place `number`.
  package mutating func begin(source title: String, number: Int) {
    source = (title, number)
    isBegun = (false, false)
  }

  /// Begins a file of RDF; its statements go to `add`.
  package mutating func begin(statementsOf title: String) {
    hasStatements = true
    if isBegun.collector {
      collector.begin(file: title)
    } else {
      collector.begin(source: source.title, number: source.number)
      isBegun.collector = true
    }
  }

  @inline(__always)
  package mutating func add(_ statement: RDFStatement) { collector.add(statement) }

  /// Notes lines that a reader of statements has skipped.
  package mutating func skipLines(_ count: Int, first: Int?) {
    collector.base.skip(.init("lines that are not statements", isOfLines: true), count: count)
    if let first, count > 0 { collector.base.remark("has such a line first in line \(first)") }
  }

  /// Notes what a table of concepts has that could not be used.
  ///
  /// - Parameter remarks: about concepts that rows name.
  package mutating func add(remarks: [String], on report: CorpusReport) {
    if let first = report.rejections.first {
      collector.base.remark("has \(report.rejected, "row") that cannot be used; \(first.sentence)")
    }
    for remark in remarks { collector.base.remark("has \(remark)") }
  }

  /// Takes in a vocabulary with its names and hierarchy.
  package mutating func add(_ table: ConceptTable, title: String) {
    begin(statementsOf: title)
    collector.add(table)
  }

  /// Reads a list of names or a WordNet.
  ///
  /// - Throws: `InputError` from the reader.
  package mutating func read(
    pairs stream: ByteSource, format: KnowledgeFormat, file title: String
  ) throws {
    // Synonyms are for the other knowledge bases, so they stay apart.
    if format == .wordNet || format == .synonyms || !mergesLists {
      var base = KnowledgeBase()
      base.begin(source: source.title, number: Int32(source.number))
      try base.add(pairs: stream, format: format, options: pairs, normaliser: normaliser)
      others.append(base)
      return
    }
    var base = lists ?? KnowledgeBase()
    lists = nil
    if isBegun.lists {
      base.begin(file: title)
    } else {
      base.begin(source: source.title, number: Int32(source.number))
      isBegun.lists = true
    }
    try base.add(pairs: stream, format: format, options: pairs, normaliser: normaliser)
    lists = base
  }

  /// The graphs, in the order in which their first sources were given.
  package consuming func finish() -> [KnowledgeBase] {
    var graphs = others
    if let lists { graphs.append(lists) }
    if hasStatements { graphs.append(collector.finish()) }
    return graphs.sorted {
      ($0.sources.first?.number ?? 0) < ($1.sources.first?.number ?? 0)
    }
  }
}

extension StatementCollector {
  /// Takes in a table of concepts.
  mutating func add(_ table: ConceptTable) {
    let word = base.predicate("broader in the vocabulary")
    let numbers = (0..<table.count).map { Int32(base.concepts.intern(Array(table.identifiers[$0]))) }
    for concept in 0..<table.count {
      for name in table.names(of: concept) {
        base.names.append(
          KnowledgeBase.Name(
            concept: numbers[concept],
            text: Int32(base.texts.intern(Array(table.texts[Int(name.text)]))), kind: name.kind,
            language: base.language(table.language(of: name)), source: base.currentSource))
      }
      for above in table.broader[concept] {
        base.edges.append(
          KnowledgeBase.Edge(
            narrower: numbers[concept], broader: numbers[Int(above)], line: 0,
            file: base.currentFile, predicate: word))
      }
      if table.isDeprecated[concept] { base.deprecated.insert(numbers[concept]) }
      if options.keepsGroups {
        for group in table.memberships[concept] {
          base.memberships.append(
            (numbers[concept], Int32(base.concepts.intern(Array(table.groups[Int(group)])))))
        }
      }
    }
    base.count(statements: table.names.values.count + table.broader.values.count)
  }
}

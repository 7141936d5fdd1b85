// From RDF statements to a KnowledgeBase, of one file or of several that are one
// graph. What predicates mean is in PredicateMeanings; nothing is inferred while
// statements come.
import Formats
import FormatsFiles
import FormatsRDF

/// Collects statements as they come.
package struct StatementCollector {
  /// A predicate without a meaning, and what its objects are.
  struct UnknownPredicate {
    var predicate: Int
    var literals = 0
    var resources = 0

    mutating func count(_ object: RDFTerm) {
      if object.kind == .literal { literals += 1 } else { resources += 1 }
    }
  }

  var base: KnowledgeBase
  let options: CollectorOptions
  var predicateTable = ByteTable()
  var meanings: [Meaning] = []
  var unknown: [UnknownPredicate] = []
  var typePredicate: UInt8 = 0
  /// Blank nodes of all files: the number of the file, then the label. A node is
  /// the number of its concept, or below zero that of a blank node.
  private var blanks = ByteTable()
  private var blankKey: [UInt8] = []
  /// From concepts to the resources that carry names, and those names.
  var nameLinks: [(owner: Int32, resource: Int32, kind: NameKind)] = []
  var resourceNames: [(resource: Int32, name: KnowledgeBase.Name)] = []
  /// Edges that sources inferred.
  var transitiveEdges: [KnowledgeBase.Edge] = []
  /// OWL's class expressions: intersections and unions by node, and lists.
  var sets: [Int32: (isUnion: Bool, list: Int32)] = [:]
  var listFirst: [Int32: Int32] = [:]
  var listRest: [Int32: Int32] = [:]
  /// Ordered collections.
  var groupLists: [(group: Int32, list: Int32)] = []
  var classAxioms: [ClassAxiom] = []
  private var languageCache: (tag: [UInt8], number: UInt16) = ([], 0)
  private var hasLanguageCache = false
  private let deprecatedClasses: [[UInt8]] = [
    "http://www.w3.org/2002/07/owl#DeprecatedClass",
    "http://www.geneontology.org/formats/oboInOwl#ObsoleteClass",
    "http://www.loc.gov/mads/rdf/v1#DeprecatedAuthority",
  ].map { Array($0.utf8) }
  private let conceptType = Array("http://www.w3.org/2004/02/skos/core#Concept".utf8)

  /// A statement about a class expression, to be looked at when lists are known.
  struct ClassAxiom {
    var subject: Int32
    var object: Int32
    var isEquivalence: Bool
    var line: Int32
    var file: UInt16

    /// The word for it in reports if it cannot be used.
    var word: String {
      isEquivalence ? "equivalences with blank nodes" : "edges to blank nodes"
    }
  }

  /// A collector without a source.
  package init(options: CollectorOptions = CollectorOptions()) {
    base = KnowledgeBase()
    self.options = options
    base.isSettled = false
    base.usesLocalNames = options.usesLocalNames
    addMeanings()
  }

  /// A collector of one file.
  package init(title: String, options: CollectorOptions = CollectorOptions()) {
    self.init(options: options)
    begin(source: title)
  }

  /// Begins a source, which the user gave at place `number`; what follows belongs to it.
  package mutating func begin(source title: String, number: Int? = nil) {
    base.begin(source: title, number: number.map(Int32.init))
    beginBlanks()
  }

  /// Begins a file of a folder; what follows belongs to it.
  package mutating func begin(file title: String) {
    base.begin(file: title)
    beginBlanks()
  }

  /// Blank nodes of different files are different.
  private mutating func beginBlanks() {
    blankKey = withUnsafeBytes(of: UInt16(truncatingIfNeeded: base.files.count)) { Array($0) }
  }

  /// Takes one statement in.
  package mutating func add(_ statement: RDFStatement) {
    base.count(statements: 1)
    guard let meaning = self.meaning(of: statement.predicate) else { return }
    switch meaning {
    case .unknown(let place): unknown[place].count(statement.object)
    case .broader(let predicate):
      addEdge(statement.subject, statement.object, predicate, statement.line)
    case .narrower(let predicate):
      addEdge(statement.object, statement.subject, predicate, statement.line)
    case .broaderTransitive(let predicate):
      addTransitive(statement.subject, statement.object, predicate, statement.line)
    case .narrowerTransitive(let predicate):
      addTransitive(statement.object, statement.subject, predicate, statement.line)
    case .subClassOf(let predicate): addSubclass(statement, predicate)
    case .equivalentClass:
      if !addEquivalence(statement) { addAxiom(statement, isEquivalence: true) }
    case .equivalent: addSynonym(statement, isRedirect: false)
    case .redirect: addSynonym(statement, isRedirect: true)
    case .unusedMapping: base.skip(.mappings)
    case .name(let kind): addName(statement, kind)
    case .plainName:
      if let name = name(statement, .preferred) { base.plainNames.append(name) }
    case .nameResource(let kind):
      guard statement.object.kind != .literal else { return }
      nameLinks.append((node(statement.subject), node(statement.object), kind))
    case .resourceName(let kind): addResourceName(statement, kind)
    case .type: addType(statement)
    case .deprecated:
      deprecate(statement.subject, if: TruthWord.isTrue(String(decoding: statement.object.value, as: UTF8.self)))
    case .active:
      deprecate(statement.subject, if: TruthWord.isFalse(String(decoding: statement.object.value, as: UTF8.self)))
    case .group: addMembership(of: statement.subject, in: statement.object)
    case .groupOfObject: addMembership(of: statement.object, in: statement.subject)
    case .groupOfList:
      guard statement.subject.kind == .iri, statement.object.kind != .literal else { return }
      groupLists.append((concept(statement.subject), node(statement.object)))
    case .related: addRelated(statement)
    case .intersection: addSet(statement, isUnion: false)
    case .union: addSet(statement, isUnion: true)
    case .first:
      guard statement.object.kind != .literal else { return }
      listFirst[node(statement.subject)] = node(statement.object)
    case .rest:
      guard statement.object.kind == .blank else { return }
      listRest[node(statement.subject)] = node(statement.object)
    }
  }

  // MARK: Parts

  /// What a predicate means; nil for one that is new if there are too many unknown ones.
  private mutating func meaning(of predicate: ByteView) -> Meaning? {
    if let number = predicateTable.find(predicate) { return meanings[number] }
    return meaning(ofNew: predicate)
  }

  /// - Returns: whether it is one of IRIs; others are not added.
  private mutating func addEquivalence(_ statement: RDFStatement) -> Bool {
    guard statement.subject.kind == .iri, statement.object.kind == .iri else { return false }
    base.equivalences.append((concept(statement.subject), concept(statement.object)))
    return true
  }

  private mutating func addSynonym(_ statement: RDFStatement, isRedirect: Bool) {
    guard addEquivalence(statement) else {
      base.skip("equivalences with blank nodes")
      return
    }
    if isRedirect, let last = base.equivalences.last { base.redirects.append(last) }
  }

  private mutating func addName(_ statement: RDFStatement, _ kind: NameKind) {
    if let name = name(statement, kind) {
      base.names.append(name)
    } else if kind == .preferred, statement.subject.kind == .blank {
      base.withoutIRI.add(named: node(statement.subject))
    }
  }

  private mutating func addRelated(_ statement: RDFStatement) {
    guard statement.subject.kind == .iri, statement.object.kind == .iri else {
      leaveOut(statement.subject, statement.object, statement.line)
      return
    }
    base.related.append((concept(statement.subject), concept(statement.object)))
  }

  private mutating func addResourceName(_ statement: RDFStatement, _ kind: NameKind) {
    guard statement.object.kind == .literal, let text = nameText(statement.object.value) else { return }
    resourceNames.append(
      (
        node(statement.subject),
        KnowledgeBase.Name(
          concept: 0, text: text, kind: kind, language: language(statement.object.language),
          source: base.currentSource)
      ))
  }

  private mutating func addSet(_ statement: RDFStatement, isUnion: Bool) {
    guard statement.object.kind != .literal else { return }
    let subject = node(statement.subject)
    sets[subject] = (isUnion, node(statement.object))
    if subject >= 0 {
      // A class that is itself the intersection or union.
      classAxioms.append(axiom(subject, subject, isEquivalence: true, statement.line))
    }
  }

  private mutating func addSubclass(_ statement: RDFStatement, _ predicate: UInt8) {
    if statement.subject.kind == .blank || statement.object.kind == .blank,
      statement.object.kind != .literal
    {
      addAxiom(statement, isEquivalence: false)
    } else {
      addEdge(statement.subject, statement.object, predicate, statement.line)
    }
  }

  private mutating func addAxiom(_ statement: RDFStatement, isEquivalence: Bool) {
    guard statement.object.kind != .literal else {
      base.skip("edges to literals")
      return
    }
    let axiom = axiom(
      node(statement.subject), node(statement.object), isEquivalence: isEquivalence,
      statement.line)
    // Taken back if the expression turns out to have named members.
    base.skip(.init(axiom.word))
    classAxioms.append(axiom)
  }

  private func axiom(
    _ subject: Int32, _ object: Int32, isEquivalence: Bool, _ line: Int
  ) -> ClassAxiom {
    ClassAxiom(
      subject: subject, object: object, isEquivalence: isEquivalence,
      line: Int32(truncatingIfNeeded: line), file: base.currentFile)
  }

  private mutating func addType(_ statement: RDFStatement) {
    if deprecatedClasses.contains(where: { $0.elementsEqual(statement.object.value) }) {
      deprecate(statement.subject, if: true)
    }
    if statement.subject.kind == .blank, statement.object.value.elementsEqual(conceptType) {
      base.withoutIRI.add(concept: node(statement.subject))
    }
    if options.usesTypes {
      addEdge(statement.subject, statement.object, typePredicate, statement.line)
    }
    if options.keepsGroups { addMembership(of: statement.subject, in: statement.object) }
  }

  private mutating func addMembership(of member: RDFTerm, in group: RDFTerm) {
    guard member.kind == .iri, group.kind == .iri else { return }
    base.memberships.append((concept(member), concept(group)))
  }

  private mutating func deprecate(_ term: RDFTerm, if isDeprecated: Bool) {
    if isDeprecated, term.kind == .iri { base.deprecated.insert(concept(term)) }
  }

  private static let owl = Array("http://www.w3.org/2002/07/owl#".utf8)

  /// An edge between IRIs, none of them above it a word of OWL; those to other terms are counted.
  private mutating func edge(
    _ narrower: RDFTerm, _ broader: RDFTerm, _ predicate: UInt8, _ line: Int
  ) -> KnowledgeBase.Edge? {
    guard narrower.kind == .iri, broader.kind == .iri else {
      if predicate != typePredicate { leaveOut(narrower, broader, line) }
      base.skip(
        narrower.kind == .literal || broader.kind == .literal
          ? "edges to literals" : "edges to blank nodes")
      return nil
    }
    // `owl:Thing` is above everything, and says nothing.
    guard !broader.value.starts(with: Self.owl) else { return nil }
    return KnowledgeBase.Edge(
      narrower: concept(narrower), broader: concept(broader),
      line: Int32(truncatingIfNeeded: line), file: base.currentFile, predicate: predicate)
  }

  /// Counts a relation with an end that is not an IRI.
  private mutating func leaveOut(_ narrower: RDFTerm, _ broader: RDFTerm, _ line: Int) {
    if let text = [narrower, broader].first(where: { $0.kind == .literal }) {
      base.withoutIRI.add(
        text: String(decoding: text.value.prefix(80), as: UTF8.self),
        place: "\(base.files.last?.title ?? base.title), line \(line)")
      return
    }
    var ends: [UInt8] = []
    for term in [narrower, broader] {
      if term.kind == .blank {
        base.withoutIRI.add(concept: node(term))
        ends += blankKey
      }
      ends += term.value
      ends.append(0)
    }
    base.withoutIRI.add(relation: ends)
  }

  private mutating func addEdge(
    _ narrower: RDFTerm, _ broader: RDFTerm, _ predicate: UInt8, _ line: Int
  ) {
    if let edge = edge(narrower, broader, predicate, line) { base.edges.append(edge) }
  }

  private mutating func addTransitive(
    _ narrower: RDFTerm, _ broader: RDFTerm, _ predicate: UInt8, _ line: Int
  ) {
    if let edge = edge(narrower, broader, predicate, line) { transitiveEdges.append(edge) }
  }

  private mutating func concept(_ term: RDFTerm) -> Int32 {
    Int32(base.concepts.intern(term.value))
  }

  /// A node of any kind but a literal.
  private mutating func node(_ term: RDFTerm) -> Int32 {
    if term.kind == .iri { return concept(term) }
    return -1 - Int32(blanks.intern(blankKey + term.value))
  }

  private mutating func name(
    _ statement: RDFStatement, _ kind: NameKind
  ) -> KnowledgeBase.Name? {
    guard statement.object.kind == .literal, statement.subject.kind == .iri,
      let text = nameText(statement.object.value)
    else { return nil }
    return .init(
      concept: concept(statement.subject), text: text, kind: kind,
      language: language(statement.object.language), source: base.currentSource)
  }

  /// The number of a name's text without white space that means nothing; nil if nothing is left of it.
  private mutating func nameText(_ value: ByteView) -> Int32? {
    if NameForm.isClean(value) { return value.isEmpty ? nil : Int32(base.texts.intern(value)) }
    let cleaned = NameForm.cleaned(value)
    return cleaned.isEmpty ? nil : Int32(base.texts.intern(cleaned))
  }

  /// The number of a language tag; the same tag often comes many times in a row.
  private mutating func language(_ tag: ByteView) -> UInt16 {
    if hasLanguageCache, tag.elementsEqual(languageCache.tag) { return languageCache.number }
    let number = base.language(String(decoding: tag, as: UTF8.self).lowercased())
    languageCache = (Array(tag), number)
    hasLanguageCache = true
    return number
  }
}

extension KnowledgeBase {
  /// Reads an RDF file.
  ///
  /// - Throws: `InputError` from the reader.
  init(
    rdf source: ByteSource, syntax: RDFSyntax? = nil, base: String? = nil, title: String,
    options: CollectorOptions = CollectorOptions()
  ) throws {
    var collector = StatementCollector(title: title, options: options)
    try readRDF(source, syntax: syntax, base: base) { collector.add($0) }
    self = collector.finish()
  }
}

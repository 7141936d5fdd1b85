// From RDF statements to a KnowledgeBase: which predicates make edges, names,
// equivalences, deprecation. Nothing is inferred here.
import Formats

/// Which statements of an RDF file count, and how.
public struct CollectorOptions: Sendable, Equatable {
  /// Languages of names, the best first; an empty one is “no language”. A
  /// tag matches itself and its regional forms (`en`: `en-GB`).
  public var languages = ["en", ""]
  /// Whether `rdf:type` makes an instance narrower than its class.
  public var usesTypes = false
  /// Whether `skos:broadMatch` and `narrowMatch` make edges and `exactMatch`
  /// makes concepts equal. These lead to other schemes and are often made by
  /// machine, so they are counted but not used unless asked for.
  public var usesMappings = false
  /// Further predicates: the subject is narrower than the object.
  public var broaderPredicates: [String] = []
  /// Further predicates: the subject is broader than the object.
  public var narrowerPredicates: [String] = []
  /// Whether concepts without any label are named by the end of their IRI.
  public var usesLocalNames = true

  public init() {}
}

/// What a predicate means.
private enum Meaning {
  case broader(UInt8), narrower(UInt8), equivalent, name(NameKind), plainLabel
  case extendedName(NameKind), literalForm, type, deprecated, unusedMapping
}

/// Collects statements as they come.
public struct StatementCollector {
  private static let skos = "http://www.w3.org/2004/02/skos/core#"
  private static let xl = "http://www.w3.org/2008/05/skos-xl#"
  private static let rdfs = "http://www.w3.org/2000/01/rdf-schema#"
  private static let owl = "http://www.w3.org/2002/07/owl#"

  public private(set) var base: KnowledgeBase
  private let options: CollectorOptions
  private var predicateTable = ByteTable()
  private var meanings: [Meaning] = []
  private let languages: [[UInt8]]
  /// SKOS-XL: which label resource names which concept, and how.
  private var extendedNames: [(concept: Int32, label: Int32, kind: NameKind)] = []
  private var literalForms: [Int32: [(text: Int32, language: UInt8)]] = [:]
  /// Names by rdfs:label, used where a concept has no skos:prefLabel.
  private var plainLabels: [KnowledgeBase.Name] = []
  private var typePredicate: UInt8 = 0
  private let deprecatedClasses: [[UInt8]] = [
    Array((owl + "DeprecatedClass").utf8),
    Array("http://www.geneontology.org/formats/oboInOwl#ObsoleteClass".utf8),
  ]

  public init(title: String, options: CollectorOptions = CollectorOptions()) {
    base = KnowledgeBase(title: title)
    self.options = options
    languages = options.languages.map { Array($0.lowercased().utf8) }
    func add(_ iri: String, _ meaning: Meaning) {
      if predicateTable.intern(Array(iri.utf8)) == meanings.count { meanings.append(meaning) }
    }
    func addBroader(_ iri: String, _ word: String) {
      add(iri, .broader(base.predicate(word)))
    }
    func addNarrower(_ iri: String, _ word: String) {
      add(iri, .narrower(base.predicate(word, isInverse: true)))
    }
    for iri in options.broaderPredicates { addBroader(iri, "<\(iri)>") }
    for iri in options.narrowerPredicates { addNarrower(iri, "<\(iri)>") }
    for name in ["broader", "broaderTransitive"] { addBroader(Self.skos + name, "skos:" + name) }
    for name in ["narrower", "narrowerTransitive"] {
      addNarrower(Self.skos + name, "skos:" + name)
    }
    if options.usesMappings {
      addBroader(Self.skos + "broadMatch", "skos:broadMatch")
      addNarrower(Self.skos + "narrowMatch", "skos:narrowMatch")
      add(Self.skos + "exactMatch", .equivalent)
    } else {
      for name in ["broadMatch", "narrowMatch", "exactMatch"] {
        add(Self.skos + name, .unusedMapping)
      }
    }
    add(Self.rdfs + "subClassOf", .broader(base.predicate("rdfs:subClassOf")))
    add(Self.owl + "equivalentClass", .equivalent)
    add("http://dbpedia.org/ontology/wikiPageRedirects", .equivalent)
    add(Self.skos + "prefLabel", .name(.preferred))
    add(Self.skos + "altLabel", .name(.alternative))
    add(Self.skos + "hiddenLabel", .name(.hidden))
    add(Self.rdfs + "label", .plainLabel)
    add(Self.xl + "prefLabel", .extendedName(.preferred))
    add(Self.xl + "altLabel", .extendedName(.alternative))
    add(Self.xl + "hiddenLabel", .extendedName(.hidden))
    add(Self.xl + "literalForm", .literalForm)
    add("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", .type)
    add(Self.owl + "deprecated", .deprecated)
    typePredicate = base.predicate("rdf:type")
  }

  /// Takes one statement in.
  public mutating func add(_ statement: RDFStatement) {
    base.statements += 1
    guard let number = predicateTable.find(statement.predicate) else { return }
    switch meanings[number] {
    case .broader(let predicate):
      addEdge(statement.subject, statement.object, predicate, statement.line)
    case .narrower(let predicate):
      addEdge(statement.object, statement.subject, predicate, statement.line)
    case .equivalent:
      guard statement.subject.kind == .iri, statement.object.kind == .iri else {
        base.skip("equivalences with blank nodes")
        return
      }
      base.equivalences.append((concept(statement.subject), concept(statement.object)))
    case .unusedMapping: base.skip("mappings to other schemes")
    case .name(let kind):
      guard let name = name(statement, kind) else { return }
      base.names.append(name)
    case .plainLabel:
      guard let name = name(statement, .preferred) else { return }
      plainLabels.append(name)
    case .extendedName(let kind):
      guard statement.object.kind != .literal else { return }
      extendedNames.append((concept(statement.subject), node(statement.object), kind))
    case .literalForm:
      guard statement.object.kind == .literal,
        let rank = rank(ofLanguage: statement.object.language)
      else { return }
      literalForms[node(statement.subject), default: []].append(
        (Int32(base.texts.intern(statement.object.value)), rank))
    case .type:
      if deprecatedClasses.contains(where: { $0.elementsEqual(statement.object.value) }) {
        base.deprecated.insert(node(statement.subject))
      }
      if options.usesTypes {
        addEdge(statement.subject, statement.object, typePredicate, statement.line)
      }
    case .deprecated:
      let value = statement.object.value
      if value.elementsEqual("true".utf8) || value.elementsEqual("1".utf8) {
        base.deprecated.insert(node(statement.subject))
      }
    }
  }

  /// What was collected, with names completed.
  public consuming func finish() -> KnowledgeBase {
    for (concept, label, kind) in extendedNames {
      for form in literalForms[label] ?? [] {
        base.names.append(
          .init(concept: concept, text: form.text, kind: kind, language: form.language))
      }
    }
    var hasPreferred = [Bool](repeating: false, count: base.concepts.count)
    for name in base.names where name.kind == .preferred {
      hasPreferred[Int(name.concept)] = true
    }
    let named = hasPreferred
    for label in plainLabels where !named[Int(label.concept)] {
      base.names.append(label)
      hasPreferred[Int(label.concept)] = true
    }
    if options.usesLocalNames {
      // Only ends of edges can matter; a literal's class needs no name.
      var isUsed = [Bool](repeating: false, count: base.concepts.count)
      for edge in base.edges {
        isUsed[Int(edge.narrower)] = true
        isUsed[Int(edge.broader)] = true
      }
      for (a, b) in base.equivalences {
        isUsed[Int(a)] = true
        isUsed[Int(b)] = true
      }
      for number in 0..<base.concepts.count where isUsed[number] && !hasPreferred[number] {
        let name = localName(ofIRI: base.concepts[number])
        if name.isEmpty { continue }
        base.names.append(
          .init(
            concept: Int32(number), text: Int32(base.texts.intern(name)), kind: .localName,
            language: 0))
      }
    }
    return base
  }

  // MARK: Parts

  private mutating func addEdge(
    _ narrower: RDFTerm, _ broader: RDFTerm, _ predicate: UInt8, _ line: Int
  ) {
    guard narrower.kind == .iri, broader.kind == .iri else {
      base.skip(
        narrower.kind == .literal || broader.kind == .literal
          ? "edges to literals" : "edges to blank nodes")
      return
    }
    base.edges.append(
      .init(
        narrower: concept(narrower), broader: concept(broader),
        line: Int32(truncatingIfNeeded: line), predicate: predicate))
  }

  private mutating func concept(_ term: RDFTerm) -> Int32 {
    Int32(base.concepts.intern(term.value))
  }

  /// A node of any kind; a blank one is told apart from IRIs by `_:`.
  private mutating func node(_ term: RDFTerm) -> Int32 {
    if term.kind == .iri { return concept(term) }
    return Int32(base.concepts.intern(Array("_:".utf8) + term.value))
  }

  private mutating func name(
    _ statement: RDFStatement, _ kind: NameKind
  ) -> KnowledgeBase.Name? {
    guard statement.object.kind == .literal, statement.subject.kind == .iri,
      !statement.object.value.isEmpty
    else { return nil }
    guard let rank = rank(ofLanguage: statement.object.language) else {
      base.skip("names in other languages")
      return nil
    }
    return .init(
      concept: concept(statement.subject),
      text: Int32(base.texts.intern(statement.object.value)), kind: kind, language: rank)
  }

  /// The place of a tag among the chosen languages: exact matches on even
  /// ranks, regional forms on the odd rank after them.
  private func rank(ofLanguage tag: ByteView) -> UInt8? {
    for (place, language) in languages.enumerated() {
      if tag.count < language.count { continue }
      guard zip(tag, language).allSatisfy({ ($0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0) == $1 })
      else { continue }
      if tag.count == language.count { return UInt8(min(2 * place, 254)) }
      if !language.isEmpty, tag[language.count] == UInt8(ascii: "-") {
        return UInt8(min(2 * place + 1, 255))
      }
    }
    return nil
  }
}

/// The last part of an IRI as a name: after the last `#`, `/` or `:`, and after
/// `Category:`; percent escapes decoded.
func localName(ofIRI iri: ArraySlice<UInt8>) -> [UInt8] {
  var end = iri.endIndex
  while end > iri.startIndex, "#/".utf8.contains(iri[end - 1]) { end -= 1 }
  let body = iri[..<end]
  let slash = body.lastIndex { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "/") }
  var tail = slash.map { body[($0 + 1)...] } ?? body
  let category = Array("Category:".utf8)
  if tail.starts(with: category) {
    tail = tail.dropFirst(category.count)
  } else if slash == nil, let colon = tail.lastIndex(of: UInt8(ascii: ":")) {
    tail = tail[(colon + 1)...]
  }
  var name: [UInt8] = []
  var index = tail.startIndex
  func hex(_ byte: UInt8) -> UInt8? {
    Character(UnicodeScalar(byte)).hexDigitValue.map { UInt8($0) }
  }
  while index < tail.endIndex {
    if tail[index] == UInt8(ascii: "%"), index + 2 < tail.endIndex,
      let high = hex(tail[index + 1]), let low = hex(tail[index + 2])
    {
      name.append(high << 4 | low)
      index += 3
    } else {
      name.append(tail[index])
      index += 1
    }
  }
  return String(validating: name, as: UTF8.self) == nil ? Array(tail) : name
}

extension KnowledgeBase {
  /// Reads an RDF file.
  ///
  /// - Throws: `InputError` from the reader.
  public init(
    rdf source: ByteSource, syntax: RDFSyntax? = nil, base: String? = nil, title: String,
    options: CollectorOptions = CollectorOptions()
  ) throws {
    var collector = StatementCollector(title: title, options: options)
    try readRDF(source, syntax: syntax, base: base) { collector.add($0) }
    self = collector.finish()
  }
}

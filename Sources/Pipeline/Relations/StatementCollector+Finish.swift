// What follows from the statements of a knowledge base once all have been read: names
// that belong to separate resources, class expressions of OWL, edges that the source
// inferred, and what to report if nothing was found.
import Formats
import FormatsRDF

extension StatementCollector {
  /// What was collected, with edges and names completed.
  public consuming func finish() -> KnowledgeBase {
    addNamesOfResources()
    addClassExpressions()
    for (group, list) in groupLists {
      base.memberships += elements(of: list).filter { $0 >= 0 }.map { ($0, group) }
    }
    addTransitiveEdges()
    addRemarks()
    if let languages = options.languages { base.settleNames(languages: languages) }
    return base
  }

  // MARK: Names

  /// Gives the names of resources to the concepts that they belong to, over a few
  /// steps: MeSH has a descriptor, its concepts and their terms.
  private mutating func addNamesOfResources() {
    guard !nameLinks.isEmpty || !resourceNames.isEmpty else { return }
    var owners: [Int32: [(owner: Int32, kind: NameKind)]] = [:]
    for link in nameLinks where link.owner != link.resource {
      owners[link.resource, default: []].append((link.owner, link.kind))
    }
    /// The concepts at the end of the way up, and the weakest kind on it.
    func holders(of node: Int32, _ kind: NameKind, _ steps: Int) -> [(Int32, NameKind)] {
      guard let above = owners[node], steps > 0 else { return node >= 0 ? [(node, kind)] : [] }
      return above.flatMap { holders(of: $0.owner, max(kind, $0.kind), steps - 1) }
    }
    func moved(_ name: KnowledgeBase.Name, from node: Int32) -> [KnowledgeBase.Name] {
      holders(of: node, name.kind, 4).map { holder, kind in
        var name = name
        (name.concept, name.kind) = (holder, kind)
        return name
      }
    }
    base.names = base.names.flatMap { name in
      owners[name.concept] == nil ? [name] : moved(name, from: name.concept)
    }
    // What only labels the resource itself adds nothing to its proper names.
    base.plainNames.removeAll { owners[$0.concept] != nil }
    for (resource, name) in resourceNames {
      base.names.append(contentsOf: moved(name, from: resource))
    }
  }

  // MARK: Edges

  /// Named members of an intersection are superclasses, those of a union
  /// subclasses.
  private mutating func addClassExpressions() {
    guard !classAxioms.isEmpty else { return }
    let intersection = base.predicate("owl:intersectionOf")
    let union = base.predicate("owl:unionOf", isInverse: true)
    for axiom in classAxioms {
      var isUsed = false
      func add(_ narrower: Int32, _ broader: Int32, _ predicate: UInt8) {
        isUsed = true
        guard narrower != broader else { return }
        base.edges.append(
          KnowledgeBase.Edge(
            narrower: narrower, broader: broader, line: axiom.line, file: axiom.file,
            predicate: predicate))
      }
      // A ⊑ B: what contains A is below what B is contained in.
      func relate(_ a: Int32, _ b: Int32) {
        if a >= 0 {
          for above in members(of: b, areUnion: false) { add(a, above, intersection) }
        }
        if b >= 0 {
          for below in members(of: a, areUnion: true) { add(below, b, union) }
        }
      }
      relate(axiom.subject, axiom.object)
      if axiom.isEquivalence, axiom.subject != axiom.object {
        relate(axiom.object, axiom.subject)
      }
      if isUsed, axiom.subject != axiom.object {
        base.unskip(.init(axiom.word), source: base.files[Int(axiom.file)].source)
      }
    }
  }

  /// The named classes that an expression is an intersection (or a union) of,
  /// through expressions of the same kind inside it.
  private func members(of node: Int32, areUnion: Bool) -> [Int32] {
    var found: [Int32] = []
    var waiting = [node]
    var seen: Set<Int32> = []
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted, let set = sets[next], set.isUnion == areUnion else {
        continue
      }
      for member in elements(of: set.list) {
        if member >= 0 { found.append(member) } else { waiting.append(member) }
      }
    }
    return found
  }

  /// The elements of an RDF list, in order.
  private func elements(of list: Int32) -> [Int32] {
    var found: [Int32] = []
    var place: Int32? = list
    var passed: Set<Int32> = []
    while let at = place, passed.insert(at).inserted {
      if let element = listFirst[at] { found.append(element) }
      place = listRest[at]
    }
    return found
  }

  /// `broaderTransitive` follows from `broader`: it counts as a step only for concepts
  /// that have no direct one.
  private mutating func addTransitiveEdges() {
    guard !transitiveEdges.isEmpty else { return }
    var hasDirect = [Bool](repeating: false, count: base.concepts.count)
    // Only those that count: neither to itself nor to a concept that is left out.
    for edge in base.edges where edge.narrower != edge.broader && !base.deprecated.contains(edge.broader) {
      hasDirect[Int(edge.narrower)] = true
    }
    var left = 0
    for edge in transitiveEdges {
      if hasDirect[Int(edge.narrower)] { left += 1 } else { base.edges.append(edge) }
    }
    base.skip("transitive statements of concepts that have direct ones", count: left)
  }

  // MARK: Remarks

  /// Adds what to try if a graph has statements but no names, or no edges.
  private mutating func addRemarks() {
    guard base.statements > 0, !base.sources.isEmpty else { return }
    func frequent(_ count: (UnknownPredicate) -> Int) -> String {
      unknown.filter { count($0) > 0 }
        .sorted { (count($1), $0.predicate) < (count($0), $1.predicate) }.prefix(3)
        .map { "\(predicateTable.text($0.predicate)) (\(count($0)))" }.joined(separator: ", ")
    }
    let names = frequent(\.literals)
    let relations = frequent { Self.mayBeHierarchy(predicateTable[$0.predicate]) ? $0.resources : 0 }
    if base.names.isEmpty, base.plainNames.isEmpty {
      base.remark(
        "has no names by a predicate that is known"
          + (names.isEmpty ? "" : "; try \(parameter: "namePredicate") with one of \(names)"),
        isAboutNames: true)
    }
    base.withoutIRI.removeNamed(nameLinks.lazy.map(\.resource))
    if base.edges.isEmpty, base.equivalences.isEmpty, base.withoutIRI.hasRelations {
      base.remark("relates no concept to another one that has an IRI")
    } else if base.edges.isEmpty, base.equivalences.isEmpty {
      base.remark(
        "says of no concept that it is narrower than another one"
          + (relations.isEmpty
            ? ""
            : "; try \(parameter: "broaderPredicate") or \(parameter: "narrowerPredicate") with one of \(relations)"))
    }
    let counts = usedPredicates()
    for iri in options.broaderPredicates + options.narrowerPredicates
    where counts[base.predicates.firstIndex(of: "<\(iri)>") ?? -1] == nil {
      base.remark("has no usable statement with the predicate \(iri)")
    }
  }

  private func usedPredicates() -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for edge in base.edges { counts[Int(edge.predicate), default: 0] += 1 }
    return counts
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

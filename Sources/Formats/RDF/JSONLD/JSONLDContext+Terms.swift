// How the terms of a context are defined (section 4.2).

extension JSONLDContext {
  /// A context whose terms are being defined.
  struct TermReading {
    let context: JSONObject
    let reading: Reading
    let isProtected: Bool
    /// Terms that are defined, and those that are being defined.
    var isDefined: [String: Bool] = [:]
  }

  /// Defines a term of the local context.
  ///
  /// - Throws: `JSONLDError`.
  mutating func define(_ name: String, _ local: inout TermReading) throws {
    if let isDefined = local.isDefined[name] {
      if isDefined { return }
      throw JSONLDError("cyclic IRI mapping")
    }
    guard !name.isEmpty else { throw JSONLDError("invalid term definition") }
    local.isDefined[name] = false
    let given = local.context[name] ?? .null
    guard try Self.mayBeDefined(name, as: given) else { return }
    let old = terms.removeValue(forKey: name)
    let value = try Self.definition(given)
    var term = Term()
    term.isProtected = try Self.isProtected(value) ?? local.isProtected
    try setType(value, &term, &local)
    if value["@reverse"] != nil {
      guard try setReverse(value, &term, &local) else { return }
    } else {
      guard try setIRI(name, value, isSimple: given.string != nil, &term, &local) else { return }
      try setRest(name, value, &term, &local)
    }
    guard value.keys.allSatisfy(Self.membersOfDefinition.contains) else {
      throw JSONLDError("invalid term definition")
    }
    if let old, old.isProtected, !local.reading.overridesProtected {
      guard old.isLike(term) else { throw JSONLDError("protected term redefinition") }
      term = old
    }
    terms[name] = term
    local.isDefined[name] = true
  }

  /// Whether a name may be given a meaning; what only looks like a keyword is skipped.
  ///
  /// - Throws: `JSONLDError` for keywords.
  private static func mayBeDefined(_ name: String, as given: JSONValue) throws -> Bool {
    guard keywords.contains(name) else { return !looksLikeKeyword(name) }
    guard name == "@type", let object = given.object, !object.isEmpty,
      object.keys.allSatisfy({ $0 == "@container" || $0 == "@protected" }),
      object["@container"].map({ $0.list == [.string("@set")] }) ?? true
    else { throw JSONLDError("keyword redefinition") }
    return true
  }

  private static let membersOfDefinition: Set<String> = [
    "@id", "@reverse", "@container", "@context", "@direction", "@index", "@language", "@nest",
    "@prefix", "@protected", "@type",
  ]

  /// A definition as an object: null and a string stand for its `@id`.
  private static func definition(_ given: JSONValue) throws -> JSONObject {
    switch given {
    case .null, .string: return JSONObject([("@id", given)])
    case .object(let object): return object
    default: throw JSONLDError("invalid term definition")
    }
  }

  private static func isProtected(_ definition: JSONObject) throws -> Bool? {
    guard let flag = definition["@protected"] else { return nil }
    guard case .bool(let isProtected) = flag else { throw JSONLDError("invalid @protected value") }
    return isProtected
  }

  /// Expands inside the local context.
  mutating func expand(_ text: String, _ local: inout TermReading) throws -> String? {
    var reading: TermReading? = local
    let iri = try expand(text, false, true, &reading)
    if let reading { local = reading }
    return iri
  }

  private mutating func setType(
    _ value: JSONObject, _ term: inout Term, _ local: inout TermReading
  ) throws {
    guard let given = value["@type"] else { return }
    guard let text = given.string, let type = try expand(text, &local) else {
      throw JSONLDError("invalid type mapping")
    }
    guard
      ["@id", "@vocab", "@json", "@none"].contains(type)
        || !type.hasPrefix("_:") && Self.isAbsolute(type)
    else { throw JSONLDError("invalid type mapping") }
    term.type = type
  }

  /// - Returns: whether the term means anything.
  private mutating func setReverse(
    _ value: JSONObject, _ term: inout Term, _ local: inout TermReading
  ) throws -> Bool {
    guard value["@id"] == nil, value["@nest"] == nil else {
      throw JSONLDError("invalid reverse property")
    }
    guard let text = value["@reverse"]?.string else { throw JSONLDError("invalid IRI mapping") }
    if Self.looksLikeKeyword(text) { return false }
    guard let iri = try expand(text, &local), iri.hasPrefix("_:") || Self.isAbsolute(iri) else {
      throw JSONLDError("invalid IRI mapping")
    }
    term.iri = iri
    if let container = value["@container"], container != .null {
      guard let text = container.string, text == "@set" || text == "@index" else {
        throw JSONLDError("invalid reverse property")
      }
      term.container = [text]
    }
    term.isReverse = true
    return true
  }

  private mutating func setIRI(
    _ name: String, _ value: JSONObject, isSimple: Bool, _ term: inout Term,
    _ local: inout TermReading
  ) throws -> Bool {
    let inner = name.dropFirst()
    if let given = value["@id"], given != .string(name) {
      if given == .null { return true }
      guard let text = given.string else { throw JSONLDError("invalid IRI mapping") }
      if !Self.keywords.contains(text), Self.looksLikeKeyword(text) { return false }
      guard let iri = try expand(text, &local),
        Self.keywords.contains(iri) || iri.hasPrefix("_:") || Self.isAbsolute(iri)
      else { throw JSONLDError("invalid IRI mapping") }
      if iri == "@context" { throw JSONLDError("invalid keyword alias") }
      term.iri = iri
      if inner.dropLast().contains(":") || name.contains("/") {
        local.isDefined[name] = true
        guard try expand(name, &local) == iri else { throw JSONLDError("invalid IRI mapping") }
      } else if isSimple, !name.contains(":"),
        iri.hasPrefix("_:") || iri.last.map({ ":/?#[]@".contains($0) }) == true
      {
        term.isPrefix = true
      }
      return true
    }
    if let colon = inner.firstIndex(of: ":") {
      let prefix = String(name[..<colon])
      if local.context[prefix] != nil { try define(prefix, &local) }
      if let iri = terms[prefix]?.iri {
        term.iri = iri + name[name.index(after: colon)...]
      } else {
        term.iri = name
      }
    } else if name.contains("/") {
      guard let iri = try expand(name, &local), Self.isAbsolute(iri) else {
        throw JSONLDError("invalid IRI mapping")
      }
      term.iri = iri
    } else if name == "@type" {
      term.iri = "@type"
    } else if let vocabulary {
      term.iri = vocabulary + name
    } else {
      throw JSONLDError("invalid IRI mapping")
    }
    return true
  }
}

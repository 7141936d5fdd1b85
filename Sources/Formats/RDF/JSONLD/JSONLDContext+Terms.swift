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
    if name == "@type" {
      guard let object = given.object, !object.isEmpty,
        object.keys.allSatisfy({ $0 == "@container" || $0 == "@protected" }),
        object["@container"].map({ $0.list == [.string("@set")] }) ?? true
      else { throw JSONLDError("keyword redefinition") }
    } else if Self.keywords.contains(name) {
      throw JSONLDError("keyword redefinition")
    } else if Self.looksLikeKeyword(name) {
      return
    }
    let old = terms.removeValue(forKey: name)
    var isSimple = false
    let value: JSONObject
    switch given {
    case .null: value = JSONObject([("@id", .null)])
    case .string:
      value = JSONObject([("@id", given)])
      isSimple = true
    case .object(let object): value = object
    default: throw JSONLDError("invalid term definition")
    }
    var term = Term()
    term.isProtected = local.isProtected
    if let flag = value["@protected"] {
      guard case .bool(let isProtected) = flag else {
        throw JSONLDError("invalid @protected value")
      }
      term.isProtected = isProtected
    }
    try setType(value, &term, &local)
    if value["@reverse"] != nil {
      guard try setReverse(value, &term, &local) else { return }
    } else {
      guard try setIRI(name, value, isSimple, &term, &local) else { return }
      try setRest(name, value, &term, &local)
    }
    let known: Set<String> = [
      "@id", "@reverse", "@container", "@context", "@direction", "@index", "@language", "@nest",
      "@prefix", "@protected", "@type",
    ]
    guard value.keys.allSatisfy(known.contains) else {
      throw JSONLDError("invalid term definition")
    }
    if let old, old.isProtected, !local.reading.overridesProtected {
      guard old.isLike(term) else { throw JSONLDError("protected term redefinition") }
      term = old
    }
    terms[name] = term
    local.isDefined[name] = true
  }

  /// Expands inside the local context.
  private mutating func expand(
    _ text: String, relative: Bool = false, _ local: inout TermReading
  ) throws -> String? {
    var reading: TermReading? = local
    let iri = try expand(text, relative, true, &reading)
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
    _ name: String, _ value: JSONObject, _ isSimple: Bool, _ term: inout Term,
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

  private mutating func setRest(
    _ name: String, _ value: JSONObject, _ term: inout Term, _ local: inout TermReading
  ) throws {
    if let given = value["@container"] {
      term.container = try Self.container(given)
      if term.container.contains("@type") {
        if term.type == nil { term.type = "@id" }
        guard term.type == "@id" || term.type == "@vocab" else {
          throw JSONLDError("invalid type mapping")
        }
      }
    }
    if let given = value["@index"] {
      guard term.container.contains("@index"), let index = given.string,
        let iri = try expand(index, &local), Self.isAbsolute(iri)
      else { throw JSONLDError("invalid term definition") }
      term.index = index
    }
    if let context = value["@context"] {
      var reading = local.reading
      reading.overridesProtected = true
      reading.validatesScoped = false
      do {
        _ = try self.reading(context, reading)
      } catch is JSONLDError {
        throw JSONLDError("invalid scoped context")
      }
      term.context = context
      term.contextBase = local.reading.base
    }
    if let given = value["@language"], value["@type"] == nil {
      guard given == .null || given.string != nil else {
        throw JSONLDError("invalid language mapping")
      }
      term.hasLanguage = true
      term.language = given.string
    }
    if let given = value["@direction"], value["@type"] == nil {
      guard given == .null || given == .string("ltr") || given == .string("rtl") else {
        throw JSONLDError("invalid base direction")
      }
      term.hasDirection = true
    }
    if let given = value["@nest"] {
      guard let text = given.string, text == "@nest" || !Self.keywords.contains(text) else {
        throw JSONLDError("invalid @nest value")
      }
      term.nest = text
    }
    if let given = value["@prefix"] {
      guard !name.contains(":"), !name.contains("/") else {
        throw JSONLDError("invalid term definition")
      }
      guard case .bool(let isPrefix) = given else { throw JSONLDError("invalid @prefix value") }
      if isPrefix, let iri = term.iri, Self.keywords.contains(iri) {
        throw JSONLDError("invalid term definition")
      }
      term.isPrefix = isPrefix
    }
  }

  private static func container(_ given: JSONValue) throws -> Set<String> {
    let parts = given.list.compactMap(\.string)
    let all: Set<String> = ["@graph", "@id", "@index", "@language", "@list", "@set", "@type"]
    let container = Set(parts)
    guard parts.count == given.list.count, !parts.isEmpty, container.count == parts.count,
      container.isSubset(of: all)
    else { throw JSONLDError("invalid container mapping") }
    let rest = container.subtracting(["@set"])
    let isValid =
      container.count == 1 || rest.count == 1 && !rest.contains("@list")
      || rest == ["@graph", "@id"] || rest == ["@graph", "@index"]
    guard isValid else { throw JSONLDError("invalid container mapping") }
    return container
  }
}

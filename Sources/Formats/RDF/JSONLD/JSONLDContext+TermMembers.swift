// What a definition says of a term besides its IRI (section 4.2).

extension JSONLDContext {
  /// - Throws: `JSONLDError`.
  mutating func setRest(
    _ name: String, _ value: JSONObject, _ term: inout Term, _ local: inout TermReading
  ) throws {
    if let given = value["@container"] { try Self.setContainer(given, &term) }
    if let given = value["@index"] {
      guard term.container.contains("@index"), let index = given.string,
        let iri = try expand(index, &local), Self.isAbsolute(iri)
      else { throw JSONLDError("invalid term definition") }
      term.index = index
    }
    if let context = value["@context"] { try setContext(context, &term, local.reading) }
    if value["@type"] == nil { try Self.setLanguage(value, &term) }
    if let given = value["@nest"] {
      guard let text = given.string, text == "@nest" || !Self.keywords.contains(text) else {
        throw JSONLDError("invalid @nest value")
      }
      term.nest = text
    }
    if let given = value["@prefix"] { try Self.setPrefix(given, name, &term) }
  }

  private static func setContainer(_ given: JSONValue, _ term: inout Term) throws {
    term.container = try container(given)
    guard term.container.contains("@type") else { return }
    if term.type == nil { term.type = "@id" }
    guard term.type == "@id" || term.type == "@vocab" else {
      throw JSONLDError("invalid type mapping")
    }
  }

  /// The context that holds below the term. It is kept as it is and only checked here.
  private func setContext(_ context: JSONValue, _ term: inout Term, _ outer: Reading) throws {
    var reading = outer
    reading.overridesProtected = true
    reading.validatesScoped = false
    do {
      _ = try self.reading(context, reading)
    } catch is JSONLDError {
      throw JSONLDError("invalid scoped context")
    }
    term.context = context
    term.contextBase = outer.base
  }

  /// The language and the direction of a term's strings.
  private static func setLanguage(_ value: JSONObject, _ term: inout Term) throws {
    if let given = value["@language"] {
      guard given == .null || given.string != nil else {
        throw JSONLDError("invalid language mapping")
      }
      term.hasLanguage = true
      term.language = given.string
    }
    if let given = value["@direction"] {
      guard given == .null || given == .string("ltr") || given == .string("rtl") else {
        throw JSONLDError("invalid base direction")
      }
      term.hasDirection = true
    }
  }

  private static func setPrefix(_ given: JSONValue, _ name: String, _ term: inout Term) throws {
    guard !name.contains(":"), !name.contains("/") else {
      throw JSONLDError("invalid term definition")
    }
    guard case .bool(let isPrefix) = given else { throw JSONLDError("invalid @prefix value") }
    if isPrefix, let iri = term.iri, keywords.contains(iri) {
      throw JSONLDError("invalid term definition")
    }
    term.isPrefix = isPrefix
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

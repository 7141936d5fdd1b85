// How a context in the document is read into the active one (section 4.1), and how
// IRIs are expanded by it (section 5.2).

extension JSONLDContext {
  /// The state on which the reading of a context depends.
  struct Reading {
    /// The IRI against which IRIs of contexts are resolved.
    var base: String?
    /// Contexts that are being read, by IRI.
    var open: [String] = []
    var overridesProtected = false
    var propagates = true
    var validatesScoped = true
  }

  /// The limit on how deep contexts that name each other may be nested.
  private static let depthLimit = 32

  /// This context with a local one read into it.
  ///
  /// - Throws: `JSONLDError`, `JSONLDMissingContext`.
  func reading(_ local: JSONValue, _ reading: Reading) throws -> JSONLDContext {
    var result = self
    var reading = reading
    if let value = local.object?["@propagate"] {
      guard case .bool(let propagates) = value else {
        throw JSONLDError("invalid @propagate value")
      }
      reading.propagates = propagates
    }
    if !reading.propagates, result.previous.isEmpty { result.previous = [self] }
    for context in local.list {
      switch context {
      case .null:
        if !reading.overridesProtected, result.terms.values.contains(where: \.isProtected) {
          throw JSONLDError("invalid context nullification")
        }
        let before = result
        result = JSONLDContext(base: documentBase, contexts: contexts)
        if !reading.propagates { result.previous = [before] }
      case .string(let iri): result = try result.readingRemote(iri, reading)
      case .object(let object): try result.add(object, reading)
      default: throw JSONLDError("invalid local context")
      }
    }
    return result
  }

  private func readingRemote(_ iri: String, _ reading: Reading) throws -> JSONLDContext {
    let full = reading.base.map { Self.resolve(iri, $0) } ?? iri
    guard Self.isAbsolute(full) else { throw JSONLDError("loading document failed") }
    if !reading.validatesScoped, reading.open.contains(full) { return self }
    guard reading.open.count < Self.depthLimit else { throw JSONLDError("context overflow") }
    var inner = Reading(
      base: full, open: reading.open + [full], validatesScoped: reading.validatesScoped)
    inner.overridesProtected = reading.overridesProtected
    return try self.reading(try contexts.context(full), inner)
  }

  private mutating func add(_ given: JSONObject, _ reading: Reading) throws {
    var context = given
    if let version = context["@version"] {
      guard case .number(let text) = version, Double(text) == 1.1 else {
        throw JSONLDError("invalid @version value")
      }
    }
    if let value = context["@import"] {
      guard let iri = value.string else { throw JSONLDError("invalid @import value") }
      let full = reading.base.map { Self.resolve(iri, $0) } ?? iri
      guard let imported = try contexts.context(full).object else {
        throw JSONLDError("invalid remote context")
      }
      guard imported["@import"] == nil else { throw JSONLDError("invalid context entry") }
      var merged = imported
      for key in context.keys where key != "@import" { merged[key] = context[key] }
      context = merged
    }
    if reading.open.isEmpty, let value = context["@base"] { try setBase(value) }
    try setDefaults(context)
    if let value = context["@propagate"] {
      guard case .bool = value else { throw JSONLDError("invalid @propagate value") }
    }
    var isProtected = false
    if let value = context["@protected"] {
      guard case .bool(let flag) = value else { throw JSONLDError("invalid @protected value") }
      isProtected = flag
    }
    var definition = TermReading(
      context: context, reading: reading, isProtected: isProtected)
    let own: Set<String> = [
      "@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version",
      "@vocab",
    ]
    for key in context.keys where !own.contains(key) { try define(key, &definition) }
  }

  private mutating func setBase(_ value: JSONValue) throws {
    switch value {
    case .null: base = nil
    case .string(let text):
      if Self.isAbsolute(text) {
        base = text
      } else if let base {
        self.base = Self.resolve(text, base)
      } else {
        throw JSONLDError("invalid base IRI")
      }
    default: throw JSONLDError("invalid base IRI")
    }
  }

  private mutating func setDefaults(_ context: JSONObject) throws {
    if let value = context["@vocab"] {
      switch value {
      case .null: vocabulary = nil
      case .string(let text):
        let iri = try expand(text, isRelative: true, usesVocabulary: true)
        guard let iri, iri.hasPrefix("_:") || Self.isAbsolute(iri) || text.isEmpty || base == nil
        else { throw JSONLDError("invalid vocab mapping") }
        vocabulary = iri
      default: throw JSONLDError("invalid vocab mapping")
      }
    }
    if let value = context["@language"] {
      switch value {
      case .null: language = nil
      case .string(let text): language = text
      default: throw JSONLDError("invalid default language")
      }
    }
    if let value = context["@direction"] {
      guard value == .null || value == .string("ltr") || value == .string("rtl") else {
        throw JSONLDError("invalid base direction")
      }
    }
  }

  // MARK: IRIs

  /// Expands a term, a compact IRI or a reference outside of a context.
  func expand(_ text: String, isRelative: Bool = false, usesVocabulary: Bool = false) throws
    -> String?
  {
    var copy = self
    var none: TermReading?
    return try copy.expand(text, isRelative, usesVocabulary, &none)
  }

  /// Expands a term, a compact IRI or a reference; inside a context terms that are
  /// needed are defined first.
  mutating func expand(
    _ text: String, _ isRelative: Bool, _ usesVocabulary: Bool, _ local: inout TermReading?
  ) throws -> String? {
    if Self.keywords.contains(text) { return text }
    if Self.looksLikeKeyword(text) { return nil }
    try defineFirst(text, &local)
    if let term = terms[text] {
      if let iri = term.iri, Self.keywords.contains(iri) { return iri }
      if usesVocabulary { return term.iri }
    }
    if let colon = text.dropFirst().firstIndex(of: ":") {
      let prefix = String(text[..<colon])
      let suffix = text[text.index(after: colon)...]
      if prefix == "_" || suffix.hasPrefix("//") { return text }
      try defineFirst(prefix, &local)
      if let term = terms[prefix], let iri = term.iri, term.isPrefix { return iri + suffix }
      if Self.isAbsolute(text) { return text }
    }
    if usesVocabulary, let vocabulary { return vocabulary + text }
    return isRelative ? resolve(text) : text
  }

  private mutating func defineFirst(_ term: String, _ local: inout TermReading?) throws {
    guard var reading = local, reading.context[term] != nil, reading.isDefined[term] != true
    else { return }
    try define(term, &reading)
    local = reading
  }
}

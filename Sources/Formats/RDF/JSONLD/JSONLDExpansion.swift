// Expands a JSON-LD document: terms become IRIs, values objects, contexts vanish
// (section 5). JSONLDStatements turns the result into statements.

/// Expands documents.
struct JSONLDExpansion {
  /// The document's own IRI.
  let base: String?

  /// The expanded document, a list of node objects.
  ///
  /// - Throws: `JSONLDError`, `JSONLDMissingContext`.
  func expand(_ document: JSONValue, _ context: JSONLDContext) throws -> [JSONValue] {
    let result = try expand(document, nil, context, false)
    if let object = result.object, object.count == 1, let graph = object["@graph"] {
      return graph.list
    }
    return result == .null ? [] : result.list
  }

  /// How a context is read whose IRIs are relative to `base`.
  func reading(_ base: String?) -> JSONLDContext.Reading {
    JSONLDContext.Reading(base: base)
  }

  /// Expands a value of `property`, which is nil at the top.
  ///
  /// - Parameter isFromMap: whether the value is a member of a map.
  /// - Throws: `JSONLDError`, `JSONLDMissingContext`.
  func expand(
    _ element: JSONValue, _ property: String?, _ given: JSONLDContext, _ isFromMap: Bool
  ) throws -> JSONValue {
    var context = given
    let term = property.flatMap { given.terms[$0] }
    switch element {
    case .null: return .null
    case .bool, .number, .string:
      guard let property, property != "@graph" else { return .null }
      if let scoped = term?.context {
        context = try context.reading(scoped, reading(term?.contextBase ?? base))
      }
      return try expandValue(element, property, context)
    case .array(let list):
      var result: [JSONValue] = []
      for item in list {
        var expanded = try expand(item, property, context, isFromMap)
        if term?.container.contains("@list") == true, expanded.array != nil {
          expanded = .object(JSONObject([("@list", expanded)]))
        }
        if let inner = expanded.array {
          result += inner
        } else if expanded != .null {
          result.append(expanded)
        }
      }
      return .array(result)
    case .object(let object):
      return try expand(object, property, term, context, isFromMap)
    }
  }

  private func expand(
    _ object: JSONObject, _ property: String?, _ term: JSONLDContext.Term?,
    _ given: JSONLDContext, _ isFromMap: Bool
  ) throws -> JSONValue {
    var context = given
    if let previous = context.previous.first, !isFromMap {
      let keys = try object.keys.map { try context.expand($0, usesVocabulary: true) }
      if !keys.contains("@value"), !(keys.count == 1 && keys[0] == "@id") { context = previous }
    }
    if let scoped = term?.context {
      var scope = reading(term?.contextBase ?? base)
      scope.overridesProtected = true
      context = try context.reading(scoped, scope)
    }
    if let local = object["@context"] { context = try context.reading(local, reading(base)) }
    let typeScoped = context
    var inputType: String?
    for key in object.sortedKeys
    where try context.expand(key, usesVocabulary: true) == "@type" {
      let types = (object[key]?.list ?? []).compactMap(\.string)
      for type in types.sorted(by: { $0.utf16.lexicographicallyPrecedes($1.utf16) }) {
        guard let scoped = typeScoped.terms[type]?.context else { continue }
        var scope = reading(typeScoped.terms[type]?.contextBase ?? base)
        scope.propagates = false
        context = try context.reading(scoped, scope)
      }
      if inputType == nil, let last = types.last {
        inputType = try context.expand(last, usesVocabulary: true)
      }
    }
    var result = JSONObject()
    try expandMembers(
      of: object, into: &result,
      Place(property: property, context: context, typeScoped: typeScoped, inputType: inputType))
    return try finished(result, property)
  }

  // MARK: Members

  /// Where the members of an object stand.
  struct Place {
    let property: String?
    var context: JSONLDContext
    /// The context before those of the object's types.
    let typeScoped: JSONLDContext
    /// The last of the object's types.
    let inputType: String?
  }

  private func expandMembers(
    of object: JSONObject, into result: inout JSONObject, _ place: Place
  ) throws {
    let context = place.context
    var nests: [String] = []
    for key in object.sortedKeys where key != "@context" {
      guard let value = object[key],
        let expanded = try context.expand(key, usesVocabulary: true),
        expanded.contains(":") || JSONLDContext.keywords.contains(expanded)
      else { continue }
      if expanded == "@nest" {
        nests.append(key)
      } else if JSONLDContext.keywords.contains(expanded) {
        try expandKeyword(expanded, value, into: &result, place)
      } else {
        try expandProperty(key, expanded, value, into: &result, context)
      }
    }
    for key in nests {
      for nested in object[key]?.list ?? [] {
        try expandNested(nested, key, into: &result, place)
      }
    }
  }

  /// The members of an object that only groups them.
  private func expandNested(
    _ nested: JSONValue, _ key: String, into result: inout JSONObject, _ place: Place
  ) throws {
    let context = place.context
    guard let inner = nested.object,
      try !inner.keys.contains(where: {
        try context.expand($0, usesVocabulary: true) == "@value"
      })
    else { throw JSONLDError("invalid @nest value") }
    var place = place
    if let scoped = context.terms[key]?.context {
      var scoping = reading(context.terms[key]?.contextBase ?? base)
      scoping.overridesProtected = true
      place.context = try context.reading(scoped, scoping)
    }
    try expandMembers(of: inner, into: &result, place)
  }

  private func expandProperty(
    _ key: String, _ iri: String, _ value: JSONValue, into result: inout JSONObject,
    _ context: JSONLDContext
  ) throws {
    let term = context.terms[key] ?? JSONLDContext.Term()
    let container = term.container
    var expanded: JSONValue
    if term.type == "@json" {
      expanded = .object(JSONObject([("@value", value), ("@type", .string("@json"))]))
    } else if container.contains("@language"), let map = value.object {
      expanded = .array(try expandLanguages(map, term, context))
    } else if !container.isDisjoint(with: ["@index", "@type", "@id"]), let map = value.object {
      expanded = .array(try expandMap(map, key, term, context))
    } else {
      expanded = try expand(value, key, context, false)
    }
    if expanded == .null { return }
    if container.contains("@list"), expanded.object?["@list"] == nil {
      expanded = .object(JSONObject([("@list", .array(expanded.list))]))
    }
    if container.contains("@graph"), container.isDisjoint(with: ["@id", "@index"]) {
      expanded = .array(
        expanded.list.map { .object(JSONObject([("@graph", .array($0.list))])) })
    }
    guard term.isReverse else {
      result.append(.array(expanded.list), to: iri)
      return
    }
    var reverse = result["@reverse"]?.object ?? JSONObject()
    for item in expanded.list {
      guard Self.mayBeReversed(item) else { throw JSONLDError("invalid reverse property value") }
      reverse.append(item, to: iri)
    }
    result["@reverse"] = .object(reverse)
  }

  /// A scalar as a value object, or as a node if its property holds IRIs (section 5.3).
  ///
  /// - Throws: `JSONLDError`.
  func expandValue(
    _ value: JSONValue, _ property: String, _ context: JSONLDContext
  ) throws -> JSONValue {
    let term = context.terms[property]
    if let text = value.string, term?.type == "@id" || term?.type == "@vocab" {
      let iri = try context.expand(
        text, isRelative: true, usesVocabulary: term?.type == "@vocab")
      return .object(JSONObject([("@id", iri.map { .string($0) } ?? .null)]))
    }
    var result = JSONObject([("@value", value)])
    if let type = term?.type, !["@id", "@vocab", "@none"].contains(type) {
      result["@type"] = .string(type)
    } else if value.string != nil {
      let language = term?.hasLanguage == true ? term?.language : context.language
      if let language { result["@language"] = .string(language) }
    }
    return .object(result)
  }

  /// Whether a node can be the subject of a property that is written on its object.
  static func mayBeReversed(_ value: JSONValue) -> Bool {
    value.object.map { $0["@value"] == nil && $0["@list"] == nil } ?? false
  }
}

extension JSONValue {
  /// As `list`, but null is empty.
  var nonNullList: [JSONValue] { self == .null ? [] : list }
}

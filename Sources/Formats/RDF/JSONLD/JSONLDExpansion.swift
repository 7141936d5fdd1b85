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

  private func reading(_ base: String?) -> JSONLDContext.Reading {
    JSONLDContext.Reading(base: base)
  }

  private func expand(
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
      of: object, into: &result, property, context, typeScoped, inputType)
    return try finished(result, property)
  }

  // MARK: Members

  private func expandMembers(
    of object: JSONObject, into result: inout JSONObject, _ property: String?,
    _ context: JSONLDContext, _ typeScoped: JSONLDContext, _ inputType: String?
  ) throws {
    var nests: [String] = []
    for key in object.sortedKeys where key != "@context" {
      guard let value = object[key],
        let expanded = try context.expand(key, usesVocabulary: true),
        expanded.contains(":") || JSONLDContext.keywords.contains(expanded)
      else { continue }
      if JSONLDContext.keywords.contains(expanded) {
        if expanded == "@nest" {
          nests.append(key)
        } else {
          try expandKeyword(
            expanded, value, into: &result, property, context, typeScoped, inputType)
        }
      } else {
        try expandProperty(key, expanded, value, into: &result, context)
      }
    }
    for key in nests {
      for nested in object[key]?.list ?? [] {
        guard let inner = nested.object,
          try !inner.keys.contains(where: {
            try context.expand($0, usesVocabulary: true) == "@value"
          })
        else { throw JSONLDError("invalid @nest value") }
        var scope = context
        if let scoped = context.terms[key]?.context {
          var scoping = reading(context.terms[key]?.contextBase ?? base)
          scoping.overridesProtected = true
          scope = try context.reading(scoped, scoping)
        }
        try expandMembers(of: inner, into: &result, property, scope, typeScoped, inputType)
      }
    }
  }

  private func expandKeyword(
    _ keyword: String, _ value: JSONValue, into result: inout JSONObject, _ property: String?,
    _ context: JSONLDContext, _ typeScoped: JSONLDContext, _ inputType: String?
  ) throws {
    if property == "@reverse" { throw JSONLDError("invalid reverse property map") }
    if result[keyword] != nil, keyword != "@included", keyword != "@type" {
      throw JSONLDError("colliding keywords")
    }
    switch keyword {
    case "@id":
      guard let text = value.string else { throw JSONLDError("invalid @id value") }
      let iri = try context.expand(text, isRelative: true)
      result["@id"] = iri.map { .string($0) } ?? .null
    case "@type":
      let types = value.list.compactMap(\.string)
      guard types.count == value.list.count else { throw JSONLDError("invalid type value") }
      let iris = try types.compactMap {
        try typeScoped.expand($0, isRelative: true, usesVocabulary: true)
      }
      result.append(.array(iris.map { .string($0) }), to: "@type")
    case "@graph":
      result["@graph"] = .array(try expand(value, "@graph", context, false).nonNullList)
    case "@included":
      let nodes = try expand(value, nil, context, false).list
      guard nodes.allSatisfy(Self.isNode) else { throw JSONLDError("invalid @included value") }
      result.append(.array(nodes), to: "@included")
    case "@value":
      if inputType != "@json" {
        guard value == .null || value.isScalar else {
          throw JSONLDError("invalid value object value")
        }
      }
      result["@value"] = value
    case "@language":
      guard let text = value.string else { throw JSONLDError("invalid language-tagged string") }
      result["@language"] = .string(text)
    case "@direction":
      guard value == .string("ltr") || value == .string("rtl") else {
        throw JSONLDError("invalid base direction")
      }
      result["@direction"] = value
    case "@index":
      guard value.string != nil else { throw JSONLDError("invalid @index value") }
      result["@index"] = value
    case "@list":
      guard property != nil, property != "@graph" else { return }
      result["@list"] = .array(try expand(value, property, context, false).nonNullList)
    case "@set": result["@set"] = try expand(value, property, context, false)
    case "@reverse": try expandReverse(value, into: &result, context)
    default: return
    }
  }

  private func expandReverse(
    _ value: JSONValue, into result: inout JSONObject, _ context: JSONLDContext
  ) throws {
    guard value.object != nil else { throw JSONLDError("invalid @reverse value") }
    guard let expanded = try expand(value, "@reverse", context, false).object else { return }
    for key in expanded["@reverse"]?.object?.keys ?? [] {
      for item in expanded["@reverse"]?.object?[key]?.list ?? [] { result.append(item, to: key) }
    }
    var reverse = result["@reverse"]?.object ?? JSONObject()
    for key in expanded.keys where key != "@reverse" {
      for item in expanded[key]?.list ?? [] {
        guard Self.mayBeReversed(item) else { throw JSONLDError("invalid reverse property value") }
        reverse.append(item, to: key)
      }
    }
    if !reverse.isEmpty { result["@reverse"] = .object(reverse) }
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

  private func expandLanguages(
    _ map: JSONObject, _ term: JSONLDContext.Term, _ context: JSONLDContext
  ) throws -> [JSONValue] {
    var result: [JSONValue] = []
    for tag in map.sortedKeys {
      for item in map[tag]?.list ?? [] where item != .null {
        guard item.string != nil else { throw JSONLDError("invalid language map value") }
        var value = JSONObject([("@value", item)])
        let isNone = try context.expand(tag, usesVocabulary: true) == "@none"
        if !isNone { value["@language"] = .string(tag) }
        result.append(.object(value))
      }
    }
    return result
  }

  /// Members of a map by index, by identifier or by type.
  private func expandMap(
    _ map: JSONObject, _ key: String, _ term: JSONLDContext.Term, _ context: JSONLDContext
  ) throws -> [JSONValue] {
    let container = term.container
    let indexKey = term.index ?? "@index"
    var result: [JSONValue] = []
    for index in map.sortedKeys {
      var inner = context
      if !container.isDisjoint(with: ["@id", "@type"]) {
        inner = context.previous.first ?? context
      }
      if container.contains("@type"), let scoped = inner.terms[index]?.context {
        var scope = reading(inner.terms[index]?.contextBase ?? base)
        scope.propagates = false
        inner = try inner.reading(scoped, scope)
      }
      let expandedIndex = try context.expand(index, usesVocabulary: true)
      let isNone = expandedIndex == "@none"
      let list = JSONValue.array(map[index]?.list ?? [])
      for item in try expand(list, key, inner, true).nonNullList {
        var item = item
        if container.contains("@graph"), !Self.isGraph(item) {
          item = .object(JSONObject([("@graph", .array(item.list))]))
        }
        guard var object = item.object else { continue }
        if container.contains("@index"), indexKey != "@index", !isNone {
          let value = try expandValue(.string(index), indexKey, context)
          guard let property = try context.expand(indexKey, usesVocabulary: true) else {
            continue
          }
          guard object["@value"] == nil else { throw JSONLDError("invalid value object") }
          object[property] = .array([value] + (object[property]?.list ?? []))
        } else if container.contains("@index"), !isNone, object["@index"] == nil {
          object["@index"] = .string(index)
        } else if container.contains("@id"), !isNone, object["@id"] == nil {
          object["@id"] = try context.expand(index, isRelative: true).map { .string($0) } ?? .null
        } else if container.contains("@type"), !isNone, let expandedIndex {
          object["@type"] = .array([.string(expandedIndex)] + (object["@type"]?.list ?? []))
        }
        result.append(.object(object))
      }
    }
    return result
  }

  /// Section 5.3.
  private func expandValue(
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

  // MARK: Finishing

  private func finished(_ given: JSONObject, _ property: String?) throws -> JSONValue {
    var result = given
    if let value = result["@value"] {
      try checkValue(value, result)
      let isJSON = result["@type"]?.list == [.string("@json")]
      if value == .null, !isJSON { return .null }
      if let type = result["@type"]?.array { result["@type"] = type.first }
    } else if result["@set"] != nil || result["@list"] != nil {
      let isSet = result["@set"] != nil
      guard result.keys.allSatisfy({ [isSet ? "@set" : "@list", "@index"].contains($0) }) else {
        throw JSONLDError("invalid set or list object")
      }
      if let set = result["@set"] { return dropped(set, property) }
    }
    if result.count == 1, result["@language"] != nil { return .null }
    return dropped(.object(result), property)
  }

  /// At the top and in graphs values without a node mean nothing.
  private func dropped(_ value: JSONValue, _ property: String?) -> JSONValue {
    guard property == nil || property == "@graph", let object = value.object else { return value }
    if object.isEmpty || object["@value"] != nil || object["@list"] != nil { return .null }
    return object.count == 1 && object["@id"] != nil ? .null : value
  }

  private func checkValue(_ value: JSONValue, _ object: JSONObject) throws {
    let allowed: Set<String> = ["@direction", "@index", "@language", "@type", "@value"]
    guard object.keys.allSatisfy(allowed.contains),
      object["@type"] == nil || object["@language"] == nil && object["@direction"] == nil
    else { throw JSONLDError("invalid value object") }
    if object["@type"]?.list == [.string("@json")] || value == .null { return }
    if value.string == nil, object["@language"] != nil {
      throw JSONLDError("invalid language-tagged value")
    }
    if let type = object["@type"] {
      guard type.list.count == 1, let iri = type.list[0].string, JSONLDContext.isAbsolute(iri),
        !iri.hasPrefix("_:"), !iri.contains(" ")
      else { throw JSONLDError("invalid typed value") }
    }
  }

  private static func isNode(_ value: JSONValue) -> Bool {
    guard let object = value.object else { return false }
    return object["@value"] == nil && object["@list"] == nil && object["@set"] == nil
  }

  private static func mayBeReversed(_ value: JSONValue) -> Bool {
    value.object.map { $0["@value"] == nil && $0["@list"] == nil } ?? false
  }

  private static func isGraph(_ value: JSONValue) -> Bool {
    guard let object = value.object, object["@graph"] != nil else { return false }
    return object.keys.allSatisfy { ["@graph", "@id", "@index", "@context"].contains($0) }
  }
}

extension JSONValue {
  /// As `list`, but null is empty.
  var nonNullList: [JSONValue] { self == .null ? [] : list }
}

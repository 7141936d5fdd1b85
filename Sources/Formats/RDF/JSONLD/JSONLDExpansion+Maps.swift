// Objects whose keys are not properties: languages, indices, identifiers or types of what they hold.

extension JSONLDExpansion {
  /// Members of a map by language.
  ///
  /// - Throws: `JSONLDError`.
  func expandLanguages(
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
  ///
  /// - Throws: `JSONLDError`.
  func expandMap(
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

  private static func isGraph(_ value: JSONValue) -> Bool {
    guard let object = value.object, object["@graph"] != nil else { return false }
    return object.keys.allSatisfy { ["@graph", "@id", "@index", "@context"].contains($0) }
  }
}

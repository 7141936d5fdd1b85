// Members of objects whose names are keywords.

extension JSONLDExpansion {
  /// Adds the member of a keyword.
  ///
  /// - Throws: `JSONLDError`.
  func expandKeyword(
    _ keyword: String, _ value: JSONValue, into result: inout JSONObject, _ place: Place
  ) throws {
    let (property, context) = (place.property, place.context)
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
        try place.typeScoped.expand($0, isRelative: true, usesVocabulary: true)
      }
      result.append(.array(iris.map { .string($0) }), to: "@type")
    case "@graph":
      result["@graph"] = .array(try expand(value, "@graph", context, false).nonNullList)
    case "@included":
      let nodes = try expand(value, nil, context, false).list
      guard nodes.allSatisfy(Self.isNode) else { throw JSONLDError("invalid @included value") }
      result.append(.array(nodes), to: "@included")
    case "@value", "@language", "@direction", "@index":
      try Self.check(value, of: keyword, place.inputType)
      result[keyword] = value
    case "@list":
      guard property != nil, property != "@graph" else { return }
      result["@list"] = .array(try expand(value, property, context, false).nonNullList)
    case "@set": result["@set"] = try expand(value, property, context, false)
    case "@reverse": try expandReverse(value, into: &result, context)
    default: return
    }
  }

  /// - Throws: `JSONLDError` if a keyword of values has another kind of value.
  private static func check(_ value: JSONValue, of keyword: String, _ inputType: String?) throws {
    let (isValid, problem) =
      switch keyword {
      case "@value":
        (inputType == "@json" || value == .null || value.isScalar, "invalid value object value")
      case "@language": (value.string != nil, "invalid language-tagged string")
      case "@direction":
        (value == .string("ltr") || value == .string("rtl"), "invalid base direction")
      default: (value.string != nil, "invalid @index value")
      }
    guard isValid else { throw JSONLDError(problem) }
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

  private static func isNode(_ value: JSONValue) -> Bool {
    guard let object = value.object else { return false }
    return object["@value"] == nil && object["@list"] == nil && object["@set"] == nil
  }
}

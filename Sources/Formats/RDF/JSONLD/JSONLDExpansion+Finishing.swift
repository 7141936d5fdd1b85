// The checks of an expanded object, and what is dropped of it.

extension JSONLDExpansion {
  /// An expanded object without what means nothing.
  ///
  /// - Throws: `JSONLDError` for keywords that exclude each other.
  func finished(_ given: JSONObject, _ property: String?) throws -> JSONValue {
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
}

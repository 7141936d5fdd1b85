// Reads JSON-LD 1.1 (W3C recommendations of 2020) as statements, also files with one
// document per line. Nothing is fetched: contexts that a document only names are given with
// the options.
import FormatsFiles

/// The reader of JSON-LD documents; a document is in memory as a whole.
struct JSONLDReader {
  private let name: String
  private let body: RDFStatementHandler
  private var blankCount = 0
  /// The line of the file where the document begins.
  private var line = 1
  /// What precedes the labels of blank nodes, which are different in different documents.
  private var prefix = ""

  /// Bytes of the largest document.
  private static let limit = 1 << 30

  /// Calls `body` for each statement of the document, or of all documents.
  ///
  /// - Parameter contexts: files of contexts, by IRI.
  /// - Throws: `InputError` for what is not JSON-LD and for contexts that are not there;
  ///   whatever `body` throws.
  static func read(
    _ source: ByteSource, base: String?, contexts: [String: String], _ body: RDFStatementHandler
  ) throws {
    let loader = JSONLDContexts { iri in
      if let path = contexts[iri] {
        return try JSONValue(parsing: try ByteSource(path: path).readAll(limit: limit), name: path)
      }
      return try JSONLDCommonContexts.document(iri)
    }
    try withoutActuallyEscaping(body) { body in
      var reader = JSONLDReader(name: source.name, body: body)
      guard try isByLine(source) else {
        return try reader.read(try source.readAll(limit: limit), base, loader)
      }
      var lines = LineReader(source, limit: limit)
      while let bytes = try lines.next() {
        guard bytes.contains(where: { $0 > 0x20 }) else { continue }
        reader.line = lines.lineNumber
        reader.prefix = "line\(lines.lineNumber)_"
        try reader.read(Array(bytes), base, loader)
      }
    }
  }

  /// Whether the first line is a whole document and another one follows, as in the dumps of the Library of
  /// Congress.
  private static func isByLine(_ source: ByteSource) throws -> Bool {
    let start = try source.peek(1 << 20)
    let lines = start.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: true)
    guard lines.count == 2, let next = lines[1].first(where: { $0 > 0x20 }),
      next == UInt8(ascii: "{") || next == UInt8(ascii: "[")
    else { return false }
    return (try? ExactJSON(parsing: lines[0], file: source.name)) != nil
  }

  /// Reports all statements of one document.
  private mutating func read(_ bytes: [UInt8], _ base: String?, _ loader: JSONLDContexts) throws {
    let document: JSONValue
    do {
      document = try JSONValue(parsing: bytes, name: name)
    } catch var error as InputError {
      error.line = error.line.map { $0 + line - 1 }
      if error.problem == "text after the end of the JSON" {
        error.remedy = "If these are several documents, make one list of them: jq -s . FILE > FILE.jsonld"
      }
      throw error
    }
    let expanded: [JSONValue]
    do {
      expanded = try JSONLDExpansion(base: base).expand(
        document, JSONLDContext(base: base, contexts: loader))
    } catch let error as JSONLDError {
      throw InputError(
        file: name, line: prefix.isEmpty ? nil : line, problem: "is not valid JSON-LD: \(error.code)",
        remedy: "Correct it; the words are those of the specification (JSON-LD 1.1 API)")
    } catch let missing as JSONLDMissingContext {
      throw InputError(
        file: name, line: prefix.isEmpty ? nil : line,
        problem: "names the context \(missing.iri), and nothing is fetched from the network",
        remedy: "Fetch it and give \(parameter: "context") \(missing.iri)=FILE")
    }
    for node in expanded { _ = try tell(node: node, graph: nil) }
  }

  private init(name: String, body: @escaping RDFStatementHandler) {
    self.name = name
    self.body = body
  }

  // MARK: Nodes

  /// A term with its own bytes; nil for what is not a term of RDF.
  enum Term {
    case iri(String)
    case blank(String)
    case literal(String, language: String = "", datatype: String = "")
  }

  private mutating func newBlank() -> Term {
    defer { blankCount += 1 }
    return .blank("anon\(blankCount)")
  }

  /// The node that an identifier denotes.
  private func node(_ identifier: String) -> Term? {
    if identifier.hasPrefix("_:") {
      let label = identifier.dropFirst(2)
      // The reader's own labels and those of the file are never equal.
      return .blank(prefix + (label.hasPrefix("anon") || label.isEmpty ? "anon_" + label : String(label)))
    }
    return isIRI(identifier) ? .iri(identifier) : nil
  }

  private func isIRI(_ text: String) -> Bool {
    JSONLDContext.isAbsolute(text) && text.utf8.count(where: { $0 == UInt8(ascii: "#") }) < 2
      && !text.unicodeScalars.contains { $0.value <= 0x20 || "<>\"{}|\\^`".unicodeScalars.contains($0) }
  }

  /// Reports all statements of a node object.
  ///
  /// - Returns: the node, nil if it has no usable identifier.
  private mutating func tell(node value: JSONValue, graph: Term?) throws -> Term? {
    guard let object = value.object else { return nil }
    let subject: Term?
    switch object["@id"] {
    case .none: subject = newBlank()
    case .some(let identifier): subject = identifier.string.flatMap { self.node($0) }
    }
    for key in object.keys {
      guard let members = object[key] else { continue }
      switch key {
      case "@id", "@index", "@context": break
      case "@type":
        for type in members.list.compactMap(\.string) {
          if let type = node(type) {
            try tell(subject, RDFNames.type, type, graph)
          }
        }
      case "@graph":
        for inner in members.list { _ = try tell(node: inner, graph: subject, isNamed: true) }
      case "@included":
        for inner in members.list { _ = try tell(node: inner, graph: graph) }
      case "@reverse":
        for property in members.object?.keys ?? [] where isIRI(property) {
          for item in members.object?[property]?.list ?? [] {
            if let other = try term(item, graph: graph), let subject {
              try tell(other, Array(property.utf8), subject, graph)
            }
          }
        }
      default:
        for item in members.list {
          guard let object = try term(item, graph: graph), isIRI(key) else { continue }
          try tell(subject, Array(key.utf8), object, graph)
        }
      }
    }
    return subject
  }

  /// Reports a node in a named graph; without a usable name the graph is left out.
  private mutating func tell(node value: JSONValue, graph: Term?, isNamed: Bool) throws -> Term? {
    guard graph != nil else { return nil }
    return try tell(node: value, graph: graph)
  }

  /// A value of a property, after the statements about it were reported.
  private mutating func term(_ value: JSONValue, graph: Term?) throws -> Term? {
    guard let object = value.object else { return nil }
    if let list = object["@list"] { return try tell(list: list.list, graph: graph) }
    if let literal = object["@value"] { return self.literal(literal, object) }
    return try tell(node: value, graph: graph)
  }

  private mutating func tell(list: [JSONValue], graph: Term?) throws -> Term {
    let end = Term.iri(String(decoding: RDFNames.nil, as: UTF8.self))
    guard !list.isEmpty else { return end }
    let nodes = list.map { _ in newBlank() }
    for (place, value) in list.enumerated() {
      // A member that is not a term of RDF leaves its place empty.
      if let item = try term(value, graph: graph) {
        try tell(nodes[place], RDFNames.first, item, graph)
      }
      try tell(
        nodes[place], RDFNames.rest, place + 1 < nodes.count ? nodes[place + 1] : end, graph)
    }
    return nodes[0]
  }

  /// A value object as a literal (section 8.6); RDF cannot express the direction of a text,
  /// which is left out.
  private func literal(_ value: JSONValue, _ object: JSONObject) -> Term? {
    let type = object["@type"]?.string
    func iri(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    if type == "@json" {
      return .literal(JSONCanonical.text(value), datatype: RDFNames.rdf + "JSON")
    }
    if let type, !isIRI(type) { return nil }
    switch value {
    case .bool(let flag):
      return .literal(flag ? "true" : "false", datatype: type ?? iri(RDFNames.boolean))
    case .number(let text):
      guard let number = Double(text) else { return nil }
      if number == number.rounded(), abs(number) < 1e21, type != iri(RDFNames.double) {
        return .literal(
          JSONCanonical.integer(number), datatype: type ?? iri(RDFNames.integer))
      }
      return .literal(JSONCanonical.double(number), datatype: type ?? iri(RDFNames.double))
    case .string(let text):
      if let language = object["@language"]?.string {
        guard language.wholeMatch(of: /[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*/) != nil else {
          return nil
        }
        return .literal(text, language: language)
      }
      return .literal(text, datatype: type == iri(RDFNames.string) ? "" : type ?? "")
    default: return nil
    }
  }

  // MARK: Statements

  private func tell(
    _ subject: Term?, _ predicate: [UInt8], _ object: Term, _ graph: Term?
  ) throws {
    guard let subject else { return }
    try Self.withTerm(subject) { subject in
      try Self.withTerm(object) { object in
        try predicate.withUnsafeBufferPointer { predicate in
          guard let graph else {
            return try body(
              RDFStatement(subject: subject, predicate: predicate, object: object, line: line))
          }
          try Self.withTerm(graph) { graph in
            try body(
              RDFStatement(
                subject: subject, predicate: predicate, object: object, graph: graph, line: line))
          }
        }
      }
    }
  }

  private static func withTerm(_ term: Term, _ body: (RDFTerm) throws -> Void) throws {
    func bytes(_ text: String, _ body: (ByteView) throws -> Void) throws {
      try Array(text.utf8).withUnsafeBufferPointer(body)
    }
    switch term {
    case .iri(let text): try bytes(text) { try body(RDFTerm(.iri, $0)) }
    case .blank(let label): try bytes(label) { try body(RDFTerm(.blank, $0)) }
    case .literal(let text, let language, let datatype):
      try bytes(text) { value in
        try bytes(language) { language in
          try bytes(datatype) {
            try body(RDFTerm(.literal, value, language: language, datatype: $0))
          }
        }
      }
    }
  }
}

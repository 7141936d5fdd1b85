// The active context of JSON-LD 1.1: what terms mean at a place of the document
// (JSON-LD 1.1 Processing Algorithms and API, section 4). How a context is read into
// it is in JSONLDContext+Processing, how a term in JSONLDContext+Terms.
import FormatsFiles

/// An error of the specification, by its code.
struct JSONLDError: Error {
  var code: String
  init(_ code: String) { self.code = code }
}

/// The source of the contexts that a document only names.
final class JSONLDContexts {
  private let load: (String) throws -> JSONValue?
  private var loaded: [String: JSONValue] = [:]

  /// - Parameter load: the document under an IRI, nil if there is none.
  init(_ load: @escaping (String) throws -> JSONValue?) { self.load = load }

  /// The value of `@context` in a document.
  func context(_ iri: String) throws -> JSONValue {
    if let known = loaded[iri] { return known }
    guard let document = try load(iri) else { throw JSONLDMissingContext(iri: iri) }
    guard let object = document.object, let context = object["@context"] else {
      throw JSONLDError("invalid remote context")
    }
    loaded[iri] = context
    return context
  }
}

/// A context that would have to be fetched.
struct JSONLDMissingContext: Error {
  var iri: String
}

/// The terms and settings that hold at a place of the document.
struct JSONLDContext {
  /// What a term means.
  struct Term: Equatable {
    /// Nil makes a term mean nothing.
    var iri: String?
    var isPrefix = false
    var isProtected = false
    var isReverse = false
    var type: String?
    var hasLanguage = false
    var language: String?
    var hasDirection = false
    var container: Set<String> = []
    var index: String?
    var nest: String?
    /// The term's own context, and the base for what it names.
    var context: JSONValue?
    var contextBase: String?

    /// Whether the terms are equal except for protection, which may be added.
    func isLike(_ other: Term) -> Bool {
      var a = self
      var b = other
      a.isProtected = false
      b.isProtected = false
      return a == b
    }
  }

  static let keywords: Set<String> = [
    "@base", "@container", "@context", "@direction", "@graph", "@id", "@import", "@included",
    "@index", "@json", "@language", "@list", "@nest", "@none", "@prefix", "@propagate",
    "@protected", "@reverse", "@set", "@type", "@value", "@version", "@vocab",
  ]

  var terms: [String: Term] = [:]
  /// Nil resolves nothing.
  var base: String?
  let documentBase: String?
  var vocabulary: String?
  var language: String?
  /// The context before one that does not propagate.
  var previous: [JSONLDContext] = []
  let contexts: JSONLDContexts

  init(base: String?, contexts: JSONLDContexts) {
    self.base = base
    documentBase = base
    self.contexts = contexts
  }

  /// Whether text has the form of a keyword: `@` and letters.
  static func looksLikeKeyword(_ text: some StringProtocol) -> Bool {
    text.first == "@" && text.count > 1
      && text.dropFirst().utf8.allSatisfy { isASCIILetter($0) }
  }

  static func isAbsolute(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { schemeLength($0) } > 0
  }

  /// `text` resolved against the base, if there is one.
  func resolve(_ text: String) -> String {
    guard let base else { return text }
    return Self.resolve(text, base)
  }

  static func resolve(_ text: String, _ base: String) -> String {
    let arena = ByteArena()
    Array(text.utf8).withUnsafeBufferPointer {
      BaseIRI(Array(base.utf8)).resolve($0, into: arena)
    }
    return String(decoding: arena.view(0..<arena.count), as: UTF8.self)
  }
}

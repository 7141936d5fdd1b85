// What a column of a table of concepts holds, by the name that people give it. The names are in
// VocabularyColumn+Words.
import Foundation

/// A column of a table of concepts.
struct VocabularyColumn: Equatable {
  /// What its cells are.
  enum Meaning: Hashable {
    case identifier
    case name(NameKind)
    case broader, narrower, related, group, deprecated
    /// A column called `concept` or `subject`: names if another one has identifiers, or if its cells
    /// are none.
    case concept
    /// Known, and nothing that is kept: definitions, notes.
    case definition
    /// The language of the names in the row.
    case language
    /// The name of the concept at a level of the hierarchy, counted from the top.
    case level(Int)
    /// Names from the top of the hierarchy to the concept.
    case path
    case unknown

    /// Whether it relates a concept to others, or to groups.
    fileprivate var isRelation: Bool { relation != nil || self == .group }

    /// How it relates a concept to others.
    var relation: ConceptReferences.Relation? {
      switch self {
      case .broader: .broader
      case .narrower: .narrower
      case .related: .related
      default: nil
      }
    }
  }
  var meaning = Meaning.unknown
  /// Empty if the header names none.
  var language = ""
  /// What separates the names or concepts in a cell, if the header or all cells say so.
  var separator: String?
  /// Whether the header is only the name of a language, as `French`.
  private var isLanguageAlone = false

  var isIdentifier: Bool { meaning == .identifier }
  var isKnown: Bool { meaning != .unknown }
  /// Whether it holds names of concepts.
  var isName: Bool { meaning == .name(.preferred) || meaning == .concept }

  /// What it is used for, in words; nil if it is not used.
  var use: String? {
    switch meaning {
    case .identifier: "identifier"
    case .name(.preferred): "name"
    case .name(.alternative): "alternative names"
    case .name(.hidden): "hidden names"
    case .name(.notation): "notation"
    case .name(let kind): kind.word
    case .broader: "broader concepts"
    case .narrower: "narrower concepts"
    case .related: "related concepts"
    case .group: "groups"
    case .deprecated: "whether deprecated"
    case .level(let number): "names of level \(number)"
    case .path: "paths"
    case .language: "the language of names"
    case .concept, .definition, .unknown: nil
    }
  }

  init(_ meaning: Meaning) { self.meaning = meaning }

  /// - Parameter header: `label_fi`, `label@fi`, `prefLabel:fi`, `Label (Finnish)`, `uri` …
  init(header: String) {
    var header = header.trimmed
    if let match = header.wholeMatch(of: /(.+?)\s*\(separator\s*=\s*"(.+?)"\s*\)/) {
      // As in spreadsheets for SKOS Play.
      let found = String(match.2)
      self.init(header: String(match.1))
      separator = found
      return
    }
    if let match = header.wholeMatch(of: /(.*[a-z])([A-Z][A-Za-z])/),
      Self.commonLanguages.contains(match.2.lowercased())
    {
      // `labelEn`.
      header = "\(match.1)_\(match.2)"
    }
    // An asterisk marks what must be filled in.
    let name = header.lowercased()
      .replacing(/^\*?(?:skos|skosxl|xl|rdfs|rdf|dct|dcterms|dc|owl|schema):/, with: "")
    self.init(name: name)
    if !isKnown, let first = name.split(whereSeparator: { "/(".contains($0) }).first, first.count < name.count {
      // `Synonyms / Other Terms`.
      self.init(name: first.trimmed)
    }
    if !isKnown, let match = Self.key(name).wholeMatch(of: Self.levels), let number = Int(match.1) {
      meaning = .level(number)
    }
    guard !isKnown, let match = name.wholeMatch(of: /(.+?)[ _.-]*(\[[0-9]+\]|[0-9]+)/) else { return }
    // `altLabel 2`, `broader[0]`: one of several columns of what a concept may have several of.
    let column = VocabularyColumn(name: String(match.1))
    switch column.meaning {
    case .name(.alternative), .name(.hidden), .broader, .narrower, .related, .group, .definition: self = column
    case .name(.preferred) where match.2 == "[0]": self = column
    default: break
    }
  }

  /// - Parameter name: a header in lower case, without a prefix.
  private init(name: String) {
    if let known = Self.meaning(of: Self.key(name)) {
      meaning = known
    } else if let (word, language) = Self.parts(name), let known = Self.meaning(of: Self.key(word)) {
      switch known {
      case .name: meaning = known
      // `entry_id` and `concept_no` are numbers, and no Indonesian or Norwegian.
      case .concept where Self.numbers.contains(language):
        meaning = .identifier
        return
      case .concept: meaning = .name(.preferred)
      default: return
      }
      self.language = language
    } else if let language = Self.languages[Self.key(name)] {
      // The name of a language alone: names in it.
      (meaning, self.language, isLanguageAlone) = (.name(.preferred), language, true)
    }
  }

  /// What the name of a column means: one of the known ones; or what relates concepts, with a word for concepts or for
  /// what stands for them, such as `broaderURIs` or `ParentConceptId`.
  private static func meaning(of key: String) -> Meaning? {
    if let known = meanings[key] { return known }
    var rest = key[...]
    for ends in [referenceWords, conceptWords] {
      if let end = ends.first(where: { rest.hasSuffix($0) }) { rest = rest.dropLast(end.count) }
      if rest.last == "s", let known = meanings[String(rest.dropLast())], known.isRelation { return known }
      if let known = meanings[String(rest)], known.isRelation { return known }
    }
    return nil
  }

  /// The columns that a header names. Names of languages are columns only together with others: they are words of
  /// vocabularies too.
  static func columns(of header: [String]) -> [VocabularyColumn] {
    let columns = header.map { VocabularyColumn(header: $0) }
    guard !columns.contains(where: { $0.isKnown && !$0.isLanguageAlone }) else { return columns }
    return columns.map { $0.isLanguageAlone ? VocabularyColumn(.unknown) : $0 }
  }

  /// The tag of a language that a cell names: `ger`, `German`, `de_AT`.
  static func languageTag(_ text: String) -> String {
    let lower = text.trimmed.lowercased().replacing("_", with: "-")
    return bibliographic[lower] ?? languages[key(lower)] ?? lower
  }

  static let numbers: Set<String> = ["id", "no", "nr"]
  private static var levels: Regex<(Substring, Substring)> {
    /(?:category|hierarchy|taxonomy|class|concept)?(?:level|lvl|tier|ebene|stufe|niveau|nivel)([1-9][0-9]?)(?:name|label|term|title)?/
  }

  /// A file with one column is a table only if its first line is clearly a
  /// header; otherwise it is a list of names.
  init?(headerOfOnlyColumn line: ArraySlice<UInt8>) {
    var text = String(decoding: line, as: UTF8.self).trimmed.lowercased()
    if text.hasPrefix("\""), text.hasSuffix("\""), text.count > 1 {
      text = String(text.dropFirst().dropLast())
    }
    self.init(header: text)
    guard isIdentifier && text == "uri" || !language.isEmpty && !isLanguageAlone || text == "preflabel" else {
      return nil
    }
  }

  /// A header as it is looked up: letters and digits in lower case, without accents. `Preferred Label`,
  /// `preferred_label` and `preferred-label` are one.
  static func key(_ header: some StringProtocol) -> String {
    var key = ""
    for scalar in header.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars
    where scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
      key.unicodeScalars.append(scalar)
    }
    return key
  }

  /// The word and the language of a header such as `label_fi` or `label (finnish)`.
  private static func parts(_ header: String) -> (word: String, language: String)? {
    let text = header.replacing(" ", with: "_").replacing("-", with: "_")
    if let match = text.wholeMatch(of: /(.+?)[_@:.(\[]+([a-z]{2,3}(?:_[a-z0-9]{2,8})*)[)\]]?/) {
      let language = String(match.2)
      if !["uri", "iri", "url", "ids", "key", "alt", "num"].contains(language) {
        return (String(match.1), language.replacing("_", with: "-"))
      }
    }
    if let place = text.lastIndex(where: { "_@:.([".contains($0) }), let language = languages[key(text[place...])] {
      return (String(text[..<place]), language)
    }
    // `German name`.
    guard let place = text.firstIndex(of: "_"), let language = languages[key(text[..<place])] else { return nil }
    return (String(text[place...]), language)
  }
}

// Reads vocabularies in JSON that is not JSON-LD: lists of objects, trees of them, JSKOS. What a member means is
// decided by its name, as for the columns of a table.
import FormatsFiles

/// The beginning of a file that may be such a vocabulary.
enum ConceptObjects {
  /// Whether it is JSON in which keys are names, and their values lists and objects of narrower ones; or a list of names.
  /// Nothing else may be in it: a number or a text that belongs to a key is a member of an object.
  static func areKeys(_ start: [UInt8]) -> Bool {
    guard let text = beginning(start), text.contains("\"") else { return false }
    let withoutTexts = text.replacing(/"(?:[^"\\]|\\.)*"/, with: "\"")
    return !withoutTexts.contains(/:\s*["0-9a-z-]|[\[,]\s*[0-9a-z-]/)
      && !columns(start).contains { $0.column.isKnown }
  }

  /// Whether it is JSON, without JSON-LD's keywords, in which objects have names. Titles and so on are names of
  /// concepts only with what documents do not have.
  static func isOne(_ start: [UInt8]) -> Bool {
    let columns = columns(start)
    func has(_ meanings: [VocabularyColumn.Meaning]) -> Bool {
      columns.contains { meanings.contains($0.column.meaning) }
    }
    let names = columns.filter { $0.column.meaning == .name(.preferred) }.map { VocabularyColumn.key($0.name) }
    // `title_sv`, `labels`.
    func isOfDocuments(_ name: String) -> Bool { ofDocuments.contains(where: name.hasPrefix) }
    return names.contains { !isOfDocuments($0) && !ofAnything.contains($0) }
      || !names.isEmpty && has([.broader, .narrower, .related, .name(.alternative), .name(.notation)])
      || names.contains(where: ofAnything.contains) && has([.identifier])
  }

  /// Whether objects are related, too.
  static func areRelated(_ start: [UInt8]) -> Bool {
    isOne(start) && columns(start).contains { [.broader, .narrower, .related].contains($0.column.meaning) }
  }

  private static let ofDocuments: Set<String> = [
    "title", "titel", "titre", "titulo", "tags", "keyword", "labels", "heading", "caption",
  ]
  private static let ofAnything: Set<String> = ["name", "nom", "nombre", "displayname"]

  /// The part that is looked at; nil for what is neither an object nor a list, and for JSON-LD.
  private static func beginning(_ start: [UInt8]) -> Substring? {
    let text = String(decoding: start.prefix(1 << 14), as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    return (text.hasPrefix("{") || text.hasPrefix("[")) && !text.contains("\"@") ? text : nil
  }

  /// The names of members, in the order in which they come; none for what is not JSON.
  static func columns(_ start: [UInt8]) -> [(name: String, column: VocabularyColumn)] {
    guard let text = beginning(start) else { return [] }
    var seen: Set<ExactString> = []
    return text.matches(of: /"([^"\\\n]{1,60})"\s*:/).map { String($0.1) }
      .filter { seen.insert(ExactString($0)).inserted }.map { ($0, VocabularyColumn(header: $0)) }
  }
}

extension ConceptTableBuilder {
  /// Bytes of the largest file.
  private static var largestJSON: Int { 1 << 30 }

  /// Reads a JSON text, or one per line.
  ///
  /// - Throws: `InputError` with the place of what is not JSON.
  mutating func readObjects(_ source: ByteSource, _ language: String, _ title: String, _ log: CorpusLog) throws {
    var objects = ConceptObjectReader(builder: self, language: language, title: title)
    let bytes = try source.readAll(limit: Self.largestJSON)
    let lines = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: true)
    if lines.count > 1, lines[1].contains(where: { $0 > 0x20 }), (try? ExactJSON(parsing: lines[0])) != nil {
      for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
      where line.contains(where: { $0 > 0x20 }) {
        objects.read(try Self.json(line, number: number + 1, file: source.name))
      }
    } else {
      let value = try ExactJSON(parsing: bytes, file: source.name)
      objects.read(value)
      if objects.count == 0, ConceptObjects.areKeys(bytes) { return readKeys(value, language, log) }
    }
    self = objects.builder
    guard objects.count > 0 else {
      throw InputError(
        file: source.name, problem: "is JSON in which no object has a name of a concept, such as label",
        remedy: "Make a table with the first line uri,label of it, for instance with jq -r '.[] | [.id, .label] | @csv'"
      )
    }
    setFlat(!objects.hasIdentifiers)
    log.note(objects.note)
  }

  /// Reads keys as names and their values as what is narrower.
  private mutating func readKeys(_ value: ExactJSON, _ language: String, _ log: CorpusLog) {
    let names = addKeys(value, below: nil, language)
    log.note("read as \(names, "name"): keys, and what is in their values as narrower")
  }

  /// - Parameter above: the concept of the key that the value belongs to.
  /// - Returns: the number of names.
  private mutating func addKeys(_ value: ExactJSON, below above: Int32?, _ language: String) -> Int {
    func add(_ name: String) -> Int32? {
      guard let number = addConcept(named: name, language) else { return nil }
      if let above { addBroader(above, of: number) }
      return number
    }
    var count = 0
    switch value {
    case .string(let name): if add(name) != nil { count += 1 }
    case .array(let list): for element in list { count += addKeys(element, below: above, language) }
    case .object(let members):
      for (key, value) in members {
        let number = add(key)
        count += (number == nil ? 0 : 1) + addKeys(value, below: number ?? above, language)
      }
    case .null, .bool, .number: break
    }
    return count
  }

  private static func json(_ line: ArraySlice<UInt8>, number: Int, file: String) throws -> ExactJSON {
    do throws(InputError) {
      return try ExactJSON(parsing: line, file: file)
    } catch {
      var mistake = error
      mistake.line = number
      throw mistake
    }
  }
}

/// Walks through objects and adds those that are concepts.
private struct ConceptObjectReader {
  private(set) var builder: ConceptTableBuilder
  private let language: String
  private let title: String
  private(set) var count = 0
  private(set) var hasIdentifiers = false
  /// The names of members and what they were used for, in the order in which they came.
  private var uses: [(name: String, use: String?)] = []
  private var seen: Set<ExactString> = []
  private var columns: [String: VocabularyColumn] = [:]

  init(builder: ConceptTableBuilder, language: String, title: String) {
    (self.builder, self.language, self.title) = (builder, language, title)
  }

  /// A sentence that says which members are used for what.
  var note: String {
    let used = uses.compactMap { name, use in use.map { "\($0) from `\(name)`" } }
    let unused = uses.filter { $0.use == nil }.map { "`\($0.name)`" }
    return "objects: " + used.joined(separator: ", ")
      + (unused.isEmpty
        ? "" : "; not used: " + unused.prefix(12).joined(separator: ", ") + (unused.count > 12 ? " …" : ""))
  }

  private mutating func column(_ name: String) -> VocabularyColumn {
    if let known = columns[name] { return known }
    let column = VocabularyColumn(header: name)
    columns[name] = column
    return column
  }

  private mutating func note(_ name: String, _ use: String?) {
    if seen.insert(ExactString(name)).inserted { uses.append((name, use)) }
  }

  /// Reads a value and all concepts in it.
  mutating func read(_ value: ExactJSON) { _ = read(value, key: nil) }

  /// - Parameter key: what identifies an object if it does not say.
  /// - Returns: the concepts of the value, not those in them.
  private mutating func read(_ value: ExactJSON, key: String?) -> [Int32] {
    switch value {
    case .array(let list): return list.flatMap { read($0, key: nil) }
    case .object(let members):
      if let concept = readConcept(members, key: key) { return [concept] }
      // An object that holds concepts; perhaps each under its identifier.
      let areAll = members.count > 1 && members.allSatisfy { if case .object = $0.value { true } else { false } }
      return members.flatMap { read($0.value, key: areAll ? $0.key : nil) }
    default: return []
    }
  }

  /// Adds an object that has a name or is identified and related to others; nil for others.
  private mutating func readConcept(_ members: [(key: String, value: ExactJSON)], key: String?) -> Int32? {
    let named = members.map { (column: column($0.key), key: $0.key, value: $0.value) }
    func texts(_ meaning: VocabularyColumn.Meaning) -> [String] {
      named.lazy.filter { $0.column.meaning == meaning }.map { Self.scalars($0.value) }.first { !$0.isEmpty } ?? []
    }
    let names = named.filter { $0.column.isName && !Self.names($0.value, language).isEmpty }
    // JSKOS has others beside the `uri`.
    let identities = named.filter { $0.column.isIdentifier }.compactMap { member in
      Self.scalars(member.value).first.map { (key: member.key, text: $0) }
    }
    let identity = identities.first { VocabularyLayout.isIRI($0.text) } ?? identities.first
    let identifier = identity?.text ?? key ?? texts(.name(.notation)).first
    let relations: Set<VocabularyColumn.Meaning> = [.broader, .narrower, .related]
    guard !names.isEmpty || identifier != nil && named.contains(where: { relations.contains($0.column.meaning) }),
      // A scheme or an answer that has a name itself.
      !members.contains(where: { holdsConcepts($0.key, $0.value) })
    else { return nil }
    let first = names.first.flatMap { Self.names($0.value, language).first?.text } ?? ""
    guard let text = identifier ?? (first.isEmpty ? nil : labelForm(of: first)) else { return nil }
    if identifier != nil { hasIdentifiers = true }
    let number = builder.concept(text.utf8)
    count += 1
    for member in named where !member.column.isIdentifier || member.key == identity?.key {
      add(member.value, member.column, member.key, to: number)
    }
    return number
  }

  /// Whether a member that means nothing in a concept has a list of objects with names.
  private mutating func holdsConcepts(_ key: String, _ value: ExactJSON) -> Bool {
    guard !column(key).isKnown || column(key).meaning == .concept, case .array(let list) = value,
      case .object(let members)? = list.first
    else { return false }
    return members.contains { column($0.key).isName }
  }

  private mutating func add(_ value: ExactJSON, _ column: VocabularyColumn, _ key: String, to number: Int32) {
    var use = column.use
    switch column.meaning {
    case .name, .concept:
      var kind = NameKind.preferred
      if case .name(let own) = column.meaning { kind = own }
      use = column.use ?? "name"
      for name in Self.names(value, column.language.isEmpty ? language : column.language) {
        builder.addName(
          NameForm.cleaned(name.text).utf8, language: kind == .notation ? "" : name.language, kind: kind, of: number)
      }
    case .broader: relate(value, .broader, number)
    case .narrower: relate(value, .narrower, number)
    case .related: relate(value, .related, number)
    case .group:
      for group in references(value) { builder.addMembership(group.utf8, of: number) }
    case .deprecated:
      if case .bool(true) = value { builder.setDeprecated(number) }
      if Self.scalars(value).contains(where: { TruthWord.isTrue($0) || TruthWord.isWithdrawn($0) }) {
        builder.setDeprecated(number)
      }
    case .identifier: break
    case .definition, .language, .level, .path, .unknown: use = nil
    }
    note(key, use)
  }

  /// Relates a concept to those in a value: references, or objects that are concepts themselves.
  private mutating func relate(_ value: ExactJSON, _ relation: ConceptReferences.Relation, _ number: Int32) {
    switch value {
    case .array(let list): for element in list { relate(element, relation, number) }
    case .string, .number:
      for text in Self.scalars(value) { builder.addReference(relation, text, of: number, file: title, line: 1) }
    case .object:
      let others = read(value, key: nil)
      for other in others { builder.relate(number, other, relation) }
      if others.isEmpty {
        for text in references(value) { builder.addReference(relation, text, of: number, file: title, line: 1) }
      }
    case .null, .bool: break
    }
  }

  // MARK: Values

  /// Texts and numbers of a value or a list.
  private static func scalars(_ value: ExactJSON) -> [String] {
    switch value {
    case .string(let text): text.trimmed.isEmpty ? [] : [text.trimmed]
    case .number(let text): [text]
    case .array(let list): list.flatMap(scalars)
    case .null, .bool, .object: []
    }
  }

  /// Texts of a value, or what identifies its objects.
  private mutating func references(_ value: ExactJSON) -> [String] {
    switch value {
    case .array(let list): return list.flatMap { references($0) }
    case .object(let members):
      return members.first { column($0.key).isIdentifier }.map { Self.scalars($0.value) } ?? []
    default: return Self.scalars(value)
    }
  }

  /// Names with their languages: a text, a list, `{"en": …, "fi": …}`, `{"value": …, "lang": "en"}`.
  private static func names(_ value: ExactJSON, _ language: String) -> [(text: String, language: String)] {
    switch value {
    case .array(let list): return list.flatMap { names($0, language) }
    case .object(let members):
      if let text = ["value", "label", "name", "text", "literalForm"].lazy.compactMap({ value[$0] }).first {
        let own = ["lang", "language", "locale"].lazy.compactMap { value[$0] }.flatMap(scalars).first
        return names(text, own ?? language)
      }
      return members.flatMap { key, value in
        guard isLanguage(key) else { return [(text: String, language: String)]() }
        return names(value, key == "-" || key == "und" ? language : key.replacing("_", with: "-"))
      }
    default: return scalars(value).map { ($0, language) }
    }
  }

  /// Whether a member's name is a language's tag, or stands for none. Regular expressions are too slow for every name.
  private static func isLanguage(_ key: String) -> Bool {
    if key == "-" { return true }
    let parts = key.utf8.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    guard let first = parts.first, (2...3).contains(first.count), first.allSatisfy(isASCIILetter) else { return false }
    return parts.dropFirst().allSatisfy {
      (2...8).contains($0.count) && $0.allSatisfy { isASCIILetter($0) || isASCIIDigit($0) }
    }
  }
}

// A table of concepts in a stage file. A file of the kind `concepts` has these
// sections alone; documents, vocabularies, models and predictions have them
// after their own if their tags are concepts:
//
//     concepts/identifiers str [n]    concepts/flags u8 [n] (bit 0: deprecated)
//     concepts/form i32 [2] (1: flat; the whole vocabulary's size), concepts/languages str
//     concepts/texts str              concepts/nameStarts i32 [n + 1]
//     concepts/nameTexts i32, concepts/nameLanguages u8, concepts/nameKinds u8
//     concepts/broaderStarts i32 [n + 1], concepts/broader i32, and so
//     relatedStarts, related, memberStarts, members; concepts/groups str
import FormatsRDF

extension ConceptTable {
  /// The prefix of the names of all sections.
  static let prefix = "concepts/"

  /// Writes the sections.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  public func write(to writer: StageWriter) throws {
    func name(_ part: String) -> String { Self.prefix + part }
    try writer.write(name("identifiers"), identifiers)
    try writer.write(name("flags"), isDeprecated.map { $0 ? 1 : 0 } as [UInt8])
    try writer.write(name("form"), [isFlat ? 1 : 0, Int32(clamping: partOf)] as [Int32])
    try writer.write(name("languages"), languages)
    try writer.write(name("texts"), texts)
    try writer.write(name("nameStarts"), names.starts)
    try writer.write(name("nameTexts"), names.values.map(\.text))
    try writer.write(name("nameLanguages"), names.values.map(\.language))
    try writer.write(name("nameKinds"), names.values.map(\.kind.rawValue))
    try writer.write(name("broaderStarts"), broader.starts)
    try writer.write(name("broader"), broader.values)
    try writer.write(name("relatedStarts"), related.starts)
    try writer.write(name("related"), related.values)
    try writer.write(name("groups"), groups)
    try writer.write(name("memberStarts"), memberships.starts)
    try writer.write(name("members"), memberships.values)
  }

  /// Reads a file of the kind `concepts`.
  ///
  /// - Throws: `InputError` when it is damaged or something else.
  public init(path: String) throws {
    let reader = try StageReader(path: path, expecting: .concepts)
    guard let table = try ConceptTable(rest: reader, from: try reader.nextSection()) else {
      throw reader.damaged(Self.prefix + "identifiers", "the section is missing")
    }
    self = table
  }

  /// The table in a stage file of any kind that is in memory; nil if it has
  /// none.
  ///
  /// - Throws: `InputError` for sections that do not fit each other.
  public init?(ifIn contents: StageContents) throws {
    guard contents.has(Self.prefix + "identifiers") else { return nil }
    var parts = Parts()
    for part in Parts.strings {
      parts.tables[part] = ByteTable(try contents.strings(Self.prefix + part))
    }
    for part in Parts.bytes { parts.bytes[part] = try contents.bytes(Self.prefix + part) }
    for part in Parts.integers {
      parts.integers[part] = try contents.integers(Self.prefix + part)
    }
    guard let table = ConceptTable(parts) else {
      throw contents.invalid(Self.prefix + "identifiers", "the concepts contradict each other")
    }
    self = table
  }

  /// Reads the sections that are left of a file, from `section` on.
  ///
  /// - Throws: `InputError` for a damaged file and for sections of anything else.
  init?(rest reader: StageReader, from section: Section?) throws {
    var parts = Parts()
    var next = section
    guard next != nil else { return nil }
    while let section = next {
      guard section.name.hasPrefix(Self.prefix) else {
        throw reader.damaged(section.name, "the section does not belong here")
      }
      let part = String(section.name.dropFirst(Self.prefix.count))
      if Parts.strings.contains(part) {
        parts.tables[part] = try reader.readTable()
      } else if Parts.bytes.contains(part) {
        parts.bytes[part] = try reader.read()
      } else if Parts.integers.contains(part) {
        parts.integers[part] = try reader.read()
      }
      next = try reader.nextSection()
    }
    guard let table = ConceptTable(parts) else {
      throw reader.damaged(
        Self.prefix + "identifiers", "the concepts are incomplete or contradict each other")
    }
    self = table
  }

  /// Sections that have not yet been checked against each other.
  private struct Parts {
    static let strings = ["identifiers", "languages", "texts", "groups"]
    static let bytes = ["flags", "nameLanguages", "nameKinds"]
    static let integers = [
      "form",
      "nameStarts", "nameTexts", "broaderStarts", "broader", "relatedStarts", "related",
      "memberStarts", "members",
    ]
    var tables: [String: ByteTable] = [:]
    var bytes: [String: [UInt8]] = [:]
    var integers: [String: [Int32]] = [:]
  }

  private init?(_ parts: consuming Parts) {
    guard let identifiers = parts.tables["identifiers"], let texts = parts.tables["texts"],
      let groups = parts.tables["groups"], let languages = parts.tables["languages"],
      let flags = parts.bytes["flags"], let form = parts.integers["form"], form.count == 2,
      form[1] >= 0,
      let nameTexts = parts.integers["nameTexts"],
      let nameLanguages = parts.bytes["nameLanguages"], let kinds = parts.bytes["nameKinds"],
      nameLanguages.count == nameTexts.count, kinds.count == nameTexts.count
    else { return nil }
    var names: [Name] = []
    names.reserveCapacity(kinds.count)
    for place in kinds.indices {
      guard let kind = NameKind(rawValue: kinds[place]) else { return nil }
      names.append(
        Name(text: nameTexts[place], language: nameLanguages[place], kind: kind))
    }
    let integers = parts.integers
    func rows(_ starts: String, _ values: String) -> RowList<Int32>? {
      guard let starts = integers[starts], let values = integers[values] else { return nil }
      return RowList(starts: starts, values: values)
    }
    guard let starts = integers["nameStarts"], let names = RowList(starts: starts, values: names),
      let broader = rows("broaderStarts", "broader"),
      let related = rows("relatedStarts", "related"),
      let members = rows("memberStarts", "members")
    else { return nil }
    self.init()
    self.identifiers = identifiers
    self.texts = texts
    self.groups = groups
    self.languages = (0..<languages.count).map { languages.text($0) }
    self.names = names
    self.broader = broader
    self.related = related
    memberships = members
    isDeprecated = flags.map { $0 & 1 == 1 }
    isFlat = form[0] == 1
    partOf = Int(form[1])
    if brokenInvariant() != nil { return nil }
  }
}

extension ByteTable {
  /// Numbers strings; equal ones share a number, so the count reveals repeats.
  init(_ strings: [String]) {
    self.init()
    for string in strings { _ = intern(Array(string.utf8)) }
  }
}

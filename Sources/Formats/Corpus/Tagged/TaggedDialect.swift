// The formats in which each line begins with a tag of two to four letters: RIS,
// PubMed's nbib, the Web of Science's plain text, EndNote's.

/// One of these formats: how its lines look, and which tags hold what.
enum TaggedDialect: String {
  /// `TY  - JOUR` … `ER  - `.
  case ris
  /// `PMID- 123`, records between blank lines.
  case nbib
  /// `PT J` … `ER`, continued lines indented by three blanks.
  case webOfScience
  /// `%0 Journal Article`; without such lines records between blank lines.
  case endNote

  /// The dialect of a stream whose first filled lines are these, or nil.
  static func recognise(_ lines: [ArraySlice<UInt8>]) -> TaggedDialect? {
    let texts = lines.prefix(12).map { String(decoding: $0.prefix(80), as: UTF8.self) }
    guard let first = texts.first(where: { !$0.trimmed.isEmpty }) else { return nil }
    if texts.contains(where: { $0.prefixMatch(of: /\s*TY {1,2}- ?[A-Z]+/) != nil }) { return .ris }
    if first.prefixMatch(of: /PMID ?- ?[0-9]/) != nil { return .nbib }
    if first.hasPrefix("FN ")
      || first.hasPrefix("PT ")
        && texts.dropFirst().contains(where: {
          $0.prefixMatch(of: #/[A-Z][A-Z0-9] /#) != nil
        })
    {
      return .webOfScience
    }
    if first.prefixMatch(of: #/%[0A-Z] \S/#) != nil,
      texts.allSatisfy({ $0.hasPrefix("%") || $0.trimmed.isEmpty || !$0.hasPrefix("@") })
    {
      return first.hasPrefix("%0 ") || texts.filter({ $0.hasPrefix("%") }).count > 2
        ? .endNote : nil
    }
    return nil
  }

  /// The tag and the value of a line, or nil for one that goes on with the
  /// value before.
  func field(_ line: String) -> (tag: String, value: String)? {
    var line = LineTag(line)
    let tag: Substring
    switch self {
    case .ris:
      _ = line.skipBlanks(2)
      guard let name = line.letterAndSign(), line.skipBlanks(2) > 0, line.take(UInt8(ascii: "-")) else { return nil }
      tag = name
    case .nbib:
      tag = line.letters()
      guard (2...4).contains(tag.utf8.count) else { return nil }
      _ = line.skipBlanks(2)
      guard line.take(UInt8(ascii: "-")) else { return nil }
      return (String(tag), line.rest)
    case .webOfScience:
      guard let name = line.letterAndSign() else { return nil }
      tag = name
    case .endNote:
      guard line.take(UInt8(ascii: "%")), let name = line.character() else { return nil }
      tag = name
    }
    return line.value().map { (String(tag), $0) }
  }

  /// Whether a line begins a record.
  func begins(_ tag: String) -> Bool {
    switch self {
    case .ris: tag == "TY"
    case .nbib: tag == "PMID"
    case .webOfScience: tag == "PT"
    case .endNote: tag == "0"
    }
  }

  /// Whether a line ends a record.
  func ends(_ tag: String) -> Bool {
    switch self {
    case .ris, .webOfScience: tag == "ER"
    case .nbib, .endNote: false
    }
  }

  /// Lines around all records.
  func isFrame(_ tag: String) -> Bool {
    self == .webOfScience && ["FN", "VR", "EF"].contains(tag)
  }

  /// The tags that may hold a role; the first one present is taken.
  func tags(of role: FieldRole) -> [String] {
    switch (self, role) {
    case (.ris, .id): ["ID", "AN", "DO", "UR"]
    case (.ris, .title): ["TI", "T1", "CT", "BT"]
    case (.ris, .text): ["AB", "N2", "N1"]
    case (.ris, .tags): ["KW", "DE"]
    case (.nbib, .id): ["PMID"]
    case (.nbib, .title): ["TI", "BTI"]
    case (.nbib, .text): ["AB"]
    case (.nbib, .tags): ["MH", "OT"]
    case (.webOfScience, .id): ["UT", "DI"]
    case (.webOfScience, .title): ["TI"]
    case (.webOfScience, .text): ["AB"]
    case (.webOfScience, .tags): ["DE", "ID"]
    case (.endNote, .id): ["F", "M", "R", "U"]
    case (.endNote, .title): ["T", "B"]
    case (.endNote, .text): ["X"]
    case (.endNote, .tags): ["K"]
    }
  }

  /// Fields of notes, which stand for a text that is missing.
  static let noteTags: Set<String> = ["N1"]

  /// One value of a field without what says more than the keyword.
  func keyword(_ value: String, in tag: String) -> String {
    switch self {
    case .nbib: Self.heading(value, hasQualifiers: tag == "MH")
    // EBSCO and Ovid mark major headings, and Ovid names the qualifiers.
    case .ris: Self.heading(value, hasQualifiers: value.contains(/\/[a-z]{2} \[/))
    case .webOfScience, .endNote: value
    }
  }

  /// A MeSH heading without its qualifiers: `*Neoplasms/genetics` → `Neoplasms`.
  private static func heading(_ value: String, hasQualifiers: Bool) -> String {
    let text = value.hasPrefix("*") && value.count > 1 ? value.dropFirst() : value[...]
    return hasQualifiers ? text.split(separator: "/").first.map { String($0) } ?? String(text) : String(text)
  }

  /// Whether each continuation line is a separate value: one keyword per line.
  var hasLineKeywords: Bool { self == .endNote || self == .ris }
}

// The names that people give the fields of a record, in tables and in JSON
// alike, and what each of them holds.

import FormatsFiles

/// What a field of a record holds.
enum FieldRole: String, CaseIterable, Sendable {
  case id, title, text, tags
}

enum FieldNames {
  /// A name as it is looked up: letters and digits in lower case, without the language that DSpace puts in
  /// brackets after it. `Document ID`, `document_id`, `document-id` and `Document ID[en]` are one name.
  static func key(_ name: String) -> String {
    if name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || isASCIIDigit($0) }) {
      return name
    }
    if name.utf8.allSatisfy({ $0 < 0x80 }) {
      return String(
        decoding: withoutLanguage(name).utf8.compactMap { byte in
          isASCIILetter(byte) ? byte | 0x20 : isASCIIDigit(byte) ? byte : nil
        }, as: UTF8.self)
    }
    var key = ""
    for scalar in withoutLanguage(name).lowercased().precomposedStringWithCanonicalMapping.unicodeScalars
    where scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
      key.unicodeScalars.append(scalar)
    }
    return key
  }

  /// A name without `[en_US]` after it. Called for every field of every document.
  private static func withoutLanguage(_ name: String) -> Substring {
    guard name.utf8.last == UInt8(ascii: "]"), let open = name.lastIndex(of: "[") else { return name[...] }
    let inside = name[open...].dropFirst().dropLast()
    let parts = inside.split(separator: "_", omittingEmptySubsequences: false)
    let isLanguage =
      (parts.first?.utf8.count ?? 0) <= 3 && parts.count <= 3 && inside.utf8.count <= 12
      && parts.allSatisfy { $0.utf8.allSatisfy(isASCIILetter) }
    return isLanguage ? name[..<open] : name[...]
  }

  /// The role of a field with this name, and how early the name comes among the
  /// names of that role; nil for an unknown name.
  static func role(of name: String) -> (role: FieldRole, rank: Int)? { roles[base(name)] }

  /// `key(name)` without the number after a name of tags: `keyword1` and `keyword2` are two of a kind.
  static func base(_ name: String) -> String {
    let key = key(name)
    guard key.utf8.last.map({ isASCIIDigit($0) }) == true, roles[key] == nil else { return key }
    let stem = key.prefix { !$0.isNumber }
    return roles[String(stem)]?.role == .tags ? String(stem) : key
  }

  /// Whether a field of this base name holds one tag, if no mark separates several.
  static func isOfOne(_ base: String) -> Bool { ["category", "class", "topic", "genre", "label"].contains(base) }

  /// Base names of one group that are taken together: an author's keywords and an
  /// index's, tags by hand and automatic ones.
  static func companions(of name: String) -> Set<String> {
    let base = base(name)
    return groups.first { $0.contains(base) } ?? [base]
  }

  /// Whether a name looks like one of `role` although it is not a known one: for
  /// messages.
  static func resembles(_ name: String, _ role: FieldRole) -> Bool {
    let key = key(name)
    if roles[key]?.role == role { return true }
    return (hints[role] ?? []).contains { key.contains($0) }
  }

  private static let groups: [Set<String>] = [
    ["manualtags", "automatictags"], ["authorkeywords", "indexkeywords"],
  ]

  private static let hints: [FieldRole: [String]] = [
    .id: ["identifier", "number", "uri"], .title: ["title", "titel", "headline"],
    .text: ["abstract", "text", "description", "body", "content", "summary", "note"],
    .tags: [
      "tag", "keyword", "subject", "label", "categor", "topic", "genre", "schlagw", "concept",
      "descriptor", "mesh", "class",
    ],
  ]

  private static let roles: [String: (role: FieldRole, rank: Int)] = {
    var roles: [String: (FieldRole, Int)] = [:]
    for (role, names) in names {
      for (rank, name) in names.enumerated() where roles[name] == nil {
        roles[name] = (role, rank)
      }
    }
    return roles
  }()

  /// By role, the names that come first are taken first.
  private static let names: [(FieldRole, [String])] = [
    (
      .id,
      [
        "id", "docid", "documentid", "recordid", "record", "paperid", "articleid", "itemid",
        "uid", "ut", "identifier", "dcidentifier", "key", "itemkey", "uuid", "guid", "ppn", "doi",
        "accession", "accessionnumber", "accessionno", "pmid", "eid", "corpusid", "arxivid",
        "isbn", "citationkey", "bibtexkey", "questionid", "postid",
      ]
    ),
    (
      .title,
      [
        "title", "rawtitle", "name", "headline", "titel", "ti", "dctitle", "dctermstitle", "t1",
        "articletitle", "documenttitle", "papertitle", "itemtitle", "titles", "maintitle", "titre",
        "título", "titolo", "otsikko", "heading",
      ]
    ),
    (
      .text,
      [
        "abstract", "text", "content", "body", "description", "rawabstract", "summary", "question",
        "abstractnote", "ab", "abstracttext", "sentences", "commenttext", "comment", "fulltext",
        "documenttext", "document", "dcdescription", "dctermsabstract", "titleabstract",
        "titleandabstract", "abstracts", "n2", "desc", "zusammenfassung", "inhalt", "beschreibung",
        "résumé", "resumen", "riassunto", "tiivistelmä", "plot", "overview", "message", "review",
        "post", "contents", "texte", "texto", "testo", "teksti", "volltext", "excerpt", "summaries", "sentence",
        "shortdescription", "mainbody", "dcdescriptionabstract", "descriptions", "abstractinvertedindex",
        "indexedabstract",
      ]
    ),
    (
      .tags,
      [
        "tags", "labels", "keywords", "subjects", "subjecturis", "subjectlabels", "categories",
        "topics", "tag", "label", "keyword", "category", "tagnames", "authorkeywords",
        "indexkeywords", "manualtags", "automatictags", "de", "kw", "dcsubject",
        "dctermssubject", "topic", "genres", "genre", "schlagwort", "schlagworte", "schlagworter",
        "schlagwörter", "schlagwords", "descriptors", "descriptor", "meshterms", "mesh",
        "meshheadings", "classes", "class", "concepts", "motsclés", "motscles", "palabrasclave",
        "parolechiave", "palavraschave", "stichwörter", "stichworter", "asiasanat", "keyphrases", "meshmajor",
        "subjectheadings", "subjectterms", "targetind", "fos",
        "fieldsofstudy", "hashtags", "terms", "uris", "subjecturi", "subject",
      ]
    ),
  ]
}

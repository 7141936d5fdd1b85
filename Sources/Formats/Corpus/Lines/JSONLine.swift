// Takes apart one JSON object that is a document. It reads no file and tokenises
// nothing.
import FormatsFiles

/// A JSON object with an id, a title, a text and tags, under the names of
/// `FieldNames`, in it or in an object `metadata`, `data` or the like inside.
///
/// - id: a string or a whole number.
/// - title: a string, or a list of tokens.
/// - text: a string, a list of sentences, or a list of lists of tokens.
/// - tags: a list of strings, numbers or objects with a name, or one string of
///   tags.
///
/// `null` is the same as absent; other fields are ignored.
struct JSONLine {
  private(set) var id: String?
  private(set) var tags: TagField?
  /// The names under which something was found.
  private(set) var names: [FieldRole: String] = [:]
  /// Fields that look like what was not found.
  private(set) var similar: [(role: FieldRole, name: String)] = []
  /// The roles for which there is a field, even one without a value.
  private(set) var present: Set<FieldRole> = []
  /// The names of all fields.
  let fieldNames: [String]
  private var titleField: TextField?
  private var textField: TextField?
  private let wantsTags: Bool

  var title: RawText { titleField?.titleText ?? .tokens([]) }
  var content: RawText { textField?.text ?? .tokens([]) }

  /// - Parameters:
  ///   - bytes: One object.
  ///   - line: The line that a rejection names.
  ///   - wantsTags: Whether tags are read; if not, a field for them may hold anything.
  /// - Throws: `Rejection` for what is not a JSON object of this shape.
  init(
    parsing bytes: ArraySlice<UInt8>, line: Int, columns: TableColumns = TableColumns(), wantsTags: Bool = true
  ) throws(Rejection) {
    self.wantsTags = wantsTags
    guard let value = LenientJSON.parse(bytes) else {
      throw Rejection(line: line, reason: "is not valid JSON")
    }
    guard let fields = value.object else {
      throw Rejection(line: line, reason: "is not a JSON object")
    }
    fieldNames = fields.map(\.key)
    if let orientation = Self.orientation(fields) {
      throw Rejection(
        line: line,
        reason: "holds many documents, as pandas writes a table with orient=\"\(orientation)\"; write it with "
          + "orient=\"records\"")
    }
    do {
      try take(fields, columns, isNested: false)
      if titleField == nil || textField == nil || tags == nil && wantsTags || id == nil {
        for name in ["metadata", "data", "attributes", "_source", "fields", "document", "row", "bibjson"] {
          guard let inner = fields.last(where: { $0.key == name })?.value.object else { continue }
          try take(inner, columns, isNested: true)
        }
      }
    } catch {
      throw Rejection(
        line: line, reason: "the field `\(error.field)` \(Self.shape(of: error.field))")
    }
    if id == nil, let count = Self.columns(title: titleField, text: textField, tags: tags) {
      throw Rejection(
        line: line,
        reason: "seems to hold \(count) documents in columns; write an object for each (pandas: orient=\"records\")")
    }
    for (role, isMissing) in [
      (FieldRole.title, titleField == nil), (.text, textField == nil), (.tags, tags == nil && wantsTags),
    ] where isMissing {
      similar += fields.filter { field in
        !names.values.contains(field.key) && FieldNames.resembles(field.key, role)
          && (role == .tags ? !field.value.isNull : field.value.string?.contains(" ") == true)
      }.map { (role, $0.key) }.sorted { $0.1 < $1.1 }
    }
  }

  private typealias Field = (key: String, value: ExactJSON)

  /// A field whose value has another shape than its name promises.
  private struct WrongShape: Error {
    var field: String
  }

  private mutating func take(
    _ fields: [Field], _ columns: TableColumns, isNested: Bool
  ) throws(WrongShape) {
    var candidates: [(role: FieldRole, rank: Int, field: Field)] = []
    for field in fields {
      guard let (role, rank) = Self.role(of: field.key, columns), role != .tags || wantsTags else { continue }
      // The last one of equal keys counts, as in most readers of JSON.
      candidates.removeAll { ExactString($0.field.key) == ExactString(field.key) }
      candidates.append((role, rank, field))
      present.insert(role)
    }
    candidates.sort { ($0.rank, $0.field.key) < ($1.rank, $1.field.key) }
    // Bookmarks of Delicious and Pinboard: the description is the title, what extends it the text.
    if let extended = fields.last(where: { $0.key == "extended" }), extended.value.string != nil,
      fields.contains(where: { $0.key == "href" }), !candidates.contains(where: { $0.role == .title }),
      let description = candidates.firstIndex(where: { $0.field.key == "description" && $0.role == .text })
    {
      candidates[description].role = .title
      candidates.append((.text, 0, extended))
    }
    var group: Set<String> = []
    for (role, _, (name, value)) in candidates where !value.isNull && !(role == .tags && value.isNoTags) {
      let isTaken =
        switch role {
        case .id: takeID(value, name)
        case .title: takeText(value, name, .title, \.titleField)
        case .text: takeText(value, name, .text, \.textField)
        case .tags: takeTags(value, name, columns, &group)
        }
      // A field that is called so by chance may hold anything.
      if !isTaken, !isNested, Self.strictNames.contains(name) { throw WrongShape(field: name) }
    }
    // The subject of an e-mail is its title; the subject of a library record is a tag.
    if titleField == nil, wantsTags ? names[.tags].map({ $0 != "subject" }) ?? false : true,
      !candidates.contains(where: { $0.role == .title }),
      let subject = fields.last(where: { $0.key == "subject" })?.value, subject.string != nil
    {
      _ = takeText(subject, "subject", .title, \.titleField)
    }
  }

  // Each of these gives false for a value of the wrong shape; a value that is not
  // needed may have any shape.

  private mutating func takeID(_ value: ExactJSON, _ name: String) -> Bool {
    guard id == nil else { return true }
    id = value.stringOrNumber
    if id != nil { names[.id] = name }
    return id != nil
  }

  private mutating func takeText(
    _ value: ExactJSON, _ name: String, _ role: FieldRole,
    _ place: WritableKeyPath<JSONLine, TextField?>
  ) -> Bool {
    // What comes first counts, unless it is empty.
    guard self[keyPath: place]?.isEmpty ?? true else { return true }
    guard let field = TextField(value) else { return false }
    if self[keyPath: place] == nil || !field.isEmpty {
      self[keyPath: place] = field
      names[role] = name
    }
    return true
  }

  private mutating func takeTags(
    _ value: ExactJSON, _ name: String, _ columns: TableColumns, _ group: inout Set<String>
  ) -> Bool {
    let isCompanion = group.contains(FieldNames.key(name))
    guard tags?.isEmpty != false || isCompanion else { return true }
    guard let more = TagField(value, field: name) else { return false }
    if let known = tags, !known.isEmpty {
      tags?.join(more)
    } else {
      tags = more
      names[.tags] = name
      group =
        columns.tags.isEmpty
        ? FieldNames.companions(of: name) : Set(columns.tags.map(FieldNames.key))
    }
    return true
  }

  /// The role of a field: the user's names come before all others; among the usual
  /// ones `text` comes first.
  private static func role(
    of name: String, _ columns: TableColumns
  ) -> (role: FieldRole, rank: Int)? {
    if columns.areNamed {
      let key = name.lowercased()
      for (role, wanted) in [
        (FieldRole.id, columns.id), (.title, columns.title), (.text, columns.text),
      ] where wanted?.lowercased() == key { return (role, -2) }
      if let place = columns.tags.firstIndex(where: { $0.lowercased() == key }) {
        return (.tags, place - 100)
      }
    }
    guard let found = FieldNames.role(of: name), !columns.areNamed(found.role) else { return nil }
    return name == "text" ? (.text, -1) : found
  }

  /// Names that say so clearly what they hold that another shape is an error.
  private static let strictNames: Set<String> = [
    "id", "title", "text", "abstract", "content", "sentences", "tags", "labels", "keywords",
  ]

  private static func shape(of field: String) -> String {
    switch FieldNames.role(of: field)?.role {
    case .id: "is neither a string nor a whole number"
    case .title: "is neither a string nor a list of tokens"
    case .tags: "is neither a list of strings nor a string"
    default: "is neither a string, a list of sentences nor a list of lists of tokens"
    }
  }
}

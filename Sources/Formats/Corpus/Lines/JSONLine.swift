// Takes one JSON object apart that is a document. It reads no file and tokenises
// nothing.
import Foundation

/// A JSON object with an id, a title, a text and tags, under the names of
/// `FieldNames`, in it or in an object `metadata`, `data` or the like inside.
///
/// - id: a string or a whole number.
/// - title: a string, or a list of tokens.
/// - text: a string, a list of sentences, or a list of lists of tokens.
/// - tags: a list of strings, whole numbers or objects with a name, or one
///   string of tags.
///
/// `null` is the same as absent; other fields are ignored.
struct JSONLine: Decodable {
  var id: String?
  var title: RawText
  var content: RawText
  var tags: TagField?
  /// The names under which something was found.
  var names: [FieldRole: String]
  /// Fields that look like tags, where there are none.
  var similar: [String] = []

  /// Where a decoder finds the fields that the user names.
  static let columnsKey = CodingUserInfoKey(rawValue: "columns")

  init(from decoder: any Decoder) throws {
    let columns =
      JSONLine.columnsKey
      .flatMap { decoder.userInfo[$0] as? TableColumns } ?? TableColumns()
    let fields = try decoder.container(keyedBy: AnyKey.self)
    var found = Found()
    try found.take(fields, columns, isNested: false)
    if found.title == nil || found.text == nil || found.tags == nil || found.id == nil {
      for name in ["metadata", "data", "attributes", "_source", "fields", "document"] {
        guard let key = AnyKey(stringValue: name), fields.contains(key),
          let inner = try? fields.nestedContainer(keyedBy: AnyKey.self, forKey: key)
        else { continue }
        try found.take(inner, columns, isNested: true)
      }
    }
    id = found.id
    title = found.title?.titleText ?? .tokens([])
    content = found.text?.text ?? .tokens([])
    tags = found.tags
    names = found.names
    if tags == nil {
      similar = fields.allKeys.map(\.stringValue)
        .filter { FieldNames.resembles($0, .tags) && !found.names.values.contains($0) }.sorted()
    }
  }

  /// What was found in an object.
  private struct Found {
    var id: String?
    var title: TextField?
    var text: TextField?
    var tags: TagField?
    var names: [FieldRole: String] = [:]

    mutating func take(
      _ fields: KeyedDecodingContainer<AnyKey>, _ columns: TableColumns, isNested: Bool
    ) throws {
      var candidates: [(role: FieldRole, rank: Int, key: AnyKey)] = []
      for key in fields.allKeys {
        guard let (role, rank) = Self.role(of: key.stringValue, columns) else { continue }
        candidates.append((role, rank, key))
      }
      candidates.sort { ($0.rank, $0.key.stringValue) < ($1.rank, $1.key.stringValue) }
      var group: Set<String> = []
      for (role, _, key) in candidates {
        let name = key.stringValue
        // A field that is called so by chance may hold anything.
        let isLenient = isNested || !JSONLine.strictNames.contains(name)
        do {
          switch role {
          case .id where id == nil:
            id = try fields.decodeIfPresent(StringOrNumber.self, forKey: key)?.text
            if id != nil { names[.id] = name }
          case .title where title == nil:
            title = try fields.decodeIfPresent(TextField.self, forKey: key)
            if title != nil { names[.title] = name }
          case .text where text == nil:
            text = try fields.decodeIfPresent(TextField.self, forKey: key)
            if text != nil { names[.text] = name }
          case .tags
          where tags == nil || tags?.isEmpty == true
            || group.contains(FieldNames.key(name)):
            guard var more = try fields.decodeIfPresent(TagField.self, forKey: key) else { break }
            more.field = name
            if let known = tags, !known.isEmpty {
              tags?.join(more)
            } else {
              tags = more
              names[.tags] = name
              group =
                columns.tags.isEmpty
                ? FieldNames.companions(of: name) : Set(columns.tags.map(FieldNames.key))
            }
          default: break
          }
        } catch DecodingError.typeMismatch(let type, let context) where isLenient {
          _ = (type, context)
        }
      }
    }

    /// The user's names before all others; of the usual ones `text` first.
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
      guard let found = FieldNames.role(of: name) else { return nil }
      if found.role == .tags, !columns.tags.isEmpty { return nil }
      return name == "text" ? (.text, -1) : found
    }
  }

  /// Names that say so clearly what they hold that another shape is an error.
  private static let strictNames: Set<String> = [
    "id", "title", "text", "abstract", "content", "sentences", "tags", "labels", "keywords",
  ]

  /// - Parameter bytes: one object, valid UTF-8.
  /// - Throws: `Rejection` for what is no JSON object of this shape.
  static func parse(
    _ bytes: ArraySlice<UInt8>, line: Int, decoder: JSONDecoder
  ) throws(Rejection) -> JSONLine {
    do {
      return try decoder.decode(JSONLine.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw Rejection(line: line, reason: reason(of: error))
    } catch {
      throw Rejection(line: line, reason: "is not valid JSON")
    }
  }

  private static func reason(of error: DecodingError) -> String {
    switch error {
    case .typeMismatch(_, let context) where context.codingPath.isEmpty:
      "is not a JSON object"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      context.codingPath.first.map {
        "the field `\($0.stringValue)` \(shape(of: $0.stringValue))"
      } ?? "is not a JSON object"
    default: "is not valid JSON"
    }
  }

  private static func shape(of field: String) -> String {
    switch FieldNames.role(of: field)?.role {
    case .id: "is neither a string nor a whole number"
    case .title: "is neither a string nor a list of tokens"
    case .tags: "is neither a list of strings nor a string"
    default: "is neither a string, a list of sentences nor a list of lists of tokens"
    }
  }
}

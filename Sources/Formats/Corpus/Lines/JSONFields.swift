// The shapes that the fields of a JSON document have. Each initialiser gives nil for a
// value of another shape.
import FormatsFiles

extension ExactJSON {
  /// A string, or a whole number as its decimal digits.
  var stringOrNumber: String? {
    switch self {
    case .string(let text): text
    case .number(let text):
      Int(text).map(String.init) ?? UInt64(text).map(String.init) ?? integer.map(String.init)
    default: nil
    }
  }

  /// A string, or a number as it is written: the tags `5.1` and `5.10` are two.
  fileprivate var stringOrWrittenNumber: String? {
    if case .number(let text) = self { text } else { string }
  }

  /// The text of an inverted index, the words with their positions, as OpenAlex and DBLP have it.
  fileprivate var textByPositions: String? {
    guard let fields = self["InvertedIndex"]?.object ?? object, !fields.isEmpty else { return nil }
    var words: [(place: Int, word: String)] = []
    for (word, value) in fields {
      guard let places = value.array else { return nil }
      for place in places {
        guard let place = place.integer else { return nil }
        words.append((place, word))
      }
    }
    // Places that are taken twice come in the order of the words, whatever the file's order is.
    return words.sorted { $0 < $1 }.map(\.word).joined(separator: " ")
  }

  /// What is called the text itself in an object: `{"main": "A headline"}`.
  fileprivate var mainText: String? {
    ["main", "value", "text", "#text", "_"].lazy.compactMap { self[$0]?.string }.first
  }

  /// Whether this is how programs write that there are no tags: PHP's `false`, an empty object.
  var isNoTags: Bool { bool == false || object?.isEmpty == true }

  /// A list of strings.
  fileprivate var strings: [String]? {
    guard let array else { return nil }
    let strings = array.compactMap(\.string)
    return strings.count == array.count ? strings : nil
  }
}

enum TextField {
  case string(String)
  case strings([String])
  case lists([[String]])
  /// Texts in objects, as DataCite has several titles and descriptions.
  case parts([String])

  init?(_ value: ExactJSON) {
    if let text = value.string ?? value.textByPositions ?? value.mainText {
      self = .string(text)
    } else if let texts = value.strings {
      self = .strings(texts)
    } else {
      guard let array = value.array else { return nil }
      let lists = array.compactMap(\.strings)
      let parts = array.compactMap { part in
        ["title", "description", "value", "text"].lazy.compactMap { part[$0]?.string }.first
      }
      if lists.count == array.count {
        self = .lists(lists)
      } else if parts.count == array.count {
        self = .parts(parts)
      } else {
        return nil
      }
    }
  }

  /// Whether there is nothing but white space in it.
  var isEmpty: Bool {
    switch self {
    case .string(let text): text.allSatisfy(\.isWhitespace)
    case .strings(let texts), .parts(let texts): texts.allSatisfy { $0.allSatisfy(\.isWhitespace) }
    case .lists(let lists): lists.allSatisfy(\.isEmpty)
    }
  }

  /// The strings of a list, each of which may be a text.
  fileprivate var texts: [String]? {
    if case .strings(let texts) = self { texts } else { nil }
  }

  /// The value as a content: a list of strings is a list of sentences.
  var text: RawText {
    switch self {
    case .string(let text): .text(text)
    case .strings(let sentences): .sentences(sentences)
    case .lists(let sentences): .tokens(sentences)
    case .parts(let parts): .text(parts.joined(separator: "\n\n"))
    }
  }

  /// The value as a title: a list of strings is a list of tokens, unless they cannot be tokens. Crossref
  /// and search engines give a list with one title.
  var titleText: RawText {
    switch self {
    case .string(let text): return .text(text)
    case .strings(let tokens):
      let isWritten = tokens.count == 1 && tokens[0].contains(where: \.isUppercase)
      if isWritten || tokens.contains(where: { $0.contains(where: \.isWhitespace) }) {
        return .text(tokens.joined(separator: " "))
      }
      return .tokens(tokens.isEmpty ? [] : [tokens])
    case .lists(let sentences): return .tokens(sentences)
    case .parts(let parts): return .text(parts[0])
    }
  }
}

extension JSONLine {
  /// How pandas has written a whole table as this object; nil if it is a document.
  static func orientation(_ fields: [(key: String, value: ExactJSON)]) -> String? {
    func isNumbered(_ object: [(key: String, value: ExactJSON)]) -> Bool {
      !object.isEmpty && object.allSatisfy { Int($0.key) != nil }
    }
    if Set(fields.map(\.key)) == ["columns", "index", "data"] { return "split" }
    let objects = fields.compactMap(\.value.object)
    guard objects.count == fields.count, !fields.isEmpty else { return nil }
    if objects.allSatisfy(isNumbered) { return "columns" }
    return isNumbered(fields) && !objects.contains(where: isNumbered) ? "index" : nil
  }

  /// How many documents an object seems to hold in columns, as `DataFrame.to_dict("list")` writes them: a list of
  /// titles as long as that of texts, or a list of tags as long as that of texts with a tag twice. Nil if it is
  /// a document.
  static func columns(title: TextField?, text: TextField?, tags: TagField?) -> Int? {
    guard let texts = text?.texts, texts.count > 1 else { return nil }
    if let titles = title?.texts {
      return titles.count == texts.count && titles.contains { $0.contains(" ") } ? titles.count : nil
    }
    guard title == nil, let tags = tags?.labels, tags.count == texts.count else { return nil }
    return Set(tags).count < tags.count ? tags.count : nil
  }
}

/// The tags of a document.
struct TagField {
  /// The name of the field.
  let field: String
  /// Tags that are ready; each with its URI, if the source gives both.
  private(set) var subjects: [Subject] = []
  /// Texts that must still be cut into tags, each with the name of its field.
  private(set) var cells: [(field: String, text: String)] = []

  var isEmpty: Bool { subjects.isEmpty && cells.allSatisfy { $0.text.isEmpty } }

  /// The names of tags in a list.
  fileprivate var labels: [String] { subjects.map { $0.tag(prefersURI: false) } }

  mutating func join(_ other: TagField) {
    subjects += other.subjects
    cells += other.cells
  }

  init?(_ value: ExactJSON, field: String) {
    self.field = field
    if let text = value.string {
      cells = [(field, text)]
    } else if let number = value.stringOrWrittenNumber {
      subjects = [Subject(label: number)]
    } else {
      guard let found = Self.subjects(value) else { return nil }
      subjects = found
    }
  }

  /// The tags of a list, of lists in it, or of an object with a number for each tag, which is 0 for those that
  /// a document does not have.
  private static func subjects(_ value: ExactJSON, isInner: Bool = false) -> [Subject]? {
    if let fields = value.object, !fields.isEmpty {
      var subjects: [Subject] = []
      for (tag, value) in fields {
        guard let count = value.number ?? value.bool.map({ $0 ? 1 : 0 }) else { return nil }
        if count > 0 { subjects.append(Subject(label: tag)) }
      }
      return subjects
    }
    guard let array = value.array else { return nil }
    var subjects: [Subject] = []
    // Numbers next to tags are their scores: `["machine learning", 0.71]`.
    let hasNames = isInner && array.contains { $0.string != nil }
    for element in array where !element.isNull && !(hasNames && element.number != nil) {
      if let inner = element.array, let more = Self.subjects(.array(inner), isInner: true) {
        subjects += more
      } else if let subject = Subject(element) {
        subjects.append(subject)
      } else {
        return nil
      }
    }
    return subjects
  }
}

/// A tag in a list: a string, a number, or an object with a name.
struct Subject {
  private var label: String?
  private var uri: String?

  init(label: String) { self.label = label }

  init?(_ value: ExactJSON) {
    if let plain = value.stringOrWrittenNumber {
      label = plain
      return
    }
    func first(_ names: [String]) -> String? {
      names.lazy.compactMap { value[$0]?.stringOrWrittenNumber }.first { !$0.isEmpty }
    }
    label = first(Self.labelNames)
    // {"name": "persons", "value": "Bell, Mary"}
    if let kind = value["name"]?.string, Self.kinds.contains(kind), let content = value["value"]?.string {
      label = content
    }
    uri = first(Self.uriNames)
    if label == nil, uri == nil { return nil }
  }

  /// What the New York Times calls kinds of keywords.
  private static let kinds: Set<String> = [
    "persons", "subject", "glocations", "organizations", "creative_works", "Person", "Subject", "Location",
    "Organization", "Title",
  ]
  private static let labelNames = [
    "label", "prefLabel", "tag", "name", "term", "keyword", "value", "text", "title", "subject",
    "display_name", "descriptor",
  ]
  private static let uriNames = ["uri", "url", "@id", "id", "notation"]

  /// The tag: the label, or the URI if there is no label or the URI is preferred.
  func tag(prefersURI: Bool) -> String {
    let uri = uri.map {
      $0.hasPrefix("<") && $0.hasSuffix(">") ? String($0.dropFirst().dropLast()) : $0
    }
    return (prefersURI ? uri ?? label : label ?? uri) ?? ""
  }
}

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

  init?(_ value: ExactJSON) {
    if let text = value.string {
      self = .string(text)
    } else if let texts = value.strings {
      self = .strings(texts)
    } else {
      guard let array = value.array else { return nil }
      let lists = array.compactMap(\.strings)
      guard lists.count == array.count else { return nil }
      self = .lists(lists)
    }
  }

  /// The value as a content: a list of strings is a list of sentences.
  var text: RawText {
    switch self {
    case .string(let text): .text(text)
    case .strings(let sentences): .sentences(sentences)
    case .lists(let sentences): .tokens(sentences)
    }
  }

  /// The value as a title: a list of strings is a list of tokens.
  var titleText: RawText {
    switch self {
    case .string(let text): .text(text)
    case .strings(let tokens): .tokens(tokens.isEmpty ? [] : [tokens])
    case .lists(let sentences): .tokens(sentences)
    }
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
      guard let array = value.array else { return nil }
      for element in array where !element.isNull {
        guard let subject = Subject(element) else { return nil }
        subjects.append(subject)
      }
    }
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
    uri = first(Self.uriNames)
    if label == nil, uri == nil { return nil }
  }

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

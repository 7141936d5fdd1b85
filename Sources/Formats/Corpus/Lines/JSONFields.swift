// The shapes that the fields of a JSON document have.
import Foundation

/// Any name of a field.
struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { return nil }
}

extension SingleValueDecodingContainer {
  /// The value, or nil where the JSON holds one of another shape. Damaged JSON
  /// is still an error.
  fileprivate func value<Value: Decodable>(as type: Value.Type) throws -> Value? {
    do {
      return try decode(type)
    } catch DecodingError.typeMismatch {
      return nil
    }
  }
}

/// A string, or a whole number as its decimal digits.
struct StringOrNumber: Decodable {
  var text: String

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try value.value(as: String.self) {
      self.text = text
    } else if let number = try? value.decode(Int.self) {
      text = String(number)
    } else if let number = try? value.decode(UInt64.self) {
      text = String(number)
    } else {
      throw DecodingError.typeMismatch(
        Int.self, .init(codingPath: decoder.codingPath, debugDescription: ""))
    }
  }
}

enum TextField: Decodable {
  case string(String)
  case strings([String])
  case lists([[String]])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try value.value(as: String.self) {
      self = .string(text)
    } else if let texts = try value.value(as: [String].self) {
      self = .strings(texts)
    } else {
      self = .lists(try value.decode([[String]].self))
    }
  }

  /// As a content: a list of strings is one of sentences.
  var text: RawText {
    switch self {
    case .string(let text): .text(text)
    case .strings(let sentences): .sentences(sentences)
    case .lists(let sentences): .tokens(sentences)
    }
  }

  /// As a title: a list of strings is one of tokens.
  var titleText: RawText {
    switch self {
    case .string(let text): .text(text)
    case .strings(let tokens): .tokens(tokens.isEmpty ? [] : [tokens])
    case .lists(let sentences): .tokens(sentences)
    }
  }
}

/// The tags of a document.
struct TagField: Decodable {
  /// The name of the field.
  var field = ""
  /// Tags that are ready; each with its URI, where the source gives both.
  var subjects: [Subject] = []
  /// Tags that must be separated, each with the name of its field.
  var cells: [(field: String, text: String)] = []

  var isEmpty: Bool { subjects.isEmpty && cells.allSatisfy { $0.text.isEmpty } }

  mutating func join(_ other: TagField) {
    subjects += other.subjects
    cells += other.named
  }

  /// The cells with the name of the field.
  var named: [(field: String, text: String)] {
    cells.map { ($0.field.isEmpty ? field : $0.field, $0.text) }
  }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try value.value(as: String.self) {
      cells = [("", text)]
    } else if let number = try? value.decode(StringOrNumber.self) {
      subjects = [Subject(label: number.text)]
    } else {
      subjects = try value.decode([Subject?].self).compactMap { $0 }
    }
  }
}

/// A tag in a list: a string, a number, or an object with a name.
struct Subject: Decodable {
  var label: String?
  var uri: String?

  init(label: String) { self.label = label }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let plain = try? value.decode(StringOrNumber.self) {
      label = plain.text
      return
    }
    let fields = try decoder.container(keyedBy: AnyKey.self)
    func first(_ names: [String]) -> String? {
      for name in names {
        if let key = AnyKey(stringValue: name),
          let text = try? fields.decodeIfPresent(StringOrNumber.self, forKey: key)?.text,
          !text.isEmpty
        {
          return text
        }
      }
      return nil
    }
    label = first(Self.labelNames)
    uri = first(["uri", "url", "@id", "id", "notation"])
    if label == nil, uri == nil {
      throw DecodingError.typeMismatch(
        String.self, .init(codingPath: decoder.codingPath, debugDescription: ""))
    }
  }

  private static let labelNames = [
    "label", "prefLabel", "tag", "name", "term", "keyword", "value", "text", "title", "subject",
    "display_name", "descriptor",
  ]

  /// The tag: the label, or the URI where there is none or it is preferred.
  func tag(prefersURI: Bool) -> String {
    let uri = uri.map {
      $0.hasPrefix("<") && $0.hasSuffix(">") ? String($0.dropFirst().dropLast()) : $0
    }
    return (prefersURI ? uri ?? label : label ?? uri) ?? ""
  }
}

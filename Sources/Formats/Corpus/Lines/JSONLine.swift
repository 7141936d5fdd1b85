// Takes one line of a JSON-lines corpus apart. It reads no file and tokenises
// nothing; CorpusReader hands it the bytes.
import Foundation

/// A JSON object with `id`, `title`, `text` and `tags`, each under one of
/// several usual names.
///
/// - `id`: a string or a whole number; the line number where it is absent.
/// - `title`: a string, or a list of tokens.
/// - `text`, `abstract`, `content`: a string, a list of sentences, or a list of
///   lists of tokens; `sentences`: the same.
/// - `tags`, `labels`, `keywords`: a list of strings (or whole numbers), or one
///   string of tags separated by blanks or commas.
///
/// `null` is the same as absent; other fields are ignored.
struct JSONLine: Decodable {
  var id: String?
  var title: RawText
  var content: RawText
  var tags: [String]

  private enum Key: String, CodingKey {
    case id, title, text, abstract, content, sentences, tags, labels, keywords
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    id = try fields.decodeIfPresent(StringOrNumber.self, forKey: .id)?.text
    title = try fields.decodeIfPresent(TextField.self, forKey: .title)?.titleText
      ?? .tokens([])
    let content = try fields.first(
      [.text, .abstract, .content, .sentences], as: TextField.self)
    self.content = content?.text ?? .tokens([])
    let tags = try fields.first([.tags, .labels, .keywords], as: TagField.self)
    self.tags = tags?.tags ?? []
  }

  /// - Parameter bytes: one line, valid UTF-8.
  /// - Throws: `Rejection` for what is no JSON object of this shape.
  static func parse(_ bytes: ArraySlice<UInt8>, line: Int) throws(Rejection) -> JSONLine {
    do {
      return try JSONDecoder().decode(JSONLine.self, from: Data(bytes))
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
    switch Key(rawValue: field) {
    case .id: "is neither a string nor a whole number"
    case .title: "is neither a string nor a list of tokens"
    case .tags, .labels, .keywords: "is neither a list of strings nor a string"
    default: "is neither a string, a list of sentences nor a list of lists of tokens"
    }
  }
}

extension KeyedDecodingContainer {
  /// The value of the first of `keys` that is there.
  fileprivate func first<Value: Decodable>(
    _ keys: [Key], as type: Value.Type
  ) throws -> Value? {
    for key in keys {
      if let value = try decodeIfPresent(type, forKey: key) { return value }
    }
    return nil
  }
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
private struct StringOrNumber: Decodable {
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

private enum TextField: Decodable {
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

private struct TagField: Decodable {
  var tags: [String]

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try value.value(as: String.self) {
      tags = text.unicodeScalars
        .split { $0 == "," || $0.properties.isWhitespace }
        .map(String.init)
    } else {
      tags = try value.decode([StringOrNumber].self).map(\.text)
    }
  }
}

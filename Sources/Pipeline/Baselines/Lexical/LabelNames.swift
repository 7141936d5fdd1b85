// The names by which labels can be found in a text. It searches nothing: see NameTrie.
import Foundation

/// Names of labels, from whatever source: the tags themselves, or a vocabulary of
/// concepts with names in several languages.
public struct LabelNames: Sendable {
  /// What kind of name it is; the lower, the more it is worth.
  public enum Kind: UInt8, CaseIterable, Sendable {
    case preferred, alternative, hidden
  }

  /// One name of one label.
  public struct Name: Equatable, Sendable {
    /// The number of the label.
    public var label: Int32
    /// The name as it is written.
    public var text: String
    /// What kind of name it is.
    public var kind: Kind

    /// A name of the label with this number.
    public init(label: Int32, text: String, kind: Kind) {
      self.label = label
      self.text = text
      self.kind = kind
    }
  }

  /// In any order; a label may have none or several.
  public var names: [Name] = []

  /// Names in any order.
  public init(_ names: [Name] = []) { self.names = names }

  /// Tags as the only names of their labels: without a facet (`use::editing` is found as
  /// `editing`) and without explanations in brackets (`Java (island)` as `Java`).
  public init(tags: [String]) {
    for (label, tag) in tags.enumerated() { add(tag, of: Int32(label), kind: .preferred) }
  }

  /// Adds a name as it may occur in a text, and also unchanged if that differs.
  mutating func add(_ text: String, of label: Int32, kind: Kind) {
    let plain = Self.plain(text)
    names.append(Name(label: label, text: plain, kind: kind))
    if !plain.elementsEqual(text) { names.append(Name(label: label, text: text, kind: .hidden)) }
  }

  /// The text of a tag as it may occur in a sentence; the tag itself if nothing would be
  /// left.
  static func plain(_ tag: String) -> String {
    var text = tag[...]
    if let facet = text.range(of: "::", options: .backwards) { text = text[facet.upperBound...] }
    var kept = ""
    var depth = 0
    for character in text {
      switch character {
      case "(", "[": depth += 1
      case ")", "]": depth = max(0, depth - 1)
      default: if depth == 0 { kept.append(character) }
      }
    }
    return kept.contains { $0.isLetter || $0.isNumber } ? kept : tag
  }
}

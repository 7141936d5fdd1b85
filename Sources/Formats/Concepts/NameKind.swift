// What kinds of names concepts have, for files and for matching.

/// The kind of a concept's name. The raw values are those of stage files; the
/// order is that of trust.
public enum NameKind: UInt8, Sendable, Comparable, CaseIterable {
  case preferred, alternative, hidden
  /// The last part of the IRI.
  case localName
  /// Another name of such a name, by a list of synonyms.
  case synonym
  /// A code, such as a class of a classification.
  case notation
  /// The identifier itself: an IRI.
  case identifier

  /// The place in the order of trust; the identifier comes first.
  public var rank: Int { self == .identifier ? -1 : Int(rawValue) }

  public static func < (a: NameKind, b: NameKind) -> Bool { a.rank < b.rank }

  /// The word for it in reports.
  public var word: String {
    switch self {
    case .preferred: "preferred label"
    case .alternative: "alternative label"
    case .hidden: "hidden label"
    case .localName: "name in the IRI"
    case .synonym: "synonym"
    case .notation: "notation"
    case .identifier: "identifier"
    }
  }
}

// A knowledge base in memory: concepts, names of concepts, and which concept is
// narrower than which. It holds what statements said, not yet what it means
// for anybody's labels.
import Formats

/// What kind of name a concept has by a label.
public enum NameKind: UInt8, Sendable, Comparable, CaseIterable {
  case preferred, alternative, hidden, localName
  /// Another name of such a name, by a list of synonyms.
  case synonym

  public static func < (a: NameKind, b: NameKind) -> Bool { a.rawValue < b.rawValue }

  /// The word for it in reports.
  public var word: String {
    switch self {
    case .preferred: "preferred label"
    case .alternative: "alternative label"
    case .hidden: "hidden label"
    case .localName: "name in the IRI"
    case .synonym: "synonym"
    }
  }
}

/// Concepts with their names and the edges between them.
///
/// Memory for each concept: its identifier, its names, and about 50 bytes; for
/// each edge 13 bytes.
public struct KnowledgeBase: Sendable {
  /// A name of a concept.
  public struct Name: Sendable {
    public var concept: Int32
    public var text: Int32
    public var kind: NameKind
    /// The rank of its language in the chosen ones, 0 the best.
    public var language: UInt8
  }

  /// An edge as a statement gave it.
  public struct Edge: Sendable {
    public var narrower: Int32
    public var broader: Int32
    public var line: Int32
    /// The number of the predicate in `predicates`.
    public var predicate: UInt8
  }

  /// The name for reports: the file's, as the user gave it.
  public var title: String
  /// IRIs, or the names themselves where the format knows no identifiers.
  public internal(set) var concepts = ByteTable()
  /// Whether `concepts` are identifiers, to be shown, and not normal forms of names.
  var hasIdentifiers = true
  public internal(set) var texts = ByteTable()
  public internal(set) var names: [Name] = []
  public internal(set) var edges: [Edge] = []
  /// How sure each edge is, in (0, 1]; empty where all are 1.
  public internal(set) var confidences: [Float] = []
  /// The words for the predicates, as `skos:broader`.
  public internal(set) var predicates: [String] = []
  /// For each predicate, whether its subject is the broader concept.
  public internal(set) var isInverse: [Bool] = []
  /// Concepts that the knowledge base itself calls deprecated.
  public internal(set) var deprecated: Set<Int32> = []
  /// Concepts that are the same or other names of each other.
  public internal(set) var equivalences: [(Int32, Int32)] = []
  /// What was read and not used, by what it was, in the order of meeting.
  public internal(set) var skipped: [(what: String, count: Int)] = []
  /// How many statements or pairs were read.
  public internal(set) var statements = 0

  public init(title: String) { self.title = title }

  mutating func skip(_ what: String, count: Int = 1) {
    guard count > 0 else { return }
    if let place = skipped.firstIndex(where: { $0.what == what }) {
      skipped[place].count += count
    } else {
      skipped.append((what, count))
    }
  }

  mutating func predicate(_ word: String, isInverse: Bool = false) -> UInt8 {
    if let place = predicates.firstIndex(of: word) { return UInt8(place) }
    guard predicates.count < 255 else { return 254 }
    predicates.append(word)
    self.isInverse.append(isInverse)
    return UInt8(predicates.count - 1)
  }

  /// How sure the edge at `place` is.
  public func confidence(ofEdge place: Int) -> Float {
    confidences.isEmpty ? 1 : confidences[place]
  }

  /// Whether it says nothing but which names mean the same: such a base serves
  /// the others.
  public var isListOfSynonyms: Bool { edges.isEmpty && !equivalences.isEmpty }
}

// A knowledge base in memory: concepts, names of concepts, and which concept is
// narrower than which. It holds what the statements say, not yet what that means
// for anybody's labels.
import Formats
import FormatsRDF

/// Concepts with their names and the edges between them: one graph, read from
/// one file or from several.
///
/// Memory: the identifier and names of each concept and about 50 bytes more;
/// 16 bytes per edge.
public struct KnowledgeBase: Sendable {
  /// A name of a concept.
  public struct Name: Sendable {
    /// The number of the concept in `concepts`.
    public var concept: Int32
    /// The number of the text in `texts`.
    public var text: Int32
    /// Preferred, alternative, hidden or a notation.
    public var kind: NameKind
    /// The place of its source in `sources`; 255 stands for any source from there on.
    public var source: UInt8 = 0
    /// Before `settleNames` the place in `languages`; then the rank among the
    /// chosen languages, 0 the best.
    public var language: UInt16

    init(concept: Int32, text: Int32, kind: NameKind, language: UInt16, source: UInt8 = 0) {
      (self.concept, self.text, self.kind, self.language, self.source) = (concept, text, kind, language, source)
    }
  }

  /// An edge as a statement gave it.
  public struct Edge: Sendable {
    /// The number of the narrower concept in `concepts`.
    public var narrower: Int32
    /// The number of the broader concept in `concepts`.
    public var broader: Int32
    /// The 1-based line of the statement.
    public var line: Int32
    /// The place of its file in `files`.
    public var file: UInt16 = 0
    /// The number of the predicate in `predicates`.
    public var predicate: UInt8
  }

  /// What a user gave as one knowledge base: a file or a folder.
  public struct Source: Sendable {
    /// The name for reports, without folders.
    public var title: String
    /// Its place among all that were given; nil takes the order of reading.
    public var number: Int32?
    /// How many statements or pairs were read.
    public var statements = 0
    /// What was read and not used, with counts, in the order of first occurrence.
    public var skipped: [(what: Skipped, count: Int)] = []
    /// What the user should know.
    public var remarks: [Remark] = []
  }

  /// What was read and not used.
  public struct Skipped: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// What it is, in the plural.
    public let description: String
    /// Whether these are lines of a list, of which a user wants to know.
    let isOfLines: Bool

    static let mappings: Self = "mappings to other schemes"

    init(_ words: String, isOfLines: Bool = false) {
      description = words
      self.isOfLines = isOfLines
    }

    /// What is not about lines.
    public init(stringLiteral words: String) { self.init(words) }
  }

  /// A sentence, which begins with a verb.
  public struct Remark: Sendable {
    /// Without its subject, the knowledge base, and without a full stop.
    public let sentence: String
    /// Whether it says that there are no names.
    let isAboutNames: Bool
  }

  /// What was read, in the order of priority.
  public internal(set) var sources: [Source] = []
  /// The files, with the places of their sources.
  public internal(set) var files: [(title: String, source: Int)] = []
  /// IRIs, or the names themselves if the format has no identifiers.
  public internal(set) var concepts = ByteTable()
  /// Whether `concepts` are identifiers, to be shown, and not normal forms of names.
  var hasIdentifiers = true
  /// The names, each text once.
  public internal(set) var texts = ByteTable()
  /// After `settleNames` those in the chosen languages.
  public internal(set) var names: [Name] = []
  /// Names in other languages than the chosen ones.
  var otherNames: [Name] = []
  /// Names by `rdfs:label`, until `settleNames` has decided about them.
  var plainNames: [Name] = []
  /// All language tags of names, in lower case; an empty one is none.
  public internal(set) var languages: [String] = []
  /// Whether names have been settled.
  var isSettled = true
  /// Narrower and broader concepts, as stated: cycles and repetitions included.
  public internal(set) var edges: [Edge] = []
  /// The confidence of each edge, in (0, 1]; empty if all are 1.
  var confidences: [Float] = []
  /// The words for the predicates, as `skos:broader`.
  public internal(set) var predicates: [String] = []
  /// For each predicate, whether its subject is the broader concept.
  var isInverse: [Bool] = []
  /// Concepts that the knowledge base itself calls deprecated.
  public internal(set) var deprecated: Set<Int32> = []
  /// Concepts that are the same or other names of each other.
  var equivalences: [(Int32, Int32)] = []
  /// Which of them are redirects, whose names serve other knowledge bases too.
  var redirects: [(Int32, Int32)] = []
  /// Related concepts, if they were asked for.
  public internal(set) var related: [(Int32, Int32)] = []
  /// Types, schemes and collections of concepts, if they were asked for.
  public internal(set) var memberships: [(concept: Int32, group: Int32)] = []
  /// Concepts whose names are found at the end of their IRIs at most.
  var usesLocalNames = false
  /// Concepts that cannot be kept, because they have no IRI.
  var withoutIRI = NodesWithoutIRI()

  /// The name for reports: the files', as the user gave them.
  public var title: String {
    sources.count <= 3
      ? sources.map(\.title).joined(separator: " + ") : "\(sources.count) knowledge bases"
  }
  /// How many statements or pairs were read.
  public var statements: Int { sources.reduce(0) { $0 + $1.statements } }

  /// What was read and not used, of all sources together.
  public var skipped: [(what: Skipped, count: Int)] {
    var all: [(what: Skipped, count: Int)] = []
    for entry in sources.flatMap(\.skipped) {
      if let place = all.firstIndex(where: { $0.what == entry.what }) {
        all[place].count += entry.count
      } else {
        all.append(entry)
      }
    }
    return all
  }

  /// An empty base with one source of that title.
  public init(title: String) { begin(source: title) }

  init() {}

  /// Begins a source, in a file of this name: what is read from now on belongs to it.
  mutating func begin(source title: String, number: Int32? = nil) {
    sources.append(Source(title: title, number: number))
    begin(file: title)
  }

  /// Begins a file of the last source: what is read from now on belongs to it.
  mutating func begin(file title: String) {
    guard files.count < 65_535 else { return }
    files.append((title, sources.count - 1))
  }

  /// The place of the present source, as names hold it.
  var currentSource: UInt8 { UInt8(min(sources.count - 1, 255)) }
  var currentFile: UInt16 { UInt16(files.count - 1) }

  mutating func skip(_ what: Skipped, count: Int = 1) {
    guard count > 0 else { return }
    let source = sources.count - 1
    if let place = sources[source].skipped.firstIndex(where: { $0.what == what }) {
      sources[source].skipped[place].count += count
    } else {
      sources[source].skipped.append((what, count))
    }
  }

  /// Takes back one of what was counted as not used.
  mutating func unskip(_ what: Skipped, source: Int) {
    guard let place = sources[source].skipped.firstIndex(where: { $0.what == what }) else {
      return
    }
    sources[source].skipped[place].count -= 1
    if sources[source].skipped[place].count == 0 { sources[source].skipped.remove(at: place) }
  }

  mutating func remark(_ sentence: String, isAboutNames: Bool = false) {
    sources[sources.count - 1].remarks.append(Remark(sentence: sentence, isAboutNames: isAboutNames))
  }

  mutating func count(statements: Int) {
    sources[sources.count - 1].statements += statements
  }

  mutating func predicate(_ word: String, isInverse: Bool = false) -> UInt8 {
    if let place = predicates.firstIndex(of: word) { return UInt8(place) }
    guard predicates.count < 255 else { return 254 }
    predicates.append(word)
    self.isInverse.append(isInverse)
    return UInt8(predicates.count - 1)
  }

  /// The place of a language tag in `languages`, of which Wikidata has more than 300; more than 65,534 share
  /// the last.
  mutating func language(_ tag: String) -> UInt16 {
    if let place = languages.firstIndex(of: tag) { return UInt16(place) }
    guard languages.count < 65_534 else { return 65_534 }
    languages.append(tag)
    return UInt16(languages.count - 1)
  }

  /// The confidence of the edge at `place`, in (0, 1].
  public func confidence(ofEdge place: Int) -> Float {
    confidences.isEmpty ? 1 : confidences[place]
  }

  /// The source of the edge at `place`.
  func source(ofEdge place: Int) -> Int { files[Int(edges[place].file)].source }

  /// Whether it only says which names mean the same: such a base provides synonyms
  /// for the others.
  var isListOfSynonyms: Bool {
    edges.isEmpty && !equivalences.isEmpty && equivalences.count == redirects.count
  }
}

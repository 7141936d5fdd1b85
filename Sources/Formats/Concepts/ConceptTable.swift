// Concepts as a vocabulary file has them: identifiers, names by language and
// kind, and how they are related. It matches nothing and chooses no names.
import FormatsFiles
import FormatsRDF

/// Concepts in a fixed order, numbered from 0.
///
/// A vocabulary of bare tags is such a table too: each tag is its own
/// identifier, and its only name is the tag as people write it.
///
/// Memory: the bytes of identifiers and texts, each once, and about 12 bytes
/// per name, 8 per relation.
public struct ConceptTable: Sendable {
  /// A name of a concept.
  public struct Name: Sendable, Hashable {
    /// The number of the text in `texts`.
    public var text: Int32
    /// The place of the language in `languages`.
    public var language: UInt8
    /// Preferred, alternative, hidden or a notation.
    public var kind: NameKind

    /// A name by its places in the tables of texts and languages.
    public init(text: Int32, language: UInt8, kind: NameKind) {
      self.text = text
      self.language = language
      self.kind = kind
    }
  }

  /// URIs or codes; in a flat table the tags themselves.
  public internal(set) var identifiers = ByteTable()
  /// The texts of names, each once.
  public internal(set) var texts = ByteTable()
  /// Language tags in lower case, in the order of the sources; an empty one is
  /// "no language".
  public internal(set) var languages: [String] = []
  /// Names by concept.
  public internal(set) var names = RowList<Name>()
  /// The broader concepts of each concept, one step up, as the sources state them.
  public internal(set) var broader = RowList<Int32>()
  /// Related concepts, in both directions.
  public internal(set) var related = RowList<Int32>()
  /// Types, schemes and collections, by IRI.
  public internal(set) var groups = ByteTable()
  /// The groups of each concept.
  public internal(set) var memberships = RowList<Int32>()
  /// Whether the source calls the concept deprecated, by concept.
  public internal(set) var isDeprecated: [Bool] = []
  /// Whether the tags are their own identifiers.
  public internal(set) var isFlat = false
  /// The number of concepts in the vocabulary of which this table is a part; 0: this is all of it.
  public internal(set) var partOf = 0

  public init() {}

  /// How many concepts there are.
  public var count: Int { identifiers.count }

  /// The number of the concept with this identifier.
  public func number(of identifier: String) -> Int? {
    identifiers.find(Array(identifier.utf8))
  }

  /// For each identifier the number of its concept, -1 if there is none. The labels of
  /// a model find their concepts this way.
  public func numbers(of identifiers: [String]) -> [Int32] {
    identifiers.map { number(of: $0).map(Int32.init) ?? -1 }
  }

  /// The IRI or notation of a concept.
  public func identifier(_ concept: Int) -> String { identifiers.text(concept) }

  /// The names of a concept: preferred ones first, equal kinds in the order of
  /// the languages.
  public func names(of concept: Int) -> ArraySlice<Name> { names[concept] }

  /// The text of a name.
  public func text(of name: Name) -> String { texts.text(Int(name.text)) }

  /// The language of a name, empty if it has none.
  public func language(of name: Name) -> String { languages[Int(name.language)] }

  /// The narrower concepts of each concept: `broader` inverted.
  ///
  /// - Complexity: O(concepts + relations); keep the result.
  public func narrower() -> RowList<Int32> {
    var pairs: [(row: Int32, value: Int32)] = []
    pairs.reserveCapacity(broader.values.count)
    for concept in 0..<count {
      for above in broader[concept] { pairs.append((above, Int32(concept))) }
    }
    return RowList(rows: count, pairs)
  }

  /// What breaks the promises above; nil if nothing does.
  public func brokenInvariant() -> String? {
    for (rows, what) in [
      (names.count, "names"), (broader.count, "broader"), (related.count, "related"),
      (memberships.count, "memberships"), (isDeprecated.count, "flags"),
    ] where rows != count {
      return "\(what) has \(rows, "row") for \(count, "concept")"
    }
    func areIn(_ values: [Int32], _ limit: Int) -> Bool {
      values.allSatisfy { $0 >= 0 && $0 < limit }
    }
    if !names.values.allSatisfy({
      $0.text >= 0 && $0.text < texts.count && $0.language < languages.count
    }) {
      return "a name has no text or no language"
    }
    if !areIn(broader.values, count) || !areIn(related.values, count) {
      return "a relation leads to no concept"
    }
    if !areIn(memberships.values, groups.count) { return "a membership is of no group" }
    return nil
  }
}

/// Lists of values by row, in one array.
public struct RowList<Value: Sendable>: Sendable {
  /// `values[starts[r]..<starts[r + 1]]` is row r.
  public internal(set) var starts: [Int32] = [0]
  /// The values of all rows.
  public internal(set) var values: [Value] = []

  public init() {}

  /// Sorts pairs by row; the order within a row stays.
  ///
  /// - Precondition: rows are from 0 to below `rows`.
  public init(rows: Int, _ pairs: [(row: Int32, value: Value)]) {
    var counts = [Int32](repeating: 0, count: rows + 1)
    for pair in pairs { counts[Int(pair.row) + 1] += 1 }
    for row in 0..<rows { counts[row + 1] += counts[row] }
    starts = counts
    guard let first = pairs.first else { return }
    values = [Value](repeating: first.value, count: pairs.count)
    for pair in pairs {
      values[Int(counts[Int(pair.row)])] = pair.value
      counts[Int(pair.row)] += 1
    }
  }

  /// Takes rows as they are in a file; nil if the starts do not fit.
  init?(starts: [Int32], values: [Value]) {
    guard starts.first == 0, starts.last == Int32(exactly: values.count),
      zip(starts, starts.dropFirst()).allSatisfy(<=)
    else { return nil }
    self.starts = starts
    self.values = values
  }

  /// The number of rows.
  public var count: Int { starts.count - 1 }

  /// The values of a row.
  public subscript(row: Int) -> ArraySlice<Value> { values[range(row)] }

  /// The places of a row's values.
  public func range(_ row: Int) -> Range<Int> { Int(starts[row])..<Int(starts[row + 1]) }

  /// Adds a row at the end.
  public mutating func append(row: some Sequence<Value>) {
    values.append(contentsOf: row)
    starts.append(Int32(values.count))
  }
}

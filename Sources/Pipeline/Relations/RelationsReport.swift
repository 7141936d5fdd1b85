// Sub in words: the statements behind a pair, why a tag has its hypernyms, and
// which names come near a label that no knowledge base knows.
import Formats

extension KnowledgeBase {
  /// A concept for people: its preferred name, and the identifier where that
  /// is something else.
  public func describe(_ concept: Int32, _ preferred: [Int32: Int32]) -> String {
    let identifier = concepts.text(Int(concept))
    guard let text = preferred[concept] else { return "<\(identifier)>" }
    let name = texts.text(Int(text))
    return name == identifier ? "“\(name)”" : "“\(name)” <\(identifier)>"
  }

  /// The text of the best preferred name of each concept in `wanted`.
  func preferredNames(of wanted: Set<Int32>) -> [Int32: Int32] {
    var best: [Int32: Name] = [:]
    for name in names where wanted.contains(name.concept) {
      guard let old = best[name.concept] else {
        best[name.concept] = name
        continue
      }
      if (name.kind.rawValue, name.language) < (old.kind.rawValue, old.language) {
        best[name.concept] = name
      }
    }
    return best.mapValues(\.text)
  }

  /// One line for each entry: the statements that make it, in order.
  public func provenance(of entries: some Sequence<Subsumption>) -> [String] {
    let entries = Array(entries)
    var wanted: Set<Int32> = []
    for entry in entries {
      for place in entry.path {
        wanted.insert(edges[Int(place)].narrower)
        wanted.insert(edges[Int(place)].broader)
      }
    }
    let names = preferredNames(of: wanted)
    return entries.map { entry in
      entry.path.map { place in
        let edge = edges[Int(place)]
        let narrower = describe(edge.narrower, names), broader = describe(edge.broader, names)
        let word = predicates[Int(edge.predicate)]
        // An inverse predicate is told as it stands in the file.
        let isInverse = word.hasPrefix("skos:narrow")
        return "\(isInverse ? broader : narrower) \(word) "
          + "\(isInverse ? narrower : broader) (line \(edge.line))"
      }.joined(separator: "; ")
    }
  }
}

extension SubsumptionMatrix {
  /// Why `tag` has its hypernyms, one line a fact.
  ///
  /// - Throws: `InputError` when the tag is no label, with the nearest ones.
  public func explanation(
    of tag: String, bases: [KnowledgeBase], index: LabelIndex
  ) throws -> [String] {
    let candidates = labels.indices.filter { Array(labels[$0].utf8) == Array(tag.utf8) }
    guard let label = candidates.first.map(Int32.init)
      ?? index.labels(for: tag.utf8).first
    else {
      throw InputError(
        file: "--explain", problem: "“\(tag)” is none of the labels")
    }
    let found = entries(of: label)
    var lines = ["“\(labels[Int(label)])” has \(found.count) "
      + (found.count == 1 ? "hypernym" : "hypernyms")]
    if !isMatched[Int(label)] {
      lines = ["“\(labels[Int(label)])” is in no knowledge base, so it has no hypernyms"]
    }
    for entry in found {
      let base = bases[Int(entry.knowledgeBase)]
      let how = entry.depth == 1 ? "direct" : "inferred over \(entry.depth) steps"
      lines.append(
        "  “\(labels[Int(entry.pair.broader)])”: \(how), weight \(entry.weight), by "
          + "\(entry.narrowerName.word) and \(entry.broaderName.word), \(base.title): "
          + base.provenance(of: [entry])[0])
    }
    return lines
  }
}

/// Finds names that come near a label.
public struct NearestNames {
  private let names: [[UInt8]]
  /// Names by each of their words and by each word's first four bytes.
  private var byWord: [ArraySlice<UInt8>: [Int32]] = [:]

  /// - Parameters:
  ///   - names: normal forms.
  ///   - labels: normal forms; only their words are indexed.
  public init(_ names: [[UInt8]], for labels: [[UInt8]]) {
    self.names = names
    var wanted: Set<ArraySlice<UInt8>> = []
    for label in labels { for key in Self.keys(label) { wanted.insert(key) } }
    for (number, name) in names.enumerated() {
      for key in Self.keys(name) where wanted.contains(key) {
        byWord[key, default: []].append(Int32(number))
      }
    }
  }

  /// Up to `count` names, the nearest first; none that differs in more than
  /// half of its bytes.
  public func nearest(to label: [UInt8], count: Int = 3) -> [[UInt8]] {
    var seen: Set<Int32> = []
    for key in Self.keys(label) {
      // A word that thousands of names share says little.
      for number in (byWord[key] ?? []).prefix(2_000) { seen.insert(number) }
    }
    let limit = max(1, label.count / 2)
    let ranked = seen.compactMap { number -> (distance: Int, number: Int32)? in
      let distance = Self.editDistance(label, names[Int(number)], limit: limit)
      return distance <= limit ? (distance, number) : nil
    }
    return ranked.sorted { ($0.distance, $0.number) < ($1.distance, $1.number) }
      .prefix(count).map { names[Int($0.number)] }
  }

  private static func keys(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    text.split(separator: UInt8(ascii: "_")).flatMap { word -> [ArraySlice<UInt8>] in
      word.count < 3 ? [] : word.count > 4 ? [word, word.prefix(4)] : [word]
    }
  }

  /// Levenshtein's distance in bytes; anything above `limit` is `limit + 1`.
  static func editDistance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int {
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    var row = Array(0...b.count)
    for i in 0..<a.count {
      var diagonal = row[0]
      row[0] = i + 1
      var least = row[0]
      for j in 0..<b.count {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
        diagonal = above
        least = min(least, row[j + 1])
      }
      if least > limit { return limit + 1 }
    }
    return min(row[b.count], limit + 1)
  }
}

// Noun phrases with their grammatical number, so that generated sentences are
// grammatical. English as far as the sample needs it, no general inflector.

/// A noun phrase in the two forms that sentences ask for.
struct SampleNounPhrase: Sendable {
  /// For statements about the thing as such: a plural or a mass noun
  /// (`sentiment lexicons`, `opinion mining`).
  let generic: [UInt8]
  let genericIsPlural: Bool
  /// For one instance: with its article if it is countable
  /// (`a sentiment lexicon`).
  let specific: [UInt8]
  let specificIsPlural: Bool

  /// - Parameter source: `a sentiment lexicon` for a countable noun, else the
  ///   plural or the mass noun itself.
  init(_ source: String) {
    let parts = source.split(separator: " ", maxSplits: 1)
    specific = Array(source.utf8)
    if parts.count == 2, parts[0] == "a" || parts[0] == "an" {
      generic = Array(Self.plural(of: String(parts[1])).utf8)
      genericIsPlural = true
      specificIsPlural = false
    } else {
      generic = specific
      genericIsPlural = Self.isPlural(source)
      specificIsPlural = genericIsPlural
    }
  }

  /// The word that carries the number: the last one before a preposition.
  private static func headEnd(of phrase: String) -> Int {
    let words = phrase.split(separator: " ")
    let prepositions: Set<Substring> = ["of", "in", "for", "to", "at", "on", "with", "between"]
    return words.indices.dropFirst().first { prepositions.contains(words[$0]) } ?? words.count
  }

  static func isPlural(_ phrase: String) -> Bool {
    let words = phrase.split(separator: " ")
    if words.contains("and") { return true }
    let head = words[headEnd(of: phrase) - 1]
    if irregularPlurals.contains(head) { return true }
    if singularsInS.contains(head) { return false }
    guard head.hasSuffix("s") else { return false }
    return !["ss", "is", "us", "ics"].contains { head.hasSuffix($0) }
  }

  static func plural(of phrase: String) -> String {
    var words = phrase.split(separator: " ").map(String.init)
    let last = headEnd(of: phrase) - 1
    let head = words[last]
    if head.hasSuffix("sis") {
      words[last] = head.dropLast(2) + "es"
    } else if head.hasSuffix("y"), let before = head.dropLast().last, !"aeiou".contains(before) {
      words[last] = head.dropLast() + "ies"
    } else if ["s", "x", "z", "ch", "sh"].contains(where: { head.hasSuffix($0) }) {
      words[last] = head + "es"
    } else {
      words[last] = head + "s"
    }
    return words.joined(separator: " ")
  }

  private static let irregularPlurals: Set<Substring> = [
    "people", "children", "women", "mice", "bacteria", "media", "police", "criteria",
    "topics", "metrics", "rubrics", "livestock", "fish",
  ]
  private static let singularsInS: Set<Substring> = [
    "diabetes", "news", "series", "chaos", "gas", "bias", "atlas",
    "tuberculosis",
  ]
}

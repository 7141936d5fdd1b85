// Which names of a knowledge base count, by their languages: those that a user
// chose, or those that match the labels best.
import Formats
import FormatsFiles
import FormatsRDF

/// How many labels have a name in each language of a knowledge base.
package struct LanguageMatches: Sendable {
  /// Primary languages, the best first; an empty one is "no language".
  package internal(set) var counts: [(language: String, labels: Int)] = []
  package internal(set) var labels = 0
  /// Those that are used.
  package internal(set) var chosen: [String] = []

  /// `names in de: 9 of 10 tags; en: 0 of 10; used: de`, or nil if there is
  /// nothing to choose.
  package var sentence: String? {
    let tagged = counts.filter { !$0.language.isEmpty }
    guard labels > 0, !tagged.isEmpty, counts.count > 1 || counts[0].labels < labels else {
      return nil
    }
    func word(_ language: String) -> String { language.isEmpty ? "no language" : language }
    var parts = counts.prefix(6).enumerated().map { place, entry in
      "\(word(entry.language)): \(entry.labels) of \(labels)" + (place == 0 ? " tags" : "")
    }
    if counts.count > 6 { parts.append("and \(counts.count - 6, "more language")") }
    return "names in " + parts.joined(separator: "; ") + "; used: "
      + (chosen.isEmpty ? "none" : chosen.map(word).joined(separator: ", "))
  }
}

extension KnowledgeBase {
  /// Keeps the names in these languages, the best first, and completes them: by
  /// `rdfs:label`, then by the end of the IRI, if a concept has no preferred name.
  ///
  /// - Parameter chosen: tags; an empty one is "no language". A tag matches itself
  ///   and its regional forms (`en`: `en-GB`).
  mutating func settleNames(languages chosen: [String]) {
    guard !isSettled else { return }
    isSettled = true
    let ranks = languages.map { Self.rank(of: $0, in: chosen) }
    func rank(_ name: Name) -> UInt16? {
      Int(name.language) < ranks.count ? ranks[Int(name.language)] : nil
    }
    var kept: [Name] = []
    kept.reserveCapacity(names.count)
    var others = [Int](repeating: 0, count: sources.count)
    func sort(_ name: Name, into list: inout [Name]) {
      if name.kind == .notation {
        list.append(name)
      } else if let rank = rank(name) {
        var name = name
        name.language = rank
        list.append(name)
      } else {
        otherNames.append(name)
        if Int(name.source) < others.count { others[Int(name.source)] += 1 }
      }
    }
    for name in names { sort(name, into: &kept) }
    var plain: [Name] = []
    for name in plainNames { sort(name, into: &plain) }
    var hasPreferred = [Bool](repeating: false, count: concepts.count)
    for name in kept where name.kind == .preferred { hasPreferred[Int(name.concept)] = true }
    let named = hasPreferred
    for name in plain where !named[Int(name.concept)] {
      kept.append(name)
      hasPreferred[Int(name.concept)] = true
    }
    names = kept
    plainNames = []
    for (source, count) in others.enumerated() where count > 0 {
      sources[source].skipped.append(("names in other languages", count))
    }
    if usesLocalNames { addLocalNames(hasPreferred) }
  }

  private mutating func addLocalNames(_ hasPreferred: [Bool]) {
    // Only ends of edges can matter; a literal's class needs no name.
    var isUsed = [Bool](repeating: false, count: concepts.count)
    for edge in edges {
      isUsed[Int(edge.narrower)] = true
      isUsed[Int(edge.broader)] = true
    }
    for (a, b) in equivalences {
      isUsed[Int(a)] = true
      isUsed[Int(b)] = true
    }
    for number in 0..<concepts.count where isUsed[number] && !hasPreferred[number] {
      let name = localName(ofIRI: concepts[number])
      if name.isEmpty { continue }
      names.append(
        Name(
          concept: Int32(number), text: Int32(texts.intern(name)), kind: .localName,
          language: 0))
    }
  }

  /// The place of a tag among the chosen languages: exact matches on even
  /// ranks, regional forms on the odd rank after them.
  private static func rank(of tag: String, in chosen: [String]) -> UInt16? {
    for (place, language) in chosen.enumerated() {
      let language = language.lowercased()
      if tag == language { return UInt16(min(2 * place, 65_534)) }
      if !language.isEmpty, tag.hasPrefix(language + "-") {
        return UInt16(min(2 * place + 1, 65_535))
      }
    }
    return nil
  }

  /// The languages that serve the labels: names without a language, the language
  /// in which most labels have a name, and each further one that names labels
  /// which the better ones do not, unless these are so few (under 2 in 100 of
  /// those matched) that chance may have made them.
  ///
  /// - Parameters:
  ///   - labels: for each text, the labels of its form.
  ///   - count: how many labels there are to be named.
  func bestLanguages(
    labels: (Int, KnowledgeBase) -> [Int32], of count: Int
  ) -> LanguageMatches {
    var primaries: [String] = []
    let primary = languages.map { tag -> Int in
      let language = String(tag.prefix { $0 != "-" })
      if let place = primaries.firstIndex(of: language) { return place }
      primaries.append(language)
      return primaries.count - 1
    }
    var matched = [Set<Int32>](repeating: [], count: primaries.count)
    for list in [names, plainNames] {
      for name in list where name.kind != .notation && Int(name.language) < primary.count {
        if deprecated.contains(name.concept) { continue }
        matched[primary[Int(name.language)]].formUnion(labels(Int(name.text), self))
      }
    }
    var result = LanguageMatches()
    result.labels = count
    let order = primaries.indices.sorted {
      (matched[$1].count, $0) < (matched[$0].count, $1)
    }
    result.counts = order.map { (primaries[$0], matched[$0].count) }
    var covered: Set<Int32> = []
    var chosen: [Int] = []
    for place in order {
      let fresh = matched[place].subtracting(covered)
      let isEnough = !fresh.isEmpty && 50 * fresh.count >= covered.count
      guard isEnough || primaries[place].isEmpty else { continue }
      chosen.append(place)
      covered.formUnion(fresh)
    }
    // If no name matches, concepts are named in reports in any language.
    result.chosen = (covered.isEmpty ? order : chosen).map { primaries[$0] }
    return result
  }
}

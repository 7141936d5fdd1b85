// A vocabulary in a sentence and in counts.
import Formats
import FormatsFiles

extension ConceptTable {
  /// How many concepts have a preferred name in each language, in their order.
  var preferredCounts: [(language: String, concepts: Int)] {
    var counts = [Int](repeating: 0, count: languages.count)
    for concept in 0..<count {
      var seen: Set<UInt8> = []
      for name in names(of: concept)
      where name.kind == .preferred && seen.insert(name.language).inserted {
        counts[Int(name.language)] += 1
      }
    }
    return zip(languages, counts).map { ($0, $1) }
  }

  private func count(_ kind: NameKind) -> Int { names.values.count { $0.kind == kind } }

  /// The counts that matter most, for the terminal.
  public var sentence: String {
    var parts = ["\(count, "concept")"]
    let languages = preferredCounts.filter { $0.concepts > 0 }
    if languages.contains(where: { !$0.language.isEmpty }) {
      parts.append(
        "names in "
          + languages.prefix(8).map {
            "\($0.language.isEmpty ? "no language" : $0.language) (\($0.concepts))"
          }.joined(separator: ", ")
          + (languages.count > 8 ? " and \(languages.count - 8, "more language")" : ""))
    }
    for (number, word) in [
      (count(.alternative), "alternative name"), (count(.hidden), "hidden name"),
      (count(.notation), "notation"), (broader.values.count, "relation"),
      (isDeprecated.count { $0 }, "deprecated concept"),
    ] where number > 0 { parts.append("\(number, word)") }
    return parts.joined(separator: ", ")
  }

  /// A sentence about concepts that have no name, although they are not deprecated: only their identifiers
  /// find them. Nil if all have one.
  public var namelessRemark: String? {
    let nameless = (0..<count).filter { concept in
      !isDeprecated[concept] && !names(of: concept).contains(where: { $0.kind != .notation })
    }
    guard let first = nameless.first else { return nil }
    return "\(nameless.count, "concept") without a name, such as \(identifier(first))"
  }

  /// The counts for a stage file's summary.
  public var summary: [String: StageHeader.Value] {
    var values: [String: StageHeader.Value] = [
      "concepts": .int(count), "names/alternative": .int(count(.alternative)),
      "names/hidden": .int(count(.hidden)), "names/notation": .int(count(.notation)),
      "broader": .int(broader.values.count), "related": .int(related.values.count / 2),
      "deprecated": .int(isDeprecated.count { $0 }), "flat": .bool(isFlat),
    ]
    for (language, concepts) in preferredCounts {
      values["names/preferred, \(language.isEmpty ? "no language" : language)"] = .int(concepts)
    }
    return values
  }
}

// What the ranker of the lexical model sees about a label that is mentioned in a document.
import Foundation

/// The numbers that describe one mention.
package enum LexicalFeatures {
  /// As many as `row` makes.
  package static let count = 20

  /// A row of the ranker's table; for a label that is not mentioned it is zero except for what
  /// is known about the label and the document.
  ///
  /// - Parameter isTagged: for a training document, whether it has the label: then the
  ///   document itself is left out of all counts, since a new document is in none of them.
  static func row(
    _ mention: Mention, in document: DocumentMentions, _ statistics: MentionStatistics,
    isTagged: Bool? = nil
  ) -> [Float] {
    let label = Int(mention.label)
    let isMentioned = mention.count > 0
    let own = isTagged != nil && isMentioned ? 1.0 : 0.0
    let hit = isTagged == true && isMentioned ? 1.0 : 0.0
    let isInTitle = mention.titleCount > 0
    let mentioned = Double(statistics.mentioned[label]) - own
    let hits = Double(statistics.hits[label]) - hit
    let mentionedInTitle = Double(statistics.mentionedInTitle[label]) - (isInTitle ? own : 0)
    let hitsInTitle = Double(statistics.hitsInTitle[label]) - (isInTitle ? hit : 0)
    let tagged = Double(statistics.tagged[label]) - (isTagged == true ? 1 : 0)
    let words = Double(max(1, document.words))
    let count = Double(max(1, mention.count))
    let title = (hitsInTitle + 5 * statistics.titlePrecision) / (mentionedInTitle + 5)
    let values: [Double] = [
      log1p(Double(mention.titleCount)),
      log1p(Double(mention.textCount)),
      Double(mention.first) / words,
      Double(mention.last - mention.first) / words,
      Double(mention.words),
      Double(mention.kind.rawValue),
      Double(mention.exactCount) / count,
      Double(mention.joinedCount) / count,
      Double(mention.coveredCount) / count,
      isMentioned ? log1p(Double(mention.sharing)) : 0,
      log1p(mentioned),
      (hits + 5 * statistics.precision) / (mentioned + 5),
      title,
      log1p(tagged),
      hits / (tagged + 1),
      Double(mention.count) / Double(document.mostOccurrences),
      log1p(words),
      log1p(Double(document.mentions.count)),
      document.words > document.titleWords ? 1 : 0,
      Double(document.titleWords),
    ]
    return values.map { Float($0) }
  }
}

extension LexicalFeatures {
  /// The place of the smoothed share of mentions whose document has the label.
  static let shareOfHits = 11
}

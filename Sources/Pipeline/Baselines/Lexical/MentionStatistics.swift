// What training documents say about names: how often a document that has the name also
// has the tag.

/// Counts by label over training documents.
struct MentionStatistics: Equatable, Sendable {
  /// Documents in which a name of the label occurs, and those of them that have the label.
  var mentioned: [Int32]
  var hits: [Int32]
  /// The same of occurrences in titles.
  var mentionedInTitle: [Int32]
  var hitsInTitle: [Int32]
  /// Documents that have the label.
  var tagged: [Int32]
  /// The share of mentions, and of mentions in titles, whose document has the label;
  /// softened, so that it is a half without mentions and never 0.
  private(set) var precision = 0.0
  private(set) var titlePrecision = 0.0

  /// - Parameter labels: of each document, ascending.
  init(_ documents: [DocumentMentions], labels: [[Int32]], labelCount: Int) {
    let zeros = [Int32](repeating: 0, count: labelCount)
    (mentioned, hits, mentionedInTitle, hitsInTitle, tagged) = (zeros, zeros, zeros, zeros, zeros)
    for (document, labels) in zip(documents, labels) {
      let own = Set(labels)
      for label in labels { tagged[Int(label)] += 1 }
      for mention in document.mentions {
        let label = Int(mention.label)
        let hit: Int32 = own.contains(mention.label) ? 1 : 0
        mentioned[label] += 1
        hits[label] += hit
        if mention.titleCount > 0 {
          mentionedInTitle[label] += 1
          hitsInTitle[label] += hit
        }
      }
    }
    setShares()
  }

  /// Counts as they were stored.
  init(
    mentioned: [Int32], hits: [Int32], mentionedInTitle: [Int32], hitsInTitle: [Int32],
    tagged: [Int32]
  ) {
    self.mentioned = mentioned
    self.hits = hits
    self.mentionedInTitle = mentionedInTitle
    self.hitsInTitle = hitsInTitle
    self.tagged = tagged
    setShares()
  }

  private mutating func setShares() {
    func share(_ hits: [Int32], _ all: [Int32]) -> Double {
      let count = all.reduce(0) { $0 + Int($1) }
      return (Double(hits.reduce(0) { $0 + Int($1) }) + 0.5) / (Double(count) + 1)
    }
    precision = share(hits, mentioned)
    titlePrecision = share(hitsInTitle, mentionedInTitle)
  }
}

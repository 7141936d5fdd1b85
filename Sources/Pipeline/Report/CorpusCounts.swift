// What a corpus is like, counted document by document.
import Formats
import FormatsFiles

/// Counts over the documents of a corpus.
package struct CorpusCounts: Sendable {
  package private(set) var documents = 0
  package private(set) var untitled = 0
  package private(set) var tokens = 0
  /// By number of tags, sentences, words: how many documents have this number.
  private(set) var byTags: [Int] = []
  private(set) var bySentences: [Int] = []
  private var wordCounts: [Int] = []
  private var titleWords = 0
  private var tags: [ExactString: Int] = [:]

  package init() {}

  /// Counts a document; holes are not words, a repeated tag counts once.
  package mutating func add(_ document: Document) {
    documents += 1
    let title = document.title.count { !$0.isEmpty }
    let content = document.sentences.reduce(0) { $0 + $1.count { !$0.isEmpty } }
    if title == 0 { untitled += 1 }
    titleWords += title
    tokens += title + content
    wordCounts.append(title + content)
    Self.count(document.sentences.count { $0.contains { !$0.isEmpty } }, in: &bySentences)
    let distinct = Set(document.tags.lazy.filter { !$0.isEmpty }.map { ExactString($0) })
    Self.count(distinct.count, in: &byTags)
    for tag in distinct { tags[tag, default: 0] += 1 }
  }

  private static func count(_ number: Int, in counts: inout [Int]) {
    if counts.count <= number {
      counts += [Int](repeating: 0, count: number + 1 - counts.count)
    }
    counts[number] += 1
  }

  /// How often each tag occurs, most frequent first.
  package var tagCounts: [Int] { tags.values.sorted(by: >) }
  package var distinctTags: Int { tags.count }
  package var assignments: Int { tags.values.reduce(0, +) }
  var meanTitleWords: Double { Double(titleWords) / Double(max(documents, 1)) }
  /// The median number of words of a document.
  var medianWords: Int {
    wordCounts.isEmpty ? 0 : wordCounts.sorted()[wordCounts.count / 2]
  }

  /// The mean of a histogram.
  static func mean(_ counts: [Int]) -> Double {
    let total = counts.reduce(0, +)
    return Double(counts.enumerated().reduce(0) { $0 + $1.offset * $1.element })
      / Double(max(total, 1))
  }
}

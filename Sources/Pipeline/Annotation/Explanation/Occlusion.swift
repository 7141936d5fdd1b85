// Why a tag was given: the sentences and words without which its score would
// be lower. It asks the model for scores and knows nothing else about it.
import Formats
import PipelineNetworks

/// A part of a document that carried a tag.
package struct Evidence: Equatable, Sendable {
  /// 0 is the title, 1 the first sentence.
  package var sentence: Int
  package var tokens: [String]
  /// The score of the tag without this sentence.
  package var scoreWithout: Float
  /// The words of the sentence that carried the tag, strongest first.
  package var words: [Word]

  /// A word with the score of the tag without it.
  package struct Word: Equatable, Sendable {
    package var text: String
    /// From 0 in the sentence.
    package var place: Int
    package var scoreWithout: Float
  }
}

/// Explains tags by leaving out parts of the document (occlusion): the title and
/// each sentence, then each word of the sentences that mattered most. Of a long document blocks of
/// sentences are left out first, and then the sentences of the blocks that mattered most: the work grows with
/// the length, not with its square.
package struct Occlusion {
  /// Scores of documents for the labels that are explained, in their order:
  /// [documents][labels].
  package typealias Score = ([Document]) throws -> [[Float]]

  private let score: Score
  private let sentences: Int
  private let words: Int
  /// A share of the score that a part must carry to be named.
  private let leastShare: Float
  /// How many parts are tried one by one.
  private static let most = 256
  /// How many documents are scored at once: each is nearly as large as the whole one.
  private static let batch = 64

  /// - Parameters:
  ///   - sentences: how many sentences are named for a tag, at most.
  ///   - words: how many words of a sentence are named, at most.
  package init(
    sentences: Int = 2, words: Int = 3, leastShare: Float = 0.05, score: @escaping Score
  ) {
    self.sentences = sentences
    self.words = words
    self.leastShare = leastShare
    self.score = score
  }

  /// The evidence for each label, strongest first.
  ///
  /// - Parameters:
  ///   - scores: of the whole document, by the labels that are explained.
  ///   - document: cut to what the model reads.
  package func evidence(for scores: [Float], in document: Document) throws -> [[Evidence]] {
    guard !scores.isEmpty else { return [] }
    let labels = scores.indices
    let parts = [document.title] + document.sentences
    let present = try promising(parts.indices.filter { !parts[$0].isEmpty }, in: document, labels: labels)
    let without = try scored(present) { document.without([$0]) }
    // For each label the parts that carried it.
    let carriers = labels.map { l in
      let least = leastShare * scores[l]
      return present.indices
        .filter { scores[l] - without[$0][l] > least }
        .sorted { (without[$0][l], $0) < (without[$1][l], $1) }
        .prefix(sentences).map { $0 }
    }
    var wordScores: [Int: [[Float]]] = [:]
    for place in Set(carriers.joined()).sorted() {
      let part = present[place]
      wordScores[place] = try scored(Array(parts[part].indices)) { document.without(part: part, word: $0) }
    }
    return labels.map { l in
      carriers[l].map { place in
        let part = present[place]
        let byWord = (wordScores[place] ?? []).map { $0[l] }
        let best = byWord.indices
          .filter { scores[l] - byWord[$0] > leastShare * scores[l] }
          .sorted { (byWord[$0], $0) < (byWord[$1], $1) }
          .prefix(words)
        return Evidence(
          sentence: part, tokens: parts[part], scoreWithout: without[place][l],
          words: best.map {
            .init(text: parts[part][$0], place: $0, scoreWithout: byWord[$0])
          })
      }
    }
  }
}

extension Occlusion {
  /// Those of the parts in the blocks that carry most of the labels; all parts if there are few.
  private func promising(_ parts: [Int], in document: Document, labels: Range<Int>) throws -> [Int] {
    var blocks = [parts]
    while blocks.reduce(0, { $0 + $1.count }) > Self.most, blocks.contains(where: { $0.count > 1 }) {
      let pieces = blocks.flatMap { block in
        stride(from: 0, to: block.count, by: max(1, block.count / 16)).map {
          Array(block[$0..<min($0 + max(1, block.count / 16), block.count)])
        }
      }
      let without = try scored(pieces) { document.without($0) }
      let carriers = labels.flatMap { l in
        pieces.indices.sorted { (without[$0][l], $0) < (without[$1][l], $1) }.prefix(sentences)
      }
      blocks = Set(carriers).sorted().map { pieces[$0] }
    }
    return blocks.flatMap { $0 }
  }

  /// The scores of variants of the document, some at a time.
  private func scored<Part>(_ parts: [Part], _ variant: (Part) -> Document) throws -> [[Float]] {
    try stride(from: 0, to: parts.count, by: Self.batch).flatMap { first in
      try score(parts[first..<min(first + Self.batch, parts.count)].map(variant))
    }
  }
}

extension Document {
  /// The document as the networks read it: no holes, and no more than `shape`
  /// allows.
  package func cut(to shape: DocumentShape) -> Document {
    Document(
      id: id, title: Array(title.filter { !$0.isEmpty }.prefix(shape.titleWords)),
      sentences: Array(
        sentences.map { Array($0.filter { !$0.isEmpty }.prefix(shape.words)) }
          .filter { !$0.isEmpty }.prefix(shape.sentences)),
      tags: tags)
  }

  /// A copy without some parts: the title (0), sentences (1 …).
  fileprivate func without(_ parts: [Int]) -> Document {
    var copy = self
    // All at once: each change of the sentences packs them again.
    var sentences = sentences
    for part in parts {
      if part == 0 { copy.title = [] } else { sentences[part - 1] = [] }
    }
    copy.sentences = sentences
    return copy
  }

  /// A copy without one word of a part.
  fileprivate func without(part: Int, word: Int) -> Document {
    var copy = self
    if part == 0 { copy.title.remove(at: word) } else { copy.sentences[part - 1].remove(at: word) }
    return copy
  }
}

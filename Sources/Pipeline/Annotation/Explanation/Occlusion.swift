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
/// each sentence, then each word of the sentences that mattered most.
package struct Occlusion {
  /// Scores of documents for the labels that are explained, in their order:
  /// [documents][labels].
  package typealias Score = ([Document]) throws -> [[Float]]

  private let score: Score
  private let sentences: Int
  private let words: Int
  /// A share of the score that a part must carry to be named.
  private let leastShare: Float

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
    let labels = scores.indices
    let parts = [document.title] + document.sentences
    let present = parts.indices.filter { !parts[$0].isEmpty }
    let without = try score(present.map { document.without(part: $0) })
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
      wordScores[place] = try score(
        parts[part].indices.map { document.without(part: part, word: $0) })
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

  /// A copy without the title (part 0) or a sentence (part 1 …), or without one
  /// word of it.
  fileprivate func without(part: Int, word: Int? = nil) -> Document {
    var copy = self
    var tokens = part == 0 ? title : sentences[part - 1]
    if let word { tokens.remove(at: word) } else { tokens = [] }
    if part == 0 { copy.title = tokens } else { copy.sentences[part - 1] = tokens }
    return copy
  }
}

// The sequences of vocabulary indices that word2vec learns from. Whoever adds a
// sequence decides what it is (a sentence, the tags of a document).
import Formats
import FormatsFiles
import PipelineText

/// Sequences of known words, in one piece of memory.
public struct TokenSequences: Sendable {
  /// The indices of all sequences, concatenated.
  private(set) var tokens: [Int32] = []
  /// Where each sequence begins, and the end of the last.
  private(set) var offsets: [Int] = [0]

  /// The number of sequences.
  public var count: Int { offsets.count - 1 }
  /// The number of words in all sequences.
  public var tokenCount: Int { tokens.count }

  public init() {}

  /// Adds a sequence without the words that `vocabulary` does not know; if fewer than
  /// two words remain, there is nothing to learn and it is left out.
  public mutating func add(_ words: some Sequence<String>, in vocabulary: Vocabulary) {
    let start = tokens.count
    for word in words {
      if let index = vocabulary.index(of: word) { tokens.append(Int32(index)) }
    }
    if tokens.count - start < 2 {
      tokens.removeSubrange(start...)
    } else {
      offsets.append(tokens.count)
    }
  }

  /// Adds the title and each sentence of a document.
  public mutating func addText(of document: Document, in vocabulary: Vocabulary) {
    add(document.title, in: vocabulary)
    for sentence in document.sentences { add(sentence, in: vocabulary) }
  }

  /// Adds the tags of a document, each once, as one sequence.
  public mutating func addTags(of document: Document, in vocabulary: Vocabulary) {
    var seen: Set<ExactString> = []
    add(document.tags.filter { seen.insert(ExactString($0)).inserted }, in: vocabulary)
  }

  /// How often each of `count` words occurs.
  func counts(of count: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: count)
    for token in tokens { counts[Int(token)] += 1 }
    return counts
  }
}

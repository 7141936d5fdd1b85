// Documents whose words are in one buffer instead of a String each: this form goes
// from the tokeniser to the stage file, millions of words per second.
import FormatsRDF

/// Sentences of tokens.
public struct TokenizedText: Equatable, Sendable {
  /// The UTF-8 bytes of all tokens, concatenated.
  public var bytes: [UInt8] = []
  /// Where each token ends in `bytes`; a hole has no byte.
  public var tokenEnds: [Int] = []
  /// Where each sentence ends in `tokenEnds`.
  public var sentenceEnds: [Int] = []

  public init() {}

  /// Copies sentences of words.
  public init(_ sentences: [[String]]) {
    for sentence in sentences {
      for token in sentence {
        bytes.append(contentsOf: token.utf8)
        tokenEnds.append(bytes.count)
      }
      sentenceEnds.append(tokenEnds.count)
    }
  }

  /// Calls `body` with the bytes of each token, in order.
  public func forEachToken(_ body: (ByteView) -> Void) {
    forEachToken(in: 0..<tokenEnds.count, body)
  }

  /// Calls `body` with the bytes of each token of `range`, in order.
  @inline(__always)
  func forEachToken(in range: Range<Int>, _ body: (ByteView) -> Void) {
    bytes.withUnsafeBufferPointer { bytes in
      var start = range.lowerBound == 0 ? 0 : tokenEnds[range.lowerBound - 1]
      for end in tokenEnds[range] {
        body(ByteView(rebasing: bytes[start..<end]))
        start = end
      }
    }
  }

  /// The tokens as strings, sentence by sentence.
  public var strings: [[String]] {
    var start = 0
    return sentenceEnds.map { end in
      defer { start = end }
      var sentence: [String] = []
      forEachToken(in: start..<end) { sentence.append(String(decoding: $0, as: UTF8.self)) }
      return sentence
    }
  }

  /// How many tokens are not holes.
  public var wordCount: Int {
    var start = 0
    return tokenEnds.count { end in
      defer { start = end }
      return end > start
    }
  }
}

/// A document as `Document`, with its words in two buffers.
public struct TokenizedDocument: Equatable, Sendable {
  /// The identifier, unique in the corpus.
  public var id: String
  /// All sentences of the title together are the title.
  public var title: TokenizedText
  /// The text in sentences.
  public var content: TokenizedText
  /// The tags in the order of the source.
  public var tags: [String]

  /// A document whose words are in the buffers of `title` and `content`.
  public init(id: String, title: TokenizedText, content: TokenizedText, tags: [String]) {
    self.id = id
    self.title = title
    self.content = content
    self.tags = tags
  }

  /// Whether there is a token that is not a hole.
  public var hasWords: Bool { !title.bytes.isEmpty || !content.bytes.isEmpty }
}

extension Document {
  /// The same document with one string per word.
  public init(_ document: TokenizedDocument) {
    self.init(
      id: document.id, title: Array(document.title.strings.joined()),
      sentences: document.content.strings, tags: document.tags)
  }
}

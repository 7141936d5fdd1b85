// Which texts of a document are encoded. Documents hold words, lower-cased and without most
// punctuation, so that is what an encoder sees; every sentence ends with a full stop. Every title or
// sentence that is not empty has its own vector, however many pieces it makes, so the vectors of
// sentences correspond to the document's sentences one by one.
import Formats
import FormatsFiles
import PipelineNumerics

/// Makes the vectors of documents: of the title, and of windows or sentences of the text.
public struct TextVectoriser: Sendable {
  /// How the vectors are made, as their file will say.
  public let encoding: TextEncoding
  private let encoder: SentenceEncoder
  private let prefix: [Int32]
  private let stop: [Int32]

  /// - Parameters:
  ///   - hash: that of the encoder's folder.
  ///   - prefix: put before every text, as some encoders require.
  ///   - longest: the most word pieces of a text; nil takes the encoder's own limit.
  /// - Throws: `InputError` if the limit leaves no room, or is beyond the encoder's.
  public init(
    _ encoder: SentenceEncoder, hash: ContentHash, unit: TextEncoding.Unit, prefix: String,
    longest: Int? = nil
  ) throws {
    self.encoder = encoder
    let limit = longest ?? encoder.longest
    self.prefix = encoder.tokenizer.pieces(of: prefix)
    stop = encoder.tokenizer.pieces(of: ".")
    guard limit <= encoder.longest else {
      throw InputError(
        .parameter("longest"),
        problem: "the encoder takes at most \(encoder.longest) word pieces, not \(limit)")
    }
    guard limit > self.prefix.count + stop.count else {
      throw InputError(
        .parameter("prefix"), problem: "leaves no room for text: \(limit) word pieces are the most")
    }
    encoding = TextEncoding(
      encoder: hash, unit: unit, prefix: prefix, longest: limit, dimensions: encoder.dimensions)
  }

  /// The vectors of documents, in their order.
  public func encode(_ documents: [Document], pool: WorkerPool) -> [DocumentVectors] {
    let texts: [[[Int32]]] = pool.map(documents.count) { self.texts(of: documents[$0]) }
    let vectors = encoder.encode(pieces: Array(texts.joined()), pool: pool)
    var start = 0
    var encoded: [DocumentVectors] = []
    for (document, texts) in zip(documents, texts) {
      let end = start + texts.count * encoding.dimensions
      let isTitled = document.title.contains(where: { !$0.isEmpty })
      encoded.append(
        DocumentVectors(
          id: document.id, isTitled: isTitled, vectors: Array(vectors[start..<end])))
      start = end
    }
    return encoded
  }

  /// The word pieces of the title, if there is one, and of every unit of the text; excess
  /// pieces of a sentence are cut off.
  func texts(of document: Document) -> [[Int32]] {
    func isFull(_ words: [String]) -> Bool { words.contains { !$0.isEmpty } }
    let title = pieces(of: document.title)
    let sentences = document.sentences.filter(isFull).map(pieces)
    let most = encoding.longest - prefix.count
    var texts: [[Int32]] = isFull(document.title) ? [Array(title.prefix(most))] : []
    switch encoding.unit {
    case .sentences:
      texts += sentences.map { Array($0.prefix(most - stop.count)) + stop }
    case .windows:
      guard sentences.contains(where: { !$0.isEmpty }) else { break }
      var window: [Int32] = []
      for sentence in [title] + sentences where !sentence.isEmpty {
        for part in cut(sentence + stop, most) {
          if !window.isEmpty, window.count + part.count > most {
            texts.append(window)
            window.removeAll()
          }
          window += part
        }
      }
      texts.append(window)
    }
    return texts.map { prefix + $0 }
  }

  private func pieces(of words: [String]) -> [Int32] {
    encoder.tokenizer.pieces(of: words.filter { !$0.isEmpty }.joined(separator: " "))
  }

  private func cut(_ pieces: [Int32], _ most: Int) -> [[Int32]] {
    stride(from: 0, to: pieces.count, by: most).map {
      Array(pieces[$0..<min(pieces.count, $0 + most)])
    }
  }
}

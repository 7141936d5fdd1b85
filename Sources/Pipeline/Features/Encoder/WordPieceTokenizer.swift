// Text to the numbers of word pieces, equal to the `tokenizers` package. Which pieces
// there are is read by Formats.
import Formats
import FormatsRDF

/// A WordPiece tokenizer with BERT's text rules.
public struct WordPieceTokenizer: Sendable {
  private let text: BertText
  private let pieces: ByteTable
  private let numbers: [Int32]
  private let longestPiece: Int
  private let special: [(text: [Unicode.Scalar], number: Int32)]
  private let continuation: [UInt8]
  private let longestWord: Int
  private let unknown: Int32
  /// The number of the token before every text.
  public let first: Int32
  /// The number of the token after every text.
  public let last: Int32

  /// - Complexity: linear in the vocabulary.
  public init(_ description: WordPieceDescription) {
    text = BertText(
      cleans: description.cleans, spacesIdeographs: description.spacesIdeographs,
      lowercases: description.lowercases, stripsAccents: description.stripsAccents)
    var pieces = ByteTable()
    var numbers: [Int32] = []
    for (piece, number) in description.pieces {
      let place = pieces.intern(Array(piece.utf8))
      // The later one of two equal pieces counts.
      if place == numbers.count { numbers.append(number) } else { numbers[place] = number }
    }
    self.pieces = pieces
    self.numbers = numbers
    longestPiece = description.pieces.map(\.text.utf8.count).max() ?? 0
    // The longest first: it wins where several begin at one place.
    special = description.special.map { (Array($0.text.unicodeScalars), $0.number) }
      .sorted { $0.0.count > $1.0.count }
    continuation = Array(description.continuation.utf8)
    longestWord = description.longestWord
    unknown = description.unknown
    first = description.first
    last = description.last
  }

  /// The pieces of `text`, without the first and the last token.
  public func pieces(of text: String) -> [Int32] {
    var result: [Int32] = []
    var rest = text[...]
    while let found = firstSpecial(in: rest) {
      appendPieces(of: rest[..<found.range.lowerBound], to: &result)
      result.append(found.number)
      rest = rest[found.range.upperBound...]
    }
    appendPieces(of: rest, to: &result)
    return result
  }

  private func firstSpecial(
    in text: Substring
  ) -> (range: Range<Substring.Index>, number: Int32)? {
    let scalars = text.unicodeScalars
    let starts = Set(special.compactMap(\.text.first))
    var index = scalars.startIndex
    while index < scalars.endIndex {
      if starts.contains(scalars[index]) {
        for token in special where scalars[index...].starts(with: token.text) {
          return (index..<scalars.index(index, offsetBy: token.text.count), token.number)
        }
      }
      index = scalars.index(after: index)
    }
    return nil
  }

  private func appendPieces(of text: Substring, to result: inout [Int32]) {
    self.text.forEachWord(of: text) { append(word: $0, to: &result) }
  }

  /// Appends the longest piece that begins the word, then the longest that continues it, and so
  /// on; a word with a rest that is not a piece is unknown as a whole.
  private func append(word: [Unicode.Scalar], to result: inout [Int32]) {
    guard word.count <= longestWord else { return result.append(unknown) }
    // Before the word is room for the mark of continuation.
    var bytes = continuation
    var ends: [Int] = []
    for scalar in word {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      ends.append(bytes.count)
    }
    let before = result.count
    var start = continuation.count
    var scalar = 0
    while scalar < word.count {
      // The mark overwrites the end of the piece before.
      let from = scalar == 0 ? start : start - continuation.count
      if scalar > 0 { bytes.replaceSubrange(from..<start, with: continuation) }
      var end = word.count - 1
      while end >= scalar, ends[end] - from > longestPiece { end -= 1 }
      var found: Int?
      bytes.withUnsafeBufferPointer { bytes in
        while end >= scalar {
          found = pieces.find(ByteView(rebasing: bytes[from..<ends[end]]))
          if found != nil { break }
          end -= 1
        }
      }
      guard let found else {
        result.removeSubrange(before...)
        return result.append(unknown)
      }
      result.append(numbers[found])
      start = ends[end]
      scalar = end + 1
    }
  }
}

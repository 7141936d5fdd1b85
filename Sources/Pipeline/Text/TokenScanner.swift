// The tokeniser's main loop: walks over UTF-8 once, chunk by chunk, where a
// chunk is the text between white space. Where sentences end is decided in
// SentenceBoundary, which pieces are addresses in Addresses.
import Formats
import FormatsFiles

/// One pass over one text.
struct TokenScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let options: TokenizerOptions
  private var index = 0
  /// The tokens so far; after the last token's end comes the word that is being
  /// read, in its final form.
  private var text = TokenizedText()
  private var wordStart = 0
  private var sentenceStart = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, options: TokenizerOptions) {
    self.bytes = bytes
    self.options = options
    text.bytes.reserveCapacity(bytes.count)
    text.tokenEnds.reserveCapacity(bytes.count / 6)
  }

  mutating func run() -> TokenizedText {
    var end = SentenceEnd.none  // how the chunk before ended
    while true {
      let newlines = skipSpace()
      guard index < bytes.count else { break }
      let isLineStart = newlines > 0 || text.tokenEnds.isEmpty
      let chunk = nextChunk()
      let isItem = isLineStart && isListMarker(bytes, chunk.range)
      if newlines > 1 || isItem || beginsSentence(bytes, chunk.range, after: end) {
        endSentence()
      }
      if chunk.mayHoldAddress, let address = addressRange(in: bytes, chunk.range) {
        scanWords(in: chunk.range.lowerBound..<address.lowerBound)
        scanWords(in: address.upperBound..<chunk.range.upperBound)
      } else {
        scanWords(in: chunk.range)
      }
      end = isItem ? .none : sentenceEnd(bytes, chunk.range)
    }
    endSentence()
    return text
  }

  private mutating func endSentence() {
    guard text.tokenEnds.count > sentenceStart else { return }
    sentenceStart = text.tokenEnds.count
    text.sentenceEnds.append(sentenceStart)
  }
}

// MARK: - Chunks

extension TokenScanner {
  private struct Chunk {
    var range: Range<Int>
    /// Whether it has a character that every address has.
    var mayHoldAddress = false
  }

  /// Skips white space; returns the number of newlines in it, 2 for a
  /// paragraph separator.
  private mutating func skipSpace() -> Int {
    var newlines = 0
    while index < bytes.count {
      if bytes[index] == 0x20 {
        index += 1
        continue
      }
      let (scalar, length) = scalar(in: bytes, at: index)
      guard CharacterClass(scalar) == .space else { break }
      if scalar == "\n" || scalar == "\u{2028}" || scalar == "\u{85}" { newlines += 1 }
      if scalar == "\u{2029}" { newlines += 2 }
      index += length
    }
    return newlines
  }

  private mutating func nextChunk() -> Chunk {
    var chunk = Chunk(range: index..<index)
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        if byte <= 0x20 && (byte == 0x20 || (0x09...0x0D).contains(byte)) { break }
        if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "@")
          || byte | 0x20 == UInt8(ascii: "w") && isWebPrefix(bytes, at: index)
        {
          chunk.mayHoldAddress = true
        }
        index += 1
      } else {
        let (scalar, length) = scalar(in: bytes, at: index)
        if CharacterClass(scalar) == .space { break }
        index += length
      }
    }
    chunk.range = chunk.range.lowerBound..<index
    return chunk
  }
}

// MARK: - Words

extension TokenScanner {
  private mutating func scanWords(in range: Range<Int>) {
    var position = range.lowerBound
    while true {
      position = scanASCIIWord(from: position, in: range)
      guard position < range.upperBound else { break }
      let (scalar, length) = scalar(in: bytes, at: position)
      let kind = CharacterClass(scalar)
      switch kind {
      case .lowerLetter, .upperLetter, .digit:
        append(scalar, kind)
      case .mark:
        if hasWord { append(scalar, kind) }
      case .ideograph:
        endWord()
        append(scalar, kind)
        endWord()
      case .invisible:
        break
      case .apostrophe:
        if !isBetweenWordParts(position, length, in: range) { endWord() }
      case .hyphen:
        if !options.joinsHyphenated || !isBetweenWordParts(position, length, in: range) {
          endWord()
        }
      case .wideTerminator:
        endWord()
        endSentence()
      case .comma:
        scanComma(at: position, length, in: range)
      case .terminator:
        if scalar == ".", hasWord, let last = text.bytes.last, isASCIIDigit(last),
          isDigit(at: position + 1, in: range)
        {
          text.bytes.append(UInt8(ascii: "."))
        } else {
          endWord()
        }
      default:
        if scalar == "+" || scalar == "#", hasWord {
          position = scanSuffix(from: position, in: range)
          continue
        }
        endWord()
      }
      position += length
    }
    endWord()
  }

  /// Takes a run of ASCII letters and digits into the word; returns its end.
  private mutating func scanASCIIWord(from start: Int, in range: Range<Int>) -> Int {
    var position = start
    var hasCapital = false
    scan: while position < range.upperBound {
      switch bytes[position] {
      case 0x61...0x7A, 0x30...0x39: break
      case 0x41...0x5A: hasCapital = true
      default: break scan
      }
      position += 1
    }
    guard position > start else { return start }
    let place = text.bytes.count
    text.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<position]))
    if hasCapital, options.lowercases {
      for index in place..<text.bytes.count where text.bytes[index] >= 0x41 {
        text.bytes[index] |= 0x20
      }
    }
    return position
  }

  private mutating func append(_ scalar: Unicode.Scalar, _ kind: CharacterClass) {
    if kind == .upperLetter && options.lowercases {
      text.bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    } else {
      text.bytes.append(contentsOf: scalar.utf8)
    }
  }

  private var hasWord: Bool { text.bytes.count > wordStart }

  /// Makes the word a token unless it is a stop word.
  private mutating func endWord() {
    guard hasWord else { return }
    if !options.stopWords.isEmpty, isStopWord(text.bytes[wordStart...]) {
      text.bytes.removeLast(text.bytes.count - wordStart)
      return
    }
    wordStart = text.bytes.count
    text.tokenEnds.append(wordStart)
  }

  private func isStopWord(_ word: ArraySlice<UInt8>) -> Bool {
    options.stopWords.contains(ExactString(String(decoding: word, as: UTF8.self)))
  }

  /// A comma groups thousands, as in `12,345`, or is a token, or separates.
  private mutating func scanComma(at position: Int, _ length: Int, in range: Range<Int>) {
    if length == 1, groupsThousands(at: position, in: range) { return }
    endWord()
    if options.keepsCommas {
      text.bytes.append(UInt8(ascii: ","))
      endWord()
    }
  }

  /// Whether up to three digits precede `position` and exactly three follow it.
  private func groupsThousands(at position: Int, in range: Range<Int>) -> Bool {
    guard text.bytes[wordStart...].allSatisfy({ isASCIIDigit($0) }) else { return false }
    var before = 0
    while before < 4, position - before > range.lowerBound,
      isDigit(at: position - before - 1, in: range)
    {
      before += 1
    }
    var after = 0
    while after < 4, isDigit(at: position + 1 + after, in: range) { after += 1 }
    return (1...3).contains(before) && after == 3
  }

  /// Takes a run of `+` or `#` into the word, or takes it for a separator;
  /// returns where it ends.
  private mutating func scanSuffix(from start: Int, in range: Range<Int>) -> Int {
    var end = start
    while end < range.upperBound, bytes[end] == bytes[start] { end += 1 }
    let isOperator = end - start == 1 && isWordPart(at: end, in: range)
    if !isOperator && end - start <= 3 { text.bytes.append(contentsOf: bytes[start..<end]) }
    endWord()
    return end
  }

  private func isBetweenWordParts(
    _ position: Int, _ length: Int, in range: Range<Int>
  ) -> Bool {
    hasWord && isWordPart(at: position + length, in: range)
  }

  private func isWordPart(at position: Int, in range: Range<Int>) -> Bool {
    range.contains(position)
      && CharacterClass(scalar(in: bytes, at: position).scalar).isWordPart
  }

  private func isDigit(at position: Int, in range: Range<Int>) -> Bool {
    range.contains(position) && isASCIIDigit(bytes[position])
  }
}

/// The scalar that begins at `index` of valid UTF-8, and its length in bytes.
@inline(__always)
func scalar(
  in bytes: UnsafeBufferPointer<UInt8>, at index: Int
) -> (scalar: Unicode.Scalar, length: Int) {
  let first = bytes[index]
  if first < 0x80 { return (Unicode.Scalar(first), 1) }
  let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
  var value = UInt32(first) & (0x7F >> UInt32(length))
  for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
  return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
}

// Cuts one line of the original's corpus files into title, content and tags. It
// reads no file; CorpusReader hands it the bytes.
import FormatsFiles

/// A line `title __abstract__ content __label__ tags` taken apart.
///
///     "deep nets __abstract__ we show _PAD _PAD it works __label__ ai nn"
///
/// with four tokens per sentence has the title `deep nets`, the sentences
/// `we show` and `it works`, the tags `ai nn`.
///
/// Text and tags are stripped and split at single blanks; two blanks give an
/// empty token, a *hole*, and so do the pad words `_PAD` and `PAD_ID`. The
/// content is a flat sequence cut into sentences of equal length. Holes at the
/// end of a sentence or a title and empty sentences at the end mean nothing and
/// are dropped; holes before words and empty sentences between others stay, because
/// they keep the positions. A blank before the title is a hole as well, because
/// the original's k-fold loader does not strip the title (docs/original.md,
/// Data, D5).
struct OriginalLine {
  var title: [String]
  var sentences: [[String]]
  var tags: [String]

  static let titleMark = Array("__abstract__".utf8)
  static let tagMark = Array("__label__".utf8)

  /// - Parameters:
  ///   - bytes: valid UTF-8 without the newline.
  ///   - hasTitle: whether the line must have `__abstract__`.
  /// - Throws: `Rejection` for a line that cannot be taken apart.
  init(
    _ bytes: ArraySlice<UInt8>, line: Int, hasTitle: Bool, options: CorpusOptions
  ) throws(Rejection) {
    let marks = Self.positions(of: Self.tagMark, in: bytes)
    guard marks.count < 2 else {
      throw Rejection(line: line, reason: "`__label__` occurs \(marks.count, "time") in it")
    }
    guard !marks.isEmpty || !options.requiresTags else {
      throw Rejection(line: line, reason: "has no `__label__`")
    }
    let text = bytes[..<(marks.first ?? bytes.endIndex)]
    if let mark = marks.first {
      let stripped = strip(bytes[(mark + Self.tagMark.count)...])
      tags = stripped.isEmpty ? [] : tokens(of: stripped)
    } else {
      tags = []
    }

    var content = text
    title = []
    if hasTitle {
      let marks = Self.positions(of: Self.titleMark, in: text)
      guard marks.count == 1 else {
        throw Rejection(
          line: line,
          reason: marks.isEmpty
            ? "has no `__abstract__` between title and content"
            : "`__abstract__` occurs \(marks.count, "time") in it")
      }
      title = Self.title(in: text[..<marks[0]])
      content = text[(marks[0] + Self.titleMark.count)...]
    }
    sentences = Self.sentences(in: strip(content), words: options.sentenceWords)
  }

  /// Where `mark` begins in `bytes`, without overlaps.
  static func positions(of mark: [UInt8], in bytes: ArraySlice<UInt8>) -> [Int] {
    var found: [Int] = []
    bytes.withUnsafeBufferPointer { buffer in
      var index = 0
      while index + mark.count <= buffer.count {
        if buffer[index] == mark[0], buffer[index + 2] == mark[2],
          (1..<mark.count).allSatisfy({ buffer[index + $0] == mark[$0] })
        {
          found.append(bytes.startIndex + index)
          index += mark.count
        } else {
          index += 1
        }
      }
    }
    return found
  }

  private static func title(in bytes: ArraySlice<UInt8>) -> [String] {
    let blanks = bytes.prefix { $0 == 0x20 }.count
    let stripped = strip(bytes)
    guard !stripped.isEmpty else { return [] }
    return withoutTrailingHoles(
      Array(repeating: "", count: blanks) + tokens(of: stripped))
  }

  private static func sentences(
    in bytes: ArraySlice<UInt8>, words: Int
  ) -> [[String]] {
    guard !bytes.isEmpty else { return [] }
    let all = tokens(of: bytes)
    var sentences: [[String]] = []
    var start = 0
    while start < all.count {
      let end = start + min(words, all.count - start)
      sentences.append(withoutTrailingHoles(Array(all[start..<end])))
      start = end
    }
    while sentences.last?.isEmpty == true { sentences.removeLast() }
    return sentences
  }

  private static func withoutTrailingHoles(_ tokens: [String]) -> [String] {
    var tokens = tokens
    while tokens.last?.isEmpty == true { tokens.removeLast() }
    return tokens
  }
}

/// The tokens between single blanks; pad words become holes.
private func tokens(of bytes: ArraySlice<UInt8>) -> [String] {
  var found: [String] = []
  found.reserveCapacity(bytes.count / 6 + 1)
  bytes.withUnsafeBufferPointer { buffer in
    var start = 0
    for index in 0...buffer.count where index == buffer.count || buffer[index] == 0x20 {
      let token = UnsafeBufferPointer(rebasing: buffer[start..<index])
      found.append(isPadWord(token) ? "" : String(decoding: token, as: UTF8.self))
      start = index + 1
    }
  }
  return found
}

private let padWords = [Array("_PAD".utf8), Array("PAD_ID".utf8)]

private func isPadWord(_ token: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let first = token.first, first == padWords[0][0] || first == padWords[1][0]
  else { return false }
  return padWords.contains { $0.elementsEqual(token) }
}

/// `bytes` without white space at both ends, as Python's `strip` sees it.
func strip(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var rest = bytes
  while let length = leadingSpace(rest) { rest = rest.dropFirst(length) }
  while let length = trailingSpace(rest) { rest = rest.dropLast(length) }
  return rest
}

/// Whether there is nothing but white space.
func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool { strip(bytes).isEmpty }

private func isASCIISpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || (0x09...0x0D).contains(byte) || (0x1C...0x1F).contains(byte)
}

private func leadingSpace(_ bytes: ArraySlice<UInt8>) -> Int? {
  guard let first = bytes.first else { return nil }
  if first < 0x80 { return isASCIISpace(first) ? 1 : nil }
  let length = first >= 0xE0 ? 3 : 2
  return wideSpaces.contains(where: bytes.prefix(length).elementsEqual) ? length : nil
}

private func trailingSpace(_ bytes: ArraySlice<UInt8>) -> Int? {
  guard let last = bytes.last else { return nil }
  if last < 0x80 { return isASCIISpace(last) ? 1 : nil }
  for length in [2, 3]
  where wideSpaces.contains(where: bytes.suffix(length).elementsEqual) {
    return length
  }
  return nil
}

/// The white space beyond ASCII: U+0085, U+00A0, U+1680, U+2000 to U+200A,
/// U+2028, U+2029, U+202F, U+205F, U+3000.
private let wideSpaces: [[UInt8]] =
  ([0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000] + Array(0x2000...0x200A))
  .compactMap { Unicode.Scalar(UInt32($0)).map { Array(String($0).utf8) } }

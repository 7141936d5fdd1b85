// The text rules of BERT's tokenizer as the `tokenizers` package applies them: cleaning,
// accents, case, and where words begin. Pieces of words are in WordPieceTokenizer.
import Foundation

/// Cuts raw text into the words that WordPiece works on.
struct BertText {
  let cleans: Bool
  let spacesIdeographs: Bool
  let lowercases: Bool
  let stripsAccents: Bool

  /// Calls `body` with each word, in order; punctuation marks are words.
  func forEachWord(of text: Substring, _ body: ([Unicode.Scalar]) -> Void) {
    var word: [Unicode.Scalar] = []
    func finish() {
      if !word.isEmpty { body(word) }
      word.removeAll(keepingCapacity: true)
    }
    for scalar in normalised(text) {
      if scalar.properties.isWhitespace {
        finish()
      } else if scalar.isBertPunctuation {
        finish()
        body([scalar])
      } else {
        word.append(scalar)
      }
    }
    finish()
  }

  private func normalised(_ text: Substring) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    var isASCII = true
    for scalar in text.unicodeScalars {
      if cleans {
        if scalar.isRemovedByBert { continue }
        if scalar.isBlankForBert {
          scalars.append(" ")
          continue
        }
      }
      if spacesIdeographs, scalar.isBertIdeograph {
        scalars.append(contentsOf: [" ", scalar, " "])
      } else {
        scalars.append(scalar)
      }
      if !scalar.isASCII { isASCII = false }
    }
    if stripsAccents, !isASCII { scalars = withoutAccents(scalars) }
    return lowercases ? lowercased(scalars) : scalars
  }

  private func withoutAccents(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text).decomposedStringWithCanonicalMapping.unicodeScalars
      .filter { !$0.isBertAccent }
  }

  /// Scalar by scalar: neither the end of a word nor a language matters.
  private func lowercased(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var lower: [Unicode.Scalar] = []
    lower.reserveCapacity(scalars.count)
    for scalar in scalars {
      if scalar.isASCII {
        let isUpper = ("A"..."Z").contains(scalar)
        lower.append(isUpper ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar)
      } else {
        lower.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return lower
  }
}

extension Unicode.Scalar {
  /// Whether the general categories that the package knows, those of Unicode 8, have it.
  private var isOldScalar: Bool {
    guard let age = properties.age else { return false }
    return age.major <= 8
  }

  /// NUL, U+FFFD, control, format and private characters.
  fileprivate var isRemovedByBert: Bool {
    if value == 0 || value == 0xFFFD { return true }
    if self == "\t" || self == "\n" || self == "\r" { return false }
    if isASCII { return value < 0x20 || value == 0x7F }
    switch properties.generalCategory {
    case .control, .privateUse: return true
    case .format: return isOldScalar
    default: return false
    }
  }

  fileprivate var isBlankForBert: Bool { properties.isWhitespace }

  fileprivate var isBertAccent: Bool {
    switch value {
    // Marks whose class differs between Unicode 8 and now.
    case 0x1734, 0x1171E: true
    case 0x1885, 0x1886, 0xA9BD, 0x111C9: false
    default: properties.generalCategory == .nonspacingMark && isOldScalar
    }
  }

  fileprivate var isBertPunctuation: Bool {
    if isASCII {
      switch value {
      case 33...47, 58...64, 91...96, 123...126: return true
      default: return false
      }
    }
    // Punctuation in Unicode 8, but not now.
    if value == 0x166D || value == 0x111C9 { return true }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return isOldScalar
    default: return false
    }
  }

  /// The blocks of ideographs that the package sets apart; U+2B740 … U+2B91F reach no
  /// further than there.
  fileprivate var isBertIdeograph: Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F,
      0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      return true
    default: return false
    }
  }
}

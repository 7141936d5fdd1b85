// Sorts Unicode scalars into the few kinds that the tokeniser distinguishes.

/// The class of a scalar for the tokeniser.
enum CharacterClass: UInt8 {
  /// Separates words and means nothing else.
  case other
  case space
  case lowerLetter
  /// Also title case, and letters of scripts without case: all of them may
  /// begin a sentence.
  case upperLetter
  /// A combining mark: continues a word but cannot begin one.
  case mark
  case digit
  /// A separate word.
  case ideograph
  /// Dropped inside a word: soft hyphen, zero-width characters, apostrophes.
  case invisible
  case apostrophe
  case hyphen
  /// `. ! ?` and their like, which end a sentence only before a blank.
  case terminator
  /// `。！？` and their like, which end a sentence wherever they occur.
  case wideTerminator
  case comma
  case openingPunctuation
  case closingPunctuation
  /// `"`, which opens and closes.
  case quote

  var isWordPart: Bool {
    switch self {
    case .lowerLetter, .upperLetter, .mark, .digit: true
    default: false
    }
  }
}

extension CharacterClass {
  @inline(__always)
  init(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      self = Self.ascii(UInt8(truncatingIfNeeded: scalar.value))
    } else if scalar.value < 0x1_0000 {
      self = Self.basicPlane[Int(scalar.value)]
    } else {
      self = Self.computed(scalar)
    }
  }

  /// The same as `computed`, without access to a table.
  static func ascii(_ byte: UInt8) -> CharacterClass {
    switch Unicode.Scalar(byte) {
    case "a"..."z": .lowerLetter
    case "A"..."Z": .upperLetter
    case "0"..."9": .digit
    case " ", "\t"..."\r": .space
    case ".", "!", "?": .terminator
    case ",": .comma
    case "\"": .quote
    case "'": .apostrophe
    case "-": .hyphen
    case "(", "[", "{": .openingPunctuation
    case ")", "]", "}": .closingPunctuation
    default: .other
    }
  }

  /// The classes of the 65,536 scalars of the basic plane (surrogates: other).
  static let basicPlane: [CharacterClass] = (0..<0x1_0000).map { value in
    Unicode.Scalar(UInt32(value)).map(computed) ?? .other
  }

  static func computed(_ scalar: Unicode.Scalar) -> CharacterClass {
    switch scalar {
    case ".", "!", "?", "؟", "।", "…": return .terminator
    case "。", "｡", "！", "？": return .wideTerminator
    case ",", "，", "、", "،": return .comma
    case "\"": return .quote
    case "'", "’", "ʼ", "‘", "＇": return .apostrophe
    case "-", "‐", "‑": return .hyphen
    case "\u{AD}", "\u{200B}"..."\u{200D}", "\u{2060}", "\u{FEFF}": return .invisible
    default: break
    }
    let properties = scalar.properties
    if properties.isWhitespace { return .space }
    if properties.isIdeographic { return .ideograph }
    switch properties.generalCategory {
    case .lowercaseLetter: return .lowerLetter
    case .uppercaseLetter, .titlecaseLetter, .otherLetter: return .upperLetter
    case .modifierLetter, .letterNumber: return .lowerLetter
    case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
    case .decimalNumber: return .digit
    case .openPunctuation, .initialPunctuation: return .openingPunctuation
    case .closePunctuation, .finalPunctuation: return .closingPunctuation
    default: return .other
    }
  }
}

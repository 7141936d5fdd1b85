// A sentence with holes, compiled once and written many times as bytes. What
// goes into the holes: SampleTextWriter.

/// What a hole of a sentence is filled with.
enum SampleSlot: Character {
  case phrase = "P"
  case topic = "T"
  case broader = "B"
  case otherPhrase = "S"
  case otherTopic = "N"
  case strangePhrase = "Z"
  case strangeTopic = "z"
  case method = "M"
  case data = "D"
  case unit = "U"
  case measure = "Q"
  case count = "n"
  case percent = "%"
  case decimal = "d"
  case firstYear = "y"
  case lastYear = "Y"
  case place = "C"
}

/// A compiled sentence or title.
///
/// The notation: `{P}` is a hole (see `SampleSlot`), `<a|b|c>` any one of the
/// words, `[is|are]` the form that agrees with the last noun phrase.
struct SampleTemplate: Sendable {
  enum Piece: Sendable {
    case text([UInt8])
    case choice([[UInt8]])
    case agreement(singular: [UInt8], plural: [UInt8])
    case slot(SampleSlot)
  }

  let pieces: [Piece]
  /// Whether it has a hole for the document's topic itself.
  let namesTopic: Bool

  /// Traps on a malformed source, which is part of the program.
  init(_ source: String) {
    var pieces: [Piece] = []
    var rest = Substring(source)
    while let first = rest.first {
      let closing: [Character: Character] = ["{": "}", "<": ">", "[": "]"]
      guard let end = closing[first] else {
        let text = rest.prefix { closing[$0] == nil }
        pieces.append(.text(Array(text.utf8)))
        rest = rest.dropFirst(text.count)
        continue
      }
      guard let close = rest.firstIndex(of: end) else { preconditionFailure("open: \(source)") }
      let inside = rest[rest.index(after: rest.startIndex)..<close]
      rest = rest[rest.index(after: close)...]
      let options = inside.split(separator: "|", omittingEmptySubsequences: false)
        .map { Array($0.utf8) }
      switch first {
      case "{":
        guard let slot = inside.first.flatMap(SampleSlot.init) else {
          preconditionFailure("unknown hole in: \(source)")
        }
        pieces.append(.slot(slot))
      case "<": pieces.append(.choice(options))
      default:
        precondition(options.count == 2, "agreement in: \(source)")
        pieces.append(.agreement(singular: options[0], plural: options[1]))
      }
    }
    self.pieces = pieces
    namesTopic = source.contains("{T}")
  }

  static func list(_ source: String) -> [SampleTemplate] {
    source.split(separator: "\n").map { SampleTemplate(String($0)) }
  }
}

// TeX as it is found in titles and abstracts, made plain Unicode. It is not TeX:
// it knows accents, letters, symbols and which commands have no text.
import FormatsFiles
import Foundation

/// Text with TeX's notation replaced by what it prints.
///
///     G{\"o}del, Barab\'{a}si, \c{C}a\u{g}r{\i}   → Gödel, Barabási, Çağrı
///     AT\&T 5\%, \emph{deep} {N}ets               → AT&T 5%, deep Nets
///     $\alpha$-stable, $O(n^2)$, H$_2$O           → α-stable, O(n2), H2O
///     anno\-tation~\cite{x}, \LaTeX               → annotation~, LaTeX
///
/// Braces and dollar signs vanish; a command that is not known vanishes before
/// an argument and loses its backslash elsewhere. Text without backslashes,
/// braces and dollar signs is returned as it is.
enum TeXText {
  static func plain(_ text: String) -> String {
    guard text.utf8.contains(where: isMark) else { return text }
    var converter = Converter(Array(text.utf8))
    return converter.run()
  }

  @inline(__always)
  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
      || byte == UInt8(ascii: "$")
  }

  private struct Converter {
    let source: [UInt8]
    var index = 0
    var plain: [UInt8] = []
    var isMath = false
    var hasMarks = false

    init(_ source: [UInt8]) {
      self.source = source
      plain.reserveCapacity(source.count)
    }

    mutating func run() -> String {
      while index < source.count {
        let byte = source[index]
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "}"): index += 1
        case UInt8(ascii: "$"):
          isMath = !isMath && hasClosingDollar(after: index)
          index += 1
          // $$ … $$
          if index < source.count, source[index] == UInt8(ascii: "$") { index += 1 }
        case UInt8(ascii: "^") where isMath, UInt8(ascii: "_") where isMath: index += 1
        case UInt8(ascii: "\\"): command()
        default:
          let next = source[(index + 1)...].firstIndex(where: Self.isSpecial) ?? source.count
          plain.append(contentsOf: source[index..<next])
          index = next
        }
      }
      let text = String(decoding: plain, as: UTF8.self)
      return hasMarks ? text.precomposedStringWithCanonicalMapping : text
    }

    @inline(__always)
    private static func isSpecial(_ byte: UInt8) -> Bool {
      isMark(byte) || byte == UInt8(ascii: "^") || byte == UInt8(ascii: "_")
    }

    /// Whether another dollar sign follows soon, so that this one opens a
    /// formula and is not part of a price.
    private func hasClosingDollar(after start: Int) -> Bool {
      let end = min(source.count, start + 300)
      guard start + 1 < end else { return false }
      return source[(start + 1)..<end].contains(UInt8(ascii: "$"))
    }

    private mutating func command() {
      index += 1
      guard index < source.count else { return }
      let first = source[index]
      guard isASCIILetter(first) else {
        index += 1
        return sign(first)
      }
      let start = index
      while index < source.count, isASCIILetter(source[index]) { index += 1 }
      let name = String(decoding: source[start..<index], as: UTF8.self)
      if name.utf8.count == 1, let mark = TeXSymbols.letterAccents[name], accent(mark) { return }
      if let letter = TeXSymbols.letters[name] {
        skipBlanks()
        plain.append(contentsOf: letter.utf8)
      } else if let symbol = TeXSymbols.symbols[name] {
        if name.hasPrefix("text") { skipBlanks() }
        plain.append(contentsOf: symbol.utf8)
      } else if name == "href", index < source.count, source[index] == UInt8(ascii: "{") {
        // The address; the text of the link follows.
        let end = min(source.count, index + 2_000)
        if let closing = source[index..<end].firstIndex(of: UInt8(ascii: "}")) {
          index = closing + 1
        }
      } else if TeXSymbols.withoutText.contains(name) {
        skipArgument()
      } else if TeXSymbols.switches.contains(name) {
        skipBlanks()
      } else if index < source.count, source[index] == UInt8(ascii: "{") {
        // The argument is text: \emph{…}, \textbf{…}, and what nobody knows.
      } else {
        if let last = plain.last, last > 0x20 { plain.append(0x20) }
        plain.append(contentsOf: name.utf8)
      }
    }

    /// A command of one sign.
    private mutating func sign(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "/"), UInt8(ascii: "!"),
        UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["),
        UInt8(ascii: "]"):
        break
      case UInt8(ascii: "\\"): plain.append(0x0A)
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: " "), 0x0A:
        plain.append(0x20)
      default:
        if let mark = TeXSymbols.signAccents[byte], accent(mark) { return }
        plain.append(byte)
      }
    }

    /// Puts a combining mark on the letter that follows; false if there is
    /// none, in which case nothing is taken.
    private mutating func accent(_ mark: Unicode.Scalar) -> Bool {
      var place = index
      var depth = openingBraces(&place)
      guard let base = letter(&place) else { return false }
      while depth > 0, place < source.count, source[place] == UInt8(ascii: "}") {
        depth -= 1
        place += 1
      }
      if base.count == 1, let composed = TeXSymbols.composed(base[0], mark) {
        plain.append(contentsOf: composed.utf8)
      } else {
        plain.append(contentsOf: base)
        plain.append(contentsOf: String(mark).utf8)
        hasMarks = true
      }
      index = place
      return true
    }

    /// Passes over blanks and opening braces; says how many braces there were.
    private func openingBraces(_ place: inout Int) -> Int {
      var depth = 0
      while place < source.count {
        let byte = source[place]
        if byte == 0x20 || byte == UInt8(ascii: "{") {
          depth += byte == 0x20 ? 0 : 1
        } else if byte == UInt8(ascii: "\\"), place + 1 < source.count,
          source[place + 1] == UInt8(ascii: "{")
        {
          place += 1  // \'\{a\}, as CiteULike writes it
        } else {
          break
        }
        place += 1
      }
      return depth
    }

    /// Takes a letter, which may be `\i` or `\j`; nil if there is none.
    private func letter(_ place: inout Int) -> [UInt8]? {
      guard place < source.count else { return nil }
      let start = place
      let first = source[place]
      if first == UInt8(ascii: "\\"), place + 1 < source.count,
        [UInt8(ascii: "i"), UInt8(ascii: "j")].contains(source[place + 1]),
        place + 2 == source.count || !isASCIILetter(source[place + 2])
      {
        place += 2
        // A command of letters eats the blank after it.
        while place < source.count, source[place] == 0x20 { place += 1 }
        return [source[start + 1]]
      }
      guard isASCIILetter(first) || first >= 0xC0 else { return nil }
      place += 1
      if first >= 0xC0 {
        while place < source.count, source[place] & 0xC0 == 0x80 { place += 1 }
      }
      return Array(source[start..<place])
    }

    private mutating func skipBlanks() {
      while index < source.count, source[index] == 0x20 { index += 1 }
    }

    /// Skips `[…]` and `{…}` right after a command.
    private mutating func skipArgument() {
      while index < source.count {
        let closing: UInt8
        switch source[index] {
        case UInt8(ascii: "["): closing = UInt8(ascii: "]")
        case UInt8(ascii: "{"): closing = UInt8(ascii: "}")
        default: return
        }
        let end = min(source.count, index + 500)
        guard let found = source[index..<end].firstIndex(of: closing) else { return }
        index = found + 1
      }
    }

  }
}

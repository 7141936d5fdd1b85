// Writes statements as N-Triples (or N-Quads) in UTF-8. It checks nothing; what
// the syntax cannot hold in an IRI is percent-encoded.
import FormatsFiles

/// Formats statements into a growing buffer that the caller empties.
public struct NTriplesWriter {
  /// The text so far.
  public private(set) var output: [UInt8] = []
  private let writesGraphs: Bool
  /// What the labels of blank nodes begin with, so that documents can be joined.
  private let document: UInt64?
  private let ownPrefix: [UInt8]
  /// The prefix of the last label that came from another document, and the one that replaces it.
  private var lastPrefix: (old: [UInt8], new: [UInt8]) = ([], [])

  /// - Parameters:
  ///   - writesGraphs: N-Quads instead of N-Triples.
  ///   - document: a number of the document, by which its blank nodes differ from
  ///     those of others; nil leaves their labels.
  public init(writesGraphs: Bool = false, document: UInt64? = nil) {
    self.writesGraphs = writesGraphs
    self.document = document
    ownPrefix = document.map(Self.prefix) ?? []
    output.reserveCapacity(1 << 17)
  }

  /// Forgets the text, which the caller has written.
  public mutating func removeAll() {
    output.removeAll(keepingCapacity: true)
  }

  /// Appends the line of one statement.
  public mutating func append(_ statement: RDFStatement) {
    append(statement.subject)
    output.append(0x20)
    appendIRI(statement.predicate)
    output.append(0x20)
    append(statement.object)
    if writesGraphs, let graph = statement.graph {
      output.append(0x20)
      append(graph)
    }
    output.append(contentsOf: [0x20, UInt8(ascii: "."), 0x0A])
  }

  private mutating func append(_ term: RDFTerm) {
    switch term.kind {
    case .iri: appendIRI(term.value)
    case .blank:
      output.append(UInt8(ascii: "_"))
      output.append(UInt8(ascii: ":"))
      appendLabel(term.value)
    case .literal:
      appendLiteral(term.value)
      if !term.language.isEmpty {
        output.append(UInt8(ascii: "@"))
        output.append(contentsOf: term.language)
      } else if !term.datatype.isEmpty {
        output.append(UInt8(ascii: "^"))
        output.append(UInt8(ascii: "^"))
        appendIRI(term.datatype)
      }
    }
  }

  /// A label of letters and digits stays; others are spelt out in a way that
  /// keeps different labels different. Not all readers know the whole range
  /// of characters that a label may hold.
  private mutating func appendLabel(_ label: ByteView) {
    guard let document else { return appendPlain(label[...]) }
    // `g`, 16 digits, `x`: a label that was made here for an earlier document. What
    // it began with is mixed with the number of this one, so that labels do not grow.
    if label.count > 18, label[0] == UInt8(ascii: "g"), label[17] == UInt8(ascii: "x"),
      label[1..<17].allSatisfy({ hexadecimalValue($0) != nil })
    {
      if !lastPrefix.old.elementsEqual(label[..<18]) {
        lastPrefix = (
          Array(label[..<18]), Self.prefix(document ^ fnv1a(label[..<18]).byteSwapped)
        )
      }
      output.append(contentsOf: lastPrefix.new)
      // What follows was made here too, unless somebody else's label looks like it.
      let rest = label[18...]
      if rest.allSatisfy({ Characters.letterOrDigit[$0] }) {
        output.append(contentsOf: rest)
      } else {
        appendPlain(rest)
      }
    } else {
      output.append(contentsOf: ownPrefix)
      appendPlain(label[...])
    }
  }

  private static func prefix(_ number: UInt64) -> [UInt8] {
    let digits = String(number, radix: 16)
    return Array("g\(String(repeating: "0", count: 16 - digits.count))\(digits)x".utf8)
  }

  private mutating func appendPlain(_ label: Slice<ByteView>) {
    let mark = UInt8(ascii: "Z")
    if label.first != mark, label.allSatisfy({ Characters.letterOrDigit[$0] }) {
      output.append(contentsOf: label)
      return
    }
    output.append(mark)
    for byte in label {
      if byte == mark {
        output.append(mark)
        output.append(mark)
      } else if Characters.letterOrDigit[byte] {
        output.append(byte)
      } else {
        output.append(mark)
        output.append(hexDigits[Int(byte >> 4)] | 0x20)
        output.append(hexDigits[Int(byte & 15)] | 0x20)
      }
    }
  }

  private mutating func appendIRI(_ iri: ByteView) {
    output.append(UInt8(ascii: "<"))
    let plain = Characters.plainIRI
    var count = iri.baseAddress.map { PlainRun.iri($0, limit: iri.count) } ?? 0
    while count < iri.count, plain[iri[count]] || iri[count] >= 0x80 { count += 1 }
    output.append(contentsOf: UnsafeBufferPointer(rebasing: iri[..<count]))
    for byte in iri[count...] {
      if plain[byte] || byte >= 0x80 {
        output.append(byte)
      } else {
        output.append(UInt8(ascii: "%"))
        output.append(hexDigits[Int(byte >> 4)])
        output.append(hexDigits[Int(byte & 15)])
      }
    }
    output.append(UInt8(ascii: ">"))
  }

  private mutating func appendLiteral(_ value: ByteView) {
    output.append(UInt8(ascii: "\""))
    var start = 0
    var index = 0
    while let base = value.baseAddress {
      index += PlainRun.literal(base + index, limit: value.count - index)
      guard index < value.count else { break }
      let escape = Self.escapes[Int(value[index])]
      if escape != 0 {
        output.append(contentsOf: UnsafeBufferPointer(rebasing: value[start..<index]))
        output.append(UInt8(ascii: "\\"))
        output.append(escape)
        start = index + 1
      }
      index += 1
    }
    output.append(contentsOf: UnsafeBufferPointer(rebasing: value[start...]))
    output.append(UInt8(ascii: "\""))
  }

  /// The character that follows the backslash, by the byte to be escaped; 0 for all others.
  private static let escapes: [UInt8] = {
    var escapes = [UInt8](repeating: 0, count: 256)
    for (byte, letter) in [("\"", "\""), ("\\", "\\"), ("\n", "n"), ("\r", "r")] as [(Unicode.Scalar, Unicode.Scalar)] {
      escapes[Int(byte.value)] = UInt8(ascii: letter)
    }
    return escapes
  }()
}

private let hexDigits = Array("0123456789ABCDEF".utf8)

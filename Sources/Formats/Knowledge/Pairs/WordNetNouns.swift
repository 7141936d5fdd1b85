// WordNet's database file of nouns (wndb(5WN)): synsets with their word forms,
// and pointers to the synsets above them. Other parts of speech and other
// pointers are not kept.
import FormatsFiles
import FormatsRDF

/// What `data.noun` says of hypernyms.
///
/// Pointers lead forward and backward, so all of it is in memory: about 10 MB
/// for WordNet 3.0.
package struct WordNetNouns: Sendable {
  package struct Synset: Sendable {
    /// The number that pointers use: its place in the file.
    package var offset: Int
    /// Places in `forms`: lower-cased words with `_` for blanks.
    package var forms: [Int32]
    package var line: Int
  }
  package struct Pointer: Sendable {
    /// Places in `synsets`.
    package var lower: Int32
    package var upper: Int32
    /// Whether it leads from an instance (`@i`) and not from a kind (`@`).
    package var isInstance: Bool
  }

  package private(set) var forms = ByteTable()
  /// In the order of the file.
  package private(set) var synsets: [Synset] = []
  package private(set) var pointers: [Pointer] = []
  /// Pointers to synsets that are not in the file, and where the first is.
  package private(set) var danglingPointers = 0
  private var firstDanglingLine: Int?

  /// Reads the file.
  ///
  /// - Throws: `InputError` for a line that is not a synset, with its number.
  package init(_ source: ByteSource) throws {
    var lines = LineReader(source)
    var raw: [(lower: Int32, upper: Int, isInstance: Bool)] = []
    while let line = try lines.next() {
      // The licence comes first, each line of it after two blanks.
      if line.isEmpty || line.first == 0x20 { continue }
      func damaged(_ what: String) -> InputError {
        InputError(
          file: source.name, line: lines.lineNumber, problem: "is not a synset: \(what)",
          remedy: "Give WordNet's file data.noun")
      }
      let fields = line.split(separator: 0x20)
      guard fields.count > 5, let offset = fields[0].decimalValue,
        let words = Int(String(decoding: fields[3], as: UTF8.self), radix: 16),
        words > 0, words < fields.count, fields.count > 4 + 2 * words,
        let count = fields[4 + 2 * words].decimalValue, count >= 0, count < fields.count,
        fields.count >= 5 + 2 * words + 4 * count
      else { throw damaged("the number of fields does not fit its counts") }
      let number = Int32(synsets.count)
      synsets.append(
        Synset(
          offset: offset,
          forms: (0..<words).map { Int32(forms.intern(fields[4 + 2 * $0].map(Self.lowercase))) },
          line: lines.lineNumber))
      for pointer in 0..<count {
        let place = 5 + 2 * words + 4 * pointer
        let isInstance = fields[place].elementsEqual("@i".utf8)
        guard isInstance || fields[place].elementsEqual("@".utf8) else { continue }
        guard let upper = fields[place + 1].decimalValue else {
          throw damaged("a pointer does not lead to a number")
        }
        raw.append((number, upper, isInstance))
      }
    }
    var places: [Int: Int32] = [:]
    for (place, synset) in synsets.enumerated() where places[synset.offset] == nil {
      places[synset.offset] = Int32(place)
    }
    for pointer in raw {
      guard let upper = places[pointer.upper] else {
        danglingPointers += 1
        if firstDanglingLine == nil { firstDanglingLine = synsets[Int(pointer.lower)].line }
        continue
      }
      pointers.append(
        Pointer(lower: pointer.lower, upper: upper, isInstance: pointer.isInstance))
    }
  }

  /// Reports every form of a lower synset with every form of the upper one;
  /// pairs of equal forms are left out.
  ///
  /// - Throws: whatever `body` throws.
  func tellPairs(_ body: HypernymPairHandler) throws -> PairReadingReport {
    var report = PairReadingReport()
    report.malformedLines = danglingPointers
    report.firstMalformedLine = firstDanglingLine
    for pointer in pointers {
      let lower = synsets[Int(pointer.lower)]
      for a in lower.forms {
        for b in synsets[Int(pointer.upper)].forms where a != b {
          report.pairs += 1
          try tellPair(forms[Int(a)], forms[Int(b)], line: lower.line, body)
        }
      }
    }
    return report
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}

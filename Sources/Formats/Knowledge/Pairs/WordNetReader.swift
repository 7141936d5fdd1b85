// WordNet's database file of nouns (wndb(5WN)): synsets, and pointers to the
// synsets above them. Pointers lead forward and backward, so all word forms
// are kept until the end.

/// A reader of `data.noun`.
enum WordNetReader {
  /// Tells every form of a lower synset with every form of the upper one:
  /// hypernyms (`@`) and, unless `includesInstances` is false, instance
  /// hypernyms (`@i`). Forms are lower-cased, with `_` for blanks; pairs of
  /// equal forms are left out.
  ///
  /// - Throws: `InputError` for a line that is no synset, with its number.
  static func read(
    _ source: ByteSource, includesInstances: Bool = true, _ body: HypernymPairHandler
  ) throws -> PairReadingReport {
    var report = PairReadingReport()
    var lines = LineReader(source)
    var forms = ByteTable()
    var synsets: [Int: (forms: Range<Int>, line: Int)] = [:]
    var formNumbers: [Int32] = []
    var pointers: [(lower: Int, upper: Int)] = []
    while let line = try lines.next() {
      // The licence stands in front, each line of it after two blanks.
      if line.isEmpty || line.first == 0x20 { continue }
      func damaged(_ what: String) -> InputError {
        InputError(
          file: source.name, line: lines.lineNumber, problem: "is no synset: \(what)",
          remedy: "Give WordNet's file data.noun")
      }
      let fields = line.split(separator: 0x20)
      guard fields.count > 5, let offset = fields[0].decimalValue,
        let words = Int(String(decoding: fields[3], as: UTF8.self), radix: 16),
        fields.count > 4 + 2 * words, let count = fields[4 + 2 * words].decimalValue,
        fields.count >= 5 + 2 * words + 4 * count, words > 0, count >= 0
      else { throw damaged("the number of fields does not fit its counts") }
      let start = formNumbers.count
      for word in 0..<words {
        formNumbers.append(Int32(forms.intern(fields[4 + 2 * word].map(lowercase))))
      }
      synsets[offset] = (start..<formNumbers.count, lines.lineNumber)
      for pointer in 0..<count {
        let place = 5 + 2 * words + 4 * pointer
        let symbol = fields[place]
        guard symbol.elementsEqual("@".utf8)
          || includesInstances && symbol.elementsEqual("@i".utf8)
        else { continue }
        guard let upper = fields[place + 1].decimalValue else {
          throw damaged("a pointer leads to no number")
        }
        pointers.append((offset, upper))
      }
    }
    for pointer in pointers {
      guard let lower = synsets[pointer.lower] else { continue }
      guard let upper = synsets[pointer.upper] else {
        report.malformed(lower.line)
        continue
      }
      for a in lower.forms {
        for b in upper.forms where formNumbers[a] != formNumbers[b] {
          report.pairs += 1
          try tellPair(
            forms[Int(formNumbers[a])], forms[Int(formNumbers[b])], line: lower.line, body)
        }
      }
    }
    return report
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}

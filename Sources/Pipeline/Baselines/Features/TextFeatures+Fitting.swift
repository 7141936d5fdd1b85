// Counts words and n-grams of training documents, length by length: an n-gram
// is only as frequent as its parts, so what is too rare is never extended.
import Formats

extension TextFeatures {
  /// The features of `documents` that are frequent enough.
  public init(fitting documents: [Document], parameters: Parameters) {
    var table: [ExactString: Int32] = [:]
    var words: [String] = []
    var counter = DocumentCounter()
    // Word numbers of each document, -1 where a sequence ends or has a hole.
    var texts: [[Int32]] = []
    texts.reserveCapacity(documents.count)
    for (number, document) in documents.enumerated() {
      var text: [Int32] = []
      for sequence in [document.title] + document.sentences {
        for token in sequence {
          guard !token.isEmpty else {
            text.append(-1)
            continue
          }
          let key = ExactString(token)
          let word: Int32
          if let known = table[key] {
            word = known
          } else {
            word = Int32(words.count)
            table[key] = word
            words.append(token)
          }
          counter.count(Int(word), in: number)
          text.append(word)
        }
        text.append(-1)
      }
      texts.append(text)
    }

    // Candidates of all lengths; a prefix is the number of a candidate.
    var prefixes: [Int32] = []
    var lastWords: [Int32] = []
    var frequencies: [Int32] = []
    var candidates = [Int32](repeating: -1, count: words.count)
    for (word, frequency) in counter.counts.enumerated()
    where frequency >= parameters.minimumDocuments {
      candidates[word] = Int32(prefixes.count)
      prefixes.append(-1)
      lastWords.append(Int32(word))
      frequencies.append(Int32(frequency))
    }
    // For each place the candidate of the present length that ends there.
    var ends = texts.map { text in text.map { $0 < 0 ? -1 : candidates[Int($0)] } }
    for _ in 1..<max(parameters.ngrams, 1) {
      var grams: [UInt64: Int32] = [:]
      var keys: [UInt64] = []
      var counter = DocumentCounter()
      for number in texts.indices {
        let text = texts[number]
        var longer = [Int32](repeating: -1, count: text.count)
        for i in text.indices.dropFirst() {
          let word = text[i]
          let prefix = ends[number][i - 1]
          guard prefix >= 0, word >= 0, candidates[Int(word)] >= 0 else { continue }
          let key = gramKey(prefix, word)
          let gram: Int32
          if let known = grams[key] {
            gram = known
          } else {
            gram = Int32(keys.count)
            grams[key] = gram
            keys.append(key)
          }
          counter.count(Int(gram), in: number)
          longer[i] = gram
        }
        ends[number] = longer
      }
      var kept = [Int32](repeating: -1, count: keys.count)
      for (gram, frequency) in counter.counts.enumerated()
      where frequency >= parameters.minimumDocuments {
        kept[gram] = Int32(prefixes.count)
        prefixes.append(Int32(truncatingIfNeeded: keys[gram] >> 32))
        lastWords.append(Int32(truncatingIfNeeded: keys[gram] & 0xFFFF_FFFF))
        frequencies.append(Int32(frequency))
      }
      for number in ends.indices {
        ends[number] = ends[number].map { $0 < 0 ? -1 : kept[Int($0)] }
      }
    }
    self.init(
      parameters: parameters, documents: documents.count, words: words, prefixes: prefixes,
      lastWords: lastWords, unordered: frequencies)
  }

  /// Orders features by frequency, cuts their number and drops unused words.
  private init(
    parameters: Parameters, documents: Int, words: [String], prefixes: [Int32],
    lastWords: [Int32], unordered frequencies: [Int32]
  ) {
    // A prefix is at least as frequent and has a lower number, so it stands
    // before what extends it, and a cut leaves no feature without its prefix.
    let order = prefixes.indices.sorted {
      (frequencies[$1], $0) < (frequencies[$0], $1)
    }.prefix(parameters.maximumFeatures)
    var place = [Int32](repeating: -1, count: prefixes.count)
    for (new, old) in order.enumerated() { place[old] = Int32(new) }
    var numbers = [Int32](repeating: -1, count: words.count)
    var kept: [String] = []
    for old in order where prefixes[old] < 0 {
      numbers[Int(lastWords[old])] = Int32(kept.count)
      kept.append(words[Int(lastWords[old])])
    }
    self.init(
      parameters: parameters, documents: documents, words: kept,
      prefixes: order.map { prefixes[$0] < 0 ? -1 : place[Int(prefixes[$0])] },
      lastWords: order.map { numbers[Int(lastWords[$0])] },
      frequencies: order.map { frequencies[$0] })
  }
}

/// Counts in how many documents things occur.
private struct DocumentCounter {
  private(set) var counts: [Int] = []
  private var last: [Int] = []

  /// - Precondition: a new number is one more than the greatest before.
  mutating func count(_ number: Int, in document: Int) {
    if number == counts.count {
      counts.append(0)
      last.append(-1)
    }
    if last[number] != document {
      last[number] = document
      counts[number] += 1
    }
  }
}

extension TextFeatures {
  /// Writes the sections `features/…`.
  func write(to writer: StageWriter) throws {
    try writer.write("features/parameters", [String(decoding: parameters.stableJSON(), as: UTF8.self)])
    try writer.write("features/documents", [Int64(documents)])
    try writer.write("features/words", words)
    try writer.write("features/prefixes", prefixes)
    try writer.write("features/lastWords", lastWords)
    try writer.write("features/frequencies", frequencies)
  }

  /// Reads what `write(to:)` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(_ contents: StageContents) throws {
    let parameters = try contents.decoded(Parameters.self, "features/parameters")
    if let violation = parameters.violation() {
      throw contents.invalid("features/parameters", violation)
    }
    let words = try contents.strings("features/words")
    let prefixes = try contents.integers("features/prefixes")
    let lastWords = try contents.integers("features/lastWords", count: prefixes.count)
    let frequencies = try contents.integers("features/frequencies", count: prefixes.count)
    let documents = try contents.longs("features/documents", count: 1)[0]
    guard documents >= 0, frequencies.allSatisfy({ $0 >= 0 && Int64($0) <= documents }) else {
      throw contents.invalid("features/frequencies", "they do not fit the number of documents")
    }
    guard Set(words.map { ExactString($0) }).count == words.count else {
      throw contents.invalid("features/words", "a word occurs twice")
    }
    for i in prefixes.indices
    where prefixes[i] < -1 || Int(prefixes[i]) >= i || !words.indices.contains(Int(lastWords[i])) {
      throw contents.invalid("features/prefixes", "feature \(i) is made of unknown parts")
    }
    self.init(
      parameters: parameters, documents: Int(documents), words: words, prefixes: prefixes,
      lastWords: lastWords, frequencies: frequencies)
  }
}

// Words (or stems) and n-grams of them, as features of documents. TextFeatures
// determines their weights; GramBlock+Fitting chooses them.
import Formats
import FormatsFiles

/// N-grams of words, or of the stems of words.
///
/// Title and sentences are separate sequences: no n-gram crosses their ends, a hole,
/// or a word that is too rare. N-grams are numbered by descending document frequency.
struct GramBlock: Sendable {
  /// The words or stems, by number.
  let words: [String]
  /// For each n-gram the n-gram without its last word (-1 for single words), its
  /// last word's number, and the documents that hold it.
  let prefixes: [Int32]
  let lastWords: [Int32]
  let frequencies: [Int32]
  /// The longest n-gram.
  let longest: Int
  private let numbers: [ExactString: Int32]
  private let grams: KeyTable<UInt64>

  var count: Int { prefixes.count }

  init(
    words: [String], prefixes: [Int32], lastWords: [Int32], frequencies: [Int32], longest: Int
  ) {
    self.words = words
    self.prefixes = prefixes
    self.lastWords = lastWords
    self.frequencies = frequencies
    self.longest = longest
    numbers = Dictionary(
      uniqueKeysWithValues: zip(words.map { ExactString($0) }, (0 as Int32)...))
    var grams = KeyTable<UInt64>(capacity: prefixes.count)
    for (prefix, word) in zip(prefixes, lastWords) { _ = grams.add(gramKey(prefix, word)) }
    self.grams = grams
  }

  /// The number here of each unit; -1 for one that is not among the words.
  func numbers(of units: [ExactString]) -> [Int32] { units.map { numbers[$0] ?? -1 } }

  /// Counts the n-grams of a text.
  ///
  /// - Parameters:
  ///   - text: as in `WordedDocuments`.
  ///   - numbers: the number here of each word of the text.
  ///   - weight: the weight of an n-gram that ends at this place of the text.
  func count(
    _ text: [Int32], numbers: [Int32], weight: (Int) -> Int32, in counter: inout TermCounter
  ) {
    // The n-grams that end at the word before, by length, and at this one.
    var open: [Int32] = []
    var ending: [Int32] = []
    for (place, word) in text.enumerated() {
      let number = word < 0 ? -1 : numbers[Int(word)]
      ending.removeAll(keepingCapacity: true)
      if number >= 0 {
        var prefix: Int32 = -1
        for length in 0..<min(longest, open.count + 1) {
          if length > 0 { prefix = open[length - 1] }
          let gram = grams.number(of: gramKey(prefix, number))
          if gram < 0 { break }
          ending.append(gram)
          counter.add(weight(place), to: gram)
        }
      }
      swap(&open, &ending)
    }
  }

  /// The words of an n-gram, separated by blanks.
  func text(of gram: Int) -> String {
    var parts: [String] = []
    var at = gram
    while at >= 0 {
      parts.append(words[Int(lastWords[at])])
      at = Int(prefixes[at])
    }
    return parts.reversed().joined(separator: " ")
  }
}

/// An n-gram as the pair of what is before its last word and that word.
@inline(__always)
func gramKey(_ prefix: Int32, _ word: Int32) -> UInt64 {
  UInt64(UInt32(bitPattern: prefix)) << 32 | UInt64(UInt32(bitPattern: word))
}

extension GramBlock {
  func write(to writer: StageWriter, named name: String) throws {
    try writer.write("\(name)/words", words)
    try writer.write("\(name)/prefixes", prefixes)
    try writer.write("\(name)/lastWords", lastWords)
    try writer.write("\(name)/frequencies", frequencies)
  }

  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(_ contents: StageContents, named name: String, documents: Int, longest: Int) throws {
    let words = try contents.strings("\(name)/words")
    let prefixes = try contents.integers("\(name)/prefixes")
    let lastWords = try contents.integers("\(name)/lastWords", count: prefixes.count)
    guard Set(words.map { ExactString($0) }).count == words.count else {
      throw contents.invalid("\(name)/words", "a word occurs twice")
    }
    for i in prefixes.indices
    where prefixes[i] < -1 || Int(prefixes[i]) >= i || !words.indices.contains(Int(lastWords[i])) {
      throw contents.invalid("\(name)/prefixes", "feature \(i) is made of unknown parts")
    }
    guard Set(zip(prefixes, lastWords).map { gramKey($0, $1) }).count == prefixes.count else {
      throw contents.invalid("\(name)/prefixes", "a feature occurs twice")
    }
    self.init(
      words: words, prefixes: prefixes, lastWords: lastWords,
      frequencies: try contents.frequencies(named: name, count: prefixes.count, of: documents),
      longest: longest)
  }
}

extension StageContents {
  /// The document frequencies of a block of features.
  func frequencies(named name: String, count: Int, of documents: Int) throws -> [Int32] {
    let frequencies = try integers("\(name)/frequencies", count: count)
    guard frequencies.allSatisfy({ $0 >= 0 && Int($0) <= documents }) else {
      throw invalid("\(name)/frequencies", "they do not fit the number of documents")
    }
    return frequencies
  }
}

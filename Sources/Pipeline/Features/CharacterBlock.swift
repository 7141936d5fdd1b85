// Character n-grams within words, as features of documents: what inflected and
// compound words have in common without being the same.
import Formats
import FormatsFiles
import PipelineNumerics

/// Runs of characters of words, with a mark (a blank) before and after the word:
/// "cat" has " ca", "cat", "at ", " cat", "cat ", " cat ".
///
/// N-grams are numbered by descending document frequency.
package struct CharacterBlock: Sendable {
  /// The n-grams, and for each the number of documents that contain it.
  let grams: [String]
  let frequencies: [Int32]
  let lengths: ClosedRange<Int>
  private let table: KeyTable<UInt128>

  var count: Int { grams.count }

  /// - Precondition: the n-grams are distinct and of at most `longestLength`
  ///   characters.
  init(grams: [String], frequencies: [Int32], lengths: ClosedRange<Int>) {
    self.grams = grams
    self.frequencies = frequencies
    self.lengths = lengths
    var table = KeyTable<UInt128>(capacity: grams.count)
    for gram in grams { _ = table.add(Self.key(gram.unicodeScalars)) }
    self.table = table
  }

  /// The greatest length, so that an n-gram fits into a key.
  static let longestLength = 6

  /// The characters one after another, 21 bits each.
  static func key(_ scalars: some Sequence<Unicode.Scalar>) -> UInt128 {
    scalars.reduce(0) { $0 << 21 | UInt128($1.value) }
  }

  /// The n-gram of a key.
  static func text(of key: UInt128) -> String {
    var scalars: [Unicode.Scalar] = []
    var rest = key
    while rest != 0 {
      if let scalar = Unicode.Scalar(UInt32(truncatingIfNeeded: rest & 0x1F_FFFF)) {
        scalars.append(scalar)
      }
      rest >>= 21
    }
    return String(String.UnicodeScalarView(scalars.reversed()))
  }

  /// Calls `body` with the key of each n-gram of a word, repeats included. A word
  /// with the character 0, which keys cannot hold, has none.
  package static func forEachKey(
    of word: String, lengths: ClosedRange<Int>, _ body: (UInt128) -> Void
  ) {
    let marked = [" "] + Array(word.unicodeScalars) + [" "]
    if marked.contains("\0") { return }
    for start in marked.indices {
      var key: UInt128 = 0
      for length in 1...lengths.upperBound {
        guard start + length <= marked.count else { break }
        key = key << 21 | UInt128(marked[start + length - 1].value)
        if length >= lengths.lowerBound { body(key) }
      }
    }
  }

  /// The numbers of the n-grams of words.
  func grams(of words: [ExactString], pool: WorkerPool) -> WordGrams {
    WordGrams(words, pool: pool) { word, found in
      Self.forEachKey(of: word, lengths: lengths) { key in
        let number = table.number(of: key)
        if number >= 0 { found.append(number) }
      }
    }
  }

  /// Counts the n-grams of a text.
  ///
  /// - Parameters: as in `GramBlock.count`.
  func count(
    _ text: [Int32], grams: WordGrams, weight: (Int) -> Int32, in counter: inout TermCounter
  ) {
    for (place, word) in text.enumerated() where word >= 0 {
      let weight = weight(place)
      for entry in grams.entries(of: Int(word)) {
        counter.add(weight, to: grams.numbers[entry])
      }
    }
  }
}

/// For each of some words a list of numbers.
struct WordGrams: Sendable {
  private var starts: [Int] = [0]
  private(set) var numbers: [Int32] = []

  /// - Parameter body: appends the numbers of a word.
  init(
    _ words: [ExactString], pool: WorkerPool,
    _ body: @Sendable (String, inout [Int32]) -> Void
  ) {
    let parts = pool.mapChunks(of: words.count, size: 1_024) { range in
      var (numbers, ends) = ([Int32](), [Int]())
      for word in words[range] {
        body(word.text, &numbers)
        ends.append(numbers.count)
      }
      return (numbers: numbers, ends: ends)
    }
    for part in parts {
      let start = numbers.count
      numbers.append(contentsOf: part.numbers)
      starts.append(contentsOf: part.ends.map { start + $0 })
    }
  }

  func entries(of word: Int) -> Range<Int> { starts[word]..<starts[word + 1] }
}

extension CharacterBlock {
  func write(to writer: StageWriter, named name: String) throws {
    try writer.write("\(name)/grams", grams)
    try writer.write("\(name)/frequencies", frequencies)
  }

  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(
    _ contents: StageContents, named name: String, documents: Int, lengths: ClosedRange<Int>
  ) throws {
    let grams = try contents.strings("\(name)/grams")
    guard grams.allSatisfy({ lengths.contains($0.unicodeScalars.count) }) else {
      throw contents.invalid("\(name)/grams", "one is too short or too long")
    }
    guard Set(grams.map { Self.key($0.unicodeScalars) }).count == grams.count else {
      throw contents.invalid("\(name)/grams", "one occurs twice")
    }
    self.init(
      grams: grams,
      frequencies: try contents.frequencies(named: name, count: grams.count, of: documents),
      lengths: lengths)
  }
}

// Counts n-grams of training documents, length by length: an n-gram is only as
// frequent as its parts, so what is too rare is never extended.
import FormatsFiles
import PipelineNumerics

extension GramBlock {
  /// The n-grams of `documents` that are frequent enough.
  ///
  /// - Parameters:
  ///   - units: the words or stems.
  ///   - unitOfWord: the unit of each word of the documents.
  ///   - minimum: the number of documents that must hold an n-gram.
  ///   - maximum: the greatest number of n-grams; the most frequent ones stay.
  ///   - counted: the greatest number of n-grams of one length that are counted at a time.
  init(
    fitting documents: WordedDocuments, units: [ExactString], unitOfWord: [Int32],
    longest: Int, minimum: Int, maximum: Int, counted: Int = 6_000_000, pool: WorkerPool
  ) {
    // Candidates of all lengths; a prefix is the number of a candidate.
    var prefixes: [Int32] = []
    var lastWords: [Int32] = []
    var frequencies: [Int32] = []
    var candidates = [Int32](repeating: -1, count: units.count)
    let counts = documents.documentCounts(unitOfWord, count: units.count)
    for (unit, frequency) in counts.enumerated() where frequency >= minimum {
      candidates[unit] = Int32(prefixes.count)
      prefixes.append(-1)
      lastWords.append(Int32(unit))
      frequencies.append(frequency)
    }
    // For each place the unit there, if it is frequent enough, and the candidate
    // of the present length that ends there.
    let candidateOfWord = unitOfWord.map { candidates[Int($0)] }
    var ends = pool.map(documents.texts.count) { document in
      documents.texts[document].map { $0 < 0 ? -1 : candidateOfWord[Int($0)] }
    }
    let singles = ends
    for length in 1..<max(longest, 1) {
      var counter = GramCounter(limit: counted)
      counter.count(ends: ends, singles: singles, pool: pool)
      var kept = KeyTable<UInt64>()
      let first = Int32(prefixes.count)
      for (key, frequency) in zip(counter.keys, counter.counts) where frequency >= minimum {
        _ = kept.add(key)
        let prefix = Int32(truncatingIfNeeded: key >> 32)
        prefixes.append(prefix)
        lastWords.append(lastWords[Int(key & 0xFFFF_FFFF)])
        // A prefix may have been forgotten for a while, and what extends it not.
        frequencies.append(min(frequency, frequencies[Int(prefix)]))
      }
      if kept.count == 0 || length + 1 == longest { break }
      let (table, shorter) = (kept, ends)
      ends = pool.map(shorter.count) { document in
        gramKeys(shorter[document], singles[document]) { key in
          let gram = table.number(of: key)
          return gram < 0 ? -1 : gram + first
        }
      }
    }
    self.init(
      units: units, prefixes: prefixes, lastWords: lastWords, unordered: frequencies,
      longest: longest, maximum: maximum)
  }

  /// Orders n-grams by frequency, cuts their number and drops unused words.
  private init(
    units: [ExactString], prefixes: [Int32], lastWords: [Int32], unordered frequencies: [Int32],
    longest: Int, maximum: Int
  ) {
    // A prefix is at least as frequent and has a lower number, so it comes before
    // what extends it, and a cut leaves no n-gram without its prefix.
    let order = prefixes.indices.sorted {
      (frequencies[$1], $0) < (frequencies[$0], $1)
    }.prefix(maximum)
    var place = [Int32](repeating: -1, count: prefixes.count)
    for (new, old) in order.enumerated() { place[old] = Int32(new) }
    var numbers = [Int32](repeating: -1, count: units.count)
    var kept: [String] = []
    for old in order where prefixes[old] < 0 {
      numbers[Int(lastWords[old])] = Int32(kept.count)
      kept.append(units[Int(lastWords[old])].text)
    }
    self.init(
      words: kept, prefixes: order.map { prefixes[$0] < 0 ? -1 : place[Int(prefixes[$0])] },
      lastWords: order.map { numbers[Int(lastWords[$0])] },
      frequencies: order.map { frequencies[$0] }, longest: longest)
  }
}

/// For each place of a document the result of `body` for the n-gram that ends there,
/// one longer than before; -1 if there is none.
@inline(__always)
private func gramKeys(
  _ ends: [Int32], _ singles: [Int32], _ body: (UInt64) -> Int32
) -> [Int32] {
  var longer = [Int32](repeating: -1, count: ends.count)
  for place in ends.indices.dropFirst() where ends[place - 1] >= 0 && singles[place] >= 0 {
    longer[place] = body(gramKey(ends[place - 1], singles[place]))
  }
  return longer
}

/// Counts in how many documents n-grams occur.
///
/// If there are more than `limit` different ones, those that have occurred least so
/// far are forgotten (lossy counting: Manku, Motwani 2002), so that memory is
/// bounded; frequent ones are not lost.
private struct GramCounter {
  /// In the order of first occurrence.
  private(set) var keys: [UInt64] = []
  private(set) var counts: [Int32] = []
  private var table = KeyTable<UInt64>()
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  mutating func count(ends: [[Int32]], singles: [[Int32]], pool: WorkerPool) {
    // Parts are of fixed size and joined in their order: threads do not matter.
    let size = 1_024
    let parts = (ends.count + size - 1) / size
    var done = 0
    while done < parts {
      let first = done
      let wave = min(parts - first, pool.threads * 2)
      for part in pool.map(
        wave,
        { number in
          let start = (first + number) * size
          return Part(ends, singles, start..<min(ends.count, start + size))
        })
      { add(part) }
      done += wave
    }
  }

  private mutating func add(_ part: Part) {
    for (key, frequency) in zip(part.keys, part.counts) {
      let number = Int(table.add(key))
      if number == keys.count {
        keys.append(key)
        counts.append(0)
      }
      counts[number] += frequency
    }
    var least: Int32 = 1
    while keys.count > limit {
      let kept = keys.indices.filter { counts[$0] > least }
      (keys, counts) = (kept.map { keys[$0] }, kept.map { counts[$0] })
      table = KeyTable(capacity: keys.count)
      for key in keys { _ = table.add(key) }
      least += 1
    }
  }

  /// The n-grams of some documents.
  struct Part: Sendable {
    var keys: [UInt64] = []
    var counts: [Int32] = []

    init(_ ends: [[Int32]], _ singles: [[Int32]], _ documents: Range<Int>) {
      var table = KeyTable<UInt64>()
      var last: [Int32] = []
      for document in documents {
        let (ends, singles) = (ends[document], singles[document])
        for place in ends.indices.dropFirst() where ends[place - 1] >= 0 && singles[place] >= 0 {
          let key = gramKey(ends[place - 1], singles[place])
          let number = Int(table.add(key))
          if number == keys.count {
            keys.append(key)
            counts.append(0)
            last.append(-1)
          }
          if last[number] != Int32(document) {
            last[number] = Int32(document)
            counts[number] += 1
          }
        }
      }
    }
  }
}

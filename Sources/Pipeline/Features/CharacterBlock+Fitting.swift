// Counts character n-grams of training documents: the n-grams of each distinct
// word once, then the documents by their words.
import FormatsFiles
import PipelineNumerics

extension CharacterBlock {
  /// The distinct words whose n-grams are counted, the most frequent ones: a
  /// bound on memory that only corpora of many millions of words reach.
  private static let wordLimit = 1_000_000

  /// The n-grams of `documents` that are frequent enough.
  ///
  /// - Parameters:
  ///   - minimum: the number of documents that must hold an n-gram.
  ///   - maximum: the greatest number of n-grams; the most frequent ones stay.
  init(
    fitting documents: WordedDocuments, lengths: ClosedRange<Int>, minimum: Int, maximum: Int,
    pool: WorkerPool
  ) {
    let isRead = Self.wordsToRead(documents)
    let words = zip(documents.words, isRead).map { $1 ? $0 : ExactString("") }
    var (table, keys) = (KeyTable<UInt128>(), [UInt128]())
    var ofWords: [[Int32]] = []
    ofWords.reserveCapacity(words.count)
    let chunk = 4_096
    let most = max(8, pool.threads)
    for start in stride(from: 0, to: words.count, by: chunk * most) {
      // Keys on all threads, numbers in order on one.
      let parts = pool.map(min(most, (words.count - start + chunk - 1) / chunk)) { part in
        let first = start + part * chunk
        return words[first..<min(words.count, first + chunk)].map { word in
          var keys: Set<UInt128> = []
          var ordered: [UInt128] = []
          if !word.text.isEmpty {
            Self.forEachKey(of: word.text, lengths: lengths) { key in
              if keys.insert(key).inserted { ordered.append(key) }
            }
          }
          return ordered
        }
      }
      for wordKeys in parts.joined() {
        ofWords.append(
          wordKeys.map { key in
            let number = table.add(key)
            if Int(number) == keys.count { keys.append(key) }
            return number
          })
      }
    }
    let counts = Self.documentCounts(documents, ofWords, count: keys.count, pool: pool)
    let order = keys.indices.filter { counts[$0] >= minimum }.sorted {
      (counts[$1], $0) < (counts[$0], $1)
    }.prefix(maximum)
    self.init(
      grams: order.map { Self.text(of: keys[$0]) }, frequencies: order.map { counts[$0] },
      lengths: lengths)
  }

  private static func wordsToRead(_ documents: WordedDocuments) -> [Bool] {
    let count = documents.words.count
    guard count > wordLimit else { return Array(repeating: true, count: count) }
    let counts = documents.documentCounts(Array(0..<Int32(count)), count: count)
    var isRead = [Bool](repeating: false, count: count)
    for word in (0..<count).sorted(by: { (counts[$1], $0) < (counts[$0], $1) }).prefix(wordLimit) {
      isRead[word] = true
    }
    return isRead
  }

  /// In how many documents each n-gram occurs. Each thread counts its own documents, as many threads as
  /// counts fit into a gigabyte; sums of whole numbers do not depend on how they were divided.
  private static func documentCounts(
    _ documents: WordedDocuments, _ ofWords: [[Int32]], count: Int, pool: WorkerPool
  ) -> [Int32] {
    let texts = documents.texts
    let threads = max(1, min(pool.threads, (1 << 30) / (8 * count + 4 * ofWords.count + 1)))
    let share = (texts.count + threads - 1) / threads
    let parts = pool.map(threads) { part in
      var counts = [Int32](repeating: 0, count: count)
      var lastOfGram = [Int32](repeating: -1, count: count)
      var lastOfWord = [Int32](repeating: -1, count: ofWords.count)
      for document in min(part * share, texts.count)..<min((part + 1) * share, texts.count) {
        let mark = Int32(document)
        for word in texts[document] where word >= 0 && lastOfWord[Int(word)] != mark {
          lastOfWord[Int(word)] = mark
          for gram in ofWords[Int(word)] where lastOfGram[Int(gram)] != mark {
            lastOfGram[Int(gram)] = mark
            counts[Int(gram)] += 1
          }
        }
      }
      return counts
    }
    return parts.dropFirst().reduce(into: parts.first ?? []) { sum, part in
      for i in sum.indices { sum[i] += part[i] }
    }
  }
}

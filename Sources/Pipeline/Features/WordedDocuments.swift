// Documents as numbers of words, so that what is done to words (counting,
// stemming, cutting into characters) is done once for each distinct word.
import Formats
import FormatsFiles
import PipelineNumerics

/// The words of some documents, and each document as a list of word numbers.
package struct WordedDocuments: Sendable {
  /// The distinct words in the order of their first occurrence.
  let words: [ExactString]
  /// The word numbers of each document; -1 follows the title and each sentence and
  /// stands for a hole.
  let texts: [[Int32]]
  /// How many numbers at the beginning of each text are those of the title.
  let titles: [Int]

  /// - Note: The result does not depend on the number of threads.
  package init(_ documents: [Document], pool: WorkerPool) {
    let parts = pool.mapChunks(of: documents.count, size: 512) { Chunk(documents[$0]) }
    titles = documents.map(\.titleCount)
    if parts.count == 1 {
      (words, texts) = (parts[0].words, parts[0].texts)
      return
    }
    var numbers: [ExactString: Int32] = [:]
    var words: [ExactString] = []
    let places = parts.map { part in
      part.words.map { word in
        if let known = numbers[word] { return known }
        let number = Int32(words.count)
        numbers[word] = number
        words.append(word)
        return number
      }
    }
    self.words = words
    texts = pool.map(parts.count) { part in
      parts[part].texts.map { $0.map { $0 < 0 ? -1 : places[part][Int($0)] } }
    }.flatMap { $0 }
  }

  /// How often each word occurs.
  func occurrences() -> [Int] {
    var counts = [Int](repeating: 0, count: words.count)
    for text in texts {
      for word in text where word >= 0 { counts[Int(word)] += 1 }
    }
    return counts
  }

  /// In how many documents each unit occurs; a unit is one or more words.
  ///
  /// - Parameter units: the unit of each word.
  func documentCounts(_ units: [Int32], count: Int) -> [Int32] {
    var counts = [Int32](repeating: 0, count: count)
    var last = [Int32](repeating: -1, count: count)
    for (document, text) in texts.enumerated() {
      for word in text where word >= 0 {
        let unit = Int(units[Int(word)])
        if last[unit] == Int32(document) { continue }
        last[unit] = Int32(document)
        counts[unit] += 1
      }
    }
    return counts
  }
}

/// Some documents with their own numbering of words.
private struct Chunk: Sendable {
  var words: [ExactString] = []
  var texts: [[Int32]] = []

  init(_ documents: ArraySlice<Document>) {
    var numbers: [ExactString: Int32] = [:]
    // Documents of one block of a file share a table, whose tokens are looked up once.
    var table: StringTable?
    var ofToken: [Int32] = []
    for document in documents {
      let own = document.tokenTable
      if own !== table {
        table = own
        ofToken = Array(repeating: -1, count: own.strings.count)
      }
      var text: [Int32] = []
      document.forEachTokenList { tokens in
        for token in tokens.lazy.map({ Int($0) }) {
          if token >= 0, ofToken[token] < 0 { ofToken[token] = number(of: own.strings[token], &numbers) }
          text.append(token < 0 ? -1 : ofToken[token])
        }
        text.append(-1)
      }
      texts.append(text)
    }
  }

  private mutating func number(
    of token: String, _ numbers: inout [ExactString: Int32]
  ) -> Int32 {
    let key = ExactString(token)
    if let known = numbers[key] { return known }
    let number = Int32(words.count)
    numbers[key] = number
    words.append(key)
    return number
  }
}

// Finds the names of labels in documents.
import Formats
import FormatsFiles
import PipelineNumerics

/// Names of labels, ready to be found in documents.
struct MentionFinder: Sendable {
  let trie: NameTrie
  let forms: WordForms

  /// Up to this many words of a text may together be one word of a name.
  private static let joinedWords = 3

  /// A word of a text.
  fileprivate struct Word {
    var normal: [UInt8]
    var stem: [UInt8]
    /// The number of its stem; -1 if no name has it.
    var number: Int32
  }

  /// A name that occurs.
  private struct Match {
    var start: Int
    var end: Int
    var node: Int32
    var isJoined: Bool
  }

  /// The words seen so far. Each thread has its own cache.
  struct Cache {
    fileprivate var words: [ExactString: Word] = [:]
    fileprivate var joined: [UInt8] = []
    fileprivate let stemmer: WordStemmer

    init(_ forms: WordForms) { stemmer = WordStemmer(forms) }
  }

  /// The mentions of documents, in their order.
  func mentions(in documents: [Document], pool: WorkerPool) -> [DocumentMentions] {
    let chunk = pool.share(of: documents.count, most: 64)
    let parts = pool.mapChunks(of: documents.count, size: chunk) { range in
      var cache = Cache(forms)
      return documents[range].map { mentions(in: $0, &cache) }
    }
    return parts.flatMap { $0 }
  }

  /// The mentions of one document.
  func mentions(in document: Document, _ cache: inout Cache) -> DocumentMentions {
    var found = DocumentMentions()
    var byLabel: [Int32: Mention] = [:]
    for (number, sentence) in ([document.title] + document.sentences).enumerated() {
      let words = sentence.map { word($0, &cache) }
      // What is inside a longer match has one before it that ends no earlier.
      var covered = (end: 0, match: 0..<0)
      for match in matches(words, &cache) {
        let range = match.start..<match.end
        let isCovered = covered.end >= match.end && covered.match != range
        if match.end > covered.end { covered = (match.end, range) }
        add(match, words, number, found.words, isCovered, &byLabel)
      }
      found.words += words.count
      if number == 0 { found.titleWords = words.count }
    }
    found.mentions = byLabel.values.sorted { $0.label < $1.label }
    found.mostOccurrences = found.mentions.reduce(1) { max($0, $1.count) }
    return found
  }

  private func add(
    _ match: Match, _ words: [Word], _ sentence: Int, _ offset: Int, _ isCovered: Bool,
    _ byLabel: inout [Int32: Mention]
  ) {
    let endings = trie.endings(at: match.node)
    let form = hashOfWords(words[match.start..<match.end].lazy.map(\.normal))
    let place = offset + match.start
    func add(_ ending: NameTrie.Ending, to mention: inout Mention) {
      if sentence == 0 { mention.titleCount += 1 } else { mention.textCount += 1 }
      mention.last = place
      mention.words = max(mention.words, match.end - match.start)
      if ending.kind.rawValue < mention.kind.rawValue { mention.kind = ending.kind }
      if ending.form == form { mention.exactCount += 1 }
      if ending.isJoined || match.isJoined { mention.joinedCount += 1 }
      if isCovered { mention.coveredCount += 1 }
      mention.sharing = min(mention.sharing, endings.count)
      mention.places.append(
        Mention.Place(sentence: sentence, word: match.start, count: match.end - match.start))
    }
    // In place: a copy of a mention would copy all of its places.
    for ending in endings {
      add(ending, to: &byLabel[ending.label, default: Mention(label: ending.label, first: place)])
    }
  }

  /// By start, the longest first.
  private func matches(_ words: [Word], _ cache: inout Cache) -> [Match] {
    var found: [Match] = []
    for start in words.indices where !words[start].normal.isEmpty {
      let first = found.count
      var node: Int32 = 0
      for end in start..<words.count {
        guard words[end].number >= 0, let next = trie.next(node, words[end].number) else { break }
        node = next
        if !trie.endings(at: node).isEmpty {
          found.append(Match(start: start, end: end + 1, node: node, isJoined: false))
        }
      }
      cache.joined.removeAll(keepingCapacity: true)
      for end in start..<min(words.count, start + Self.joinedWords) {
        guard !words[end].normal.isEmpty, words[end].normal != [UInt8(ascii: ",")] else { break }
        let prefix = cache.joined.count
        cache.joined += words[end].stem
        if end > start, cache.joined.count >= NameTrie.shortestJoined,
          let stem = cache.joined.withUnsafeBufferPointer({ trie.stem($0) }),
          let node = trie.next(0, stem),
          // A name that is found word by word was found above.
          trie.endings(at: node).contains(where: { !$0.isJoined })
        {
          found.append(Match(start: start, end: end + 1, node: node, isJoined: true))
        }
        cache.joined.removeLast(cache.joined.count - prefix)
        cache.joined += words[end].normal
      }
      if found.count - first > 1 { found[first...].sort { $0.end > $1.end } }
    }
    return found
  }

  private func word(_ token: String, _ cache: inout Cache) -> Word {
    let key = ExactString(token)
    if let known = cache.words[key] { return known }
    let normal = forms.normalForm(token)
    let stem = Array((token.isEmpty ? "" : cache.stemmer.stem(normal)).utf8)
    let number = token.isEmpty ? nil : stem.withUnsafeBufferPointer { trie.stem($0) }
    let word = Word(normal: Array(normal.utf8), stem: stem, number: number ?? -1)
    cache.words[key] = word
    return word
  }
}

// Corpus statistics as reported in papers. They are counted from the documents as
// they are; nothing is cut or left out as a model would do.
import Formats
import FormatsFiles
import PipelineRelations
import PipelineText

/// Figures of a corpus.
package struct CorpusStatistics: Codable, Equatable, Sendable {
  package var documents = 0
  var documentsWithTitle = 0
  var documentsWithText = 0
  var documentsWithTags = 0
  /// Words of titles and texts.
  package var words = 0
  var distinctWords = 0
  package var sentences = 0
  /// Tags of documents, each once per document.
  var tagAssignments = 0
  package var distinctTags = 0

  package var tagsPerDocument = Spread()
  var titleWordsPerDocument = Spread()
  var sentencesPerDocument = Spread()
  var wordsPerDocument = Spread()
  var wordsPerSentence = Spread()
  /// Over tags.
  var documentsPerTag = Spread()

  /// The number of tags that at least a given number of documents have.
  struct FrequencyStep: Codable, Equatable, Sendable {
    var documents: Int
    var tags: Int
    /// The share of all assignments that these tags have.
    var assignmentShare: Double
  }
  /// For 1, 2, 5, 10, 20, 50, … documents, up to the most frequent tag.
  var tagFrequencies: [FrequencyStep] = []
  /// The most frequent tags with their documents.
  var mostFrequentTags: [TagCount] = []

  struct TagCount: Codable, Equatable, Sendable {
    var tag: String
    var documents: Int
  }

  struct CoOccurrence: Codable, Equatable, Sendable {
    /// Pairs of tags that are together in a document.
    var pairs = 0
    /// `pairs` among all pairs of tags.
    var density = 0.0
    /// Other tags that a tag is together with.
    var meanNeighbours = 0.0
    /// Whether there were too many pairs to count them all.
    var isLowerBound = false
  }
  var coOccurrence = CoOccurrence()

  /// Figures of the vocabulary, if one is given.
  package struct VocabularySize: Codable, Equatable, Sendable {
    package var words: Int
    package var labels: Int
    /// The share of the words, and of the tags, of the documents that are in
    /// the vocabulary.
    var wordCoverage: Double
    var tagCoverage: Double
  }
  package var vocabulary: VocabularySize?

  /// Figures of the knowledge bases, if relations are given.
  package struct Subsumptions: Codable, Equatable, Sendable {
    /// Pairs with both ends among the labels.
    package var pairs: Int
    /// Labels in any pair.
    package var labels: Int
    /// Pairs that a document has both labels of.
    var pairsTogether: Int
  }
  package var subsumptions: Subsumptions?
}

/// Counts documents one by one.
package struct CorpusStatisticsBuilder {
  private var statistics = CorpusStatistics()
  private var words: [ExactString: Int] = [:]
  private var tagNumbers: [ExactString: Int32] = [:]
  private var tagCounts: [Int] = []
  private var pairs: Set<UInt64> = []
  private let pairLimit: Int
  private var tags = Histogram()
  private var titleWords = Histogram()
  private var sentences = Histogram()
  private var documentWords = Histogram()
  private var sentenceWords = Histogram()

  /// - Parameter pairLimit: the most distinct pairs of tags to remember.
  package init(pairLimit: Int = 20_000_000) { self.pairLimit = pairLimit }

  /// Adds a document. Holes (empty tokens), empty sentences, empty tags and repeats of a
  /// tag in one document do not count.
  package mutating func add(_ document: Document) {
    statistics.documents += 1
    let title = document.title.filter { !$0.isEmpty }
    for word in title { words[ExactString(word), default: 0] += 1 }
    var wordCount = title.count
    var sentenceCount = 0
    for sentence in document.sentences {
      var length = 0
      for word in sentence where !word.isEmpty {
        words[ExactString(word), default: 0] += 1
        length += 1
      }
      guard length > 0 else { continue }
      sentenceCount += 1
      wordCount += length
      sentenceWords.add(length)
    }
    statistics.documentsWithTitle += title.isEmpty ? 0 : 1
    statistics.documentsWithText += sentenceCount == 0 ? 0 : 1
    statistics.words += wordCount
    statistics.sentences += sentenceCount
    titleWords.add(title.count)
    sentences.add(sentenceCount)
    documentWords.add(wordCount)
    addTags(document.tags)
  }

  private mutating func addTags(_ texts: [String]) {
    var numbers: Set<Int32> = []
    for text in texts where !text.isEmpty {
      let key = ExactString(text)
      let number = tagNumbers[key] ?? Int32(tagCounts.count)
      if Int(number) == tagCounts.count {
        tagNumbers[key] = number
        tagCounts.append(0)
      }
      if numbers.insert(number).inserted { tagCounts[Int(number)] += 1 }
    }
    statistics.documentsWithTags += numbers.isEmpty ? 0 : 1
    statistics.tagAssignments += numbers.count
    tags.add(numbers.count)
    let sorted = numbers.sorted()
    for (place, a) in sorted.enumerated() {
      for b in sorted[(place + 1)...] {
        if pairs.count >= pairLimit {
          statistics.coOccurrence.isLowerBound = true
          return
        }
        pairs.insert(Self.pair(a, b))
      }
    }
  }

  private static func pair(_ a: Int32, _ b: Int32) -> UInt64 {
    UInt64(min(a, b)) << 32 | UInt64(max(a, b))
  }

  /// The figures of everything added.
  ///
  /// - Parameters:
  ///   - vocabulary: nil leaves out what needs one.
  ///   - subsumptions: pairs of labels of the vocabulary.
  package func build(
    vocabulary: CorpusVocabulary? = nil, subsumptions: [LabelPair]? = nil
  ) -> CorpusStatistics {
    var result = statistics
    result.distinctWords = words.count
    result.distinctTags = tagCounts.count
    result.tagsPerDocument = tags.spread
    result.titleWordsPerDocument = titleWords.spread
    result.sentencesPerDocument = sentences.spread
    result.wordsPerDocument = documentWords.spread
    result.wordsPerSentence = sentenceWords.spread
    addFrequencies(to: &result)
    let count = Double(tagCounts.count)
    result.coOccurrence.pairs = pairs.count
    if count > 1 {
      result.coOccurrence.density = Double(pairs.count) / (count * (count - 1) / 2)
      result.coOccurrence.meanNeighbours = 2 * Double(pairs.count) / count
    }
    if let vocabulary {
      result.vocabulary = size(of: vocabulary)
      if let subsumptions { result.subsumptions = figures(of: subsumptions, vocabulary) }
    }
    return result
  }

  private func addFrequencies(to result: inout CorpusStatistics) {
    var histogram = Histogram()
    for count in tagCounts { histogram.add(count) }
    result.documentsPerTag = histogram.spread
    let highest = result.documentsPerTag.maximum
    // 1, 2, 5, 10, 20, 50, …
    var unit = 1
    while unit <= highest {
      for step in [unit, 2 * unit, 5 * unit] where step <= highest {
        let frequent = tagCounts.filter { $0 >= step }
        result.tagFrequencies.append(
          .init(
            documents: step, tags: frequent.count,
            assignmentShare: Double(frequent.reduce(0, +))
              / Double(max(1, result.tagAssignments))))
      }
      unit *= 10
    }
    result.mostFrequentTags = tagNumbers.map { ($0.key, tagCounts[Int($0.value)]) }
      .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }.prefix(10)
      .map { .init(tag: $0.0.text, documents: $0.1) }
  }

  private func size(of vocabulary: CorpusVocabulary) -> CorpusStatistics.VocabularySize {
    let known = words.reduce(0) {
      vocabulary.words.index(of: $1.key.text) == nil ? $0 : $0 + $1.value
    }
    let given = tagNumbers.reduce(0) {
      vocabulary.labels.index(of: $1.key.text) == nil ? $0 : $0 + tagCounts[Int($1.value)]
    }
    return .init(
      words: vocabulary.words.count, labels: vocabulary.labels.count,
      wordCoverage: Double(known) / Double(max(1, statistics.words)),
      tagCoverage: Double(given) / Double(max(1, statistics.tagAssignments)))
  }

  private func figures(
    of subsumptions: [LabelPair], _ vocabulary: CorpusVocabulary
  ) -> CorpusStatistics.Subsumptions {
    let numbers = vocabulary.labels.texts.map { tagNumbers[ExactString($0)] }
    let together = subsumptions.count {
      guard let a = numbers[Int($0.narrower)], let b = numbers[Int($0.broader)] else {
        return false
      }
      return pairs.contains(Self.pair(a, b))
    }
    return .init(
      pairs: subsumptions.count,
      labels: Set(subsumptions.flatMap { [$0.narrower, $0.broader] }).count,
      pairsTogether: together)
  }
}

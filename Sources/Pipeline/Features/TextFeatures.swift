// Documents as weighted words, stems and character n-grams. It knows no label.
import Formats
import FormatsFiles
import PipelineNumerics
import PipelineText
import Foundation

/// The terms that occur often enough in training documents, and the numbers that
/// documents get for them.
///
/// Features come in blocks, one for each kind of term. With tf-idf each block of a
/// row is scaled to its own length, then the row to unit length, so that the weight
/// of a kind does not depend on how many features it has.
public struct TextFeatures: Sendable {
  /// What was chosen.
  public let parameters: Parameters
  /// The documents that were counted.
  let documents: Int
  let blocks: [Block]

  /// The number of features.
  public var count: Int { blocks.reduce(0) { $0 + $1.weights.count } }

  /// The features of one kind.
  struct Block: Sendable {
    enum Terms: Sendable {
      case words(GramBlock)
      case stems(GramBlock)
      case characters(CharacterBlock)
    }
    let terms: Terms
    /// What each feature's occurrences are multiplied by.
    let weights: [Float]
  }

  /// Chooses features by training documents.
  ///
  /// - Precondition: with stems, the parameters name a language that `Stemmer`
  ///   knows (`detectedLanguage` finds it).
  public init(
    fitting documents: [Document], parameters: Parameters,
    pool: WorkerPool = WorkerPool(threads: 1)
  ) {
    self.init(
      fitting: WordedDocuments(documents, pool: pool), parameters: parameters, pool: pool)
  }

  package init(fitting documents: WordedDocuments, parameters: Parameters, pool: WorkerPool) {
    let (minimum, maximum) = (parameters.minimumDocuments, parameters.maximumFeatures)
    let terms: [Block.Terms] = parameters.terms.map { kind in
      switch kind {
      case .words:
        .words(
          GramBlock(
            fitting: documents, units: documents.words,
            unitOfWord: Array(0..<Int32(documents.words.count)), longest: parameters.ngrams,
            minimum: minimum, maximum: maximum, pool: pool))
      case .stems:
        .stems(
          Self.stemBlock(
            documents, stems(of: documents.words, in: parameters.language, pool: pool),
            parameters, pool))
      case .characters:
        .characters(
          CharacterBlock(
            fitting: documents,
            lengths: parameters.shortestCharacters...parameters.longestCharacters,
            minimum: minimum, maximum: maximum, pool: pool))
      }
    }
    self.init(parameters: parameters, documents: documents.texts.count, terms: terms)
  }

  private static func stemBlock(
    _ documents: WordedDocuments, _ stems: [ExactString], _ parameters: Parameters,
    _ pool: WorkerPool
  ) -> GramBlock {
    var numbers: [ExactString: Int32] = [:]
    var units: [ExactString] = []
    let unitOfWord = stems.map { stem in
      if let known = numbers[stem] { return known }
      numbers[stem] = Int32(units.count)
      units.append(stem)
      return Int32(units.count - 1)
    }
    return GramBlock(
      fitting: documents, units: units, unitOfWord: unitOfWord, longest: parameters.ngrams,
      minimum: parameters.minimumDocuments, maximum: parameters.maximumFeatures, pool: pool)
  }

  private init(parameters: Parameters, documents: Int, terms: [Block.Terms]) {
    self.parameters = parameters
    self.documents = documents
    blocks = terms.map { terms in
      let frequencies =
        switch terms {
        case .words(let block), .stems(let block): block.frequencies
        case .characters(let block): block.frequencies
        }
      return Block(
        terms: terms,
        weights: frequencies.map { frequency in
          parameters.weighting == .tfidf
            ? Float(1 + log((1 + Double(documents)) / (1 + Double(frequency)))) : 1
        })
    }
  }

  /// The text of a feature: words separated by blanks, or characters, in which a
  /// blank marks the end of a word.
  public func text(of feature: Int) -> String {
    var feature = feature
    for block in blocks {
      if feature < block.weights.count {
        switch block.terms {
        case .words(let grams), .stems(let grams): return grams.text(of: feature)
        case .characters(let characters): return characters.grams[feature]
        }
      }
      feature -= block.weights.count
    }
    preconditionFailure("there is no feature \(feature)")
  }

  /// The language of most of the documents, if there is a stemmer for it.
  public static func detectedLanguage(of documents: [Document], pool: WorkerPool) -> String? {
    detectedLanguage(of: WordedDocuments(documents, pool: pool))
  }

  package static func detectedLanguage(of documents: WordedDocuments) -> String? {
    let counted = zip(documents.words, documents.occurrences()).lazy
      .map { (word: $0, occurrences: $1) }
    return CorpusLanguage.detected(counted).flatMap { Stemmer(language: $0) == nil ? nil : $0 }
  }
}

// MARK: - Rows

extension TextFeatures {
  /// The features of documents, one row per document.
  public func matrix(of documents: [Document], pool: WorkerPool) -> SparseMatrix {
    // Block by block, so that only one block's words are in memory besides the rows.
    var rows = SparseMatrix(columnCount: count)
    for start in stride(from: 0, to: documents.count, by: Self.block) {
      let block = Array(documents[start..<min(start + Self.block, documents.count)])
      let own = matrix(of: WordedDocuments(block, pool: pool), pool: pool)
      if block.count == documents.count { return own }
      if start == 0 {
        // A little room: growing would copy everything.
        rows.reserve(rows: documents.count, entries: own.entryCount * documents.count / block.count * 21 / 20)
      }
      rows.append(contentsOf: own)
    }
    return rows
  }

  /// The documents whose words are looked up together.
  private static let block = 32_768

  /// The features of one document.
  public func row(of document: Document) -> SparseRow {
    matrix(of: [document], pool: WorkerPool(threads: 1))[0]
  }

  package func matrix(of documents: WordedDocuments, pool: WorkerPool) -> SparseMatrix {
    let stemmed =
      parameters.terms.contains(.stems)
      ? stems(of: documents.words, in: parameters.language, pool: pool) : []
    let counters = blocks.map { block in
      counter(of: block, words: documents.words, stems: stemmed, pool: pool)
    }
    let parts = pool.mapChunks(of: documents.texts.count, size: 256) { range in
      var memory = blocks.map { TermCounter(count: $0.weights.count) }
      return SparseMatrix(
        columnCount: self.count,
        rows: range.map { document in
          let title = documents.titles[document]
          for (count, number) in zip(counters, memory.indices) {
            count(
              documents.texts[document], { $0 < title ? Int32(parameters.titleWeight) : 1 },
              &memory[number])
          }
          return row(&memory)
        })
    }
    return SparseMatrix(columnCount: count, parts: parts)
  }

  /// Counts the features of a block in a text, given a weight for each place.
  private typealias Count = @Sendable ([Int32], (Int) -> Int32, inout TermCounter) -> Void

  /// Looks up each word once; the result counts texts of those words.
  private func counter(
    of block: Block, words: [ExactString], stems: [ExactString], pool: WorkerPool
  ) -> Count {
    switch block.terms {
    case .words(let grams):
      let numbers = grams.numbers(of: words)
      return { grams.count($0, numbers: numbers, weight: $1, in: &$2) }
    case .stems(let grams):
      let numbers = grams.numbers(of: stems)
      return { grams.count($0, numbers: numbers, weight: $1, in: &$2) }
    case .characters(let characters):
      let grams = characters.grams(of: words, pool: pool)
      return { characters.count($0, grams: grams, weight: $1, in: &$2) }
    }
  }

  /// The row of the document that was counted.
  private func row(_ memory: inout [TermCounter]) -> SparseRow {
    var row = SparseRow()
    var first: Int32 = 0
    for (block, number) in zip(blocks, memory.indices) {
      var part = SparseRow()
      memory[number].take { feature, occurrences in
        part.columns.append(first + feature)
        part.values.append(value(Double(occurrences), block.weights[Int(feature)]))
      }
      if parameters.weighting == .tfidf { part.scaleToUnitLength() }
      if blocks.count == 1 { return part }
      if case .characters = block.terms, parameters.weighting == .tfidf {
        for i in part.values.indices { part.values[i] *= Float(parameters.characterWeight) }
      }
      row.columns.append(contentsOf: part.columns)
      row.values.append(contentsOf: part.values)
      first += Int32(block.weights.count)
    }
    if parameters.weighting == .tfidf { row.scaleToUnitLength() }
    return row
  }

  private func value(_ frequency: Double, _ weight: Float) -> Float {
    switch parameters.weighting {
    case .tfidf: Float(1 + log(frequency)) * weight
    case .counts: Float(frequency)
    case .binary: 1
    }
  }
}

/// The stems of words.
private func stems(
  of words: [ExactString], in language: String?, pool: WorkerPool
) -> [ExactString] {
  pool.mapChunks(of: words.count, size: 4_096) { range in
    guard let language, let stemmer = Stemmer(language: language) else {
      preconditionFailure("stems need a language that is known")
    }
    return words[range].map { ExactString(stemmer.stem($0.text)) }
  }.flatMap { $0 }
}

// MARK: - In a model file

extension TextFeatures {
  /// Writes the sections `features/…`.
  package func write(to writer: StageWriter) throws {
    try writer.write("features/parameters", [String(decoding: parameters.stableJSON(), as: UTF8.self)])
    try writer.write("features/documents", [Int64(documents)])
    for (kind, block) in zip(parameters.terms, blocks) {
      let name = "features/\(kind.rawValue)"
      switch block.terms {
      case .words(let grams), .stems(let grams): try grams.write(to: writer, named: name)
      case .characters(let characters): try characters.write(to: writer, named: name)
      }
    }
  }

  /// Reads what `write(to:)` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  package init(_ contents: StageContents) throws {
    let parameters = try contents.decoded(Parameters.self, "features/parameters")
    do { try parameters.validate() } catch { throw contents.invalid("features/parameters", "\(error)") }
    let stored = try contents.longs("features/documents", count: 1)[0]
    guard let documents = Int32(exactly: stored).map(Int.init), documents >= 0,
      Set(parameters.terms).count == parameters.terms.count,
      parameters.language != nil || !parameters.terms.contains(.stems)
    else { throw contents.invalid("features/documents", "do not fit the parameters") }
    let terms: [Block.Terms] = try parameters.terms.map { kind in
      let name = "features/\(kind.rawValue)"
      func grams() throws -> GramBlock {
        try GramBlock(contents, named: name, documents: documents, longest: parameters.ngrams)
      }
      switch kind {
      case .words: return .words(try grams())
      case .stems: return .stems(try grams())
      case .characters:
        return .characters(
          try CharacterBlock(
            contents, named: name, documents: documents,
            lengths: parameters.shortestCharacters...parameters.longestCharacters))
      }
    }
    self.init(parameters: parameters, documents: documents, terms: terms)
  }
}

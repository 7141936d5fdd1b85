// Word vectors from and to word2vec files.
import Formats
import FormatsFiles
import PipelineText

extension WordVectors {
  /// The length of a word in the original program, in Unicode scalars
  /// (docs/original.md, D9).
  static let cutWordLength = 78

  /// Reads the entries of a word2vec file.
  ///
  /// - Parameters:
  ///   - vocabulary: keep only words of it; nil keeps all.
  ///   - behaviour: whether words are cut, and which of two equal words wins.
  ///   - repeated: is increased by the number of vectors left out for that reason.
  /// - Throws: `InputError` when the file is damaged.
  public init(
    _ reader: WordVectorReader, onlyIn vocabulary: Vocabulary? = nil, like behaviour: Behaviour = .own,
    repeated: inout Int
  ) throws {
    var words: [String] = []
    var values: [Float] = []
    var rows: [ExactString: Int] = [:]
    var replaced: Set<Int> = []
    var vector: [Float] = []
    while var word = try reader.next(into: &vector) {
      if behaviour.cutsWords, word.unicodeScalars.count > Self.cutWordLength {
        let start = word.unicodeScalars.prefix(Self.cutWordLength)
        word = String(String.UnicodeScalarView(start))
      }
      if let vocabulary, vocabulary.index(of: word) == nil { continue }
      let key = ExactString(word)
      if let old = rows[key] {
        repeated += 1
        guard behaviour.cutsWords else { continue }
        replaced.insert(old)
      }
      rows[key] = words.count
      words.append(word)
      values.append(contentsOf: vector)
    }
    if !replaced.isEmpty {
      let kept = words.indices.filter { !replaced.contains($0) }
      let size = reader.dimensions
      values = kept.flatMap { values[$0 * size..<($0 + 1) * size] }
      words = kept.map { words[$0] }
    }
    self.init(words: words, dimensions: reader.dimensions, values: values)
  }

  /// As the other initialiser, without the number of repeated words.
  ///
  /// - Throws: `InputError` when the file is damaged.
  public init(
    _ reader: WordVectorReader, onlyIn vocabulary: Vocabulary? = nil, like behaviour: Behaviour = .own
  ) throws {
    var repeated = 0
    try self.init(
      reader, onlyIn: vocabulary, like: behaviour, repeated: &repeated)
  }

  /// Writes a word2vec file; see `WordVectorWriter`.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  public func write(to path: String, format: WordVectorFormat) throws {
    let writer = try WordVectorWriter(
      path: path, format: format, count: count, dimensions: dimensions)
    for (row, word) in words.enumerated() { try writer.write(word, self[row]) }
    try writer.commit()
  }
}

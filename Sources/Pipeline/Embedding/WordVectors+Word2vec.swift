// Word vectors from and to word2vec files.
import Formats

extension WordVectors {
  /// The length of a word in the original program, in Unicode scalars
  /// (reference-behaviour 10, D9).
  static let compatibleWordLength = 78

  /// Reads the entries of a word2vec file.
  ///
  /// - Parameters:
  ///   - vocabulary: keep only words of it; nil keeps all.
  ///   - isCompatible: cut words to 78 characters and let the later of two
  ///     equal words win, as the original program does. Otherwise a word that
  ///     occurs twice is an error.
  /// - Throws: `InputError` when the file is damaged.
  public init(
    _ reader: WordVectorReader, onlyIn vocabulary: Vocabulary? = nil, isCompatible: Bool = false
  ) throws {
    var words: [String] = []
    var values: [Float] = []
    var rows: [ExactString: Int] = [:]
    var replaced: Set<Int> = []
    var vector: [Float] = []
    var entry = 0
    while var word = try reader.next(into: &vector) {
      entry += 1
      if isCompatible, word.unicodeScalars.count > Self.compatibleWordLength {
        let start = word.unicodeScalars.prefix(Self.compatibleWordLength)
        word = String(String.UnicodeScalarView(start))
      }
      if let vocabulary, vocabulary.index(of: word) == nil { continue }
      let old = rows.updateValue(words.count, forKey: ExactString(word))
      if let old {
        guard isCompatible else {
          throw InputError(
            file: reader.name, part: "entry \(entry)", problem: "\"\(word)\" occurs twice",
            remedy: "Remove one of its vectors from the file")
        }
        replaced.insert(old)
      }
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

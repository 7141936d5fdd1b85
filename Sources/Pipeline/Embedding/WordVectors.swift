// Words with their vectors, in memory. It does not matter where they come from
// (training, a file).
import Formats
import FormatsFiles

/// Distinct words, each with a vector of the same length.
public struct WordVectors: Sendable {
  /// The words, distinguished by their Unicode scalars.
  public let words: [String]
  /// The length of each vector.
  public let dimensions: Int
  /// [words, dimensions], row by row.
  public private(set) var values: [Float]
  private let indices: [ExactString: Int32]

  /// The number of words.
  public var count: Int { words.count }

  /// - Precondition: the words are distinct; there are words × dimensions values.
  public init(words: [String], dimensions: Int, values: [Float]) {
    precondition(values.count == words.count * dimensions, "a vector for each word")
    self.words = words
    self.dimensions = dimensions
    self.values = values
    indices = Dictionary(
      uniqueKeysWithValues: zip(words.map { ExactString($0) }, (0 as Int32)...))
  }

  /// The row of `word`, nil if it has no vector.
  public func index(of word: String) -> Int? {
    indices[ExactString(word)].map { Int($0) }
  }

  /// The vector of row `index`.
  public subscript(index: Int) -> ArraySlice<Float> {
    values[index * dimensions..<(index + 1) * dimensions]
  }

  /// The vector of `word`, zeros if it has none.
  package func vectorOrZeros(of word: String) -> [Float] {
    index(of: word).map { Array(self[$0]) } ?? Array(repeating: 0, count: dimensions)
  }

  /// Divides each vector by its length, in Float as the original's loader does
  /// (docs/original.md, Data). Zero vectors stay zero.
  ///
  /// - Returns: the rows of the zero vectors.
  @discardableResult
  public mutating func scaleToUnitLength() -> [Int] {
    var zeros: [Int] = []
    for row in 0..<count {
      let range = row * dimensions..<(row + 1) * dimensions
      let length = values[range].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      let factor = 1 / Float(length)
      guard length > 0, factor.isFinite else {
        for i in range { values[i] = 0 }
        zeros.append(row)
        continue
      }
      for i in range { values[i] *= factor }
    }
    return zeros
  }
}

extension WordVectors {
  /// Writes the sections of a file of vectors: `words` (str [n]) and `vectors`
  /// (f32 [n, dimensions]).
  public func write(to writer: StageWriter) throws {
    try writer.write("words", words)
    try writer.write("vectors", values, shape: [count, dimensions])
  }

  /// Reads a file of vectors.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  public init(_ contents: StageContents) throws {
    let words = try contents.strings("words")
    let values = try contents.floats("vectors")
    let shape = try contents.shape("vectors")
    guard shape.count == 2, shape[0] == words.count, shape[1] > 0 else {
      throw contents.invalid("vectors", "their shape does not fit \(words.count, "word")")
    }
    guard values.allSatisfy(\.isFinite) else {
      throw contents.invalid("vectors", "a value is not a number")
    }
    var seen: Set<ExactString> = []
    for word in words where !seen.insert(ExactString(word)).inserted {
      throw contents.invalid("words", "\"\(word)\" occurs twice")
    }
    self.init(words: words, dimensions: shape[1], values: values)
  }
}

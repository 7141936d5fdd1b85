// Runs a transformer over texts and makes one vector of each. A batch is simply the tokens
// of its texts, concatenated: no text is filled up to the length of another one.
import Formats
import PipelineNumerics

/// A sentence encoder: text to a vector.
///
/// The vector of a text depends on this text alone, not on the others of a call and not on
/// the number of threads.
public final class SentenceEncoder: Sendable {
  /// Makes word pieces of text.
  public let tokenizer: WordPieceTokenizer
  /// The length of the vectors.
  public var dimensions: Int { shape.width }
  /// The most pieces of a text, without its first and last token.
  public let longest: Int
  private let shape: EncoderShape
  private let weights: TransformerWeights
  private let pooling: EncoderFolder.Pooling
  private let normalises: Bool

  /// Reads the weights of an encoder.
  ///
  /// - Parameter precision: the precision of products with the weights. Half precision holds for
  ///   the whole process and must be chosen before (`Precision.choose`).
  /// - Throws: `InputError` if tensors are missing or do not fit.
  public init(_ folder: EncoderFolder, precision: EncoderPrecision = .fp32) throws {
    shape = folder.shape
    tokenizer = WordPieceTokenizer(folder.tokenizer)
    pooling = folder.pooling
    normalises = folder.normalises
    longest = folder.longest - 2
    weights = try TransformerWeights(folder.openWeights(), shape: folder.shape, precision: precision)
  }

  /// The vectors of texts, texts × dimensions; a text's pieces beyond `longest` are left out.
  public func encode(_ texts: [String], pool: WorkerPool) -> [Float] {
    encode(pieces: pool.map(texts.count) { self.tokenizer.pieces(of: texts[$0]) }, pool: pool)
  }

  /// The vectors of texts that are cut into pieces already.
  public func encode(pieces texts: [[Int32]], pool: WorkerPool) -> [Float] {
    let batches = batches(of: texts)
    let vectors = MatrixBuffer(zeros: texts.count, dimensions)
    pool.forEach(batches.count) { run(texts[batches[$0]], to: vectors[rows: batches[$0]]) }
    return vectors.view.elements.values
  }

  /// Runs of texts that one thread takes at once: about 256 tokens.
  private func batches(of texts: [[Int32]]) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    var tokens = 0
    for (index, text) in texts.enumerated() {
      let count = min(text.count, longest) + 2
      if tokens + count > 256, index > start {
        batches.append(start..<index)
        (start, tokens) = (index, 0)
      }
      tokens += count
    }
    if start < texts.count { batches.append(start..<texts.count) }
    return batches
  }

  private func run(_ texts: ArraySlice<[Int32]>, to vectors: MatrixView) {
    var tokens: [Int32] = []
    var bounds = [0]
    for text in texts {
      tokens.append(tokenizer.first)
      tokens.append(contentsOf: text.prefix(longest))
      tokens.append(tokenizer.last)
      bounds.append(tokens.count)
    }
    let pass = TransformerPass(shape, bounds: bounds)
    // The states are in the memory of the pass.
    withExtendedLifetime(pass) {
      let states = pass.run(tokens, weights)
      for text in 0..<texts.count {
        condense(states[rows: bounds[text]..<bounds[text + 1]], to: vectors.row(text))
      }
    }
  }

  private func condense(_ states: MatrixView, to vector: VectorView) {
    switch pooling {
    case .first: vector.copy(states.row(0))
    case .mean:
      vector.addRows(of: states)
      vector.scale(by: 1 / Float(states.rows))
    }
    if normalises {
      let length = Float(vector.sumOfSquares().squareRoot())
      vector.scale(by: 1 / max(length, 1e-12))
    }
  }
}

/// The precision of an encoder's products with its weights.
public enum EncoderPrecision: String, CaseIterable, Sendable {
  case fp32
  /// bf16, as for all other products (`Precision.bf16`).
  case bf16
  /// Weights and what they are multiplied with rounded to 8 bits, one scale for each row of both;
  /// products of tokens with tokens stay in single precision. On every processor.
  case int8

  /// The precision of all other products.
  public var products: Precision { self == .bf16 ? .bf16 : .fp32 }
}

extension SentenceEncoder {
  /// For each thing the mean of its names' vectors, scaled to unit length, things × dimensions;
  /// zeros for a thing without a name.
  ///
  /// - Parameter prefix: put before every name.
  public func encode(names: [[String]], prefix: String, pool: WorkerPool) -> [Float] {
    let all = encode(names.joined().map { prefix + $0 }, pool: pool)
    var vectors: [Float] = []
    vectors.reserveCapacity(names.count * dimensions)
    var first = 0
    for own in names {
      var sum = [Float](repeating: 0, count: dimensions)
      for i in first * dimensions..<(first + own.count) * dimensions { sum[i % dimensions] += all[i] }
      first += own.count
      var row = SparseRow(columns: [], values: sum)
      row.scaleToUnitLength()
      vectors += row.values
    }
    return vectors
  }
}

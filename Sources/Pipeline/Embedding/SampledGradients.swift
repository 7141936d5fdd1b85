// Negative sampling for a batch of examples: gradients at the vectors as they are, then all
// additions to them. Raw memory of word2vec is handled here only.
import CNumerics
import PipelineNumerics

/// Input and output vectors of all words, and what a batch of examples adds to them.
///
/// With h the vector of the input (a word, or the mean of a context), o_t the output vectors of
/// the targets, y = 1 for the first target and 0 for the others, an example goes down the
/// gradient of
///
///     loss = − Σ_t  y_t log σ(h · o_t) + (1 − y_t) log σ(−h · o_t)
///
/// (Mikolov et al. 2013, equation 4). With CBOW the change of the mean goes to each neighbour in
/// full, not divided by their number, as in the word2vec program.
///
/// The work is in pieces that threads can do at the same time: examples, then rows by their
/// owner, `row mod pieces`. What is added to a row is added in the order of the examples, so that
/// the result depends on neither the pieces nor the threads.
struct SampledGradients: @unchecked Sendable {
  /// In how many pieces a batch is done; a power of two.
  let pieces: Int
  private let parameters: Word2vec.Parameters
  private let words: Int
  /// The length of a row: the dimensions, filled with zeros to whole kernels.
  private let stride: Int
  /// [2 words, stride]: the outputs, then the inputs.
  private let rows: AlignedBuffer<Float>
  /// [2 examples, stride]: the input and its change of each example.
  private let vectors: AlignedBuffer<Float>
  private let additions: [Additions]
  private let noise: AliasTable
  private let draws: RandomStream

  /// What one piece of a batch adds, and to which rows.
  private final class Additions {
    let addends = AlignedBuffer<jn_addend>()
    /// By the owner of the row, in order; owner o has `starts[o] ..< starts[o + 1]`.
    let sorted = AlignedBuffer<jn_addend>()
    let starts: AlignedBuffer<Int>

    init(owners: Int) { starts = AlignedBuffer(zeros: owners + 1) }
  }

  /// - Parameters:
  ///   - counts: of each word in the sequences; not all 0.
  ///   - batchSize: the most examples of a batch.
  init(
    parameters: Word2vec.Parameters, seed: UInt64, counts: [Int], batchSize: Int, pieces: Int
  ) {
    precondition(pieces > 0 && pieces & (pieces - 1) == 0, "pieces are a power of two")
    self.parameters = parameters
    self.pieces = pieces
    words = counts.count
    stride = Self.stride(parameters.dimensions)
    rows = AlignedBuffer(zeros: 2 * counts.count * stride)
    vectors = AlignedBuffer(zeros: 2 * batchSize * stride)
    additions = (0..<pieces).map { _ in Additions(owners: pieces) }
    noise = AliasTable(weights: counts.map { power(Double($0), 0.75) })
    draws = RandomStream(seed: seed, stream: Word2vec.Stream.noise)
    var random = RandomStream(seed: seed, stream: Word2vec.Stream.start)
    for word in 0..<words {
      for i in 0..<parameters.dimensions {
        rows.base[(words + word) * stride + i] =
          Float((random.nextUniform() - 0.5) / Double(parameters.dimensions))
      }
    }
  }

  static func stride(_ dimensions: Int) -> Int { (dimensions + 15) & ~15 }

  /// [words, dimensions], without the filling.
  func inputVectors() -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(words * parameters.dimensions)
    for word in words..<2 * words {
      values.append(
        contentsOf: UnsafeBufferPointer(
          start: rows.base + word * stride, count: parameters.dimensions))
    }
    return values
  }

  /// Draws the noise of the examples of a piece and finds what they add to which rows. A draw
  /// that hits the word itself is dropped, as in the word2vec program.
  ///
  /// - Parameter first: how many examples precede the batch; the noise of an example depends on
  ///   the seed and on its number.
  func find(_ piece: Int, of batch: ExampleBatch, first: Int) {
    let examples = batch.count * piece / pieces..<batch.count * (piece + 1) / pieces
    let additions = additions[piece]
    let contextCount = batch.starts[examples.upperBound] - batch.starts[examples.lowerBound]
    let addends = additions.addends.reserve(
      contextCount + examples.count * (parameters.negative + 1))
    var random = draws
    random.skip(to: (first + examples.lowerBound) * parameters.negative)
    var count = 0
    for example in examples {
      let source = Int32(2 * example)
      let word = batch.words[example]
      addends[count] = jn_addend(row: word, source: source, factor: 0)
      count += 1
      for _ in 0..<parameters.negative {
        let other = noise.draw(&random)
        if other != word {
          addends[count] = jn_addend(row: other, source: source, factor: 0)
          count += 1
        }
      }
      for i in batch.starts[example]..<batch.starts[example + 1] {
        addends[count] = jn_addend(
          row: batch.contexts[i] &+ Int32(words), source: source + 1, factor: 1)
        count += 1
      }
    }
    var at = 0
    for example in examples {
      let contexts = batch.starts[example + 1] - batch.starts[example]
      var targets = 0
      while at + targets < count, addends[at + targets].source == Int32(2 * example) {
        targets += 1
      }
      let input = vectors.base + 2 * example * stride
      let soon = min(count - at - targets - contexts, contexts + targets)
      jn_sampled_gradient(
        targets, contexts, soon, addends + at, stride, rows.base, batch.rates[example], input,
        input + stride)
      at += targets + contexts
    }
    sort(additions, count: count)
  }

  /// Brings the additions of a piece into the order of their owners.
  private func sort(_ additions: Additions, count: Int) {
    let addends = additions.addends.base
    let starts = additions.starts.base
    guard pieces > 1 else {
      starts[1] = count
      return
    }
    starts.update(repeating: 0, count: pieces + 1)
    for i in 0..<count { starts[owner(of: addends[i].row) + 1] += 1 }
    for owner in 0..<pieces { starts[owner + 1] += starts[owner] }
    let sorted = additions.sorted.reserve(count)
    for i in 0..<count {
      let owner = owner(of: addends[i].row)
      sorted[starts[owner]] = addends[i]
      starts[owner] += 1
    }
    // Each start has become the end of its owner, which is the start of the next.
    for owner in (1...pieces).reversed() { starts[owner] = starts[owner - 1] }
    starts[0] = 0
  }

  @inline(__always)
  private func owner(of row: Int32) -> Int { Int(row) & (pieces - 1) }

  /// Makes all additions to the rows of one owner.
  func add(_ owner: Int) {
    for additions in additions {
      let addends = pieces > 1 ? additions.sorted.base : additions.addends.base
      let start = additions.starts.base[owner]
      jn_add_addends(
        additions.starts.base[owner + 1] - start, addends + start, stride, vectors.base, rows.base)
    }
  }
}

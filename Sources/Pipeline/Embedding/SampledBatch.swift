// Examples with the words that are drawn for them, as the rows of vectors that they read.
import PipelineNumerics
import Foundation

/// A batch whose memory serves one batch after the other. Sendable because no thread reads it while
/// one fills it.
final class SampledBatch: @unchecked Sendable {
  private let examples = AlignedBuffer<SampledExample>()
  /// For each example the rows of its targets among the outputs, then the rows of its contexts among
  /// the inputs, which follow the outputs.
  private let rows = AlignedBuffer<Int32>()
  private(set) var count = 0
  /// The batch as the kernels read it.
  var kernelExamples: SampledExamples { SampledExamples(count: count, examples, rows: rows) }

  /// Takes the next examples, as many as the noise is for, fewer at the end of all. A draw that
  /// hits the word itself is dropped, as in the word2vec program.
  ///
  /// - Parameter words: how many there are.
  func fill(from source: inout ExampleSource, noise: NoiseBatch, words: Int32) {
    let examples = examples.reserve(noise.examples)
    var (count, end) = (0, 0)
    while count < noise.examples, source.advance() {
      rows.reserve(end + 1 + noise.perExample + source.contextLimit, keeping: end)
      let (rows, first, word) = (rows.base, end, source.word)
      rows[end] = word
      end += 1
      for draw in noise.draws(of: count) {
        rows[end] = draw
        end += draw != word ? 1 : 0
      }
      let targets = end - first
      source.forEachContext {
        rows[end] = $0 &+ words
        end += 1
      }
      examples[count] = SampledExample(
        targets: Int32(targets), contexts: Int32(end - first - targets), rate: source.rate)
      count += 1
    }
    self.count = count
  }
}

/// The words drawn for a batch. Sendable because no thread reads them while one draws.
final class NoiseBatch: @unchecked Sendable {
  let examples: Int
  let perExample: Int
  private let words: AlignedBuffer<Int32>

  init(examples: Int, perExample: Int) {
    self.examples = examples
    self.perExample = perExample
    words = AlignedBuffer(zeros: examples * perExample)
  }

  func draw(from noise: inout NoiseWords) {
    // A copy, which can stay in registers.
    var own = noise
    for place in 0..<examples * perExample { words[place] = own.draw() }
    noise = own
  }

  func draws(of example: Int) -> UnsafeBufferPointer<Int32> {
    UnsafeBufferPointer(start: words.base + example * perExample, count: perExample)
  }
}

/// Draws words as noise, by their counts to the power 3/4.
struct NoiseWords {
  private let table: AliasTable
  private var random: RandomStream

  /// - Parameter counts: of each word; not all 0.
  init(counts: [Int], seed: UInt64) {
    table = AliasTable(weights: counts.map { pow(Double($0), 0.75) })
    random = RandomStream(seed: seed, for: .noise)
  }

  mutating func draw() -> Int32 { table.draw(&random) }
}

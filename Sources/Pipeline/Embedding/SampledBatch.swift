// Examples with the words that are drawn for them, as the rows of vectors that they read.
import PipelineNumerics

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
  private var source = ExampleBatch()

  /// Takes the next `size` examples, fewer at the end of all. A draw that hits the word itself is
  /// dropped, as in the word2vec program.
  func fill(_ size: Int, from walk: inout ExampleSource, noise: inout NoiseWords) {
    walk.next(size, into: &source)
    count = source.count
    let examples = examples.reserve(count)
    let rows = rows.reserve(source.contexts.count + count * (noise.perExample + 1))
    var end = 0
    for example in 0..<count {
      let first = end
      let word = source.words[example]
      rows[end] = word
      end += 1
      for _ in 0..<noise.perExample {
        let other = noise.draw()
        if other != word {
          rows[end] = other
          end += 1
        }
      }
      let targets = end - first
      for i in source.starts[example]..<source.starts[example + 1] {
        rows[end] = source.contexts[i] &+ noise.words
        end += 1
      }
      examples[example] = SampledExample(
        targets: Int32(targets), contexts: Int32(end - first - targets), rate: source.rates[example])
    }
  }
}

/// Words drawn as noise, by their counts to the power 3/4.
struct NoiseWords {
  /// How many words there are.
  let words: Int32
  let perExample: Int
  private let table: AliasTable
  private var random: RandomStream

  /// - Parameter counts: of each word; not all 0.
  init(counts: [Int], perExample: Int, seed: UInt64) {
    words = Int32(counts.count)
    self.perExample = perExample
    table = AliasTable(weights: counts.map { power(Double($0), 0.75) })
    random = RandomStream(seed: seed, for: .noise)
  }

  mutating func draw() -> Int32 { table.draw(&random) }
}

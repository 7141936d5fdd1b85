// The state of a training run and what one sequence does to it. Raw memory is
// handled here and in NegativeSampling.swift only.
import PipelineNumerics
import CNumerics

/// Input and output vectors while they are learnt.
struct Word2vecPass {
  /// The purposes of random numbers.
  private enum Stream {
    static let start: UInt64 = 1
    static let sequence: UInt64 = 2
  }

  private let parameters: Word2vec.Parameters
  private let seed: UInt64
  private let words: Int
  /// The length of a row: the dimensions, filled with zeros to whole kernels.
  private let stride: Int
  private let inputs: AlignedBuffer<Float>
  private let outputs: AlignedBuffer<Float>
  private let noise: AliasTable
  /// For each word the chance to be kept, out of 2³².
  private let keep: AlignedBuffer<UInt64>
  private let total: Int
  private(set) var wordsDone = 0

  // Room for one example; `kept` for one sequence.
  private let mean: AlignedBuffer<Float>
  private let change: AlignedBuffer<Float>
  private let targets: AlignedBuffer<Int32>
  private let kept = AlignedBuffer<Int32>()

  /// - Parameters:
  ///   - counts: of each word in the sequences; not all 0.
  ///   - tokenCount: of an epoch.
  init(parameters: Word2vec.Parameters, seed: UInt64, counts: [Int], tokenCount: Int) {
    self.parameters = parameters
    self.seed = seed
    words = counts.count
    stride = (parameters.dimensions + 15) & ~15
    inputs = AlignedBuffer(zeros: counts.count * stride)
    outputs = AlignedBuffer(zeros: counts.count * stride)
    mean = AlignedBuffer(zeros: stride)
    change = AlignedBuffer(zeros: stride)
    targets = AlignedBuffer(zeros: parameters.negative + 1)
    noise = AliasTable(weights: counts.map { power(Double($0), 0.75) })
    total = tokenCount * parameters.epochs
    keep = AlignedBuffer(zeros: counts.count)
    for (word, count) in counts.enumerated() {
      keep.base[word] = Self.keep(
        count, sample: parameters.sample * Double(tokenCount))
    }
    var random = RandomStream(seed: seed, stream: Stream.start)
    for word in 0..<words {
      for i in 0..<parameters.dimensions {
        inputs.base[word * stride + i] =
          Float((random.nextUniform() - 0.5) / Double(parameters.dimensions))
      }
    }
  }

  /// The chance, out of 2³², that an occurrence of a word stays, by the formula
  /// of the word2vec program: √(s / n) + s / n with s the expected occurrences
  /// of a word that is just not thinned out.
  private static func keep(_ count: Int, sample: Double) -> UInt64 {
    guard sample > 0, count > 0 else { return 1 << 32 }
    let ratio = sample / Double(count)
    return UInt64(min(1, ratio.squareRoot() + ratio) * 0x1p32)
  }

  /// [words, dimensions], without the filling.
  func inputVectors() -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(words * parameters.dimensions)
    for word in 0..<words {
      values.append(
        contentsOf: UnsafeBufferPointer(
          start: inputs.base + word * stride, count: parameters.dimensions))
    }
    return values
  }

  /// Learns from one sequence. Its random numbers depend on `epoch` and
  /// `sequence` alone.
  mutating func learn(_ tokens: UnsafeBufferPointer<Int32>, epoch: Int, sequence: Int) {
    var random = RandomStream(
      seed: seed, stream: Stream.sequence, UInt64(epoch), UInt64(sequence))
    let done = Double(wordsDone) / Double(total)
    let rate = Float(
      max(parameters.minimumLearningRate, parameters.learningRate * (1 - done)))
    wordsDone += tokens.count
    let sentence = kept.reserve(tokens.count)
    var length = 0
    for token in tokens where random.next() >> 32 < keep.base[Int(token)] {
      sentence[length] = token
      length += 1
    }
    for center in 0..<length {
      var first = 0
      var last = length - 1
      if parameters.window > 0 {
        let reach = parameters.window - random.next(below: parameters.window)
        first = max(first, center - reach)
        last = min(last, center + reach)
      }
      guard first < last else { continue }
      switch parameters.model {
      case .cbow:
        learnFromMean(sentence, center, first, last, rate, &random)
      case .skipGram:
        learnFromEach(sentence, center, first, last, rate, &random)
      }
    }
  }

  /// CBOW. The change of the mean goes to each neighbour in full, not divided
  /// by their number, as in the word2vec program.
  @inline(__always)
  private func learnFromMean(
    _ sentence: UnsafePointer<Int32>, _ center: Int, _ first: Int, _ last: Int, _ rate: Float,
    _ random: inout RandomStream
  ) {
    clear(mean.base)
    clear(change.base)
    for i in first...last where i != center {
      jn_add(stride, mean.base, inputs.base + Int(sentence[i]) * stride)
    }
    jn_scale(stride, mean.base, 1 / Float(last - first))
    learn(sentence[center], from: mean.base, rate, &random)
    for i in first...last where i != center {
      jn_add(stride, inputs.base + Int(sentence[i]) * stride, change.base)
    }
  }

  @inline(__always)
  private func learnFromEach(
    _ sentence: UnsafePointer<Int32>, _ center: Int, _ first: Int, _ last: Int, _ rate: Float,
    _ random: inout RandomStream
  ) {
    for i in first...last where i != center {
      let input = inputs.base + Int(sentence[i]) * stride
      clear(change.base)
      learn(sentence[center], from: input, rate, &random)
      jn_add(stride, input, change.base)
    }
  }

  /// Draws the other targets and makes the step; `change` is what it asks of
  /// the input. A draw that hits the word itself is dropped, as in the word2vec
  /// program.
  @inline(__always)
  private func learn(
    _ word: Int32, from input: UnsafePointer<Float>, _ rate: Float,
    _ random: inout RandomStream
  ) {
    targets.base[0] = word
    var count = 1
    for _ in 0..<parameters.negative {
      let other = noise.draw(&random)
      if other != word {
        targets.base[count] = other
        count += 1
      }
    }
    NegativeSampling(outputs: outputs.base, stride: stride)
      .step(input: input, targets: targets.base, count: count, rate: rate, change: change.base)
  }

  @inline(__always)
  private func clear(_ row: FloatPointer) { row.update(repeating: 0, count: stride) }
}

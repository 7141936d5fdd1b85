// word2vec as its documentation says, without threads, kernels or thrift: lists of all examples,
// vectors as arrays of Double.
@testable import PipelineEmbedding
@testable import PipelineNumerics
import Foundation

struct PlainWord2vec {
  let parameters: Word2vec.Parameters

  struct Example {
    let word: Int
    let context: [Int]
    let rate: Double
  }

  /// All examples of all epochs in order.
  func examples(_ sequences: [[Int]], words: Int) -> [Example] {
    var counts = [Int](repeating: 0, count: words)
    for word in sequences.joined() { counts[word] += 1 }
    let total = counts.reduce(0, +)
    var examples: [Example] = []
    for epoch in 0..<parameters.epochs {
      var done = epoch * total
      for (number, sequence) in sequences.enumerated() {
        var random = RandomStream(seed: parameters.seed, for: .sequences, at: UInt64(epoch), UInt64(number))
        let rate = parameters.learningRate * (1 - Double(done) / Double(total * parameters.epochs))
        done += sequence.count
        var kept = sequence.filter { word in
          let draw = Double(random.next() >> 32) * 0x1p-32
          guard parameters.sample > 0 else { return true }
          let ratio = parameters.sample * Double(total) / Double(counts[word])
          return draw < ratio.squareRoot() + ratio
        }
        // A whole sequence is a window; of a long one each word has a hundred others at random.
        let isLong = parameters.window == 0 && kept.count > 101
        if isLong {
          for i in (1..<kept.count).reversed() { kept.swapAt(i, random.next(below: i + 1)) }
        }
        for (center, word) in kept.enumerated() {
          var near = kept.indices.filter { $0 != center }
          if isLong { near = near.filter { abs($0 - center) <= 50 } }
          if parameters.window > 0 {
            let reach = parameters.window - random.next(below: parameters.window)
            near = near.filter { abs($0 - center) <= reach }
          }
          let context = near.map { kept[$0] }
          for inputs in parameters.model == .cbow ? [context] : context.map({ [$0] })
          where !inputs.isEmpty {
            examples.append(
              Example(
                word: word, context: inputs, rate: max(rate, parameters.minimumLearningRate)))
          }
        }
      }
    }
    return examples
  }

  /// The input vectors after all batches of `batchSize` examples.
  func train(_ sequences: [[Int]], words: Int, batchSize: Int) -> [[Double]] {
    var counts = [Int](repeating: 0, count: words)
    for word in sequences.joined() { counts[word] += 1 }
    let table = AliasTable(weights: counts.map { pow(Double($0), 0.75) })
    var start = RandomStream(seed: parameters.seed, for: .initialVectors)
    let size = parameters.dimensions
    var inputs = (0..<words).map { _ in
      (0..<size).map { _ in Double(Float((start.nextUniform() - 0.5) / Double(size))) }
    }
    var outputs = [[Double]](repeating: [Double](repeating: 0, count: size), count: words)
    var noise = RandomStream(seed: parameters.seed, for: .noise)
    let examples = examples(sequences, words: words)
    for first in Swift.stride(from: 0, to: examples.count, by: batchSize) {
      let (inputsBefore, outputsBefore) = (inputs, outputs)
      for example in examples[first..<min(first + batchSize, examples.count)] {
        let mean = (0..<size).map { i in
          example.context.reduce(0) { $0 + inputsBefore[$1][i] } / Double(example.context.count)
        }
        let drawn = (0..<parameters.negative).map { _ in Int(table.draw(&noise)) }
        var change = [Double](repeating: 0, count: size)
        for (place, target) in ([example.word] + drawn).enumerated()
        where place == 0 || target != example.word {
          let score = zip(mean, outputsBefore[target]).reduce(0) { $0 + $1.0 * $1.1 }
          let factor =
            ((place == 0 ? 1 : 0) - 1 / (1 + Double(expf(Float(-score))))) * example.rate
          for i in 0..<size {
            change[i] += factor * outputsBefore[target][i]
            outputs[target][i] += factor * mean[i]
          }
        }
        for word in example.context {
          for i in 0..<size { inputs[word][i] += change[i] }
        }
      }
    }
    return inputs
  }
}

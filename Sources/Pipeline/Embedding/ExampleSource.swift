// The examples that word2vec learns from: thinned sequences, and the windows in them. It does not
// know vectors or the words drawn as noise.
import PipelineNumerics

/// Examples that are learnt at once, in the order of the text.
struct ExampleBatch {
  /// The word that is to be predicted, for each example.
  var words: [Int32] = []
  /// The learning rate of each example.
  var rates: [Float] = []
  /// The words from which each is predicted, one example after the other.
  var contexts: [Int32] = []
  /// Where the context of each example begins, and the end of the last.
  var starts: [Int] = [0]

  var count: Int { words.count }

  mutating func removeAll() {
    words.removeAll(keepingCapacity: true)
    rates.removeAll(keepingCapacity: true)
    contexts.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
  }
}

/// Walks through all epochs.
///
/// With CBOW an example is a word and its neighbours, with skip-gram a word and one of them. The
/// random numbers of a sequence depend on the seed, the epoch and its number alone.
struct ExampleSource {
  private let parameters: Word2vec.Parameters
  private let sequences: TokenSequences
  /// For each word its chance of being kept, out of 2³².
  private let keep: [UInt64]
  /// The tokens of all sequences begun so far, of all epochs.
  private(set) var wordsDone = 0

  // Where the walk is: the sequence, thinned, with its random numbers and its rate, and in it
  // the word to be predicted with its next and its last neighbour.
  private var epoch = 0
  private var sequence = 0
  private var kept: [Int32] = []
  private var random = RandomStream(seed: 0)
  private var rate: Float = 0
  private var center = -1
  private var neighbour = 0
  private var last = -1

  /// - Parameter counts: of each word in the sequences.
  init(_ sequences: TokenSequences, counts: [Int], parameters: Word2vec.Parameters) {
    self.parameters = parameters
    self.sequences = sequences
    let expected = parameters.sample * Double(sequences.tokenCount)
    keep = counts.map { Self.keep($0, expected: expected) }
  }

  /// The chance, out of 2³², that an occurrence of a word stays, by the formula of the word2vec
  /// program: √(s / n) + s / n with s the occurrences of a word that is just not thinned out.
  static func keep(_ count: Int, expected: Double) -> UInt64 {
    guard expected > 0, count > 0 else { return 1 << 32 }
    let ratio = expected / Double(count)
    return UInt64(min(1, ratio.squareRoot() + ratio) * 0x1p32)
  }

  /// Replaces the contents of `batch` by the next `size` examples, fewer at the end of all.
  mutating func next(_ size: Int, into batch: inout ExampleBatch) {
    batch.removeAll()
    while batch.count < size {
      if neighbour > last {
        guard nextCenter() else { return }
      }
      switch parameters.model {
      case .cbow:
        for i in neighbour...last where i != center { batch.contexts.append(kept[i]) }
        neighbour = last + 1
      case .skipGram:
        if neighbour == center {
          neighbour += 1
          continue
        }
        batch.contexts.append(kept[neighbour])
        neighbour += 1
      }
      batch.words.append(kept[center])
      batch.rates.append(rate)
      batch.starts.append(batch.contexts.count)
    }
  }

  /// Goes to the next word that has neighbours; false at the end.
  private mutating func nextCenter() -> Bool {
    while true {
      center += 1
      while center >= kept.count {
        guard nextSequence() else { return false }
      }
      neighbour = 0
      last = kept.count - 1
      if parameters.window > 0 {
        let reach = parameters.window - random.next(below: parameters.window)
        neighbour = max(0, center - reach)
        last = min(last, center + reach)
      }
      if neighbour < last { return true }
    }
  }

  private mutating func nextSequence() -> Bool {
    if sequence == sequences.count {
      epoch += 1
      sequence = 0
    }
    guard epoch < parameters.epochs else {
      // The walk stays at the end.
      sequence = sequences.count
      epoch = parameters.epochs - 1
      kept = []
      center = -1
      neighbour = 0
      last = -1
      return false
    }
    let done = Double(wordsDone) / Double(sequences.tokenCount * parameters.epochs)
    rate = Float(max(parameters.minimumLearningRate, parameters.learningRate * (1 - done)))
    random = RandomStream(
      seed: parameters.seed, for: .sequences, at: UInt64(epoch), UInt64(sequence))
    let range = sequences.offsets[sequence]..<sequences.offsets[sequence + 1]
    kept.removeAll(keepingCapacity: true)
    for i in range {
      let token = sequences.tokens[i]
      if random.next() >> 32 < keep[Int(token)] { kept.append(token) }
    }
    wordsDone += range.count
    sequence += 1
    center = 0
    return true
  }
}

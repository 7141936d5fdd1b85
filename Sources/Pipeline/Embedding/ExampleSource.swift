// The examples that word2vec learns from: thinned sequences, and the windows in them. It does not
// know vectors or the words drawn as noise.
import PipelineNumerics

/// Walks through all epochs.
///
/// With CBOW an example is a word and its neighbours, with skip-gram a word and one of them. The
/// random numbers of a sequence depend on the seed, the epoch and its number alone.
struct ExampleSource {
  private let parameters: Word2vec.Parameters
  private let sequences: TokenSequences
  /// For each word its chance of being kept, out of 2³².
  private let keep: AlignedBuffer<UInt64>
  /// The tokens of all sequences begun so far, of all epochs.
  private(set) var wordsDone = 0
  /// The learning rate of the current example.
  private(set) var rate: Float = 0

  // Where the walk is: the sequence, thinned, with its random numbers, and in it the word to be
  // predicted with its next and its last neighbour.
  private var epoch = 0
  private var sequence = 0
  private let kept: AlignedBuffer<Int32>
  private var keptCount = 0
  /// Whether the kept words have been shuffled.
  private var isShuffled = false
  private var random = RandomStream(seed: 0)
  private var center = -1
  private var neighbour = 0
  private var last = -1
  /// The places of the words from which the current example is predicted, among which its own is
  /// left out.
  private var context = 0...0

  /// - Parameter counts: of each word in the sequences.
  init(_ sequences: TokenSequences, counts: [Int], parameters: Word2vec.Parameters) {
    self.parameters = parameters
    self.sequences = sequences
    let expected = parameters.sample * Double(sequences.tokenCount)
    keep = AlignedBuffer(zeros: counts.count)
    for (word, count) in counts.enumerated() { keep[word] = Self.keep(count, expected: expected) }
    kept = AlignedBuffer(zeros: zip(sequences.offsets, sequences.offsets.dropFirst()).map { $1 - $0 }.max() ?? 0)
  }

  /// The chance, out of 2³², that an occurrence of a word stays, by the formula of the word2vec
  /// program: √(s / n) + s / n with s the occurrences of a word that is just not thinned out.
  static func keep(_ count: Int, expected: Double) -> UInt64 {
    guard expected > 0, count > 0 else { return 1 << 32 }
    let ratio = expected / Double(count)
    return UInt64(min(1, ratio.squareRoot() + ratio) * 0x1p32)
  }

  /// The word that is to be predicted.
  var word: Int32 { kept[center] }

  /// Where whole sequences are windows, one with more words than twice this and one is shuffled, and this is the
  /// reach: the work must not grow with the square of its length. So each word has that many others of it.
  private static let longestReach = 50

  /// The most words from which the current example is predicted.
  var contextLimit: Int { context.count }

  /// Calls `body` with each word from which the current example is predicted.
  @inline(__always)
  func forEachContext(_ body: (Int32) -> Void) {
    for place in context where place != center { body(kept[place]) }
  }

  /// Goes to the next example; false at the end of all.
  mutating func advance() -> Bool {
    while true {
      if neighbour > last {
        guard nextCenter() else { return false }
      }
      switch parameters.model {
      case .cbow:
        context = neighbour...last
        neighbour = last + 1
        return true
      case .skipGram:
        context = neighbour...neighbour
        neighbour += 1
        if context.lowerBound != center { return true }
      }
    }
  }

  /// Goes to the next word that has neighbours; false at the end.
  private mutating func nextCenter() -> Bool {
    while true {
      center += 1
      while center >= keptCount {
        guard nextSequence() else { return false }
      }
      neighbour = 0
      last = keptCount - 1
      if isShuffled {
        neighbour = max(0, center - Self.longestReach)
        last = min(last, center + Self.longestReach)
      } else if parameters.window > 0 {
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
      keptCount = 0
      center = -1
      neighbour = 0
      last = -1
      return false
    }
    let done = Double(wordsDone) / Double(sequences.tokenCount * parameters.epochs)
    rate = Float(max(parameters.minimumLearningRate, parameters.learningRate * (1 - done)))
    random = RandomStream(
      seed: parameters.seed, for: .sequences, at: UInt64(epoch), UInt64(sequence))
    keptCount = 0
    let range = sequences.offsets[sequence]..<sequences.offsets[sequence + 1]
    for token in sequences.tokens[range] {
      // Without a branch, which nobody could predict.
      kept[keptCount] = token
      keptCount += random.next() >> 32 < keep[Int(token)] ? 1 : 0
    }
    isShuffled = parameters.window == 0 && keptCount > 2 * Self.longestReach + 1
    if isShuffled {
      for i in stride(from: keptCount - 1, to: 0, by: -1) {
        let other = random.next(below: i + 1)
        (kept[i], kept[other]) = (kept[other], kept[i])
      }
    }
    wordsDone += range.count
    sequence += 1
    center = 0
    return true
  }
}

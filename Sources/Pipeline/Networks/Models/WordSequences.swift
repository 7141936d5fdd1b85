// Sequences of words as a batch needs them: over its distinct words only.

/// Sentences or titles, whose distinct words are numbered in the order of appearance.
struct WordSequences {
  /// The distinct words; padding (word 0) is the first if there is padding.
  private(set) var words: [Int32] = []
  private var numbers: [Int32: Int32] = [:]
  /// Sequence s has the words of the numbers `inputs[starts[s] ..< starts[s + 1]]`.
  private var starts = [0]
  private var inputs: [Int32] = []
  private let isPadded: Bool

  init(isPadded: Bool) {
    self.isPadded = isPadded
    if isPadded { _ = number(of: 0) }
  }

  /// - Returns: the number of the sequence.
  @discardableResult
  mutating func add(_ sequence: ArraySlice<Int32>) -> Int32 {
    for word in sequence { inputs.append(number(of: word)) }
    starts.append(inputs.count)
    return Int32(starts.count - 2)
  }

  private mutating func number(of word: Int32) -> Int32 {
    if let known = numbers[word] { return known }
    let new = Int32(words.count)
    numbers[word] = new
    words.append(word)
    return new
  }

  func layout(_ mode: PaddingMode) -> SequenceLayout {
    SequenceLayout(
      starts: starts, inputs: inputs, inputCount: words.count, mode: mode,
      padding: isPadded ? 0 : nil, blockRows: 64)
  }
}

// The words of a document's sentences as numbers, in two arrays however many sentences there are:
// a million documents with an array for each sentence take twice the memory.

/// Sentences one after another.
struct NumberedSentences: RandomAccessCollection, Equatable, Sendable {
  /// The words of all sentences.
  var words: [Int32] = []
  /// For each sentence where its words end.
  private var ends: [Int32] = []

  init() {}

  /// No more memory is taken later for this many words and sentences.
  mutating func reserve(words: Int, sentences: Int) {
    self.words.reserveCapacity(words)
    ends.reserveCapacity(sentences)
  }

  var startIndex: Int { 0 }
  var endIndex: Int { ends.count }

  /// The words of sentence `number`.
  subscript(number: Int) -> ArraySlice<Int32> {
    words[(number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])]
  }

  mutating func append(_ sentence: some Collection<Int32>) {
    words += sentence
    ends.append(Int32(words.count))
  }

  /// Removes the empty sentences at the end.
  mutating func removeTrailingEmpty() {
    while last?.isEmpty == true { ends.removeLast() }
  }

  /// Each sentence as a separate array.
  var arrays: [[Int32]] {
    get { map(Array.init) }
    set {
      self = NumberedSentences()
      for sentence in newValue { append(sentence) }
    }
  }
}

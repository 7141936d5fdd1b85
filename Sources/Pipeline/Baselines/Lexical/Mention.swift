// Where names of a label occur in a document. LexicalFeatures draws conclusions
// from that.

/// The occurrences of one label's names in one document.
package struct Mention: Equatable, Sendable {
  /// A place in the document.
  package struct Place: Equatable, Sendable {
    /// 0 is the title, 1 the first sentence.
    package var sentence: Int
    /// The first word, counted from 0 in the sentence.
    package var word: Int
    /// The number of words.
    package var count: Int
  }

  let label: Int32
  var titleCount = 0
  var textCount = 0
  /// The first and the last occurrence, counted in words from the start of the document.
  var first = 0
  var last = 0
  /// The words of the longest name that occurs.
  var words = 0
  /// The best kind of name that occurs.
  var kind = LabelNames.Kind.hidden
  /// Occurrences that are written as the vocabulary writes the name.
  var exactCount = 0
  /// Occurrences as one word of what the vocabulary writes as several, or the reverse.
  var joinedCount = 0
  /// Occurrences within a longer name of any label.
  var coveredCount = 0
  /// The fewest labels that share a name that occurs.
  var sharing = Int.max
  /// Where the names occur, in the order of the document.
  var places: [Place] = []

  /// All occurrences.
  var count: Int { titleCount + textCount }
}

/// The mentions of a document.
struct DocumentMentions: Equatable, Sendable {
  /// By ascending label.
  var mentions: [Mention] = []
  /// The occurrences of the label that occurs most often; at least 1.
  var mostOccurrences = 1
  /// The number of words of the title and of the whole document.
  var titleWords = 0
  var words = 0
}

// Words that a user wants out of all texts. There is no list of our own: which
// words say nothing depends on the language and the corpus.
import FormatsFiles

/// A list of words to leave out.
public enum StopWords {
  /// Reads a list: one word per line, `#` begins a comment. The words are tokenised
  /// like a text, so `don't` stops `dont`.
  ///
  /// - Throws: `InputError` for a list that is damaged or holds no word.
  public static func read(_ source: ByteSource) throws -> Set<ExactString> {
    var lines = LineReader(source, limit: 1 << 16)
    var words: Set<ExactString> = []
    let tokenizer = Tokenizer()
    while let bytes = try lines.next() {
      guard let line = String(validating: bytes, as: UTF8.self) else {
        throw InputError(
          file: source.name, line: lines.lineNumber, problem: "is not valid UTF-8",
          remedy: "Convert the list to UTF-8")
      }
      for token in tokenizer.tokens(of: String(line.prefix { $0 != "#" })) {
        words.insert(ExactString(token))
      }
    }
    guard !words.isEmpty else {
      throw InputError(
        file: source.name, problem: "holds no word", remedy: "Give a list with one word per line")
    }
    return words
  }
}

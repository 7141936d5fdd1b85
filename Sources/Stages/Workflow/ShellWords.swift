// Splits text into words as a POSIX shell does, and quotes words. It expands nothing: in
// a value from outside, `$`, `*` and backticks stand for themselves.
import FormatsFiles

/// A text of words, some of them quoted.
enum ShellWords {
  /// The words of `text`: separated by blanks, with '…', "…" and \ as in a shell.
  ///
  /// - Returns: nil if a quotation mark is missing.
  static func split(_ text: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
        word = word ?? ""
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " || character == "\t" {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let done = word { words.append(done) }
    return quote == nil && !isEscaped ? words : nil
  }

  /// `text` as one word of a shell.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }

  /// `text` as one word of a shell, as it is if nothing in it means anything to a shell.
  static func quotedIfNeeded(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { isASCIILetter($0) || isASCIIDigit($0) || "/._-+,=:@%".utf8.contains($0) }
    return isPlain && !text.isEmpty ? text : quoted(text)
  }

  /// Words for a recipe of make, in which a dollar sign is written twice.
  static func recipe(_ words: [String]) -> String {
    words.map(quoted).joined(separator: " ").split(
      separator: "$", omittingEmptySubsequences: false
    ).joined(separator: "$$")
  }
}

// Splits raw text into sentences of words. This file is what callers see; the
// work is in TokenScanner, what counts as markup in Markup.
import Formats
import FormatsFiles

/// The choices in making tokens of raw text.
public struct TokenizerOptions: Equatable, Hashable, Sendable {
  /// Whether tokens are lower-cased.
  public var lowercases = true
  /// Whether a comma is a separate token, as in the original's corpora.
  var keepsCommas = true
  /// Whether the parts of `case-control` become one token `casecontrol`, as in
  /// the original's corpora, rather than two.
  var joinsHyphenated = false
  /// Tokens that are left out, in the form that tokens have.
  public var stopWords: Set<ExactString> = []

  public init() {}
}

/// Makes sentences of tokens from raw text; a pure function of the text.
///
/// The text is freed from HTML markup and brought to Unicode normal form C.
/// A *word* is a run of letters and digits of any script:
///
///     "Don't use C++ or C#!"           → dont use c++ or c#
///     "a state-of-the-art F-score"     → a state of the art f score
///     "1,000 runs, 3.5 % (v1.2.3)"     → 1000 runs , 3.5 v1.2.3
///     "Straße, naïve Ψ-test"           → straße , naïve ψ test
///     "深度学习 (deep learning)"        → 深 度 学 习 deep learning
///     "see https://x.org/a?b, or me@x.org, doi:10.1000/182." → see , or ,
///     "H<sub>2</sub>O &amp; CO&#50;"   → h2o co2
///
/// - Apostrophes inside a word are dropped, hyphens separate words (option). A
///   hyphen at the end of a line, before a lower-case letter, is the printer's:
///   `anno-⏎tation` is one word, but not `state-of-⏎the-art`.
/// - `+` and `#` right after a word belong to it unless another word follows
///   at once: `notepad++`, but `a+b` is two words.
/// - A point between digits belongs to the number; a comma between digits that
///   groups thousands is dropped.
/// - Every ideograph is a separate word.
/// - Web and e-mail addresses and DOIs are dropped.
///
/// A *sentence* ends
///
/// - after `.`, `!` or `?` and any closing quotes or brackets, if a blank and an
///   upper-case letter (or a letter of a script without case), a digit, a quote
///   or a bracket follow: `We won. Then` is cut, `ca. then` is not;
/// - not after an abbreviation (`e.g.`, `et al.`, `Fig.`, `Dr.`, `vs.`) or a
///   single initial (`J. Smith`);
/// - after `。`, `！`, `？` anywhere;
/// - before a list item (a line that begins with `-`, `*`, `•`, `1.`, `2)`,
///   `(a)`) and at an empty line.
///
/// Sentences without a word do not count. Nothing is cut to a maximal length.
public struct Tokenizer: Sendable {
  /// How text is divided into words.
  public var options: TokenizerOptions

  /// A tokeniser for many texts; it keeps nothing of them.
  public init(options: TokenizerOptions = TokenizerOptions()) {
    self.options = options
  }

  /// The sentences of `text`, none of them empty.
  public func sentences(of text: String) -> [[String]] { tokenize(text).strings }

  /// The tokens of `text` in one list, for a title or a single sentence.
  public func tokens(of text: String) -> [String] { Array(sentences(of: text).joined()) }

  /// The sentences of `text`, none of them empty.
  public func tokenize(_ text: String) -> TokenizedText {
    var text = text
    return text.withUTF8 { bytes in
      guard needsPreparation(bytes) else { return scan(bytes) }
      return withoutLineHyphens(normalFormC(withoutMarkup(Array(bytes))))
        .withUnsafeBufferPointer(scan)
    }
  }

  private func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> TokenizedText {
    var scanner = TokenScanner(bytes, options: options)
    return scanner.run()
  }
}

/// Whether a text may change before it is cut into words: by markup, hyphens at
/// line ends, or scalars from U+0300 on.
private func needsPreparation(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  for byte in bytes {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: "&"), 0x0A, 0xCC...: return true
    default: break
    }
  }
  return false
}

// The tokenizer of a published encoder: `tokenizer.json`, or `vocab.txt` with
// `tokenizer_config.json`. Cutting text into pieces is computation and is in Pipeline.
import FormatsFiles

/// What a WordPiece tokenizer needs to know.
public struct WordPieceDescription: Sendable {
  /// Every piece and its number; the text of pieces is exact.
  public var pieces: [(text: String, number: Int32)] = []
  /// Tokens that are recognised in raw text before anything is done to it.
  public var special: [(text: String, number: Int32)] = []
  /// The prefix of a piece that does not begin a word.
  public var continuation = "##"
  /// Words with more scalars are unknown.
  public var longestWord = 100
  /// The number of the unknown word.
  public var unknown: Int32 = 0
  /// The number of the token before every text.
  public var first: Int32 = 0
  /// The number of the token after every text.
  public var last: Int32 = 0
  /// Whether control characters are dropped and white space becomes spaces.
  public var cleans = true
  /// Whether every CJK ideograph is a word.
  public var spacesIdeographs = true
  /// Whether text is brought to lower case.
  public var lowercases = true
  /// Whether accents are dropped, after canonical decomposition.
  public var stripsAccents = true

  /// Reads a `tokenizer.json`.
  ///
  /// - Throws: `InputError` for a tokenizer of another kind.
  init(tokenizer json: ExactJSON, file: String) throws {
    func invalid(_ problem: String) -> InputError {
      InputError(
        file: file, problem: problem, remedy: "Give an encoder with a BERT (WordPiece) tokenizer")
    }
    guard let model = json["model"] else { throw invalid("describes no tokenizer") }
    // Older files name no type.
    let type = model["type"]?.string ?? (model["continuing_subword_prefix"] == nil ? "?" : "WordPiece")
    guard type == "WordPiece" else {
      throw invalid("holds a \(type) tokenizer; only WordPiece is supported")
    }
    guard let normaliser = json["normalizer"], normaliser["type"]?.string == "BertNormalizer" else {
      let name = json["normalizer"]?["type"]?.string ?? "none"
      throw invalid("the normalizer \(name) is not supported; only BertNormalizer is")
    }
    guard json["pre_tokenizer"]?["type"]?.string == "BertPreTokenizer" else {
      let name = json["pre_tokenizer"]?["type"]?.string ?? "none"
      throw invalid("the pre-tokenizer \(name) is not supported; only BertPreTokenizer is")
    }
    cleans = normaliser["clean_text"]?.bool ?? true
    spacesIdeographs = normaliser["handle_chinese_chars"]?.bool ?? true
    lowercases = normaliser["lowercase"]?.bool ?? true
    stripsAccents = normaliser["strip_accents"]?.bool ?? lowercases
    continuation = model["continuing_subword_prefix"]?.string ?? continuation
    longestWord = model["max_input_chars_per_word"]?.integer ?? longestWord
    guard let vocabulary = model["vocab"]?.object else { throw invalid("has no vocabulary") }
    for (text, value) in vocabulary {
      guard let number = value.integer.flatMap(Int32.init(exactly:)), number >= 0 else {
        throw invalid("the number of the piece \"\(text)\" is not a number")
      }
      pieces.append((text, number))
    }
    for token in json["added_tokens"]?.array ?? [] {
      guard let text = token["content"]?.string, !text.isEmpty,
        let number = token["id"]?.integer.flatMap(Int32.init(exactly:)), number >= 0
      else { throw invalid("an added token has no text or its number is missing") }
      for property in ["single_word", "lstrip", "rstrip", "normalized"]
      where token[property]?.bool == true {
        throw invalid("the added token \"\(text)\" is \(property), which is not supported")
      }
      special.append((text, number))
    }
    try setNumbers(unknown: model["unk_token"]?.string ?? "[UNK]", invalid)
  }

  /// Reads a `vocab.txt`, one piece per line, and a `tokenizer_config.json`, if there is one.
  ///
  /// - Throws: `InputError` when special tokens are missing, or the configuration belongs to
  ///   a tokenizer of another kind.
  init(vocabulary text: [UInt8], file: String, config: ExactJSON?) throws {
    func invalid(_ problem: String) -> InputError {
      InputError(
        file: file, problem: problem, remedy: "Give an encoder with a BERT (WordPiece) tokenizer")
    }
    if let name = config?["tokenizer_class"]?.string, !name.hasPrefix("Bert"),
      !name.hasPrefix("DistilBert")
    {
      throw invalid("belongs to a \(name); only WordPiece tokenizers of BERT are supported")
    }
    lowercases = config?["do_lower_case"]?.bool ?? true
    stripsAccents = config?["strip_accents"]?.bool ?? lowercases
    spacesIdeographs = config?["tokenize_chinese_chars"]?.bool ?? true
    var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.count <= 4_000_000 else { throw invalid("holds more than 4,000,000 pieces") }
    for (number, line) in lines.enumerated() {
      let line = line.last == 0x0D ? line.dropLast() : line
      guard let piece = String(validating: line, as: UTF8.self) else {
        throw InputError(file: file, line: number + 1, problem: "is not UTF-8")
      }
      pieces.append((piece, Int32(number)))
    }
    let known = Set(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    special = pieces.filter { known.contains($0.text) }
    try setNumbers(unknown: config?["unk_token"]?.string ?? "[UNK]", invalid)
  }

  private mutating func setNumbers(
    unknown: String, _ invalid: (String) -> InputError
  ) throws {
    guard longestWord > 0 else { throw invalid("max_input_chars_per_word is not above 0") }
    var numbers: [String: Int32] = [:]
    for (text, number) in pieces + special where [unknown, "[CLS]", "[SEP]"].contains(text) {
      numbers[text] = number
    }
    func number(_ text: String) throws -> Int32 {
      guard let number = numbers[text] else { throw invalid("has no token \(text)") }
      return number
    }
    self.unknown = try number(unknown)
    first = try number("[CLS]")
    last = try number("[SEP]")
  }

  /// The greatest number of a piece.
  var greatestNumber: Int32 { (pieces + special).map(\.number).max() ?? 0 }
}

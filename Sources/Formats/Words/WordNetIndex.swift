// WordNet's files of words (wndb(5WN), morphy(7WN)): which words there are, and
// their irregular forms. Pipeline/Tags draws conclusions from them.
import FormatsFiles

/// The word classes that WordNet keeps apart.
public enum PartOfSpeech: String, CaseIterable, Sendable {
  case noun, verb
  case adjective = "adj"
  case adverb = "adv"
}

/// The entries of `index.noun`, `.verb`, `.adj`, `.adv`, and the irregular
/// forms of `noun.exc` and so on.
public struct WordNetIndex: Sendable {
  private var counts: [PartOfSpeech: [ExactString: Int]] = [:]
  private var irregular: [PartOfSpeech: [ExactString: String]] = [:]

  /// An index without words, to be filled by `add`.
  public init() {}

  /// Reads the files in `folder`, such as Debian's `/usr/share/wordnet`.
  ///
  /// - Throws: `InputError` when a file is absent or not of this format.
  public init(folder: String) throws {
    for part in PartOfSpeech.allCases {
      try read(index: "\(folder)/index.\(part.rawValue)", part)
      try read(exceptions: "\(folder)/\(part.rawValue).exc", part)
    }
  }

  /// How often WordNet's tagged texts use the entry; nil if there is none.
  public func useCount(of word: String, as part: PartOfSpeech) -> Int? {
    counts[part]?[ExactString(word)]
  }

  /// The base form of an irregular form: "mice" gives "mouse".
  public func irregularBase(of word: String, as part: PartOfSpeech) -> String? {
    irregular[part]?[ExactString(word)]
  }

  /// Adds an entry.
  public mutating func add(_ word: String, _ part: PartOfSpeech, uses: Int = 0) {
    counts[part, default: [:]][ExactString(word)] = uses
  }

  /// Adds an irregular form; the first base form given stays.
  public mutating func add(irregular form: String, of base: String, _ part: PartOfSpeech) {
    let key = ExactString(form)
    if irregular[part]?[key] == nil { irregular[part, default: [:]][key] = base }
  }

  private mutating func read(index path: String, _ part: PartOfSpeech) throws {
    try forEachLine(of: path) { fields in
      // lemma pos synsets pointers [symbols] senses tagged-senses offsets …
      guard fields.count >= 6, let synsets = Int(fields[2]), synsets > 0,
        fields.count >= synsets + 6, let tagged = Int(fields[fields.count - synsets - 1])
      else { return "is not a line of a WordNet index" }
      add(fields[0], part, uses: tagged)
      return nil
    }
  }

  private mutating func read(exceptions path: String, _ part: PartOfSpeech) throws {
    try forEachLine(of: path) { fields in
      guard fields.count >= 2 else { return "is not an irregular form with its base form" }
      add(irregular: fields[0], of: fields[1], part)
      return nil
    }
  }

  private func forEachLine(of path: String, _ body: ([String]) -> String?) throws {
    var lines = LineReader(try ByteSource(path: path), limit: 1 << 20)
    while let line = try lines.next() {
      // The licence comes first, each line of it after two blanks.
      if line.isEmpty || line.first == 0x20 { continue }
      let fields = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      if let problem = body(fields) {
        throw InputError(
          file: path, line: lines.lineNumber, problem: problem,
          remedy: "Give the folder of WordNet's files, as Debian's wordnet-base installs it")
      }
    }
  }
}

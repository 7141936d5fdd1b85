// Snowball's stemmers, as Debian's libstemmer has them. CorpusLanguage detects the
// language of a corpus.
import CStemmer

/// Cuts the endings of words: "libraries" and "library" become "librari".
///
/// One stemmer belongs to one thread.
public final class Stemmer {
  private let stemmer: OpaquePointer

  /// The names of the languages that the installed library knows, in
  /// alphabetical order.
  public static var languages: [String] {
    var names: [String] = []
    var next = sb_stemmer_list()
    while let place = next, let name = place.pointee {
      names.append(String(cString: name))
      next = place + 1
    }
    // Two stemmers for English that only reproduce old results.
    return names.filter { $0 != "porter" && $0 != "lovins" }.sorted()
  }

  /// - Parameter language: a name ("finnish") or a code of ISO 639 ("fi"), in
  ///   lower case.
  /// - Returns: nil for a language that the library does not know.
  public init?(language: String) {
    guard let stemmer = sb_stemmer_new(language, "UTF_8") else { return nil }
    self.stemmer = stemmer
  }

  /// What is wrong with a language that a user names, in words; nil for one that is known.
  public static func validate(language: String?) -> String? {
    guard let language, Stemmer(language: language) == nil else { return nil }
    return "must be one of \(languages.joined(separator: ", ")), but is \(language)"
  }

  deinit { sb_stemmer_delete(stemmer) }

  /// The stem of a word in lower case; words that are longer than a word of any
  /// language stay as they are.
  public func stem(_ word: String) -> String {
    var word = word
    return word.withUTF8 { bytes in
      guard let base = bytes.baseAddress, bytes.count <= 128,
        let stem = sb_stemmer_stem(stemmer, base, Int32(bytes.count))
      else { return String(decoding: bytes, as: UTF8.self) }
      let length = Int(sb_stemmer_length(stemmer))
      return String(decoding: UnsafeBufferPointer(start: stem, count: length), as: UTF8.self)
    }
  }
}

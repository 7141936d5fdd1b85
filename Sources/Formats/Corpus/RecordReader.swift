// The protocol through which `CorpusReader` uses a format's reader, and the small
// things that all readers need. A new format is one file with such a reader, a case of
// CorpusFormat and a line in CorpusReader+Formats.

/// Reads the records of one format, one by one.
///
/// A reader yields every record that can be taken apart. `CorpusReader` decides
/// whether a document must have tags or a text, and whether its id is new.
protocol RecordReader: AnyObject {
  /// The next record, or nil at the end.
  ///
  /// - Throws: `Rejection` for a record that cannot be used, after which
  ///   reading may go on; `InputError` for a stream that is damaged.
  func next() throws -> RawDocument?
}

/// The records of several readers one after the other; each is opened when the
/// one before has ended.
final class ChainedReader: RecordReader {
  private var waiting: [() throws -> any RecordReader]
  private var current: (any RecordReader)?

  init(_ readers: [() throws -> any RecordReader]) {
    waiting = readers.reversed()
  }

  func next() throws -> RawDocument? {
    while true {
      if let document = try current?.next() { return document }
      guard let open = waiting.popLast() else { return nil }
      current = try open()
    }
  }
}

extension RawText {
  /// Running text, or no text at all for white space.
  static func running(_ text: String) -> RawText {
    if let first = text.utf8.first, first > 0x20, first < 0x7F { return .text(text) }
    return text.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? .tokens([]) : .text(text)
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: String {
    var scalars = Substring(self).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }
}

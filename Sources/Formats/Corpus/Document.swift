// The one form in which every document passes through the pipeline. Readers of
// raw corpora make it; nothing here reads or writes a file.

/// A document as the models see it: tokens of the title, sentences of tokens,
/// and the tags that people gave it.
///
/// An empty token is a *hole*: the original's files hold pad words and double
/// blanks, which keep their position but are not words. `--compat original`
/// needs the positions; everything else drops the holes.
///
/// Tokens and tags are kept as numbers in tables that documents of one block of a
/// file share, a quarter of the memory of strings. Lists of strings are made anew at
/// each access; a loop takes them once.
public struct Document: Sendable {
  /// The user's identifier, unique within a corpus; it is kept up to the
  /// predictions.
  public var id: String
  /// The title, then each sentence: the number of tokens and their numbers.
  private var words: PackedStrings
  /// The numbers of the tags.
  private var labels: PackedStrings

  /// A document with separate tables; holes are empty strings.
  public init(
    id: String, title: [String], sentences: [[String]], tags: [String]
  ) {
    self.id = id
    words = PackedStrings(lists: [title] + sentences)
    labels = PackedStrings(tags)
  }

  /// A document of a block.
  ///
  /// - Precondition: `words` has lists, the first being the title.
  init(id: String, words: PackedStrings, labels: PackedStrings) {
    self.id = id
    self.words = words
    self.labels = labels
  }

  /// The tokens of the title; empty if there is no title.
  public var title: [String] {
    get { words.strings(words.numbers[1..<1 + titleCount]) }
    set { words = PackedStrings(lists: [newValue] + sentences) }
  }

  /// The number of tokens of the title.
  public var titleCount: Int { Int(words.numbers[0]) }

  /// The sentences of the content, each a list of tokens.
  public var sentences: [[String]] {
    get {
      var sentences: [[String]] = []
      words.forEachList(from: 1 + titleCount) { sentences.append(words.strings($0)) }
      return sentences
    }
    set { words = PackedStrings(lists: [title] + newValue) }
  }

  /// The tags in the order of the source, repeats included.
  public var tags: [String] {
    get { labels.strings(labels.numbers) }
    set { labels = PackedStrings(newValue) }
  }

  /// The table of the tokens, the same one for documents of one block of a file.
  package var tokenTable: StringTable { words.table }

  /// Calls `body` with the numbers of the title's tokens in the table, then with those of each
  /// sentence; -1 is a hole.
  package func forEachTokenList(_ body: (ArraySlice<Int32>) -> Void) {
    words.forEachList(from: 0, body)
  }
}

extension Document: Equatable {
  public static func == (a: Document, b: Document) -> Bool {
    a.id == b.id && a.tags == b.tags && a.title == b.title && a.sentences == b.sentences
  }
}

/// Strings by number, shared by what is made of them.
package final class StringTable: Sendable {
  package let strings: [String]

  package init(_ strings: [String]) { self.strings = strings }
}

/// Strings as numbers in a table.
struct PackedStrings: Sendable {
  let table: StringTable
  /// -1 is an empty string.
  let numbers: [Int32]

  init(table: StringTable, numbers: [Int32]) {
    self.table = table
    self.numbers = numbers
  }

  /// Strings with a separate table.
  init(_ strings: [String]) {
    self.init(table: StringTable(strings), numbers: Array(0..<Int32(strings.count)))
  }

  /// Lists with a separate table: for each its length and its numbers.
  init(lists: [[String]]) {
    var numbers: [Int32] = []
    numbers.reserveCapacity(lists.reduce(0) { $0 + 1 + $1.count })
    var next: Int32 = 0
    for list in lists {
      numbers.append(Int32(list.count))
      for string in list {
        numbers.append(string.isEmpty ? -1 : next)
        if !string.isEmpty { next += 1 }
      }
    }
    self.init(
      table: StringTable(lists.flatMap { $0.filter { !$0.isEmpty } }), numbers: numbers)
  }

  func strings(_ numbers: some Collection<Int32>) -> [String] {
    numbers.map { $0 < 0 ? "" : table.strings[Int($0)] }
  }

  /// Calls `body` with each list from the one whose length is at `start`.
  func forEachList(from start: Int, _ body: (ArraySlice<Int32>) -> Void) {
    var at = start
    while at < numbers.count {
      let end = at + 1 + Int(numbers[at])
      body(numbers[at + 1..<end])
      at = end
    }
  }
}

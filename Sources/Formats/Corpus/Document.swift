// The one form in which every document passes through the pipeline. Readers of
// raw corpora make it; nothing here reads or writes a file.

/// A document as the models see it: tokens of the title, sentences of tokens,
/// and the tags that people gave it.
///
/// An empty token is a *hole*: the original's files hold pad words and double
/// blanks, which keep their position but are not words. `--compat original`
/// needs the positions; everything else drops the holes.
public struct Document: Equatable, Sendable {
  /// The user's identifier, unique within a corpus; it is kept up to the
  /// predictions.
  public var id: String
  /// The tokens of the title; empty if there is no title.
  public var title: [String]
  /// The sentences of the content, each a list of tokens.
  public var sentences: [[String]]
  /// The tags in the order of the source, repeats included.
  public var tags: [String]

  public init(
    id: String, title: [String], sentences: [[String]], tags: [String]
  ) {
    self.id = id
    self.title = title
    self.sentences = sentences
    self.tags = tags
  }
}

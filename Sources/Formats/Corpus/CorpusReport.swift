// What happened while a corpus was read: counts and the reasons of rejections.
// It is data; how it is shown is the stages' business.

/// A record that was skipped, with the reason.
public struct Rejection: Error, Equatable, Sendable {
  /// The 1-based line of the record.
  public var line: Int
  /// What is wrong with it, without a full stop at the end.
  public var reason: String
  /// What the user can do about it, without a full stop at the end.
  public var remedy: String?

  public init(line: Int, reason: String, remedy: String? = nil) {
    self.line = line
    self.reason = reason
    self.remedy = remedy
  }
}

/// Counts over one corpus, filled while it is read.
public struct CorpusReport: Equatable, Sendable {
  /// How many rejections are kept with their reasons.
  public static let keptRejections = 20

  /// Lines read, blank ones included.
  public var lines = 0
  /// Lines without a character besides white space; they are no records.
  public var blankLines = 0
  /// Records that became documents.
  public var documents = 0
  /// Records that were skipped.
  public var rejected = 0
  /// The first rejections, in the order of the file.
  public var rejections: [Rejection] = []
  /// Documents without any tag, where that is allowed.
  public var untagged = 0
  /// Tags dropped because nothing was left of them.
  public var emptyTags = 0
  /// Tags dropped because their document had them already.
  public var repeatedTags = 0

  public init() {}

  /// Counts `rejection` and keeps it if it is one of the first.
  public mutating func add(_ rejection: Rejection) {
    rejected += 1
    if rejections.count < Self.keptRejections { rejections.append(rejection) }
  }
}

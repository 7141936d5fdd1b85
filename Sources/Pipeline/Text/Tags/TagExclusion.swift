// Tags that say nothing about a document: marks of systems, of imports and of a
// person's own order, and what the user lists.
import FormatsFiles

/// Why a raw tag is dropped.
package enum TagExclusionReason: String, CaseIterable, Sendable {
  /// `sys:relevantFor:group`, `for:user`, `file-import-2009`.
  case system
  /// `toread`, `myown`.
  case personal
  /// An address of the web.
  case address
  /// On the user's drop list.
  case listed
  /// Nothing but signs.
  case empty
}

/// Recognises tags to be dropped before anything is grouped.
///
/// Words of the lists are compared joined and lower-cased: `to-read`, `ToRead`
/// and `toread` are one.
package struct TagExclusion: Sendable {
  private let kept: Set<ExactString>
  private let dropped: Set<ExactString>
  private let usesDefaults: Bool

  /// - Parameters:
  ///   - keep: tags to keep in any case.
  ///   - drop: tags to drop.
  ///   - usesDefaults: whether system and personal tags are dropped.
  package init(keep: [String] = [], drop: [String] = [], usesDefaults: Bool = true) {
    kept = Set(keep.map(Self.key))
    dropped = Set(drop.map(Self.key))
    self.usesDefaults = usesDefaults
  }

  /// Why `raw` is to be dropped; nil to keep it.
  package func reason(_ raw: String) -> TagExclusionReason? {
    let key = Self.key(raw)
    if kept.contains(key) { return nil }
    if dropped.contains(key) { return .listed }
    guard usesDefaults else { return nil }
    let text = Array(raw.lowercased().utf8)
    if Self.systemPrefixes.contains(where: { text.starts(with: $0) }) { return .system }
    if Self.isIdentifier(raw) || text.starts(with: "www.".utf8) { return .address }
    if Self.systemTags.contains(key.text)
      || Self.importPrefixes.contains(where: key.text.hasPrefix)
    {
      return .system
    }
    return Self.personalTags.contains(key.text) ? .personal : nil
  }

  /// Whether a tag is a URI: an address that a person put down, or a subject of a vocabulary.
  static func isIdentifier(_ raw: String) -> Bool {
    let text = raw.prefix(8).lowercased()
    return ["http://", "https://", "urn:"].contains(where: text.hasPrefix)
  }

  /// The joined words; for signs alone, the tag itself.
  private static func key(_ raw: String) -> ExactString {
    var options = TagReadingOptions()
    options.splitsLists = false
    options.dropsPrefixes = false
    return ExactString(readTag(raw, options: options).first?.joined ?? raw)
  }

  /// BibSonomy's and Delicious'.
  private static let systemPrefixes = ["sys:", "system:", "for:", "send:", "relevantfor:"]
    .map { Array($0.utf8) }
  private static let importPrefixes = ["fileimport", "bibteximport"]
  private static let systemTags: Set<String> = ["imported", "notag", "notags", "untagged"]
  private static let personalTags: Set<String> = [
    "toread", "toreadlater", "readlater", "unread", "mustread", "todo", "myown",
    "mypaper", "mypapers", "mypublication", "mypublications",
  ]
}

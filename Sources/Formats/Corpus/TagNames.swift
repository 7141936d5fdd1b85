// Texts that are one tag as a whole, whatever marks and blanks they hold: the names of a
// vocabulary, when a corpus is read together with it. Which concept a name belongs to does not
// matter here.
import FormatsFiles
import Synchronization

/// The names and identifiers of concepts that could be mistaken for lists of tags.
public final class TagNames: Equatable, Sendable {
  private let forEach: @Sendable ((String) -> Void) -> Void
  /// Made for the first cell that could be cut: a large vocabulary takes seconds.
  private let known = Mutex<Set<ExactString>?>(nil)

  /// - Parameter forEach: calls its argument with each text, of any kind; those that no separator could
  ///   cut are not kept.
  public init(forEach: @escaping @Sendable ((String) -> Void) -> Void) { self.forEach = forEach }

  /// Whether the text of a whole cell is a name, in any case.
  func contains(_ cell: String) -> Bool {
    guard Self.isDivisible(cell) else { return false }
    return known.withLock { known in
      if known == nil {
        var names: Set<ExactString> = []
        forEach { if Self.isDivisible($0) { names.insert(Self.key($0)) } }
        known = names
      }
      return known?.contains(Self.key(cell)) == true
    }
  }

  private static func isDivisible(_ text: String) -> Bool {
    text.utf8.contains { $0 <= 0x20 || $0 >= 0x80 || ";,|".utf8.contains($0) }
  }

  private static func key(_ text: String) -> ExactString { ExactString(labelForm(of: text).lowercased()) }

  public static func == (one: TagNames, other: TagNames) -> Bool { one === other }
}

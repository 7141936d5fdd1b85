// Texts that are one tag as a whole, whatever marks and blanks they hold: the names of a
// vocabulary, when a corpus is read together with it. Which concept a name belongs to does not
// matter here.
import FormatsFiles

/// The names and identifiers of concepts that could be mistaken for lists of tags.
public final class TagNames: Equatable, Sendable {
  private let names: Set<ExactString>

  /// - Parameter texts: names of any kind; those that no separator could cut are not kept.
  public init(_ texts: some Sequence<String>) {
    names = Set(texts.lazy.filter(Self.isDivisible).map(Self.key))
  }

  /// Whether the text of a whole cell is a name, in any case.
  func contains(_ cell: String) -> Bool { Self.isDivisible(cell) && names.contains(Self.key(cell)) }

  private static func isDivisible(_ text: String) -> Bool {
    text.unicodeScalars.contains { ";,|".unicodeScalars.contains($0) || $0.properties.isWhitespace }
  }

  private static func key(_ text: String) -> ExactString { ExactString(labelForm(of: text).lowercased()) }

  public static func == (one: TagNames, other: TagNames) -> Bool { one === other }
}

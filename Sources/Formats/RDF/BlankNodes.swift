// How blank nodes are labelled, by all readers.

/// Labels of blank nodes: those of the file and those that a reader makes up
/// must never be equal.
enum BlankNodes {
  private static let made = Array("anon".utf8)

  /// The label under which a label of the file is reported: itself, unless it
  /// looks like a label that a reader makes up.
  static func told(_ label: Range<Int>, in arena: ByteArena) -> Range<Int> {
    guard arena.view(label).starts(with: made) else { return label }
    let start = arena.count
    arena.append(made)
    arena.append(UInt8(ascii: "_"))
    arena.append(copyOf: label)
    return start..<arena.count
  }

  /// A label that the reader makes up.
  static func make(_ number: Int, in arena: ByteArena) -> Range<Int> {
    let start = arena.count
    arena.append(made)
    arena.append(decimal: number)
    return start..<arena.count
  }
}

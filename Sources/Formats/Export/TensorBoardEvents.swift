// Compares TensorBoard's events. It opens no file.

/// Events, each with the time when it was written.
public enum TensorBoardEvents {
  /// Whether the bytes of two event files hold the same events, whenever those were written.
  ///
  /// A record is its length (8 bytes), a checksum (4), the event and a checksum (4); an event
  /// begins with its time: a tag and 8 bytes (TensorFlow's `event.proto`).
  public static func areEqualButForTimes(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    var at = 0
    while at + 16 <= a.count {
      let length = a[at..<at + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard length >= 9, length <= UInt64(a.count - at - 16) else { return false }
      let end = at + 12 + Int(length)
      guard a[at..<at + 13] == b[at..<at + 13], a[at + 21..<end] == b[at + 21..<end] else {
        return false
      }
      at = end + 4
    }
    return at == a.count
  }
}

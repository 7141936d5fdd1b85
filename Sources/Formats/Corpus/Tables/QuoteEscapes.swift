// Whether a table writes a backslash before the quotes inside cells, as Spark, MySQL and R can do, instead of
// doubling them as RFC 4180 wants. It is decided once, from the first rows: a stray backslash in a table that
// doubles its quotes is a mistake, and its row is reported.
import FormatsFiles

enum QuoteEscapes {
  /// - Parameter start: the first bytes of the table.
  static func areUsed(in start: [UInt8], separator: UInt8) -> Bool {
    let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
    var areUsed = false
    var last: UInt8 = 0x0A
    var place = 0
    while place + 1 < start.count {
      defer {
        last = start[place]
        place += 1
      }
      guard start[place + 1] == quote else { continue }
      if start[place] == backslash {
        // The quote after it is no first half of a doubled one.
        areUsed = true
        place += 1
        continue
      }
      guard start[place] == quote else { continue }
      // An empty cell is not a doubled quote.
      let next = place + 2 < start.count ? start[place + 2] : 0x0A
      let isEmpty = [separator, 0x0A].contains(last) && [separator, 0x0A, 0x0D].contains(next)
      if !isEmpty { return false }
    }
    return areUsed
  }
}

// Which share of a training one of several machines does.

/// One of several shares of a training.
package struct Shard: Equatable, Sendable {
  /// From 1 to `count`.
  package let number: Int
  /// The number of shares.
  package let count: Int

  /// Nil unless `number` is in 1…`count`.
  package init?(_ number: Int, of count: Int) {
    guard number >= 1, number <= count else { return nil }
    self.number = number
    self.count = count
  }

  /// All shares of a training that is divided into `count` of them.
  package static func all(_ count: Int) -> [Shard] { (1...max(1, count)).compactMap { Shard($0, of: count) } }

  /// Its range of `total` consecutive pieces. Some shares are empty if there are fewer pieces than
  /// shares.
  func pieces(of total: Int) -> Range<Int> {
    total * (number - 1) / count..<total * number / count
  }
}

extension Shard: CustomStringConvertible, LosslessStringConvertible {
  package var description: String { "\(number)/\(count)" }

  /// Reads `2/8`, the second of eight.
  package init?(_ description: String) {
    let parts = description.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1] else { return nil }
    self.init(number, of: count)
  }
}

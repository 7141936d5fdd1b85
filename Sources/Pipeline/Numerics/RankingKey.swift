// The order of scores as whole numbers: equal scores have one order everywhere, and sorting
// needs no comparison of pairs.

/// A key whose ascending order is by descending score, then ascending label.
@inlinable @inline(__always)
package func rankingKey(score: Float, label: Int32) -> UInt64 {
  UInt64(~ascendingBits(score)) << 32 | UInt64(UInt32(bitPattern: label))
}

/// The label of a ranking key.
@inlinable @inline(__always)
package func label(ofRankingKey key: UInt64) -> Int32 { Int32(truncatingIfNeeded: key) }

/// The score of a ranking key.
@inlinable @inline(__always)
package func score(ofRankingKey key: UInt64) -> Float {
  let bits = ~UInt32(truncatingIfNeeded: key >> 32)
  return Float(bitPattern: bits >> 31 == 1 ? bits & 0x7FFF_FFFF : ~bits)
}

/// Bits that grow with the number, −0 equal to 0.
@inlinable @inline(__always)
package func ascendingBits(_ score: Float) -> UInt32 {
  let bits = (score + 0).bitPattern
  return bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
}

extension Array where Element == UInt64 {
  /// The `count` smallest elements, ascending.
  ///
  /// - Complexity: O(n log count) at most.
  @inlinable package func smallest(_ count: Int) -> [UInt64] {
    guard self.count > 4 * count else { return Array(sorted().prefix(count)) }
    // What is not below the bound is certainly not among them.
    var best: [UInt64] = []
    var bound = UInt64.max
    for value in self where value < bound {
      best.append(value)
      if best.count == 2 * count {
        best.sort()
        best.removeLast(count)
        bound = best[count - 1]
      }
    }
    return Array(best.sorted().prefix(count))
  }
}

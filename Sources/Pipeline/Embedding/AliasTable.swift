// Draws from a discrete distribution in constant time.
import PipelineNumerics

/// Walker's alias method: each column of equal width is divided between two
/// outcomes, so that a draw is one column and one comparison.
struct AliasTable {
  /// Out of 2³²: the share of the column that is its own outcome.
  private let shares: AlignedBuffer<UInt32>
  /// For each column the outcome of the rest of it, then its own.
  private let outcomes: AlignedBuffer<Int32>
  let count: Int

  /// - Precondition: no weight is negative, one at least is positive.
  init(weights: [Double]) {
    let total = weights.reduce(0, +)
    precondition(total > 0 && total.isFinite, "a distribution has a positive weight")
    count = weights.count
    shares = AlignedBuffer(zeros: count)
    outcomes = AlignedBuffer(zeros: 2 * count)
    for own in 0..<count { outcomes[2 * own + 1] = Int32(own) }
    var scaled = weights.map { $0 / total * Double(weights.count) }
    // Vose's order: columns below average are filled up by those above.
    var small = scaled.indices.filter { scaled[$0] < 1 }
    var large = scaled.indices.filter { scaled[$0] >= 1 }
    while let below = small.last, let above = large.last {
      small.removeLast()
      shares[below] = Self.fraction(scaled[below])
      outcomes[2 * below] = Int32(above)
      scaled[above] -= 1 - scaled[below]
      if scaled[above] < 1 {
        large.removeLast()
        small.append(above)
      }
    }
    // What is left is 1 up to rounding.
    for whole in small + large {
      shares[whole] = .max
      outcomes[2 * whole] = Int32(whole)
    }
  }

  private static func fraction(_ share: Double) -> UInt32 {
    UInt32(min(max(share, 0) * 0x1p32, 0x1p32 - 1))
  }

  /// Draws an outcome, using one number of `random`.
  @inline(__always)
  func draw(_ random: inout RandomStream) -> Int32 {
    let bits = random.next()
    let column = Int(((bits >> 32) &* UInt64(truncatingIfNeeded: count)) >> 32)
    // The comparison becomes part of an address: nobody could predict a branch.
    return outcomes[2 &* column &+ (UInt32(truncatingIfNeeded: bits) < shares[column] ? 1 : 0)]
  }
}

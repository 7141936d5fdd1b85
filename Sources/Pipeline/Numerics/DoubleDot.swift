// The inner product of Float vectors in Double: slower than a Float kernel,
// but the same to the last digit that a Float result shows.

/// Σ a[i]·b[i] in Double: eight partial sums over i mod 8, added in order, then
/// the tail. Symmetric in a and b; NaN and infinities propagate; 0 for no
/// elements.
@inlinable @inline(__always)
package func doubleDot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Double {
  var sums = SIMD8<Double>.zero
  let whole = count & ~7
  var i = 0
  while i < whole {
    let x = UnsafeRawPointer(a + i).loadUnaligned(as: SIMD8<Float>.self)
    let y = UnsafeRawPointer(b + i).loadUnaligned(as: SIMD8<Float>.self)
    sums += SIMD8<Double>(x) * SIMD8<Double>(y)
    i += 8
  }
  var sum = sums[0] + sums[1] + sums[2] + sums[3] + sums[4] + sums[5] + sums[6] + sums[7]
  while i < count {
    sum += Double(a[i]) * Double(b[i])
    i += 1
  }
  return sum
}

// Random numbers whose value depends on seed, purpose and place only, so
// that neither the order of computation nor the number of threads matters.
import Foundation

/// A reproducible generator: SplitMix64 (Steele, Lea, Flood 2014) on a counter.
///
/// Streams of one seed are independent: each purpose, step and place has its own.
public struct RandomStream: RandomNumberGenerator, Sendable {
  @usableFromInline let key: UInt64
  @usableFromInline var counter: UInt64 = 0

  /// - Parameters:
  ///   - seed: of the whole run.
  ///   - purpose: what the numbers are for; nil where a seed serves one purpose alone.
  ///   - place: where they are used: a step and a row, a document.
  public init(seed: UInt64, for purpose: RandomPurpose? = nil, at place: UInt64...) {
    var key = Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
    func add(_ part: UInt64) { key = Self.mix(key ^ Self.mix(part &+ 0xD1B5_4A32_D192_ED03)) }
    if let purpose { add(purpose.number) }
    place.forEach(add)
    self.key = key
  }

  /// The finaliser of SplitMix64: every input bit reaches every output bit.
  @inlinable @inline(__always)
  package static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The next 64 uniform bits: SplitMix64 of key and counter.
  @inlinable @inline(__always)
  public mutating func next() -> UInt64 {
    counter &+= 1
    return Self.mix(key &+ counter &* 0x9E37_79B9_7F4A_7C15)
  }

  /// Uniform in [0, 1), 53 bits.
  @inlinable @inline(__always)
  public mutating func nextUniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Uniform in 0 ..< bound, without bias beyond 2⁻⁶⁴.
  @inlinable @inline(__always)
  public mutating func next(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Normal with mean 0 and standard deviation 1 (Box and Muller).
  @inlinable public mutating func nextNormal() -> Double {
    // 1 − u keeps the logarithm finite.
    let radius = (-2 * log(1 - nextUniform())).squareRoot()
    return radius * cos(2 * Double.pi * nextUniform())
  }

  /// Shuffles in place (Fisher and Yates); the standard library's own shuffle
  /// may change between versions of Swift.
  ///
  /// - Parameter count: how many of the first values; nil for all.
  @inlinable public mutating func shuffle<T>(_ values: inout [T], first count: Int? = nil) {
    var i = (count ?? values.count) - 1
    while i > 0 {
      values.swapAt(i, next(below: i + 1))
      i -= 1
    }
  }
}

// The generator of Python's `random` module and of NumPy's RandomState, for the two places where the
// original's draws decide what is trained: thinned labels and the orders of classifier chains.
// Everything else draws from RandomStream.

/// MT19937 (Matsumoto and Nishimura 1998) with the seeding and the derived
/// draws of Python 3.
///
///     var generator = MersenneTwister(seed: 1)
///     generator.next(below: 10)   // 2, as random.seed(1); random.randrange(10)
public struct MersenneTwister: Sendable {
  private static let size = 624
  private static let shift = 397

  private var state: [UInt32]
  private var position = Self.size

  /// Seeds as `random.seed(seed)` does: by the key array `[seed]`.
  public init(seed: UInt32) {
    self.init(key: [seed])
  }

  /// The reference implementation's `init_by_array`.
  ///
  /// - Parameter key: not empty.
  public init(key: [UInt32]) {
    precondition(!key.isEmpty, "a key has at least one number")
    state = [19_650_218]
    for i in 1..<Self.size {
      let last = state[i - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(i))
    }
    var i = 1
    var j = 0
    for _ in 0..<max(Self.size, key.count) {
      state[i] = (state[i] ^ mixed(before: i) &* 1_664_525) &+ key[j] &+ UInt32(j)
      i = following(i)
      j = (j + 1) % key.count
    }
    for _ in 0..<(Self.size - 1) {
      state[i] = (state[i] ^ mixed(before: i) &* 1_566_083_941) &- UInt32(i)
      i = following(i)
    }
    state[0] = 0x8000_0000
  }

  /// Seeds as NumPy's legacy generator does: by the plain number, the reference
  /// implementation's `init_genrand`.
  public init(plainSeed seed: UInt32) {
    state = [seed]
    for i in 1..<Self.size {
      let last = state[i - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(i))
    }
  }

  /// What `numpy.random.RandomState(seed).permutation(count)` gives: for p from
  /// count - 1 down to 1 the lowest bits that p needs, drawn again while they
  /// exceed p, name the position to swap with p.
  public mutating func numpyPermutation(_ count: Int) -> [Int32] {
    var order = Array(0..<Int32(count))
    for p in stride(from: count - 1, to: 0, by: -1) {
      let mask = UInt32.max >> UInt32(p).leadingZeroBitCount
      var draw = nextWord() & mask
      while draw > UInt32(p) { draw = nextWord() & mask }
      order.swapAt(p, Int(draw))
    }
    return order
  }

  private func mixed(before i: Int) -> UInt32 {
    state[i - 1] ^ (state[i - 1] >> 30)
  }

  /// The index after `i`, going round from the last to 1.
  private mutating func following(_ i: Int) -> Int {
    guard i + 1 == Self.size else { return i + 1 }
    state[0] = state[Self.size - 1]
    return 1
  }

  /// The next 32 bits.
  mutating func nextWord() -> UInt32 {
    if position == Self.size { refill() }
    var word = state[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  private mutating func refill() {
    for i in 0..<Self.size {
      let joined = (state[i] & 0x8000_0000) | (state[(i + 1) % Self.size] & 0x7FFF_FFFF)
      state[i] = state[(i + Self.shift) % Self.size] ^ (joined >> 1)
      if joined & 1 == 1 { state[i] ^= 0x9908_B0DF }
    }
    position = 0
  }

  /// Uniform in 0 ..< bound: as many top bits as `bound` has, drawn again while
  /// they are not below it.
  ///
  /// - Parameter bound: 1 to 2³² − 1.
  public mutating func next(below bound: Int) -> Int {
    precondition(bound > 0 && bound <= UInt32.max, "the bound has 1 to 32 bits")
    let unused = UInt32(bound).leadingZeroBitCount
    while true {
      let draw = Int(nextWord() >> UInt32(unused))
      if draw < bound { return draw }
    }
  }

  /// Shuffles in place, as `random.shuffle`.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for i in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(i, next(below: i + 1))
    }
  }
}

// Damage to inputs, the same for every fuzz test.

/// A seeded sequence of numbers (Steele, Lea and Flood 2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// One to six changes: bytes put in, taken out or exchanged, pieces repeated,
/// the end cut off.
///
/// - Parameter signs: bytes that mean something in the format.
func mutate(
  _ bytes: [UInt8], signs: [UInt8], _ random: inout SplitMix64
) -> [UInt8] {
  var bytes = bytes
  for _ in 0..<Int.random(in: 1...6, using: &random) {
    let place = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
    case 1 where !bytes.isEmpty: bytes.remove(at: place)
    case 2 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 3 where !bytes.isEmpty:
      bytes[place] = signs[Int.random(in: 0..<signs.count, using: &random)]
    case 4 where !bytes.isEmpty:
      let end = min(bytes.count, place + Int.random(in: 1...30, using: &random))
      let piece = Array(bytes[place..<end])
      let times = Int.random(in: 1...40, using: &random)
      bytes.insert(
        contentsOf: Array(repeatElement(piece, count: times).joined()), at: place)
    default: bytes.removeSubrange(place..<bytes.count)
    }
  }
  return bytes
}

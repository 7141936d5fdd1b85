// Numbers byte strings in the order in which they are first seen. Equality is
// equality of bytes: no normalisation, no locale.

import Foundation

/// A bijection between byte strings and the numbers 0, 1, 2, …
///
/// Memory: the bytes, once, plus about 14 bytes per string.
public struct ByteTable: Sendable {
  private var bytes: [UInt8] = []
  /// Where each string ends in `bytes`.
  private var ends: [Int] = []
  /// Number + 1 of the string at each place of the hash table, 0 for none.
  private var slots: [UInt32] = Array(repeating: 0, count: 16)

  public init() {}

  /// How many strings there are.
  public var count: Int { ends.count }

  /// The number of `text`, a new one if it was never seen.
  @inline(__always)
  public mutating func intern(_ text: ByteView) -> Int {
    let place = self.place(of: text)
    if slots[place] != 0 { return Int(slots[place]) - 1 }
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    slots[place] = UInt32(ends.count)
    if ends.count * 4 > slots.count * 3 { grow() }
    return ends.count - 1
  }

  /// The number of a text, which is added if it is new.
  public mutating func intern(_ text: [UInt8]) -> Int {
    text.withUnsafeBufferPointer { intern($0) }
  }

  /// The number of `text`, or nil if it was never seen.
  public func find(_ text: ByteView) -> Int? {
    let slot = slots[place(of: text)]
    return slot == 0 ? nil : Int(slot) - 1
  }

  /// The number of a text, nil if it is not in the table.
  public func find(_ text: [UInt8]) -> Int? {
    text.withUnsafeBufferPointer { find($0) }
  }

  /// The bytes of a string.
  public subscript(number: Int) -> ArraySlice<UInt8> {
    bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
  }

  /// The string as text.
  public func text(_ number: Int) -> String {
    String(decoding: self[number], as: UTF8.self)
  }

  /// Calls `body` with the bytes of a string, without copying them.
  @inline(__always)
  public func withBytes<Result>(
    _ number: Int, _ body: (ByteView) throws -> Result
  ) rethrows -> Result {
    try bytes.withUnsafeBufferPointer {
      try body(
        ByteView(rebasing: $0[(number == 0 ? 0 : ends[number - 1])..<ends[number]]))
    }
  }

  /// The place of `text`, or the free place where it belongs.
  private func place(of text: ByteView) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: hash(text)) & mask
    while true {
      let slot = slots[place]
      if slot == 0 { return place }
      let number = Int(slot) - 1
      let start = number == 0 ? 0 : ends[number - 1]
      if ends[number] - start == text.count, isEqual(text, from: start) { return place }
      place = (place + 1) & mask
    }
  }

  @inline(__always)
  private func isEqual(_ text: ByteView, from start: Int) -> Bool {
    guard let wanted = text.baseAddress else { return true }
    return bytes.withUnsafeBufferPointer { all in
      guard let known = all.baseAddress else { return text.isEmpty }
      return memcmp(known + start, wanted, text.count) == 0
    }
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for number in 0..<ends.count {
      var place = withBytes(number) { Int(truncatingIfNeeded: hash($0)) & mask }
      while slots[place] != 0 { place = (place + 1) & mask }
      slots[place] = UInt32(number + 1)
    }
  }
}

/// A 64-bit mix of the bytes, eight at a time, the same in every run.
private func hash(_ text: ByteView) -> UInt64 {
  var state: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(text.count)
  func mix(_ word: UInt64) {
    let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    state = product.high ^ product.low
  }
  let raw = UnsafeRawBufferPointer(text)
  var index = 0
  while index + 8 <= raw.count {
    mix(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    index += 8
  }
  var tail: UInt64 = 0
  while index < raw.count {
    tail = tail << 8 | UInt64(raw[index])
    index += 1
  }
  mix(tail)
  return state ^ state >> 32
}

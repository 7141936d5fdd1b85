// Reads N-Triples and N-Quads (W3C recommendations of 2014), strictly: what
// the grammar refuses is an error with line and column. One pass over a block
// of whole lines; only terms with escapes are copied.
import FormatsFiles

/// A streaming reader of N-Triples or N-Quads.
struct NTriplesReader {
  private let source: ByteSource
  private let allowsGraph: Bool
  private let skipsBadLines: Bool
  private let limit: Int

  /// - Parameters:
  ///   - allowsGraph: a fourth term is read (N-Quads) instead of refused.
  ///   - skipsBadLines: what is not in the grammar is skipped line by line.
  ///   - limit: the longest line accepted, in bytes.
  init(
    _ source: ByteSource, allowsGraph: Bool, skipsBadLines: Bool = false,
    limit: Int = 16 << 20
  ) {
    self.source = source
    self.allowsGraph = allowsGraph
    self.skipsBadLines = skipsBadLines
    self.limit = limit
  }

  /// Calls `body` for each statement.
  ///
  /// - Returns: how many lines were skipped, and the first of them.
  /// - Throws: `InputError` at the first violation of the grammar; whatever
  ///   `body` throws.
  @discardableResult
  func read(_ body: RDFStatementHandler) throws -> (skipped: Int, firstLine: Int?) {
    var block = Block(capacity: 1 << 18)
    defer { block.deallocate() }
    var line = 1
    var isFirst = true
    var skipped = 0
    var firstSkipped: Int?
    while true {
      if block.isFull {
        guard block.capacity < limit else {
          throw InputError(
            file: source.name, line: line,
            problem: "the line is longer than \(limit, "byte")")
        }
        block.grow()
      }
      var searched = block.filled
      let isLast = try block.fill(from: source) == 0
      if isFirst {
        guard block.filled >= 3 || isLast else { continue }
        isFirst = false
        if block.dropMark() { searched = 0 }
      }
      if isLast, block.filled == 0 { return (skipped, firstSkipped) }
      guard let end = block.endOfLines(after: searched, isLast: isLast) else { continue }
      var lines = NTriplesLines(
        name: source.name, allowsGraph: allowsGraph, block: block.bytes, end: block.bytes + end,
        scratch: block.scratch, line: line)
      if skipsBadLines {
        try lines.parseSkipping(body)
        skipped += lines.skipped
        if firstSkipped == nil { firstSkipped = lines.firstSkipped }
      } else {
        try lines.parse(body)
      }
      if isLast { return (skipped, firstSkipped) }
      line = lines.line
      block.drop(end)
    }
  }
}

/// The part of a file that is in memory, and as much memory for terms without their escapes.
private struct Block {
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var scratch: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  private(set) var filled = 0

  var isFull: Bool { filled == capacity }

  /// There is one byte more for the line feed that a file may lack.
  init(capacity: Int) {
    bytes = .allocate(capacity: capacity + 1)
    scratch = .allocate(capacity: capacity + 1)
    self.capacity = capacity
  }

  func deallocate() {
    bytes.deallocate()
    scratch.deallocate()
  }

  /// Doubles the memory.
  mutating func grow() {
    var larger = Block(capacity: 2 * capacity)
    larger.bytes.update(from: bytes, count: filled)
    larger.filled = filled
    deallocate()
    self = larger
  }

  /// Reads what has room.
  ///
  /// - Returns: how many bytes; 0 at the end of the file.
  mutating func fill(from source: ByteSource) throws -> Int {
    let count = try source.read(
      into: UnsafeMutableRawBufferPointer(start: bytes + filled, count: capacity - filled))
    filled += count
    return count
  }

  /// Removes the first bytes.
  mutating func drop(_ count: Int) {
    bytes.update(from: bytes + count, count: filled - count)
    filled -= count
  }

  /// Removes a byte order mark; returns whether there was one.
  mutating func dropMark() -> Bool {
    guard filled >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF else { return false }
    drop(3)
    return true
  }

  /// Where the whole lines end, as only those are parsed; nil if none ends after `searched`. The
  /// end of the file ends the last one.
  func endOfLines(after searched: Int, isLast: Bool) -> Int? {
    if isLast {
      bytes[filled] = 0x0A
      return filled + 1
    }
    var end = filled
    while end > searched, bytes[end - 1] != 0x0A { end -= 1 }
    return end == searched ? nil : end
  }
}

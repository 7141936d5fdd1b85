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
  ///   - skipsBadLines: what is not in the grammar is passed over line by line.
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
  /// - Returns: how many lines were passed over, and the first of them.
  /// - Throws: `InputError` at the first violation of the grammar; whatever
  ///   `body` throws.
  @discardableResult
  func read(_ body: RDFStatementHandler) throws -> (skipped: Int, firstLine: Int?) {
    var capacity = 1 << 18
    var block = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + 1)
    var scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + 1)
    defer {
      block.deallocate()
      scratch.deallocate()
    }
    var filled = 0
    var line = 1
    var isFirst = true
    var skipped = 0
    var firstSkipped: Int?
    while true {
      if filled == capacity {
        guard capacity < limit else {
          throw InputError(
            file: source.name, line: line,
            problem: "the line is longer than \(limit, "byte")")
        }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity + 1)
        larger.update(from: block, count: filled)
        block.deallocate()
        scratch.deallocate()
        block = larger
        capacity *= 2
        scratch = .allocate(capacity: capacity + 1)
      }
      let count = try source.read(
        into: UnsafeMutableRawBufferPointer(start: block + filled, count: capacity - filled))
      let isLast = count == 0
      var searched = filled
      filled += count
      if isFirst, filled >= 3 || isLast {
        isFirst = false
        if filled >= 3, block[0] == 0xEF, block[1] == 0xBB, block[2] == 0xBF {
          block.update(from: block + 3, count: filled - 3)
          filled -= 3
          searched = 0
        }
      } else if isFirst {
        continue
      }
      // Only whole lines are parsed; the end of the file ends the last one.
      var end = filled
      if isLast {
        if filled == 0 { return (skipped, firstSkipped) }
        block[filled] = 0x0A
        end = filled + 1
      } else {
        while end > searched, block[end - 1] != 0x0A { end -= 1 }
        if end == searched { continue }
      }
      var lines = NTriplesLines(
        name: source.name, allowsGraph: allowsGraph, block: block, end: block + end,
        scratch: scratch, line: line)
      if skipsBadLines {
        try lines.parseSkipping(body)
        skipped += lines.skipped
        if firstSkipped == nil { firstSkipped = lines.firstSkipped }
      } else {
        try lines.parse(body)
      }
      if isLast { return (skipped, firstSkipped) }
      line = lines.line
      block.update(from: block + end, count: filled - end)
      filled -= end
    }
  }
}

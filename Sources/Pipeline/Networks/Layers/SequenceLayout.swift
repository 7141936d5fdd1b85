// Where each position of a batch of sequences is in memory. It computes
// nothing; the recurrent and attention layers walk along it.
//
// Sequences are sorted by descending length and cut into blocks of a fixed number
// of rows. Within a block memory is position-major: all rows at position 0,
// then all at position 1 … The rows that reach a position are always the first
// ones, so that one matrix product per position does them all:
//
//     row      0  a b c d        position 0: a0 b0 c0     (3 rows active)
//              1  a b                      1: a1 b1        (2 rows)
//              2  a                        2: a2 …
//
// A block is also the unit of work and of summation: each has its own gradient
// buffers, which are added up in the order of the blocks, so that the number of
// threads changes no bit.
import PipelineNumerics

/// How sequences of different lengths are treated.
enum PaddingMode: Equatable, Sendable {
  /// Every sequence ends with its last element.
  case masked
  /// Every sequence is filled up to `span` with the padding input, as in the
  /// original. With `sharesTail` the backward direction's way through the
  /// trailing padding, equal for all sequences, is computed once; the result
  /// is the same.
  case padded(span: Int, sharesTail: Bool)
}

/// The memory layout of a batch of sequences.
struct SequenceLayout: Sendable {
  /// The caller's number of each row's sequence.
  let order: [Int]
  /// The row of each of the caller's sequences.
  let rows: [Int]
  /// Per row: the positions it has.
  let spans: [Int]
  let blocks: [Block]
  /// All positions.
  let positions: Int
  /// Per position: the number of its input.
  let ids: [Int32]
  /// The number of the padding input; nil if there is no padding.
  let padding: Int32?
  /// The common span of all sequences if a tail is shared, else nil.
  let sharedSpan: Int?
  /// The positions of each input.
  let byInput: RowGroups
  /// The same without the positions on a shared tail.
  let byInputUntailed: RowGroups
  let inputs: Int

  var count: Int { order.count }

  /// - Parameters:
  ///   - starts: sequence s has the inputs `inputs[starts[s] ..< starts[s + 1]]`;
  ///     none longer than the span of `mode`.
  ///   - inputCount: the number of distinct inputs.
  ///   - padding: the input that fills up; needed by a padded mode.
  init(
    starts: [Int], inputs: [Int32], inputCount: Int, mode: PaddingMode, padding: Int32?,
    blockRows: Int
  ) {
    let sequences = starts.count - 1
    let lengths = (0..<sequences).map { starts[$0 + 1] - starts[$0] }
    let order = Self.orderByLength(lengths)
    var rows = [Int](repeating: 0, count: sequences)
    for (row, s) in order.enumerated() { rows[s] = row }

    var fixedSpan: Int?
    var shares = false
    if case .padded(let span, let sharesTail) = mode {
      precondition(padding != nil && lengths.allSatisfy { $0 <= span }, "padding needs an input and a span")
      fixedSpan = span
      shares = sharesTail
    }
    let spans = order.map { fixedSpan ?? lengths[$0] }
    var placing = Placing(
      starts: starts, inputs: inputs, lengths: lengths, order: order, spans: spans, padding: padding ?? 0,
      sharesTail: shares)
    placing.ids.reserveCapacity(spans.reduce(0, +))
    blocks = stride(from: 0, to: sequences, by: blockRows).map { row in
      placing.addBlock(row..<min(sequences, row + blockRows))
    }

    self.order = order
    self.rows = rows
    self.spans = spans
    positions = placing.ids.count
    ids = placing.ids
    self.padding = padding
    sharedSpan = shares ? fixedSpan : nil
    (byInput, byInputUntailed) = Self.positionsByInput(ids, tails: placing.tails, inputCount: inputCount)
    self.inputs = inputCount
    assert(isSound, "a place for each position, the longest sequences first")
  }

  /// What the layers rely on. Debug builds check it for every batch.
  private var isSound: Bool {
    // Rows and sequences are the same ones in another order; each input is known.
    order.enumerated().allSatisfy { rows[$1] == $0 } && ids.allSatisfy { 0 <= $0 && Int($0) < inputs }
      && blocks.last.map { $0.first + $0.count } ?? 0 == positions
      && blocks.allSatisfy { block in
        // The rows that reach a position are the first ones of their block, and those that reach the next one
        // are among them.
        zip(spans[block.rows], spans[block.rows].dropFirst()).allSatisfy { $0 >= $1 }
          && zip(block.active, block.active.dropFirst()).allSatisfy { $0 >= $1 }
          && zip(block.recurrent, block.active).allSatisfy { $0 <= $1 }
          && block.active.reduce(0, +) == block.count
      }
  }

  /// Gives the positions of sequences their places, block by block.
  private struct Placing {
    let starts: [Int]
    let inputs: [Int32]
    let lengths: [Int]
    let order: [Int]
    let spans: [Int]
    /// What fills up.
    let padding: Int32
    let sharesTail: Bool
    var ids: [Int32] = []
    /// The positions on a shared tail, ascending.
    var tails: [Int] = []

    mutating func addBlock(_ rows: Range<Int>) -> Block {
      var block = Block(
        rows: rows, first: ids.count, count: 0, base: ids.count, active: [], offsets: [], recurrent: [])
      for p in 0..<spans[rows.lowerBound] {
        block.offsets.append(ids.count - block.first)
        var active = 0
        var recurrent = 0
        for row in rows where spans[row] > p {
          let s = order[row]
          active += 1
          if lengths[s] > p || !sharesTail { recurrent += 1 } else { tails.append(ids.count) }
          ids.append(lengths[s] > p ? inputs[starts[s] + p] : padding)
        }
        block.active.append(active)
        block.recurrent.append(recurrent)
      }
      block.count = ids.count - block.first
      return block
    }
  }

  /// A stable counting sort of the sequences by descending length.
  private static func orderByLength(_ lengths: [Int]) -> [Int] {
    let longest = lengths.max() ?? 0
    var place = [Int](repeating: 0, count: longest + 2)
    for length in lengths { place[longest - length + 1] += 1 }
    for i in 1..<place.count { place[i] += place[i - 1] }
    var order = [Int](repeating: 0, count: lengths.count)
    for (s, length) in lengths.enumerated() {
      order[place[longest - length]] = s
      place[longest - length] += 1
    }
    return order
  }

  /// The positions of each input: all, and without those on a shared tail.
  ///
  /// - Parameter tails: the positions on a shared tail, ascending.
  private static func positionsByInput(
    _ ids: [Int32], tails: [Int], inputCount: Int
  ) -> (all: RowGroups, untailed: RowGroups) {
    var ends = [Int32](repeating: 0, count: inputCount)
    for id in ids { ends[Int(id)] += 1 }
    var starts = ends
    var sum: Int32 = 0
    for i in 0..<inputCount {
      starts[i] = sum
      sum += ends[i]
      ends[i] = sum
    }
    var members = [Int32](repeating: 0, count: ids.count)
    var next = starts
    func enter(_ position: Int) {
      let id = Int(ids[position])
      members[Int(next[id])] = Int32(position)
      next[id] += 1
    }
    var tail = 0
    for position in ids.indices {
      if tail < tails.count, tails[tail] == position { tail += 1 } else { enter(position) }
    }
    // The positions on a shared tail are the last ones of the padding input.
    let untailedEnds = next
    tails.forEach(enter)
    return (
      RowGroups(starts: starts, ends: ends, members: members),
      RowGroups(starts: starts, ends: untailedEnds, members: members)
    )
  }

  /// The places of the positions of one of the caller's sequences, in their order.
  func places(of sequence: Int) -> [Int] {
    let row = rows[sequence]
    guard let block = blocks.first(where: { $0.rows.contains(row) }) else { return [] }
    return (0..<spans[row]).map { block.first + block.offsets[$0] + row - block.rows.lowerBound }
  }
}

// The blocks of a layout, and how their places in memory are found.

extension SequenceLayout {
  /// Consecutive positions of a block, and their places.
  struct Tile {
    var positions: Range<Int>
    var places: Range<Int>
  }

  /// Consecutive rows that are worked on together.
  struct Block: Sendable {
    var rows: Range<Int>
    /// The first of the block's positions.
    var first: Int
    /// The number of its positions.
    var count: Int
    /// Where its states begin: at `first` among those of all blocks, or elsewhere in memory of
    /// their own.
    var base: Int
    /// Per position: the rows that reach it.
    var active: [Int]
    /// Per position: its first row's place, counted from `first`.
    var offsets: [Int]
    /// Per position: the rows whose backward state is not the shared tail.
    var recurrent: [Int]

    /// The place of the first row at a position.
    @inline(__always)
    func place(_ position: Int) -> Int { first + offsets[position] }

    /// The places of some rows at a position.
    @inline(__always)
    func places(_ position: Int, _ rows: Range<Int>) -> Range<Int> {
      place(position) + rows.lowerBound..<place(position) + rows.upperBound
    }

    /// The states of some rows at a position.
    @inline(__always)
    func states(_ position: Int, _ rows: Range<Int>) -> Range<Int> {
      let first = base + offsets[position]
      return first + rows.lowerBound..<first + rows.upperBound
    }

    /// The states at some places.
    @inline(__always)
    func states(of places: Range<Int>) -> Range<Int> {
      places.lowerBound - first + base..<places.upperBound - first + base
    }

    /// The same block, whose states are in separate memory.
    var apart: Block {
      var block = self
      block.base = 0
      return block
    }

    /// Consecutive positions, cut into pieces of about `places` places that
    /// pass through several kernels while they are in the cache.
    func tiles(of places: Int) -> [Tile] {
      var tiles: [Tile] = []
      var from = 0
      for p in active.indices {
        let end = p + 1 < offsets.count ? offsets[p + 1] : count
        if end - offsets[from] >= places || p + 1 == active.count {
          tiles.append(Tile(positions: from..<p + 1, places: first + offsets[from]..<first + end))
          from = p + 1
        }
      }
      return tiles
    }
  }
}

// Weights of linear classifiers in the form in which the margins of many documents are summed.
// Which features documents have, and where their weights are, is the caller's concern.
import CNumerics

/// The weights of many linear classifiers, a row for each feature.
///
/// A row with weights of at least a quarter of the classifiers is *frequent*: it is kept with its
/// zeros, in tiles of 64 classifiers, so that one tile of all frequent rows stays in the cache
/// while document after document sums over it. Nearly all the work is there. The other rows
/// stay as they are.
///
/// A margin is the bias, plus the rare features' products in their order, plus the frequent
/// ones'. Each product is rounded before it is added, so that every instruction set and any
/// number of documents at a time give the same numbers.
@usableFromInline
package final class MarginWeights: Sendable {
  /// The number of classifiers.
  @usableFromInline package let count: Int
  /// The numbers in a row of margins: `count`, rounded up to whole vectors.
  @usableFromInline package let width: Int
  /// For each row its place in the tiles, or, of a rare one, the complement of its number.
  @usableFromInline package let places: [Int32]
  private let biases: [Float]
  @usableFromInline let starts: [Int]
  @usableFromInline let columns: [Int32]
  @usableFromInline let values: [Float]
  private let frequentCount: Int
  /// Never written after it was made.
  private let tiles: AlignedBuffer<Float>

  /// - Parameters:
  ///   - starts: row r has the entries `starts[r] ..< starts[r + 1]` of `columns`, which are
  ///     classifiers, and of `values`.
  ///   - biases: by classifier.
  package init(starts: [Int], columns: [Int32], values: [Float], biases: [Float]) {
    count = biases.count
    width = (count + Self.vector - 1) / Self.vector * Self.vector
    self.biases = biases
    self.starts = starts
    self.columns = columns
    self.values = values
    var places: [Int32] = []
    var frequent: [Int] = []
    precondition(columns.allSatisfy { 0 <= $0 && $0 < biases.count }, "columns are classifiers")
    for row in 0..<starts.count - 1 {
      let isFrequent = 4 * (starts[row + 1] - starts[row]) >= width
      places.append(isFrequent ? Int32(frequent.count) : ~Int32(row))
      if isFrequent { frequent.append(row) }
    }
    self.places = places
    frequentCount = frequent.count
    tiles = AlignedBuffer(zeros: frequent.count * width)
    let base = tiles.base
    for (place, row) in frequent.enumerated() {
      for entry in starts[row]..<starts[row + 1] {
        let column = Int(columns[entry])
        let first = column / Self.tile * Self.tile
        let own = min(Self.tile, width - first)
        base[first * frequent.count + place * own + column - first] = values[entry]
      }
    }
  }

  private static let vector = 16
  private static let tile = 64

  /// Begins a row of margins, of `width` numbers, with the biases.
  package func begin(_ margins: VectorView) {
    margins[0..<count].copy(biases)
    margins[count..<width].fill(0)
  }

  /// Adds a rare row times a value to a row of margins.
  @inlinable package func add(rare row: Int, times value: Float, to margins: VectorView) {
    let (sums, entries) = (margins.base, starts[row]..<starts[row + 1])
    // Without a check at each entry: columns are in range, and margins a row of them.
    columns.withUnsafeBufferPointer { columns in
      values.withUnsafeBufferPointer { values in
        var entry = entries.lowerBound
        while entry < entries.upperBound {
          assert(Int(columns[entry]) < margins.count, "a margin for each classifier")
          sums[Int(columns[entry])] += values[entry] * value
          entry &+= 1
        }
      }
    }
  }

  /// Adds frequent rows to the margins of documents, [documents, width].
  package func add(frequent documents: MarginEntries, to margins: MatrixView) {
    precondition(
      margins.rows == documents.count && margins.columns == width && margins.hasRows,
      "a row of margins for each document")
    documents.starts.withUnsafeBufferPointer { starts in
      jn_add_tiles(
        jn_rows(starts: starts.baseAddress, columns: documents.rows.base, values: documents.values.base),
        documents.count, jn_tiles(rows: frequentCount, width: width, weights: tiles.base), margins.c)
    }
  }
}

/// For each of some documents the frequent rows of weights that it takes, by their places, and
/// its values for them.
@usableFromInline
package struct MarginEntries {
  /// Document d has the entries `starts[d] ..< starts[d + 1]`.
  private(set) var starts = [0]
  @usableFromInline let rows = AlignedBuffer<Int32>()
  @usableFromInline let values = AlignedBuffer<Float>()
  @usableFromInline private(set) var entries = 0

  /// The number of documents that have ended.
  var count: Int { starts.count - 1 }

  package init() {}

  /// Begins anew, in the same memory.
  ///
  /// - Parameter capacity: the most entries that will be added.
  package mutating func reset(capacity: Int) {
    rows.reserve(capacity)
    values.reserve(capacity)
    starts.removeSubrange(1...)
    entries = 0
  }

  /// Adds an entry to the current document.
  @inlinable package mutating func append(_ place: Int32, _ value: Float) {
    rows[entries] = place
    values[entries] = value
    entries &+= 1
  }

  package mutating func endDocument() { starts.append(entries) }
}

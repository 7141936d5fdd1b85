// Dual coordinate descent for sixteen linear classifiers side by side: a row of weights, duals or
// signs has one number for each of them, and fills a cache line.
import CNumerics

/// Sixteen linear classifiers with the rows of features that they learn from.
package struct LaneClassifiers: Sendable {
  /// The number of classifiers.
  package static let count = 16

  /// The weights, [columns of the features + 1, 16]; the last row is the biases.
  package let weights: MatrixBuffer
  /// The duals, [rows of features, 16].
  package let duals: MatrixBuffer
  /// 1 if a row of features belongs to a class, else -1; [rows of features, 16].
  package let signs: MatrixBuffer
  private let starts: [Int]
  private let columns: [Int32]
  private let values: [Float]
  private let squaredLengths: [Float]

  /// - Parameters:
  ///   - starts: row r has the entries `starts[r] ..< starts[r + 1]` of `columns` and `values`.
  ///   - squaredLengths: the squared length of each row, including the 1 for the bias.
  ///   - columnCount: the number of columns.
  package init(
    starts: [Int], columns: [Int32], values: [Float], squaredLengths: [Float], columnCount: Int
  ) {
    weights = MatrixBuffer(zeros: columnCount + 1, Self.count)
    duals = MatrixBuffer(zeros: squaredLengths.count, Self.count)
    signs = MatrixBuffer(zeros: squaredLengths.count, Self.count)
    signs.view.elements.fill(-1)
    self.starts = starts
    self.columns = columns
    self.values = values
    self.squaredLengths = squaredLengths
  }

  package var biases: VectorView { weights.row(weights.view.rows - 1) }

  /// The margins w · x + b of a row.
  package func products(_ row: Int, into margins: VectorView) {
    assert(margins.count == Self.count, "a margin for each classifier")
    withEntries(of: row) { count, columns, values in
      jn_lane_products(count, columns, values, weights.view.base, bias, margins.base)
    }
  }

  /// w += change · x, b += change
  package func add(_ changes: VectorView, times row: Int) {
    assert(changes.count == Self.count, "a change for each classifier")
    withEntries(of: row) { count, columns, values in
      jn_lane_add(count, columns, values, changes.base, bias, weights.view.base)
    }
  }

  /// One pass over the first `active` of `rows`: a dual a becomes a − g / (|x|² + diagonal), at
  /// least 0 and at most `bound`, with g = sign · margin − 1 + diagonal · a. A row whose duals are
  /// all stuck (at 0 with g above `limits.greatest`, or at the bound with g below `limits.least`)
  /// is moved past the active ones.
  ///
  /// - Parameter limits: are set to those of this pass' projected gradients.
  /// - Returns: the number of rows that remain active.
  package func hingePass(
    _ rows: inout [Int32], active: Int, diagonal: Float, bound: Float, limits: GradientLimits
  ) -> Int {
    withPointers(starts, columns, values) { starts, columns, values in
      squaredLengths.withUnsafeBufferPointer { squares in
        jn_hinge_pass(
          active, &rows, jn_rows(starts: starts, columns: columns, values: values),
          jn_hinge(squares: squares.baseAddress, diagonal: diagonal, bound: bound),
          jn_lanes(
            bias: bias, signs: signs.view.base, duals: duals.view.base,
            weights: weights.view.base), limits.greatest.base, limits.least.base)
      }
    }
  }

  private var bias: Int { weights.view.rows - 1 }

  private func withEntries(
    of row: Int, _ body: (Int, UnsafePointer<Int32>, UnsafePointer<Float>) -> Void
  ) {
    withPointers(starts, columns, values) { starts, columns, values in
      guard let starts, let columns, let values else { return }
      body(starts[row + 1] - starts[row], columns + starts[row], values + starts[row])
    }
  }
}

/// The gradients between which a dual at its bound stays there, one pair per classifier.
package struct GradientLimits {
  private let memory = MatrixBuffer(zeros: 2, LaneClassifiers.count)

  /// No limits.
  package init() { forget() }

  package var greatest: VectorView { memory.row(0) }
  package var least: VectorView { memory.row(1) }

  package func forget() {
    greatest.fill(.infinity)
    least.fill(-.infinity)
  }
}

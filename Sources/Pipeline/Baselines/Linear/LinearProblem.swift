// The documents of one training problem, brought close together in memory.
import PipelineFeatures

/// Some rows of a feature matrix with only the features that occur in them,
/// the most frequent first, so that their weights share few cache lines.
struct LinearProblem: Sendable {
  let starts: [Int]
  let columns: [Int32]
  let values: [Float]
  /// |x|² + 1 of each row, the 1 being the bias' feature.
  let squaredLengths: [Float]
  /// The feature of each column.
  let features: [Int32]

  var count: Int { squaredLengths.count }

  /// - Precondition: `rows` are ascending.
  init(_ matrix: SparseMatrix, rows: [Int32]) {
    if rows.count * 4 < matrix.count {
      // Few rows: do not touch memory for every feature.
      var table: [Int32: Int32] = [:]
      for row in rows {
        for entry in matrix.entries(of: Int(row)) { table[matrix.columns[entry], default: 0] += 1 }
      }
      features = table.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    } else {
      var frequencies = [Int32](repeating: 0, count: matrix.columnCount)
      for row in rows {
        for entry in matrix.entries(of: Int(row)) { frequencies[Int(matrix.columns[entry])] += 1 }
      }
      features = (0..<Int32(matrix.columnCount)).filter { frequencies[Int($0)] > 0 }
        .sorted { (frequencies[Int($1)], $0) < (frequencies[Int($0)], $1) }
    }
    // By feature the column; only where a feature occurs is there one, and a need for it.
    let place = UnsafeMutablePointer<Int32>.allocate(capacity: matrix.columnCount)
    defer { place.deallocate() }
    for (column, feature) in features.enumerated() {
      (place + Int(feature)).initialize(to: Int32(column))
    }
    squaredLengths = rows.map { Float(matrix.squaredLength(of: Int($0)) + 1) }
    if rows.count == matrix.count {
      // All rows in their order: only the columns need separate memory.
      starts = matrix.starts
      columns = matrix.columns.map { place[Int($0)] }
      values = matrix.values
      return
    }
    var starts = [0]
    var columns: [Int32] = []
    var values: [Float] = []
    let entries = rows.reduce(0) { $0 + matrix.entries(of: Int($1)).count }
    columns.reserveCapacity(entries)
    values.reserveCapacity(entries)
    for row in rows {
      for entry in matrix.entries(of: Int(row)) {
        columns.append(place[Int(matrix.columns[entry])])
        values.append(matrix.values[entry])
      }
      starts.append(columns.count)
    }
    self.starts = starts
    self.columns = columns
    self.values = values
  }
}

/// Linear classifiers of one group as they come from training: the weights that were kept.
///
/// All groups are in memory until the last is trained, most rows with one or two weights: nothing
/// is kept for a row but its column and how many it has. `Number` counts the classes of a group.
struct TrainedWeights<Number: FixedWidthInteger & Sendable>: Sendable {
  /// The columns of the problem that have a weight, ascending.
  var columns: [Int32]
  /// For each of `columns`, how many classes have a weight.
  var counts: [Number]
  /// The classes of the group that have one, column after column, and their weights.
  var classes: [Number]
  var values: [Float]
  var biases: [Float]

  /// Calls `body` with each weight: its column, its class and its value.
  func forEach(_ body: (_ column: Int, _ class: Number, _ value: Float) -> Void) {
    var entry = 0
    for (column, count) in zip(columns, counts) {
      for _ in 0..<count {
        body(Int(column), classes[entry], values[entry])
        entry += 1
      }
    }
  }
}

// Rows of numbers of which most are zero: features of documents, scores of
// labels. Its owner knows what the numbers mean.
import Formats

/// A matrix in compressed sparse rows (CSR).
///
/// Row r has the entries `starts[r] ..< starts[r + 1]` of `columns` and
/// `values`. Columns ascend within a row of features; rows of scores may be in
/// any order.
public struct SparseMatrix: Equatable, Sendable {
  /// Row r's entries are `starts[r] ..< starts[r + 1]` of `columns` and `values`.
  public private(set) var starts: [Int]
  /// The column of each entry.
  public private(set) var columns: [Int32]
  /// The value of each entry.
  public private(set) var values: [Float]
  /// The number of columns.
  public let columnCount: Int

  /// The number of rows.
  @inlinable public var count: Int { starts.count - 1 }
  /// The number of entries.
  @inlinable public var entryCount: Int { columns.count }

  /// No row yet.
  public init(columnCount: Int) {
    self.columnCount = columnCount
    starts = [0]
    columns = []
    values = []
  }

  /// - Precondition: starts ascend from 0 to the number of entries; columns are
  ///   in range.
  public init(columnCount: Int, starts: [Int], columns: [Int32], values: [Float]) {
    precondition(columns.count == values.count, "a value for each column")
    precondition(starts.first == 0 && starts.last == columns.count, "rows cover all entries")
    self.columnCount = columnCount
    self.starts = starts
    self.columns = columns
    self.values = values
    assert(isSound, "starts ascend, and columns are in range")
  }

  /// What holds of every matrix. Debug builds check it where entries come from outside.
  private var isSound: Bool {
    zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 }
      && columns.allSatisfy { 0 <= $0 && Int($0) < columnCount }
  }

  /// The rows one after another.
  public init(columnCount: Int, rows: [SparseRow]) {
    self.init(columnCount: columnCount)
    reserve(rows: rows.count, entries: rows.reduce(0) { $0 + $1.columns.count })
    for row in rows { append(row) }
  }

  /// Rows of ascending columns one after another, with as many columns as they need.
  package init(rows: [SparseRow]) {
    let last = rows.reduce(-1) { max($0, $1.columns.last ?? -1) }
    self.init(columnCount: Int(last) + 1, rows: rows)
  }

  /// The rows of several matrices one after another. Each is freed as soon as it is copied,
  /// so that the rows are not in memory twice.
  ///
  /// - Precondition: all have `columnCount` columns.
  package init(columnCount: Int, parts: consuming [SparseMatrix]) {
    self.init(columnCount: columnCount)
    reserve(
      rows: parts.reduce(0) { $0 + $1.count }, entries: parts.reduce(0) { $0 + $1.entryCount })
    for number in parts.indices {
      append(contentsOf: parts[number])
      parts[number] = SparseMatrix(columnCount: columnCount)
    }
  }

  /// Makes room for this many rows and entries in all.
  mutating func reserve(rows: Int, entries: Int) {
    starts.reserveCapacity(rows + 1)
    columns.reserveCapacity(entries)
    values.reserveCapacity(entries)
  }

  /// Adds a row at the end.
  public mutating func append(_ row: SparseRow) {
    assert(row.columns.allSatisfy { 0 <= $0 && Int($0) < columnCount }, "columns are in range")
    columns.append(contentsOf: row.columns)
    values.append(contentsOf: row.values)
    starts.append(columns.count)
  }

  /// Adds all rows of `other` at the end.
  ///
  /// - Precondition: both have as many columns.
  package mutating func append(contentsOf other: SparseMatrix) {
    precondition(other.columnCount == columnCount, "matrices with the same columns")
    let first = columns.count
    columns.append(contentsOf: other.columns)
    values.append(contentsOf: other.values)
    starts.append(contentsOf: other.starts.dropFirst().lazy.map { first + $0 })
  }

  /// The places of row `row` in `columns` and `values`.
  @inlinable public func entries(of row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

  /// A copy of a row.
  @inlinable public subscript(row: Int) -> SparseRow {
    let entries = entries(of: row)
    return SparseRow(columns: Array(columns[entries]), values: Array(values[entries]))
  }

  /// The rows with these numbers, in their order.
  package func rows(_ numbers: [Int]) -> SparseMatrix {
    var part = SparseMatrix(columnCount: columnCount)
    part.reserve(
      rows: numbers.count, entries: numbers.reduce(0) { $0 + entries(of: $1).count })
    for number in numbers {
      part.columns.append(contentsOf: columns[entries(of: number)])
      part.values.append(contentsOf: values[entries(of: number)])
      part.starts.append(part.columns.count)
    }
    return part
  }

  /// The sum of squares of a row, in double precision.
  @inlinable public func squaredLength(of row: Int) -> Double {
    entries(of: row).reduce(0) { $0 + Double(values[$1]) * Double(values[$1]) }
  }

  /// The transposed matrix, columns ascending within each row.
  ///
  /// - Complexity: O(entries + rows + columns).
  public func transposed() -> SparseMatrix {
    var starts = [Int](repeating: 0, count: columnCount + 1)
    for column in columns { starts[Int(column) + 1] += 1 }
    for column in 0..<columnCount { starts[column + 1] += starts[column] }
    var next = starts
    var rows = [Int32](repeating: 0, count: entryCount)
    var values = [Float](repeating: 0, count: entryCount)
    for row in 0..<count {
      for entry in entries(of: row) {
        let place = next[Int(columns[entry])]
        next[Int(columns[entry])] += 1
        rows[place] = Int32(row)
        values[place] = self.values[entry]
      }
    }
    return SparseMatrix(columnCount: count, starts: starts, columns: rows, values: values)
  }

  /// All numbers of all rows, zeros included: [count, columnCount] by rows.
  public func dense() -> [Float] {
    var numbers = [Float](repeating: 0, count: count * columnCount)
    for row in 0..<count {
      for entry in entries(of: row) {
        numbers[row * columnCount + Int(columns[entry])] = values[entry]
      }
    }
    return numbers
  }
}

/// A row of a sparse matrix.
public struct SparseRow: Equatable, Sendable {
  /// The column of each entry.
  public var columns: [Int32]
  /// The value of each entry.
  public var values: [Float]

  /// A row with as many columns as values.
  public init(columns: [Int32] = [], values: [Float] = []) {
    self.columns = columns
    self.values = values
  }

  /// Leaves only the `count` entries of greatest value, of equal ones those of low columns.
  package mutating func keepGreatest(_ count: Int) {
    guard columns.count > count else { return }
    let kept = columns.indices.sorted { (values[$1], $0) < (values[$0], $1) }.prefix(count).sorted()
    columns = kept.map { columns[$0] }
    values = kept.map { values[$0] }
  }

  /// Divides by the Euclidean length; a row of zeros stays.
  package mutating func scaleToUnitLength() {
    let squares = values.reduce(0.0) { $0 + Double($1) * Double($1) }
    guard squares > 0 else { return }
    let factor = Float(1 / squares.squareRoot())
    for i in values.indices { values[i] *= factor }
  }
}

extension SparseMatrix {
  /// Writes the sections `NAME/starts` (i64), `NAME/columns` (i32) and
  /// `NAME/values` (f32).
  package func write(to writer: StageWriter, named name: String) throws {
    try writer.write("\(name)/starts", starts.map { Int64($0) })
    try writer.write("\(name)/columns", columns)
    try writer.write("\(name)/values", values)
  }

  /// Reads what `write(to:named:)` wrote.
  ///
  /// - Parameter rows: how many there must be.
  /// - Throws: `InputError` when sections are missing or contradict each other.
  package init(_ contents: StageContents, named name: String, rows: Int, columnCount: Int) throws {
    let starts = try contents.longs("\(name)/starts", count: rows + 1)
    let columns = try contents.integers("\(name)/columns")
    let values = try contents.floats("\(name)/values", count: columns.count)
    guard starts[0] == 0, starts[rows] == Int64(columns.count),
      zip(starts, starts.dropFirst()).allSatisfy(<=)
    else { throw contents.invalid("\(name)/starts", "they do not ascend to the number of entries") }
    guard columns.allSatisfy({ $0 >= 0 && $0 < columnCount }) else {
      throw contents.invalid("\(name)/columns", "a column is not among the \(columnCount)")
    }
    guard values.allSatisfy(\.isFinite) else {
      throw contents.invalid("\(name)/values", "a value is not a number")
    }
    self.init(
      columnCount: columnCount, starts: starts.map { Int($0) }, columns: columns, values: values)
  }
}

/// A sum of sparse rows in progress: dense memory that remembers which columns
/// were touched, so that clearing it costs no more than filling it.
@usableFromInline package struct SparseSum {
  @usableFromInline private(set) var values: [Float]
  @usableFromInline var isTouched: [Bool]
  @usableFromInline private(set) var touched: [Int32] = []

  package init(columnCount: Int) {
    values = Array(repeating: 0, count: columnCount)
    isTouched = Array(repeating: false, count: columnCount)
  }

  @inlinable @inline(__always)
  package mutating func add(_ value: Float, at column: Int32) {
    let index = Int(column)
    if !isTouched[index] {
      isTouched[index] = true
      touched.append(column)
    }
    values[index] += value
  }

  /// The row, columns ascending; the sum is empty afterwards.
  package mutating func take() -> SparseRow {
    if touched.count * 16 > isTouched.count {
      // Looking at all columns is faster than sorting so many.
      touched.removeAll(keepingCapacity: true)
      for column in isTouched.indices where isTouched[column] { touched.append(Int32(column)) }
    } else {
      touched.sort()
    }
    let row = SparseRow(columns: touched, values: touched.map { values[Int($0)] })
    for column in touched {
      values[Int(column)] = 0
      isTouched[Int(column)] = false
    }
    touched.removeAll(keepingCapacity: true)
    return row
  }
}

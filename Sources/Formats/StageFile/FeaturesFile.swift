// Corpora that come as sparse feature vectors and labels, without any text: a
// stage file of the kind `features`. It holds no split and computes nothing.
//
//     rows/ids        str [n]          the id of each row, unique
//     rows/offsets    i64 [n + 1]      row r has the entries offsets[r] ..< offsets[r + 1]
//     rows/columns    i32 [entries]    ascending within a row, each below features/count
//     rows/values     f32 [entries]    finite; a stored 0 is allowed
//     labels/offsets  i64 [n + 1]      the same for the labels of a row
//     labels/indices  i32 [entries]    ascending within a row, each below the number of names
//     labels/names    str [l]
//     features/count  i64 [1]          the number of columns
//     features/names  str [columns]    or [0] if the source has none
//     rows/train      i64 [1]          how many of the first rows are the source's own training
//                                      part, the others being its test part; n if it states none

/// Sparse rows with labels: compressed sparse rows (CSR), twice.
public struct FeatureRows: Equatable, Sendable {
  /// The identifier of each row.
  public var ids: [String] = []
  /// Row r's entries are `offsets[r] ..< offsets[r + 1]` of `columns`, `values`.
  public var offsets: [Int64] = [0]
  /// Rising within a row.
  public var columns: [Int32] = []
  /// The value of each entry.
  public var values: [Float] = []
  /// Row r's labels are `labelOffsets[r] ..< labelOffsets[r + 1]` of `labels`.
  var labelOffsets: [Int64] = [0]
  /// Rising within a row; an index into `labelNames`.
  public var labels: [Int32] = []
  /// The name of each label.
  public var labelNames: [String] = []
  /// The number of columns.
  public var featureCount = 0
  /// The name of each column; empty if the source has none.
  var featureNames: [String] = []
  /// How many of the first rows are the source's own training part, the rest
  /// being its test part; nil if it states none.
  public var trainingRows: Int?

  public init() {}

  /// The number of rows.
  public var count: Int { ids.count }

  /// The places in `columns` and `values` of a row.
  public func entries(of row: Int) -> Range<Int> {
    Int(offsets[row])..<Int(offsets[row + 1])
  }

  /// The labels of a row, ascending.
  public func labels(of row: Int) -> ArraySlice<Int32> {
    labels[Int(labelOffsets[row])..<Int(labelOffsets[row + 1])]
  }

  /// Appends a row.
  ///
  /// - Precondition: columns and labels ascend; there is one value per column.
  public mutating func append(
    id: String, columns: [Int32], values: [Float], labels: [Int32]
  ) {
    precondition(columns.count == values.count, "a value for each column")
    ids.append(id)
    self.columns.append(contentsOf: columns)
    self.values.append(contentsOf: values)
    offsets.append(Int64(self.columns.count))
    self.labels.append(contentsOf: labels)
    labelOffsets.append(Int64(self.labels.count))
  }
}

extension FeatureRows {
  /// Writes all sections; the caller commits the stage file.
  ///
  /// - Throws: `InputError` as `StageWriter.write`.
  public func write(to writer: StageWriter) throws {
    try writer.write("rows/ids", ids)
    try writer.write("rows/offsets", offsets)
    try writer.write("rows/columns", columns)
    try writer.write("rows/values", values)
    try writer.write("labels/offsets", labelOffsets)
    try writer.write("labels/indices", labels)
    try writer.write("labels/names", labelNames)
    try writer.write("features/count", [Int64(featureCount)])
    try writer.write("features/names", featureNames)
    try writer.write("rows/train", [Int64(trainingRows ?? count)])
  }

  /// Reads a stage file of the kind `features` and checks that its numbers fit
  /// together, so that users need no checks of their own.
  ///
  /// - Throws: `InputError` for a damaged file or one of another kind.
  public init(path: String) throws {
    try self.init(try StageContents(path: path, expecting: .features))
  }

  /// - Throws: `InputError` if sections are missing or do not fit together.
  public init(_ contents: StageContents) throws {
    ids = try contents.strings("rows/ids")
    offsets = try contents.longs("rows/offsets", count: ids.count + 1)
    columns = try contents.integers("rows/columns")
    values = try contents.floats("rows/values", count: columns.count)
    labelOffsets = try contents.longs("labels/offsets", count: ids.count + 1)
    labels = try contents.integers("labels/indices")
    labelNames = try contents.strings("labels/names")
    featureCount = Int(try contents.longs("features/count", count: 1)[0])
    featureNames = try contents.strings("features/names")
    let train = Int(try contents.longs("rows/train", count: 1)[0])
    guard (0...ids.count).contains(train) else {
      throw contents.invalid("rows/train", "is not a number of rows")
    }
    trainingRows = train == ids.count ? nil : train
    guard (0...Int(Int32.max)).contains(featureCount),
      featureNames.isEmpty || featureNames.count == featureCount
    else { throw contents.invalid("features/count", "does not fit the names") }
    guard values.allSatisfy(\.isFinite) else {
      throw contents.invalid("rows/values", "holds a value that is not finite")
    }
    guard Self.fit(offsets, columns, below: featureCount) else {
      throw contents.invalid("rows/columns", "the columns do not fit the rows")
    }
    guard Self.fit(labelOffsets, labels, below: labelNames.count) else {
      throw contents.invalid("labels/indices", "the labels do not fit the rows")
    }
  }

  /// Whether offsets cut `indices` into rows of ascending numbers below `limit`.
  private static func fit(_ offsets: [Int64], _ indices: [Int32], below limit: Int) -> Bool {
    guard offsets.first == 0, offsets.last == Int64(indices.count),
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else { return false }
    for (start, end) in zip(offsets, offsets.dropFirst()) {
      var last: Int32 = -1
      for index in indices[Int(start)..<Int(end)] {
        guard index > last, Int(index) < limit else { return false }
        last = index
      }
    }
    return true
  }
}

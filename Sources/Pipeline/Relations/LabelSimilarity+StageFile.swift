// Sim in a stage file.
import Formats
import FormatsFiles

extension LabelSimilarity {
  /// Writes `sim/labels` (i64 [1]) and the sections of the form: `sim/dense`
  /// (f32 [L, L]); or `sim/offsets` (i64 [L + 1]), `sim/columns` (i32),
  /// `sim/values` (f32); or `sim/units` (f32 [L, dimensions]) and
  /// `sim/threshold` (f64 [1]).
  public func write(to writer: StageWriter) throws {
    try writer.write("sim/labels", [Int64(count)])
    switch storage {
    case .dense(let values): try writer.write("sim/dense", values, shape: [count, count])
    case .sparse(let offsets, let columns, let values):
      try writer.write("sim/offsets", offsets.map { Int64($0) })
      try writer.write("sim/columns", columns)
      try writer.write("sim/values", values)
    case .factored(let units, let dimensions, let threshold):
      try writer.write("sim/units", units, shape: [count, dimensions])
      try writer.write("sim/threshold", [threshold])
    }
  }

  /// Reads what `write(to:)` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  public init(_ contents: StageContents) throws {
    let labels = try contents.longs("sim/labels", count: 1)[0]
    guard labels >= 0, labels <= Int64(Int32.max) else {
      throw contents.invalid("sim/labels", "\(labels) labels are not possible")
    }
    count = Int(labels)
    if contents.has("sim/dense") {
      let values = try contents.floats("sim/dense", count: count * count)
      try Self.check(values, "sim/dense", contents)
      storage = .dense(values)
    } else if contents.has("sim/offsets") {
      storage = try Self.sparse(contents, count: count)
    } else {
      let units = try contents.floats("sim/units")
      let shape = try contents.shape("sim/units")
      guard shape.count == 2, shape[0] == count else {
        throw contents.invalid("sim/units", "their shape does not fit \(count, "label")")
      }
      try Self.check(units, "sim/units", contents)
      storage = .factored(
        units: units, dimensions: shape[1],
        threshold: try contents.doubles("sim/threshold", count: 1)[0])
    }
  }

  private static func sparse(_ contents: StageContents, count: Int) throws -> Storage {
    let offsets = try contents.longs("sim/offsets", count: count + 1).map { Int($0) }
    let columns = try contents.integers("sim/columns")
    let values = try contents.floats("sim/values", count: columns.count)
    try check(values, "sim/values", contents)
    guard offsets.first == 0, offsets.last == columns.count,
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw contents.invalid("sim/offsets", "they do not ascend") }
    for row in 0..<count {
      var last: Int32 = -1
      for column in columns[offsets[row]..<offsets[row + 1]] {
        guard column > last, column < count else {
          throw contents.invalid("sim/columns", "those of row \(row) do not ascend")
        }
        last = column
      }
    }
    return .sparse(offsets: offsets, columns: columns, values: values)
  }

  private static func check(_ values: [Float], _ part: String, _ contents: StageContents) throws {
    guard values.allSatisfy(\.isFinite) else {
      throw contents.invalid(part, "a value is not a number")
    }
  }
}

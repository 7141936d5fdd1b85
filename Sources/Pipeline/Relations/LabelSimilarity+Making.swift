// Making Sim from vectors: which form is smallest, and filling it.
import PipelineEmbedding
import PipelineText

extension LabelSimilarity {
  /// Sim of the labels of a vocabulary.
  ///
  /// - Parameters:
  ///   - vectors: of any words; those of the labels are taken and scaled to
  ///     unit length.
  ///   - threshold: smaller similarities become 0.
  ///   - neighbours: how many most similar labels are kept for each label (of equal
  ///     ones the lower index) besides itself; a pair is kept if either label
  ///     chooses the other. Nil keeps all.
  public static func make(
    labels: Vocabulary, vectors: WordVectors, threshold: Double = 0, neighbours: Int? = nil
  ) -> (similarity: LabelSimilarity, report: Report) {
    var report = Report()
    var values: [Float] = []
    values.reserveCapacity(labels.count * vectors.dimensions)
    for (label, text) in labels.texts.enumerated() {
      if let row = vectors.index(of: text) {
        values.append(contentsOf: vectors[row])
      } else {
        report.withoutVector.append(label)
        values.append(contentsOf: repeatElement(0, count: vectors.dimensions))
      }
    }
    var units = WordVectors(
      words: labels.texts, dimensions: vectors.dimensions, values: values)
    let without = Set(report.withoutVector)
    report.withZeroVector = units.scaleToUnitLength().filter { !without.contains($0) }
    let similarity = LabelSimilarity(
      units: units.values, count: labels.count, dimensions: vectors.dimensions,
      threshold: threshold, neighbours: neighbours)
    return (similarity, report)
  }

  /// Sim from unit vectors (zero rows: unknown) in the smallest form.
  ///
  /// If values can be 0, every row is computed once to see how many are: that
  /// takes L² · dimensions multiplications, unless it becomes clear earlier that
  /// the sparse form will not be the smallest.
  init(
    units: [Float], count: Int, dimensions: Int, threshold: Double, neighbours: Int? = nil
  ) {
    let denseBytes = 4 * count * count
    if let neighbours {
      self = units.withUnsafeBufferPointer { buffer in
        let units = Units(values: buffer, dimensions: dimensions, threshold: threshold)
        return LabelSimilarity(count: count, neighbours: neighbours) { j, tell in
          for k in 0..<count {
            let value = units.similarity(j, k)
            if value != 0 { tell(Int32(k), value) }
          }
        }
      }
      return
    }
    self.count = count
    let factoredBytes = 4 * count * dimensions
    let limit = min(denseBytes, factoredBytes)
    if let sparse = Self.sparse(
      units: units, count: count, dimensions: dimensions, threshold: threshold, limit: limit)
    {
      storage = .sparse(offsets: sparse.offsets, columns: sparse.columns, values: sparse.values)
    } else if factoredBytes < denseBytes {
      storage = .factored(units: units, dimensions: dimensions, threshold: threshold)
    } else {
      storage = .dense(
        Self.denseFromUnits(units, count: count, dimensions: dimensions, threshold: threshold))
    }
  }

  /// Sim from rows of a symmetric matrix, sparse if that is smaller than
  /// dense.
  ///
  /// - Parameters:
  ///   - neighbours: as in `make`; nil keeps all.
  ///   - row: gives the values of a row that are not 0, in ascending order of
  ///     their columns.
  init(
    count: Int, neighbours: Int?, row: (Int, (Int32, Float) -> Void) -> Void
  ) {
    self.count = count
    var rows: Rows = ([0], [], [])
    if let neighbours {
      rows = Self.nearest(count: count, neighbours: neighbours, row: row)
    } else {
      for j in 0..<count {
        row(j) {
          rows.columns.append($0)
          rows.values.append($1)
        }
        rows.offsets.append(rows.columns.count)
      }
    }
    storage =
      Self.sparseBytes(rows.columns.count, rows: count) <= 4 * count * count
      ? .sparse(offsets: rows.offsets, columns: rows.columns, values: rows.values)
      : .dense(Self.dense(rows, count: count))
  }

  typealias Rows = (offsets: [Int], columns: [Int32], values: [Float])

  private static func sparseBytes(_ entries: Int, rows: Int) -> Int {
    8 * (rows + 1) + 8 * entries
  }

  /// The sparse form, nil as soon as it is not below `limit` bytes.
  private static func sparse(
    units: [Float], count: Int, dimensions: Int, threshold: Double, limit: Int
  ) -> Rows? {
    var rows: Rows = ([0], [], [])
    return units.withUnsafeBufferPointer { buffer in
      let units = Units(values: buffer, dimensions: dimensions, threshold: threshold)
      for j in 0..<count {
        for k in 0..<count {
          let value = units.similarity(j, k)
          if value != 0 {
            rows.columns.append(Int32(k))
            rows.values.append(value)
          }
        }
        rows.offsets.append(rows.columns.count)
        if sparseBytes(rows.columns.count, rows: count) >= limit { return nil }
      }
      return rows
    }
  }

  private static func denseFromUnits(
    _ units: [Float], count: Int, dimensions: Int, threshold: Double
  ) -> [Float] {
    units.withUnsafeBufferPointer { buffer in
      let units = Units(values: buffer, dimensions: dimensions, threshold: threshold)
      var values = [Float](repeating: 0, count: count * count)
      for j in 0..<count {
        for k in 0...j {
          let value = units.similarity(j, k)
          values[j * count + k] = value
          values[k * count + j] = value
        }
      }
      return values
    }
  }

  /// The nearest labels of each label, made symmetric.
  private static func nearest(
    count: Int, neighbours: Int, row tellRow: (Int, (Int32, Float) -> Void) -> Void
  ) -> Rows {
    var chosen = [[(label: Int32, value: Float)]](repeating: [], count: count)
    var row: [(label: Int32, value: Float)] = []
    for j in 0..<count {
      row.removeAll(keepingCapacity: true)
      tellRow(j) { label, value in
        if label == j { chosen[j].append((label, value)) } else { row.append((label, value)) }
      }
      row.sort { $0.value != $1.value ? $0.value > $1.value : $0.label < $1.label }
      for entry in row.prefix(neighbours) {
        chosen[j].append(entry)
        chosen[Int(entry.label)].append((Int32(j), entry.value))
      }
    }
    var rows: Rows = ([0], [], [])
    for var row in chosen {
      row.sort { $0.label < $1.label }
      for (i, entry) in row.enumerated() where i == 0 || row[i - 1].label != entry.label {
        rows.columns.append(entry.label)
        rows.values.append(entry.value)
      }
      rows.offsets.append(rows.columns.count)
    }
    return rows
  }

  private static func dense(_ rows: Rows, count: Int) -> [Float] {
    var values = [Float](repeating: 0, count: count * count)
    for j in 0..<count {
      for i in rows.offsets[j]..<rows.offsets[j + 1] {
        values[j * count + Int(rows.columns[i])] = rows.values[i]
      }
    }
    return values
  }
}

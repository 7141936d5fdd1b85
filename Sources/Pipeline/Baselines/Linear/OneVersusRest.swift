// One linear classifier for each label: linear SVM or logistic regression.
import Formats
import PipelineFeatures
import PipelineNumerics

/// One-versus-rest linear classification.
public struct OneVersusRest: DocumentScorer {
  public static let form = ScoreForm.margins

  package let classifiers: LinearClassifiers
  /// Labels that no training document has; they are never given.
  package let absent: [Bool]

  init(classifiers: LinearClassifiers, absent: [Bool]) {
    self.classifiers = classifiers
    self.absent = absent
  }

  /// Trains a classifier for each label, or for some that follow each other.
  public init(
    _ training: TrainingSet, labels: Range<Int>? = nil, parameters: LinearParameters, pool: WorkerPool,
    progress: @escaping WorkReport = { _, _ in }
  ) {
    let positives = Array(training.documentsByLabel()[labels ?? 0..<training.labelCount])
    classifiers = LinearClassifiers(
      training.features, positives: positives, parameters: parameters, pool: pool,
      progress: progress)
    absent = positives.map(\.isEmpty)
  }

  public func scores(of features: SparseMatrix, pool: WorkerPool) -> SparseMatrix {
    let present = (0..<Int32(classifiers.count)).filter { !absent[Int($0)] }
    let (count, width) = (features.count, present.count)
    // Every row has the same labels, so that threads write to places that are known.
    let values = [Float](unsafeUninitializedCapacity: count * width) { buffer, initialized in
      nonisolated(unsafe) let values = buffer
      pool.forEachChunk(of: count, size: LaneMargins.count) { rows in
        let margins = LaneMargins(classifiers).margins(of: rows.map { features[$0] })
        for (place, label) in present.enumerated() {
          let own = margins.row(Int(label))
          for (number, row) in rows.enumerated() {
            values.initializeElement(at: row * width + place, to: own[number])
          }
        }
      }
      initialized = count * width
    }
    let columns = [Int32](unsafeUninitializedCapacity: count * width) { buffer, initialized in
      for row in 0..<count {
        for (place, label) in present.enumerated() {
          buffer.initializeElement(at: row * width + place, to: label)
        }
      }
      initialized = count * width
    }
    return SparseMatrix(
      columnCount: classifiers.count, starts: (0...count).map { $0 * width }, columns: columns,
      values: values)
  }

  /// The margins of the labels that training documents have.
  package func scores(of row: SparseRow) -> SparseRow {
    let present = (0..<Int32(classifiers.count)).filter { !absent[Int($0)] }
    let margins = margins(of: row)
    return SparseRow(columns: present, values: present.map { margins[Int($0)] })
  }

  /// The margin of every label; of absent labels it has no meaning.
  package func margins(of row: SparseRow) -> [Float] {
    var margins = [Float](repeating: 0, count: classifiers.count)
    classifiers.addMargins(of: row, to: &margins)
    return margins
  }

  public func write(to writer: StageWriter) throws {
    try classifiers.write(to: writer, named: "model")
    try writer.write("model/absent", absent.map { $0 ? UInt8(1) : 0 })
  }

  public init(_ contents: StageContents, labels: Int, features: Int) throws {
    classifiers = try LinearClassifiers(
      contents, named: "model", classes: labels, featureCount: features)
    absent = try contents.bytes("model/absent", count: labels).map { $0 != 0 }
  }
}

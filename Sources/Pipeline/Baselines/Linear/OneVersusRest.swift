// One linear classifier for each label: linear SVM or logistic regression.
import Formats
import PipelineFeatures
import PipelineNumerics

/// One-versus-rest linear classification.
public struct OneVersusRest: DocumentScorer {
  public static let form = ScoreForm.margins

  package let scoring: ScoringClassifiers
  package var classifiers: LinearClassifiers { scoring.classifiers }
  /// Labels that no training document has; they are never given.
  package let absent: [Bool]

  init(classifiers: LinearClassifiers, absent: [Bool]) {
    scoring = ScoringClassifiers(classifiers)
    self.absent = absent
  }

  /// Trains a classifier for each label, or for some that follow each other.
  ///
  /// - Parameter rows: the documents that are learnt, ascending; nil for all.
  public init(
    _ training: TrainingSet, rows: [Int]? = nil, labels: Range<Int>? = nil, parameters: LinearParameters,
    pool: WorkerPool, progress: @escaping WorkReport = { _, _ in }
  ) {
    let positives = Array(training.documentsByLabel(rows)[labels ?? 0..<training.labelCount])
    self.init(
      classifiers: LinearClassifiers(
        training.features, rows: rows, positives: positives, parameters: parameters, pool: pool,
        progress: progress),
      absent: positives.map(\.isEmpty))
  }

  public func scores(of features: SparseMatrix, pool: WorkerPool) -> SparseMatrix {
    let present = (0..<Int32(classifiers.count)).filter { !absent[Int($0)] }
    let (count, width) = (features.count, present.count)
    // Every row has the same labels, so that threads write to places that are known.
    let values = [Float](unsafeUninitializedCapacity: count * width) { buffer, initialized in
      nonisolated(unsafe) let values = buffer
      let size = pool.share(of: count, most: MarginMaker.batch(classifiers: classifiers.count))
      pool.forEachChunk(of: count, size: size) { rows in
        MarginMaker(features, rows: rows).withMargins(of: rows, by: scoring) { margins in
          for (number, row) in rows.enumerated() {
            let own = margins.row(number)
            for (place, label) in present.enumerated() {
              values.initializeElement(at: row * width + place, to: own[Int(label)])
            }
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

  public func write(to writer: StageWriter) throws {
    try classifiers.write(to: writer, named: "model")
    try writer.write("model/absent", absent.map { $0 ? UInt8(1) : 0 })
  }

  public init(_ contents: StageContents, labels: Int, features: Int) throws {
    self.init(
      classifiers: try LinearClassifiers(
        contents, named: "model", classes: labels, featureCount: features),
      absent: try contents.bytes("model/absent", count: labels).map { $0 != 0 })
  }
}

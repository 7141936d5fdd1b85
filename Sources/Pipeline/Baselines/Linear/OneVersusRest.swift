// One linear classifier for each label: linear SVM or logistic regression.
import Formats

/// One-versus-rest linear classification.
public struct OneVersusRest: DocumentScorer {
  public static let form = ScoreForm.margins

  let classifiers: LinearClassifiers
  /// Labels that no training document has; they are never given.
  let absent: [Bool]

  /// Trains a classifier for each label.
  public init(
    _ training: TrainingSet, parameters: LinearParameters, pool: WorkerPool,
    progress: @escaping WorkReport = { _, _ in }
  ) {
    let positives = training.documentsByLabel()
    classifiers = LinearClassifiers(
      training.features, positives: positives, parameters: parameters, pool: pool,
      progress: progress)
    absent = positives.map(\.isEmpty)
  }

  public func scores(of features: SparseMatrix, pool: WorkerPool) -> SparseMatrix {
    let rows = pool.map(features.count) { scores(of: features[$0]) }
    return SparseMatrix(columnCount: classifiers.count, rows: rows)
  }

  /// The margins of the labels that training documents have.
  func scores(of row: SparseRow) -> SparseRow {
    let present = (0..<Int32(classifiers.count)).filter { !absent[Int($0)] }
    let margins = margins(of: row)
    return SparseRow(columns: present, values: present.map { margins[Int($0)] })
  }

  /// The margin of every label; of absent labels it has no meaning.
  func margins(of row: SparseRow) -> [Float] {
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

// One support vector machine for each label, with a kernel: the original's
// SVM-ovr. Linear machines with many features are OneVersusRest's.
import Formats
import PipelineFeatures
import PipelineNumerics

/// One-versus-rest C-SVC: the decisions of scikit-learn's
/// `OneVsRestClassifier(SVC(…))`. A label that no training document has is never
/// given, one that all have always (docs/original.md, Baselines).
struct SupportVectorMachines: DocumentScorer {
  static let form = ScoreForm.margins

  private let classifiers: KernelClassifiers
  private let absent: [Bool]

  /// Trains a machine for each label, labels in parallel.
  ///
  /// - Throws: `KernelTooLarge`.
  init(
    _ training: TrainingSet, parameters: KernelParameters, pool: WorkerPool,
    progress: @escaping WorkReport = { _, _ in }
  ) throws {
    let function = parameters.function(for: training.features)
    let kernel = try KernelMatrix(
      training.features, function, memory: parameters.memory, pool: pool)
    let positives = training.documentsByLabel()
    let counter = ProgressCounter(total: positives.count, report: progress)
    // Labels of many documents take longest; they come first in a vocabulary.
    let machines = pool.map(positives.count) { label in
      defer { counter.advance() }
      return SupportVectors(kernel, positives: positives[label], parameters: parameters)
    }
    classifiers = KernelClassifiers(training.features, function, machines: machines)
    absent = positives.map(\.isEmpty)
  }

  func scores(of features: SparseMatrix, pool: WorkerPool) -> SparseMatrix {
    let present = (0..<Int32(classifiers.count)).filter { !absent[Int($0)] }
    let rows = classifiers.margins(of: features, pool: pool).map { margins in
      SparseRow(columns: present, values: present.map { margins[Int($0)] })
    }
    return SparseMatrix(columnCount: classifiers.count, rows: rows)
  }

  func write(to writer: StageWriter) throws {
    try classifiers.write(to: writer, named: "model")
    try writer.write("model/absent", absent.map { $0 ? UInt8(1) : 0 })
  }

  init(_ contents: StageContents, labels: Int, features: Int) throws {
    classifiers = try KernelClassifiers(
      contents, named: "model", machines: labels, features: features)
    absent = try contents.bytes("model/absent", count: labels).map { $0 != 0 }
  }
}

extension SupportVectors {
  /// Trains a machine; if all rows or none are positive, its answer is constant.
  init(_ kernel: KernelMatrix, positives: [Int32], parameters: KernelParameters) {
    if positives.isEmpty || positives.count == kernel.count {
      self.init(bias: positives.isEmpty ? -1 : 1)
    } else {
      self = SupportVectorSolver(kernel, positives: positives, parameters: parameters).solve()
    }
  }
}

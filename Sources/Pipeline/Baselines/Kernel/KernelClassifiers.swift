// Many support vector machines over one set of training documents.
import Formats
import PipelineFeatures
import PipelineNumerics

/// Machines that share their support vectors: a document's kernels are computed
/// once for all of them.
struct KernelClassifiers: Sendable {
  /// The training documents that some machine uses.
  private let vectors: SparseMatrix
  /// A row for each of `vectors`; columns are machines.
  private let coefficients: SparseMatrix
  private let biases: [Float]
  private let basis: KernelBasis

  var count: Int { biases.count }

  /// - Parameter machines: with rows of `documents`.
  init(_ documents: SparseMatrix, _ function: KernelFunction, machines: [SupportVectors]) {
    var uses = [SparseRow](repeating: SparseRow(), count: documents.count)
    for (number, machine) in machines.enumerated() {
      for (row, coefficient) in zip(machine.rows, machine.coefficients) {
        uses[Int(row)].columns.append(Int32(number))
        uses[Int(row)].values.append(coefficient)
      }
    }
    let used = uses.indices.filter { !uses[$0].columns.isEmpty }
    self.init(
      vectors: SparseMatrix(
        columnCount: documents.columnCount, rows: used.map { documents[$0] }),
      coefficients: SparseMatrix(columnCount: machines.count, rows: used.map { uses[$0] }),
      biases: machines.map(\.bias), function)
  }

  private init(
    vectors: SparseMatrix, coefficients: SparseMatrix, biases: [Float], _ function: KernelFunction
  ) {
    self.vectors = vectors
    self.coefficients = coefficients
    self.biases = biases
    basis = KernelBasis(vectors, function)
  }

  /// The margins of all machines for each document.
  func margins(of features: SparseMatrix, pool: WorkerPool) -> [[Float]] {
    let parts = pool.mapChunks(of: features.count, size: 16) { range in
      let kernels = MatrixBuffer(zeros: range.count, basis.stride)
      basis.kernels(of: features, range, into: kernels.view)
      return (0..<range.count).map { margins(kernels.row($0)) }
    }
    return parts.flatMap { $0 }
  }

  private func margins(_ kernels: VectorView) -> [Float] {
    var sums = biases.map { Double($0) }
    sums.withUnsafeMutableBufferPointer { sums in
      coefficients.columns.withUnsafeBufferPointer { columns in
        coefficients.values.withUnsafeBufferPointer { values in
          for vector in 0..<coefficients.count {
            let kernel = Double(kernels[vector])
            for entry in coefficients.entries(of: vector) {
              sums[Int(columns[entry])] += kernel * Double(values[entry])
            }
          }
        }
      }
    }
    return sums.map { Float($0) }
  }

  func write(to writer: StageWriter, named name: String) throws {
    try writer.write("\(name)/gamma", [basis.function.gamma])
    try writer.write("\(name)/biases", biases)
    try vectors.write(to: writer, named: "\(name)/vectors")
    try coefficients.write(to: writer, named: "\(name)/coefficients")
  }

  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(_ contents: StageContents, named name: String, machines: Int, features: Int) throws {
    let gamma = try contents.doubles("\(name)/gamma", count: 1)[0]
    guard gamma >= 0 else { throw contents.invalid("\(name)/gamma", "is out of range") }
    let biases = try contents.floats("\(name)/biases", count: machines)
    let count = try contents.longs("\(name)/vectors/starts").count - 1
    guard count >= 0 else { throw contents.invalid("\(name)/vectors/starts", "is empty") }
    self.init(
      vectors: try SparseMatrix(
        contents, named: "\(name)/vectors", rows: count, columnCount: features),
      coefficients: try SparseMatrix(
        contents, named: "\(name)/coefficients", rows: count, columnCount: machines),
      biases: biases, KernelFunction(gamma: gamma))
  }
}

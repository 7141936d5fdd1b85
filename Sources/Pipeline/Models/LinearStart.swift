// A linear model as the wide part's first weights: training then goes on from
// what a bag of words says by itself, and does not have to find it.
import CNumerics
import Foundation

/// What the wide part starts from.
public enum WideStart: String, CaseIterable, Sendable {
  /// A linear model of the training documents.
  case linear
  /// Normal draws.
  case random
}

/// A linear model whose weights are a product of rank r: logits = x T O + b.
struct LinearStart {
  /// What a margin is multiplied by to become log-odds: hinge losses push
  /// margins to ±1, which would be probabilities of 0.27 and 0.73.
  static let logOddsOfMargin: Float = 3

  /// T, [F, r].
  let table: [Float]
  /// O^T, [L, r].
  let output: [Float]
  /// b, [L].
  let biases: [Float]

  /// Trains a linear classifier for each label and brings their weights to rank
  /// r by subspace iteration (Halko, Martinsson, Tropp 2011, algorithm 4.4).
  ///
  /// - Parameters:
  ///   - features: [documents, F].
  ///   - positives: for each label the documents that have it.
  ///   - rank: r.
  ///   - progress: told the groups of labels done and all of them.
  /// - Returns: nil where no feature tells anything about any label.
  init?(
    _ features: SparseMatrix, positives: [[Int32]], parameters: LinearParameters, rank: Int,
    pool: WorkerPool, progress: @escaping WorkReport = { _, _ in }
  ) {
    let labels = positives.count
    let counter = ProgressCounter(total: (labels + laneCount - 1) / laneCount, report: progress)
    let classifiers = LinearClassifiers(
      LinearProblem(features, rows: Array(0..<Int32(features.count))), positives: positives,
      parameters: parameters, pool: pool, onGroup: { counter.advance() })
    guard !classifiers.features.isEmpty else { return nil }
    let byFeature = classifiers.weights
    let byLabel = byFeature.transposed()
    // An orthonormal basis of the labels' directions that weigh most, [r, L].
    var random = RandomStream(seed: parameters.seed, stream: 7)
    let basis = AlignedBuffer<Float>(zeros: rank * labels)
    for i in 0..<rank * labels { basis.base[i] = Float(random.nextNormal()) }
    Self.orthonormalise(basis.base, rank: rank, size: labels)
    let rows = AlignedBuffer<Float>(zeros: labels * rank)
    let projected = AlignedBuffer<Float>(zeros: byFeature.count * rank)
    for round in 0..<3 {
      Self.transpose(basis.base, rank, labels, into: rows.base)
      Self.multiply(byFeature, rows.base, width: rank, into: projected.base, pool: pool)
      if round == 2 { break }
      Self.multiply(byLabel, projected.base, width: rank, into: rows.base, pool: pool)
      Self.transpose(rows.base, labels, rank, into: basis.base)
      Self.orthonormalise(basis.base, rank: rank, size: labels)
    }
    // Both factors get the same mean square, so that an update moves them alike.
    let scale = Self.logOddsOfMargin
    let tableMean =
      jn_sum_squares(byFeature.count * rank, projected.base, nil, 0)
      / Double(byFeature.count * rank)
    let outputMean = jn_sum_squares(labels * rank, rows.base, nil, 0) / Double(labels * rank)
    let share = Float((tableMean / outputMean).squareRoot() * Double(scale)).squareRoot()
    var table = [Float](repeating: 0, count: features.columnCount * rank)
    for (row, feature) in classifiers.features.enumerated() {
      for i in 0..<rank {
        table[Int(feature) * rank + i] = projected.base[row * rank + i] * scale / share
      }
    }
    self.table = table
    output = (0..<labels * rank).map { rows.base[$0] * share }
    biases = classifiers.biases.map { $0 * scale }
  }

  /// [rows, columns] to [columns, rows].
  private static func transpose(
    _ from: FloatPointer, _ rows: Int, _ columns: Int, into to: FloatPointer
  ) {
    for row in 0..<rows {
      for column in 0..<columns { to[column * rows + row] = from[row * columns + column] }
    }
  }

  /// Sparse [n, m] times dense [m, width].
  private static func multiply(
    _ sparse: SparseMatrix, _ dense: FloatPointer, width: Int, into to: FloatPointer,
    pool: WorkerPool
  ) {
    nonisolated(unsafe) let dense = dense
    nonisolated(unsafe) let to = to
    pool.forEachChunk(of: sparse.count, size: 64) { range in
      for row in range {
        memset(to + row * width, 0, width * 4)
        for entry in sparse.entries(of: row) {
          jn_axpy(
            width, to + row * width, sparse.values[entry],
            dense + Int(sparse.columns[entry]) * width)
        }
      }
    }
  }

  /// Gram and Schmidt, twice for accuracy; a vector that depends on those
  /// before it becomes zero.
  private static func orthonormalise(_ basis: FloatPointer, rank: Int, size: Int) {
    for i in 0..<rank {
      let own = basis + i * size
      let before = jn_sum_squares(size, own, nil, 0)
      for _ in 0..<2 {
        for j in 0..<i {
          jn_axpy(size, own, -jn_dot(size, own, basis + j * size), basis + j * size)
        }
      }
      let squares = jn_sum_squares(size, own, nil, 0)
      jn_scale(size, own, squares > 1e-8 * before ? Float(1 / squares.squareRoot()) : 0)
    }
  }
}

extension AnnotationNetwork {
  /// Starts the wide part and the output's biases from a linear model of the
  /// training documents.
  ///
  /// - Parameter training: with features and labels.
  public func startFromLinearModel(
    of training: [EncodedDocument], parameters: LinearParameters,
    progress: @escaping WorkReport
  ) {
    guard let wide else { return }
    var positives = [[Int32]](repeating: [], count: configuration.labels)
    for (number, document) in training.enumerated() {
      for label in document.labels { positives[Int(label)].append(Int32(number)) }
    }
    guard
      let start = LinearStart(
        SparseMatrix(columnCount: configuration.wideFeatures, rows: training.map(\.features)),
        positives: positives, parameters: parameters, rank: wide.size, pool: pool,
        progress: progress)
    else { return }
    wide.table.values = start.table
    for label in 0..<configuration.labels {
      let row = output.kernel.value + label * output.size + configuration.encodedSize
      for i in 0..<wide.size { row[i] = start.output[label * wide.size + i] }
      // A label without documents keeps its log-odds.
      if !positives[label].isEmpty { output.bias.value[label] = start.biases[label] }
    }
  }
}

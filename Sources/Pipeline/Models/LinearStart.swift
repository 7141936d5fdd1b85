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
public struct LinearStart: Sendable {
  /// What a margin is multiplied by to become log-odds: hinge losses push
  /// margins to ±1, which would be probabilities of 0.27 and 0.73.
  static let logOddsOfMargin: Float = 3

  /// T, [F, r].
  let table: [Float]
  /// O^T, [L, r].
  let output: [Float]
  /// b, [L].
  let biases: [Float]
  /// For each label whether there is a document that has it.
  let isTrained: [Bool]

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
    let classifiers = LinearClassifiers(
      features, positives: positives, parameters: parameters, pool: pool, progress: progress)
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
    func multiply(_ sparse: SparseMatrix, _ dense: FloatPointer, into to: FloatPointer) {
      nonisolated(unsafe) let to = to
      sparse.multiply(dense, rowSize: rank, width: rank, pool: pool) { to + $0 * rank }
    }
    for round in 0..<3 {
      Self.transpose(basis.base, rank, labels, into: rows.base)
      multiply(byFeature, rows.base, into: projected.base)
      if round == 2 { break }
      multiply(byLabel, projected.base, into: rows.base)
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
    isTrained = positives.map { !$0.isEmpty }
  }

  /// [rows, columns] to [columns, rows].
  private static func transpose(
    _ from: FloatPointer, _ rows: Int, _ columns: Int, into to: FloatPointer
  ) {
    for row in 0..<rows {
      for column in 0..<columns { to[column * rows + row] = from[row * columns + column] }
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

extension LinearStart {
  /// The start of a network's wide part.
  ///
  /// - Parameter training: with features and labels.
  /// - Returns: nil where the network has no wide part, and as the other `init`.
  public init?(
    of network: AnnotationNetwork, training: [EncodedDocument], parameters: LinearParameters,
    progress: @escaping WorkReport
  ) {
    guard let wide = network.wide else { return nil }
    let configuration = network.configuration
    let set = TrainingSet(
      features: SparseMatrix(
        columnCount: configuration.wideFeatures, rows: training.map(\.features)),
      labels: training.map(\.labels), labelCount: configuration.labels)
    self.init(
      set.features, positives: set.documentsByLabel(), parameters: parameters, rank: wide.size,
      pool: network.pool, progress: progress)
  }
}

extension AnnotationNetwork {
  /// Puts a linear model into the wide part and the output's biases.
  public func take(_ start: LinearStart) {
    guard let wide else { return }
    wide.table.values = start.table
    for label in 0..<configuration.labels {
      let row = output.kernel.value + label * output.size + configuration.encodedSize
      for i in 0..<wide.size { row[i] = start.output[label * wide.size + i] }
      // A label without documents keeps its log-odds.
      if start.isTrained[label] { output.bias.value[label] = start.biases[label] }
    }
  }
}

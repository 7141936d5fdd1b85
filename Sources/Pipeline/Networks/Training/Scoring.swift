// Scores of many documents by a trained network, batch by batch.
import PipelineBaselines
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics
import Synchronization

/// Runs a network over documents without training it.
package struct Scorer: Sendable {
  private let network: AnnotationNetwork
  private let form: BatchForm
  private let batchSize: Int
  /// Scores below this are not kept, except for the best ones.
  private let floor: Float
  private let pool: WorkerPool

  package init(
    _ network: AnnotationNetwork, form: BatchForm, batchSize: Int, floor: Float, pool: WorkerPool
  ) {
    self.network = network
    self.form = form
    self.batchSize = batchSize
    self.floor = floor
    self.pool = pool
  }

  /// The scores of documents that are made batch by batch.
  ///
  /// - Parameters:
  ///   - documents: the documents with some numbers below `count`.
  ///   - progress: called with the number of documents done.
  package func score(
    _ count: Int, progress: (Int) -> Void = { _ in },
    documents: @escaping @Sendable (Range<Int>) -> [EncodedDocument]
  ) -> ScoredDocuments {
    let scored = Mutex(ScoredDocuments(labelCount: network.configuration.labels))
    // On one thread, because the pool's threads are busy meanwhile: numbering the words of a batch
    // takes a small part of the time in which it is read.
    let layOut = { @Sendable [form, batchSize] (start: Int) in
      let part = documents(min(start, count)..<min(start + batchSize, count))
      return (documents: part, batch: DocumentBatch(part, form: form))
    }
    var next = layOut(0)
    var done: (documents: [EncodedDocument], kept: [KeptScores]) = ([], [])
    for start in stride(from: 0, to: count, by: batchSize) {
      let (part, batch) = next
      var kept: [KeptScores] = []
      // The last batch is stored and the next one laid out while this one is read.
      next = pool.preparing { [done, batchSize] in
        scored.withLock { $0.append(done.documents, done.kept) }
        return layOut(start + batchSize)
      } while: {
        network.forward(batch, training: false)
        network.makeScores()
        kept = keptScores(part.count)
      }
      done = (part, kept)
      progress(start + part.count)
    }
    scored.withLock { $0.append(done.documents, done.kept) }
    return scored.withLock { $0 }
  }

  /// The scores of the documents, the mean loss, and the loss of each batch.
  ///
  /// - Parameter droppingLastBatch: even a full one (T3); the scores cover what was read.
  func scoreAndLoss(
    _ documents: [EncodedDocument], droppingLastBatch: Bool = false
  ) -> (scored: ScoredDocuments, loss: LossParts, batches: [LossParts]) {
    var scored = ScoredDocuments(labelCount: network.configuration.labels)
    var sum = LossParts()
    var batches: [LossParts] = []
    let l2 = network.l2Loss()
    var weight = 0.0
    var start = 0
    while droppingLastBatch ? start + batchSize < documents.count : start < documents.count {
      let end = min(documents.count, start + batchSize)
      let part = Array(documents[start..<end])
      let batch = DocumentBatch(part, form: form)
      network.forward(batch, training: false)
      var loss = network.loss(
        batch, divisor: Float(part.count), gradient: false, withL2: false)
      let share = Double(part.count)
      sum.crossEntropy += share * loss.crossEntropy
      sum.similarity += share * loss.similarity
      sum.subsumption += share * loss.subsumption
      weight += share
      loss.l2 = l2
      batches.append(loss)
      scored.append(part, keptScores(part.count))
      start = end
    }
    if weight > 0 {
      sum.crossEntropy /= weight
      sum.similarity /= weight
      sum.subsumption /= weight
    }
    sum.l2 = l2
    return (scored, sum, batches)
  }

  /// The scores of the batch's `count` documents that are not below the floor, and the best ones.
  private func keptScores(_ count: Int) -> [KeptScores] {
    pool.mapChunks(of: count, size: KeptScores.lanes) { documents in
      KeptScores(network.scores.view, documents: documents, floor: floor)
    }
  }
}

extension ScoredDocuments {
  /// Appends the documents of a batch with the scores that are kept.
  fileprivate mutating func append(_ batch: [EncodedDocument], _ kept: [KeptScores]) {
    for (d, document) in batch.enumerated() {
      let row = kept[d / KeptScores.lanes].rows[d % KeptScores.lanes]
      append(
        labels: row.labels, scores: row.scores, truth: document.labels,
        truthOutside: document.labelsOutside)
    }
  }
}

/// The scores of neighbouring documents that are not below the floor, and the best ones.
private struct KeptScores: Sendable {
  /// The documents of a group: a line of the cache.
  static let lanes = 16
  /// By document.
  let rows: [(labels: ArraySlice<Int32>, scores: ArraySlice<Float>)]

  /// - Parameter all: scores, [L, B].
  init(_ all: MatrixView, documents: Range<Int>, floor: Float) {
    let labels = all.rows
    let all = all[columns: documents]
    // Counted first, so that no more memory is taken than is kept: a fresh page costs more
    // than a second look at a line.
    let counts = Self.counts(all, floor)
    // A place more for each document, which a score below the floor may overwrite.
    let starts = counts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1 + 1) }
    var numbers = [Int32](repeating: 0, count: starts[counts.count])
    var values = [Float](repeating: 0, count: starts[counts.count])
    var places = starts
    for label in 0..<labels {
      let row = all.row(label)
      // Most labels are unlikely for all documents of the group.
      if row.count == Self.lanes, !any(row.sixteen .>= floor) { continue }
      // Written in any case and kept by moving on: no branch that is hard to foresee.
      for d in 0..<row.count {
        let place = places[d]
        numbers[place] = Int32(label)
        values[place] = row[d]
        places[d] = place + (row[d] >= floor ? 1 : 0)
      }
    }
    let enough = min(SparseRow.alwaysKept, labels)
    rows = counts.indices.map { d in
      if counts[d] >= enough {
        let own = starts[d]..<starts[d] + counts[d]
        return (numbers[own], values[own])
      }
      let best = SparseRow(
        columns: Array(0..<Int32(labels)), values: (0..<labels).map { all[$0, d] }
      ).withoutLowScores(floor: floor)
      return (best.columns[...], best.values[...])
    }
  }

  /// For each document how many scores are not below the floor.
  private static func counts(_ all: MatrixView, _ floor: Float) -> [Int] {
    var counts = [Int](repeating: 0, count: all.columns)
    if all.columns == lanes {
      var sums = SIMD16<Int32>(repeating: 0)
      for label in 0..<all.rows {
        sums.replace(with: sums &+ 1, where: all.row(label).sixteen .>= floor)
      }
      for d in counts.indices { counts[d] = Int(sums[d]) }
    } else {
      for label in 0..<all.rows {
        for d in counts.indices where all[label, d] >= floor { counts[d] += 1 }
      }
    }
    return counts
  }
}

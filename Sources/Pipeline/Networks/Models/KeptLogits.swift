// What the linear model beneath a network says of a batch. It is not trained, so that it says the
// same of a document in every epoch: this is kept, as far as memory allows.
import PipelineBaselines
import PipelineNumerics

/// The log-odds of documents that are read in every epoch, a row for each: [rows, L].
final class KeptLogits {
  /// No more memory is taken: enough for 12,000 documents with 5,200 labels.
  static let mostBytes = 256 << 20

  private let logits = MatrixBuffer()
  private var isKnown: [Bool]

  init(rows: Int, labels: Int) {
    isKnown = Array(repeating: false, count: min(rows, Self.mostBytes / (4 * max(labels, 1))))
    logits.reshape(isKnown.count, labels)
  }

  /// Whether there is room for a row.
  func holds(_ row: Int) -> Bool { row < isKnown.count }

  /// Whether a row has been written.
  func knows(_ row: Int) -> Bool { holds(row) && isKnown[row] }

  func markKnown(_ row: Int) { isKnown[row] = true }

  /// [rows, L]
  var view: MatrixView { logits.view }
}

extension AnnotationNetwork {
  /// Adds the log-odds of the linear model to `logits`, [L, B] or [sample, B]: for a document of
  /// the training part those of the model that has not learnt it.
  func addLinearPart(_ batch: DocumentBatch) {
    guard let linear else { return }
    let (labelCount, sampled, allLabels) = (labelCount, sample?.labels, configuration.labels)
    let (logits, memory) = (logits.view, keptLogits.view)
    let rows = batch.linear.map { source in source.flatMap { keptLogits.holds($0.row) ? $0.row : nil } }
    func isKnown(_ document: Int) -> Bool { rows[document].map(keptLogits.knows) ?? false }
    let known = (0..<batch.count).filter(isKnown)
    let groups = linearGroups((0..<batch.count).filter { !isKnown($0) }, of: batch)
    pool.forEach(groups.count) { [heldOut] number in
      let documents = groups[number].documents
      let model = groups[number].part.map { heldOut[$0] } ?? linear
      model.withLogits(of: documents, by: MarginMaker(batch.features, rows: documents)) { own in
        for (number, document) in documents.enumerated() {
          rows[document].map(memory.row)?.copy(own.row(number)[0..<allLabels])
        }
        for place in 0..<labelCount {
          let (label, to) = (sampled.map { Int($0[place]) } ?? place, logits.row(place))
          for (number, document) in documents.enumerated() { to[document] += own[number, label] }
        }
      }
    }
    // A group of documents fills cache lines of the logits.
    pool.forEachChunk(of: known.count, size: documentsOfLine) { places in
      let own = known[places].compactMap { document in
        rows[document].map { (document: document, logits: memory.row($0)) }
      }
      for place in 0..<labelCount {
        let (label, to) = (sampled.map { Int($0[place]) } ?? place, logits.row(place))
        for (document, logits) in own { to[document] += logits[label] }
      }
    }
    for row in rows { row.map(keptLogits.markKnown) }
  }

  /// Documents of a batch in groups, each of one linear model, whose weights are read once.
  private func linearGroups(
    _ documents: [Int], of batch: DocumentBatch
  ) -> [(part: Int?, documents: [Int])] {
    let size = pool.share(of: documents.count, most: MarginMaker.batch(classifiers: configuration.labels))
    let lines = (size + documentsOfLine - 1) / documentsOfLine * documentsOfLine
    let byPart = Dictionary(grouping: documents) { batch.linear[$0]?.part ?? -1 }
    return byPart.sorted { $0.key < $1.key }.flatMap { part, documents in
      stride(from: 0, to: documents.count, by: lines).map { start in
        (part < 0 ? nil : part, Array(documents[start..<min(start + lines, documents.count)]))
      }
    }
  }
}

/// So many documents' logits of a label fill a cache line.
private let documentsOfLine = 16

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
    let kept = keptLogits
    let (labelCount, sampled) = (labelCount, sample?.labels)
    let (logits, memory) = (logits.view, kept?.view)
    func row(of document: Int) -> Int? {
      batch.linear[document].flatMap { kept?.holds($0.row) == true ? $0.row : nil }
    }
    let rows = (0..<batch.count).map(row)
    let groups = linearGroups(batch, where: { rows[$0].map { kept?.knows($0) != true } ?? true })
    pool.forEach(groups.count) { [heldOut] number in
      let documents = groups[number].documents
      let model = groups[number].part.map { heldOut[$0] } ?? linear
      let own = model.logits(of: documents.map { batch.features[$0] })
      for (lane, document) in documents.enumerated() {
        if let to = rows[document].flatMap({ memory?.row($0) }) {
          for label in 0..<to.count { to[label] = own[label, lane] }
        }
      }
      for place in 0..<labelCount {
        let (label, to) = (sampled.map { Int($0[place]) } ?? place, logits.row(place))
        for (lane, document) in documents.enumerated() { to[document] += own[label, lane] }
      }
    }
    // Those that were known before.
    let computed = Set(groups.flatMap(\.documents))
    let known = (0..<batch.count).filter { !computed.contains($0) }
    // A group of documents fills cache lines of the logits.
    pool.forEachChunk(of: known.count, size: LaneMargins.count) { places in
      let own = places.compactMap { place in
        rows[known[place]].flatMap { memory?.row($0) }.map { (document: known[place], logits: $0) }
      }
      for place in 0..<labelCount {
        let (label, to) = (sampled.map { Int($0[place]) } ?? place, logits.row(place))
        for (document, logits) in own { to[document] += logits[label] }
      }
    }
    for document in computed { if let row = rows[document] { kept?.markKnown(row) } }
  }

  /// Documents of a batch in groups of at most sixteen, each of one linear model, which share the
  /// features that are looked up.
  private func linearGroups(
    _ batch: DocumentBatch, where isWanted: (Int) -> Bool
  ) -> [(part: Int?, documents: [Int])] {
    let wanted = (0..<batch.count).filter(isWanted)
    let byPart = Dictionary(grouping: wanted) { batch.linear[$0]?.part ?? -1 }
    return byPart.sorted { $0.key < $1.key }.flatMap { part, documents in
      stride(from: 0, to: documents.count, by: LaneMargins.count).map { start in
        (
          part < 0 ? nil : part,
          Array(documents[start..<min(start + LaneMargins.count, documents.count)])
        )
      }
    }
  }
}

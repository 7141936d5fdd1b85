// Scores of many documents by a trained network, batch by batch.

/// Runs a network over documents without training it.
public struct Scorer {
  private let network: AnnotationNetwork
  private let form: BatchForm
  private let batchSize: Int
  /// Scores below this are not kept.
  private let floor: Float

  public init(_ network: AnnotationNetwork, form: BatchForm, batchSize: Int, floor: Float) {
    self.network = network
    self.form = form
    self.batchSize = batchSize
    self.floor = floor
  }

  /// The scores of the documents, the mean loss, and the loss of each batch.
  ///
  /// - Parameters:
  ///   - isOriginal: drops the last batch, even a full one (T3), as the
  ///     original's loss does; the scores cover what was read.
  ///   - progress: told the documents done.
  public func score(
    _ documents: [EncodedDocument], isOriginal: Bool = false, progress: (Int) -> Void = { _ in }
  ) -> (scored: ScoredDocuments, loss: LossParts, batches: [LossParts]) {
    let labels = network.configuration.labels
    var scored = ScoredDocuments(labelCount: labels)
    var sum = LossParts()
    var batches: [LossParts] = []
    let l2 = network.l2Loss()
    var weight = 0.0
    var start = 0
    while isOriginal ? start + batchSize < documents.count : start < documents.count {
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
      append(part, to: &scored)
      start = end
      progress(start)
    }
    if weight > 0 {
      sum.crossEntropy /= weight
      sum.similarity /= weight
      sum.subsumption /= weight
    }
    sum.l2 = l2
    return (scored, sum, batches)
  }

  private func append(_ documents: [EncodedDocument], to scored: inout ScoredDocuments) {
    let labels = network.configuration.labels
    let count = documents.count
    let scores = network.scores.base
    // Along the memory: scores lie label by label.
    var kept = [[Int32]](repeating: [], count: count)
    var values = [[Float]](repeating: [], count: count)
    for label in 0..<labels {
      for d in 0..<count {
        let score = scores[label * count + d]
        if score >= floor {
          kept[d].append(Int32(label))
          values[d].append(score)
        }
      }
    }
    for (d, document) in documents.enumerated() {
      scored.append(
        labels: kept[d], scores: values[d], truth: document.labels,
        truthOutside: document.labelsOutside)
    }
  }
}

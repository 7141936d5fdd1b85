// Which labels a label-wise network looks at: its cost grows with their number, so with many
// labels only those are computed that the linear model considers possible.
import PipelineNumerics

extension AnnotationNetwork {
  /// In training one label is drawn from all of them for this many likely ones: the network has to see
  /// what it should not give.
  private static let likelyPerDrawn = 4

  /// The labels of each document for which vectors are computed: all of them, or with a
  /// shortlist those with the greatest logits; in training also the true ones and some that
  /// are drawn.
  ///
  /// - Parameter step: of training, for the draws.
  func shortlist(_ batch: DocumentBatch, training: Bool, step: UInt64) -> LabelRows {
    let (labels, count) = (configuration.labels, batch.count)
    let size = configuration.shortlist
    guard size > 0, size < labels, linear != nil else {
      return LabelRows(
        starts: (0...count).map { $0 * labels },
        labels: (0..<count).flatMap { _ in 0..<Int32(labels) }, labelCount: labels)
    }
    let logits = logits.view
    let lists = pool.map(count) { [options] document in
      let keys = (0..<labels).map {
        rankingKey(score: logits[$0, document], label: Int32($0))
      }
      let least = keys.smallest(size).last ?? 0
      var chosen = Set((0..<labels).filter { keys[$0] <= least }.map { Int32($0) })
      if training {
        chosen.formUnion(batch.labels[document])
        var random = RandomStream(seed: options.seed, for: .shortlist, at: step, UInt64(document))
        for _ in 0..<size / Self.likelyPerDrawn { chosen.insert(Int32(random.next(below: labels))) }
      }
      return chosen.sorted()
    }
    var starts = [0]
    for list in lists { starts.append(starts[starts.count - 1] + list.count) }
    return LabelRows(starts: starts, labels: lists.flatMap { $0 }, labelCount: labels)
  }
}

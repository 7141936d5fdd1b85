// Trains with only a share of each document's labels, to see what incomplete
// tagging does (`--keep_label_percent`).
import PipelineNumerics

/// The labels that the original keeps of one document: the first
/// `round(keep · n)` of n, halves to even, after a shuffle that is the same for
/// every document with n labels. It may keep none.
///
/// - Source: docs/original.md, Data, D4.
public func thinnedLabels<Label>(_ labels: [Label], keep: Double) -> [Label] {
  precondition((0...1).contains(keep), "a share is between 0 and 1")
  var shuffled = labels
  var generator = MersenneTwister(seed: 1234)
  generator.shuffle(&shuffled)
  let count = (Double(labels.count) * keep).rounded(.toNearestOrEven)
  return Array(shuffled.prefix(Int(count)))
}

/// The same with a separate shuffle for each document, keeping at least one label
/// if there are any.
///
/// - Parameter document: the document's index in the corpus; with `seed` it
///   decides the shuffle.
public func thinnedLabels<Label>(
  _ labels: [Label], keep: Double, seed: UInt64, document: Int
) -> [Label] {
  precondition((0...1).contains(keep), "a share is between 0 and 1")
  var shuffled = labels
  var generator = RandomStream(seed: seed, for: .thinnedLabels, at: UInt64(document))
  generator.shuffle(&shuffled)
  let count = (Double(labels.count) * keep).rounded(.toNearestOrEven)
  return Array(shuffled.prefix(max(Int(count), 1)))
}

// A model's answer for each document of an evaluation, together with the true
// tags. The stage decides how it is written.

/// The answer for one document.
package struct DocumentAnswer: Sendable {
  /// A tag with its score; nil if the score was too low to be kept.
  package struct Tag: Sendable, Equatable {
    package var label: Int
    package var score: Float?
  }

  package var id: String
  /// Best first.
  package var predicted: [Tag]
  /// The true tags that the vocabulary contains, in its order.
  package var truth: [Tag]
  /// How many true tags the vocabulary does not contain.
  package var truthOutside: Int
  /// Nil if the document has no true tag.
  package var f1: Double?
}

extension PredictionSet {
  /// The answers by `rule`, document by document.
  package func answers(by rule: DecisionRule) -> [DocumentAnswer] {
    (0..<scored.count).map { document in
      let range = scored.scoreRange(of: document)
      let predicted = scored.chosen(by: rule, of: document).map { place in
        DocumentAnswer.Tag(
          label: Int(scored.labels[range.lowerBound + place]),
          score: scored.scores[range.lowerBound + place])
      }
      let truth = scored.truth(of: document).map { label in
        DocumentAnswer.Tag(
          label: Int(label),
          score: range.first { scored.labels[$0] == label }.map { scored.scores[$0] })
      }
      let given = Set(predicted.map(\.label))
      let count = scored.truthCount(of: document)
      let overlap = Overlap(
        predicted: predicted.count, truth: count,
        shared: truth.count { given.contains($0.label) })
      return DocumentAnswer(
        id: ids[document], predicted: predicted, truth: truth,
        truthOutside: count - truth.count, f1: count == 0 ? nil : overlap.f1)
    }
  }
}

// Several models' scores of the same documents, averaged. It trains no model; it
// determines on validation documents how much each one counts.
import PipelineBaselines
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics

/// What is averaged.
public enum FusionForm: String, CaseIterable, Sendable {
  /// The scores; a label that a model does not list counts as 0.
  case scores
  /// 61 / (60 + rank): reciprocal rank fusion (Cormack, Clarke, Büttcher 2009),
  /// in (0, 1]. For models whose scores cannot be compared.
  case ranks
}

/// A weighted mean of models.
struct Fusion: Equatable, Sendable {
  let form: FusionForm
  /// A weight for each model; they add up to 1.
  let weights: [Double]

  /// - Precondition: weights are not negative, and one is positive.
  init(form: FusionForm, weights: [Double]) {
    let sum = weights.reduce(0, +)
    precondition(weights.allSatisfy { $0 >= 0 } && sum > 0, "weights of a mean")
    self.form = form
    self.weights = weights.map { $0 / sum }
  }

  /// Chooses weights by greedy selection with repetition (Caruana et al. 2004):
  /// in each round the model that helps the mean most is added once more; the
  /// best round counts. Of equally good models the first is taken.
  ///
  /// - Parameters:
  ///   - validation: the scores of one set of documents by each model.
  ///   - metric: what counts, at the threshold that is best for it.
  /// - Precondition: all have the same documents and labels; there is a model.
  init(
    tuningOn validation: [ScoredDocuments], form: FusionForm, maximizing metric: Metric,
    rounds: Int = 20
  ) {
    precondition(!validation.isEmpty, "a model to fuse")
    var counts = [Double](repeating: 0, count: validation.count)
    var best = (value: -Double.infinity, counts: counts)
    let rows = validation.map { Self.rows($0, form) }
    for _ in 0..<(validation.count == 1 ? 1 : rounds) {
      var step = (value: -Double.infinity, model: 0)
      for model in validation.indices {
        var tried = counts
        tried[model] += 1
        let value = tunedThreshold(
          for: Fusion(form: form, weights: tried).mean(rows, like: validation[0]),
          maximizing: metric
        ).value
        if value > step.value { step = (value, model) }
      }
      counts[step.model] += 1
      // A gain must be more than rounding.
      if step.value > best.value + 1e-12 { best = (step.value, counts) }
    }
    self.init(form: form, weights: best.counts)
  }

  /// The mean of the models' scores.
  ///
  /// - Precondition: `rows` of a model for each weight, of the documents and labels of `set`.
  func mean(_ models: [SparseMatrix], like set: ScoredDocuments) -> ScoredDocuments {
    precondition(models.allSatisfy { $0.count == set.count }, "the same documents")
    var fused = ScoredDocuments(labelCount: set.labelCount)
    var sum = SparseSum(columnCount: set.labelCount)
    for document in 0..<set.count {
      for (weight, rows) in zip(weights, models) where weight > 0 {
        for entry in rows.entries(of: document) {
          sum.add(Float(weight) * rows.values[entry], at: rows.columns[entry])
        }
      }
      let row = sum.take().withoutLowScores()
      fused.append(
        labels: row.columns, scores: row.values, truth: set.truth(of: document),
        truthOutside: set.truthOutside[document])
    }
    return fused
  }

  /// What is averaged of a model's scores.
  static func rows(_ set: ScoredDocuments, _ form: FusionForm) -> SparseMatrix {
    let scores = SparseMatrix(
      columnCount: set.labelCount, starts: set.scoreStarts, columns: set.labels,
      values: set.scores)
    guard form == .ranks else { return scores }
    return SparseMatrix(
      columnCount: set.labelCount,
      rows: (0..<scores.count).map { document in
        let row = scores[document]
        let order = zip(row.values, row.columns).map { rankingKey(score: $0, label: $1) }.sorted()
        return SparseRow(
          columns: order.map { label(ofRankingKey: $0) },
          values: order.indices.map { 61 / Float(61 + $0) })
      })
  }
}

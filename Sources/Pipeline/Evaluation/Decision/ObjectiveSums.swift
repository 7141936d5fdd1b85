// The value of the objective of tuning, while predictions are added one by one.

/// The objective of some predictions, kept up to date as they change.
struct ObjectiveSums {
  private let objective: Metric
  private var documents: [Overlap]
  private var labels: [Overlap]
  private let documentCount: Int
  private let labelCount: Int
  private var f1 = 0.0
  private var precision = 0.0
  private var recall = 0.0
  private var labelF1 = 0.0
  private var all = Overlap(predicted: 0, truth: 0, shared: 0)

  /// Nothing is predicted yet. Documents without a true label do not count.
  ///
  /// - Precondition: the objective is among `Metric.ofDecisions`.
  init(_ scored: ScoredDocuments, objective: Metric) {
    self.objective = objective
    documents = (0..<scored.count).map {
      Overlap(predicted: 0, truth: scored.truthCount(of: $0), shared: 0)
    }
    labels = Array(
      repeating: Overlap(predicted: 0, truth: 0, shared: 0), count: scored.labelCount)
    for label in scored.truth { labels[Int(label)].truth += 1 }
    documentCount = documents.count { $0.truth > 0 }
    labelCount = labels.count { $0.truth > 0 }
    all.truth = documents.reduce(0) { $0 + $1.truth }
  }

  /// Adds a prediction, or with `sign` −1 takes it back.
  mutating func add(document: Int, label: Int, isTrue: Bool, sign: Int = 1) {
    let old = documents[document]
    change(&documents[document], isTrue, sign)
    let new = documents[document]
    f1 += new.f1 - old.f1
    precision += new.precision - old.precision
    recall += new.recall - old.recall
    change(&all, isTrue, sign)
    if case .macroF1 = objective, labels[label].truth > 0 {
      labelF1 -= labels[label].f1
      change(&labels[label], isTrue, sign)
      labelF1 += labels[label].f1
    }
  }

  private func change(_ overlap: inout Overlap, _ isTrue: Bool, _ sign: Int) {
    overlap.predicted += sign
    overlap.shared += isTrue ? sign : 0
  }

  /// The value of the present predictions.
  var value: Double {
    switch objective {
    case .exampleF1: documentCount == 0 ? 0 : f1 / Double(documentCount)
    case .f1OfMeans:
      documentCount == 0 ? 0 : harmonicMean(precision, recall) / Double(documentCount)
    case .microF1: all.f1
    case .macroF1: labelCount == 0 ? 0 : labelF1 / Double(labelCount)
    case .cost(let positive, let negative):
      documentCount == 0
        ? 0
        : -(positive * Double(all.predicted - all.shared)
          + negative * Double(all.truth - all.shared)) / Double(documentCount)
    default: preconditionFailure("\(objective) is not of predicted sets")
    }
  }
}

// Compares models that were evaluated on the same documents: how large the
// difference is, how certain, and on which documents.
import FormatsFiles
import PipelineNumerics

/// The comparison of two or more models over paired folds.
package struct Comparison: Codable, Equatable, Sendable {
  /// A model with its metrics by fold.
  package struct Model: Codable, Equatable, Sendable {
    /// The name in tables and messages.
    package var name: String
    /// [folds][metrics].
    package var values: [[Double]]
  }

  /// Model `b` less model `a` by one metric.
  package struct Difference: Codable, Equatable, Sendable {
    /// The place of the first model in `models`.
    package var a: Int
    /// The place of the second model in `models`.
    package var b: Int
    /// The metric that is compared, one of `Metric.ofComparisons`; higher is better.
    package var metric: Metric
    /// The mean over folds.
    package var difference: Double
    /// The 95 % confidence interval of the bootstrap over documents.
    package var low: Double
    /// The upper end of the interval.
    package var high: Double
    /// P-values: bootstrap over documents, corrected t-test and Wilcoxon's test over folds
    /// (nil if there are too few).
    package var pBootstrap: Double?
    /// The two-sided p-value of the t-test over folds, corrected for shared training documents.
    package var pTTest: Double?
    /// The two-sided p-value of Wilcoxon's signed-rank test over folds.
    package var pWilcoxon: Double?
    /// The same, corrected by Holm for the number of pairs of models.
    package var correctedBootstrap: Double?
    /// `pTTest`, corrected.
    package var correctedTTest: Double?
    /// `pWilcoxon`, corrected.
    package var correctedWilcoxon: Double?
  }

  /// A document on which two models differ.
  package struct Example: Codable, Equatable, Sendable {
    /// The identifier of the document.
    package var id: String
    /// The fold in which it was tested, from 0.
    package var fold: Int
    /// The document's F1 with model `a`.
    package var f1OfA: Double
    /// The document's F1 with model `b`.
    package var f1OfB: Double
    /// Its true tags, those outside the vocabulary excluded.
    package var truth: [String]
    /// The tags that model `a` gives it.
    package var tagsOfA: [String]
    /// The tags that model `b` gives it.
    package var tagsOfB: [String]
  }

  /// On how many documents `b` has a better F1 than `a`.
  package struct Documents: Codable, Equatable, Sendable {
    /// The place of the first model in `models`.
    package var a: Int
    /// The place of the second model in `models`.
    package var b: Int
    /// Documents on which `b` is better.
    package var wins: Int
    /// Documents with equal F1.
    package var ties: Int
    /// Documents on which `a` is better.
    package var losses: Int
    /// The documents with the largest differences.
    package var bestWins: [Example]
    /// The documents with the largest differences in favour of `a`.
    package var worstLosses: [Example]
  }

  /// A model that could not be compared, and why.
  package struct Omission: Codable, Equatable, Sendable {
    /// The name of the model.
    package var name: String
    /// Why, as the end of a sentence that begins with `which`.
    package var reason: String

    /// A model that is left out.
    package init(name: String, reason: String) {
      self.name = name
      self.reason = reason
    }
  }

  /// The metrics that are compared, in the order of the tables.
  package var metrics: [Metric]
  /// The first is the one that the others are compared with.
  package var models: [Model]
  /// Models that could not be compared.
  package var leftOut: [Omission]
  /// Documents of all folds.
  package var documents: Int
  /// The number of samples of the bootstrap.
  package var resamples: Int
  /// The seed of the bootstrap.
  package var seed: UInt64
  /// All pairs of models by all metrics.
  package var differences: [Difference]
  /// Wins and losses of all pairs of models.
  package var byDocument: [Documents]
}

/// A model to compare: its predictions fold by fold, with the rule that decides
/// on tags.
package struct ComparedModel: Sendable {
  /// The name in tables and messages.
  package var name: String
  /// The predictions of each fold, and how they become tags.
  package var folds: [(set: PredictionSet, rule: DecisionRule)]

  /// A model with at least one fold.
  package init(name: String, folds: [(set: PredictionSet, rule: DecisionRule)]) {
    self.name = name
    self.folds = folds
  }
}

extension Comparison {
  /// Compares all pairs of models.
  ///
  /// A document that is in several folds is drawn in all of them or in none,
  /// so that differences on a shared test set do not look more certain than they are.
  ///
  /// Where models know different labels, means over labels are over those that any of them knows.
  ///
  /// - Parameters:
  ///   - models: with equally many folds; fold by fold the same documents in the
  ///     same order.
  ///   - leftOut: others, which cannot be compared.
  ///   - examples: documents shown for each pair, better and worse.
  package init(
    _ models: [ComparedModel], leftOut: [Omission] = [], resamples: Int = 1_000,
    seed: UInt64 = 1, examples: Int = 5, pool: WorkerPool
  ) {
    precondition(!models.isEmpty, "there is a model")
    precondition(models.allSatisfy { $0.folds.count == models[0].folds.count }, "paired folds")
    let vocabularies = models[0].folds.indices.map { fold in
      SharedVocabulary(models.map { $0.folds[fold].set })
    }
    let compared = models.enumerated().map { number, model in
      zip(model.folds, vocabularies).map { fold, vocabulary in
        ComparedFold(fold.set.scored, rule: fold.rule, vocabulary: vocabulary?.parts[number])
      }
    }
    let (units, unitCount) = Self.units(models[0], compared[0])
    self.models = zip(models, compared).map { model, folds in
      Model(
        name: model.name,
        values: folds.map { fold in
          fold.values(weights: Array(repeating: 1, count: fold.documents.count))
        })
    }
    metrics = Metric.ofComparisons
    self.leftOut = leftOut
    documents = units.reduce(0) { $0 + $1.count }
    self.resamples = resamples
    self.seed = seed
    differences = []
    byDocument = []
    guard models.count > 1 else { return }
    let drawn = Self.resampled(
      compared, units: units, unitCount: unitCount, resamples: resamples, seed: seed, pool: pool)
    let shares = models[0].folds.map { fold in
      Double(fold.set.scored.count) / Double(max(fold.set.trainingDocuments, 1))
    }
    differences = Self.differences(
      self.models, metrics, drawn, testShare: shares.reduce(0, +) / Double(max(shares.count, 1)))
    for a in models.indices {
      for b in models.indices where b > a {
        byDocument.append(Self.byDocument(a, b, models, compared, examples: examples))
      }
    }
  }

  /// The values of a model by a metric, fold by fold.
  package func values(_ metric: Metric, of model: Int) -> [Double] {
    guard let place = metrics.firstIndex(of: metric) else { return [] }
    return models[model].values.map { $0[place] }
  }

  /// A p-value for people.
  package static func text(ofProbability p: Double?) -> String {
    guard let p else { return "–" }
    return p < 0.0001 ? "< 0.0001" : String(fixed: p, decimals: 4)
  }

  /// For each fold the number of each document among all distinct ones.
  private static func units(
    _ model: ComparedModel, _ folds: [ComparedFold]
  ) -> (units: [[Int]], count: Int) {
    var numbers: [ExactString: Int] = [:]
    let units = zip(model.folds, folds).map { fold, compared in
      compared.documents.map { document in
        let id = ExactString(fold.set.ids[document])
        let number = numbers[id] ?? numbers.count
        numbers[id] = number
        return number
      }
    }
    return (units, numbers.count)
  }

  /// The means over folds in each resample, [resamples][models][metrics].
  private static func resampled(
    _ compared: [[ComparedFold]], units: [[Int]], unitCount: Int, resamples: Int, seed: UInt64,
    pool: WorkerPool
  ) -> [[[Double]]] {
    pool.map(resamples) { resample in
      var means = compared.map { _ in [Double](repeating: 0, count: Metric.ofComparisons.count) }
      var random = RandomStream(seed: seed, at: UInt64(resample))
      var counts = [Int32](repeating: 0, count: unitCount)
      for _ in 0..<unitCount { counts[random.next(below: unitCount)] += 1 }
      for (fold, own) in units.enumerated() {
        let weights = own.map { counts[$0] }
        for (model, folds) in compared.enumerated() {
          for (metric, value) in folds[fold].values(weights: weights).enumerated() {
            means[model][metric] += value / Double(units.count)
          }
        }
      }
      return means
    }
  }

  private static func differences(
    _ models: [Model], _ metrics: [Metric], _ drawn: [[[Double]]], testShare: Double
  ) -> [Difference] {
    var all: [Difference] = []
    for (place, metric) in metrics.enumerated() {
      var own: [Difference] = []
      for a in models.indices {
        for b in models.indices where b > a {
          let folds = zip(models[a].values, models[b].values).map { $1[place] - $0[place] }
          let sample = drawn.map { $0[b][place] - $0[a][place] }.sorted()
          let mean = folds.reduce(0, +) / Double(folds.count)
          own.append(
            Difference(
              a: a, b: b, metric: metric, difference: mean,
              low: quantile(sample, 0.025), high: quantile(sample, 0.975),
              pBootstrap: bootstrapP(sample), pTTest: pairedTTest(folds, testShare: testShare),
              pWilcoxon: folds.count > 1 ? wilcoxonSignedRankTest(folds) : nil))
        }
      }
      let bootstrap = holmCorrected(own.map(\.pBootstrap))
      let tTest = holmCorrected(own.map(\.pTTest))
      let wilcoxon = holmCorrected(own.map(\.pWilcoxon))
      for i in own.indices {
        own[i].correctedBootstrap = bootstrap[i]
        own[i].correctedTTest = tTest[i]
        own[i].correctedWilcoxon = wilcoxon[i]
      }
      all += own
    }
    return all
  }

  /// The share of resamples on the other side of 0, both sides counted.
  private static func bootstrapP(_ sorted: [Double]) -> Double? {
    guard !sorted.isEmpty else { return nil }
    let below = sorted.count { $0 <= 0 }
    let above = sorted.count { $0 >= 0 }
    return min(1, 2 * Double(min(below, above) + 1) / Double(sorted.count + 1))
  }

  /// Between the two nearest values, as NumPy's default.
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    guard let last = sorted.indices.last else { return 0 }
    let place = share * Double(last)
    let low = Int(place)
    let high = min(low + 1, last)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }

  private static func byDocument(
    _ a: Int, _ b: Int, _ models: [ComparedModel], _ compared: [[ComparedFold]], examples: Int
  ) -> Documents {
    var result = Documents(
      a: a, b: b, wins: 0, ties: 0, losses: 0, bestWins: [], worstLosses: [])
    var all: [(difference: Double, fold: Int, place: Int)] = []
    for fold in compared[a].indices {
      for place in compared[a][fold].documents.indices {
        let difference =
          compared[b][fold].overlaps[place].f1 - compared[a][fold].overlaps[place].f1
        if difference > 0 {
          result.wins += 1
        } else if difference < 0 {
          result.losses += 1
        } else {
          result.ties += 1
        }
        if difference != 0 { all.append((difference, fold, place)) }
      }
    }
    func example(_ entry: (difference: Double, fold: Int, place: Int)) -> Example {
      let document = compared[a][entry.fold].documents[entry.place]
      func tags(_ model: Int) -> [String] {
        let (set, rule) = models[model].folds[entry.fold]
        let start = set.scored.scoreRange(of: document).lowerBound
        return set.scored.chosen(by: rule, of: document).map {
          set.labels[Int(set.scored.labels[start + $0])]
        }
      }
      let set = models[a].folds[entry.fold].set
      return Example(
        id: set.ids[document], fold: entry.fold,
        f1OfA: compared[a][entry.fold].overlaps[entry.place].f1,
        f1OfB: compared[b][entry.fold].overlaps[entry.place].f1,
        truth: set.scored.truth(of: document).map { set.labels[Int($0)] },
        tagsOfA: tags(a), tagsOfB: tags(b))
    }
    // Equal differences in the order of folds and documents.
    let sorted = all.indices.sorted {
      (all[$1].difference, $0) < (all[$0].difference, $1)
    }
    result.bestWins = sorted.prefix(examples).filter { all[$0].difference > 0 }
      .map { example(all[$0]) }
    result.worstLosses = sorted.reversed().prefix(examples).filter { all[$0].difference < 0 }
      .map { example(all[$0]) }
    return result
  }
}

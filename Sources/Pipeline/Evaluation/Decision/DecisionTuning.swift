// Tunes each kind of rule on scored validation documents, and determines by
// cross-validation which kind can be trusted.

/// A kind of rule that can be tuned, simple ones first.
package enum DecisionKind: String, CaseIterable, Sendable {
  case threshold
  /// At least one label, whatever its score.
  case thresholdAtLeastOne = "threshold-at-least-1"
  case topK = "top-k"
  case topKWithFloor = "top-k-floor"
  case expectedF1 = "expected-f1"
  case cardinality
  case labelThresholds = "label-thresholds"
}

/// How scores are calibrated to probabilities.
package enum CalibrationKind: String, CaseIterable, Sendable {
  case none, platt, isotonic
}

/// Tunes rules for one objective.
package struct DecisionTuning: Sendable {
  package var objective: Metric
  package var calibration: CalibrationKind
  /// The largest number of labels that top-k rules try.
  package var largestK: Int

  package init(
    objective: Metric, calibration: CalibrationKind = .none, largestK: Int = 30
  ) {
    precondition(largestK > 0, "a document gets at least one label")
    self.objective = objective
    self.calibration = calibration
    self.largestK = largestK
  }

  /// The best rule of a kind for these documents.
  package func rule(_ kind: DecisionKind, for documents: ScoredDocuments) -> DecisionRule {
    let entries = documents.entries()
    let calibration = calibration(entries)
    switch kind {
    case .threshold, .thresholdAtLeastOne:
      let minimum = kind == .threshold ? 0 : 1
      let tuned = tunedThreshold(
        entries, of: documents, maximizing: objective, minimum: minimum)
      return DecisionRule(.threshold(tuned.threshold), minimum: minimum)
    case .labelThresholds:
      return DecisionRule(
        .labelThresholds(tunedLabelThresholds(entries, of: documents, maximizing: objective)))
    case .topK:
      return DecisionRule(.top(count: bestK(entries, documents), floor: -.infinity))
    case .topKWithFloor:
      var best = (count: 1, floor: Float.infinity, value: -Double.infinity)
      for count in 1...largestK {
        let tuned = tunedThreshold(
          entries, of: documents, maximizing: objective, maximum: count)
        if tuned.value > best.value + 1e-12 { best = (count, tuned.threshold, tuned.value) }
      }
      return DecisionRule(.top(count: best.count, floor: best.floor))
    case .cardinality:
      return cardinalityRule(documents, calibration: calibration)
    case .expectedF1:
      return DecisionRule(.expectedF1, calibration: calibration)
    }
  }

  /// The value that a rule reaches on documents.
  ///
  /// - Parameter measure: what is measured; nil is the objective.
  package func value(
    _ rule: DecisionRule, on documents: ScoredDocuments, measuring measure: Metric? = nil
  ) -> Double {
    var sums = ObjectiveSums(documents, objective: measure ?? objective)
    add(rule, to: &sums, documents) { _ in true }
    return sums.value
  }

  /// The value that the kind reaches on documents that it was not tuned on: document i is
  /// in part i mod `parts`, and each part is decided by the rule tuned on the others.
  ///
  /// - Parameter measure: what is measured; nil is the objective.
  /// - Returns: nil if there are fewer documents than parts.
  package func crossValidated(
    _ kind: DecisionKind, on documents: ScoredDocuments,
    measuring measure: Metric? = nil, parts: Int = 5
  ) -> CrossValidation? {
    guard documents.count >= parts, parts > 1 else { return nil }
    let rules = (0..<parts).map { part in
      rule(kind, for: documents.subset { $0 % parts != part })
    }
    let measure = measure ?? objective
    func value(where isWanted: (Int) -> Bool) -> Double {
      let some = documents.subset(isWanted)
      let numbers = (0..<documents.count).filter(isWanted)
      var sums = ObjectiveSums(some, objective: measure)
      for part in 0..<parts {
        add(rules[part], to: &sums, some) { numbers[$0] % parts == part }
      }
      return sums.value
    }
    let blocks = min(CrossValidation.blocks, documents.count)
    return CrossValidation(
      value: value { _ in true },
      withoutBlock: (0..<blocks).map { block in
        value { $0 * blocks / documents.count != block }
      })
  }

  private func add(
    _ rule: DecisionRule, to sums: inout ObjectiveSums, _ documents: ScoredDocuments,
    where isWanted: (Int) -> Bool
  ) {
    var owner = [Int](repeating: -1, count: documents.labelCount)
    for document in 0..<documents.count
    where isWanted(document) && documents.truthCount(of: document) > 0 {
      for label in documents.truth(of: document) { owner[Int(label)] = document }
      let range = documents.scoreRange(of: document)
      for place in documents.chosen(by: rule, of: document) {
        let label = Int(documents.labels[range.lowerBound + place])
        sums.add(document: document, label: label, isTrue: owner[label] == document)
      }
    }
  }

  private func calibration(_ entries: [ScoredEntry]) -> Calibration? {
    let pairs = entries.map { (score: $0.score, isTrue: $0.isTrue) }
    return switch calibration {
    case .none: nil
    case .platt: .platt(fittedTo: pairs)
    case .isotonic: .isotonic(fittedTo: pairs)
    }
  }

  private func bestK(_ entries: [ScoredEntry], _ documents: ScoredDocuments) -> Int {
    var byRank = [[ScoredEntry]](repeating: [], count: largestK)
    for entry in entries where entry.rank < largestK { byRank[Int(entry.rank)].append(entry) }
    var sums = ObjectiveSums(documents, objective: objective)
    var best = (count: 1, value: -Double.infinity)
    for (rank, list) in byRank.enumerated() {
      for entry in list {
        sums.add(document: Int(entry.document), label: Int(entry.label), isTrue: entry.isTrue)
      }
      if sums.value > best.value + 1e-12 { best = (rank + 1, sums.value) }
    }
    return best.count
  }

  /// Least squares for the number of tags, then the factor that is best for the
  /// objective: its optimum is seldom at the number of true tags.
  private func cardinalityRule(
    _ documents: ScoredDocuments, calibration: Calibration?
  ) -> DecisionRule {
    let plain = DecisionRule(.expectedF1, calibration: calibration)
    var (n, sx, sy, sxx, sxy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for document in 0..<documents.count where documents.truthCount(of: document) > 0 {
      let x = documents.withScores(of: document) { plain.sum($1) }
      let y = Double(documents.truthCount(of: document))
      n += 1
      sx += x
      sy += y
      sxx += x * x
      sxy += x * y
    }
    let spread = n * sxx - sx * sx
    let slope = spread > 1e-9 * n * sxx ? max((n * sxy - sx * sy) / spread, 0) : 0
    let intercept = n > 0 ? (sy - slope * sx) / n : 1
    var best = (rule: plain, value: -Double.infinity)
    for step in 4...16 {
      let factor = Double(step) / 10
      let rule = DecisionRule(
        .cardinality(
          CardinalityModel(
            intercept: factor * intercept, slope: factor * slope, maximum: largestK)),
        calibration: calibration)
      let value = value(rule, on: documents)
      if value > best.value + 1e-12 { best = (rule, value) }
    }
    return best.rule
  }
}

extension ScoredDocuments {
  /// Calls `body` with the scored labels of a document and their scores.
  package func withScores<R>(
    of document: Int,
    _ body: (UnsafeBufferPointer<Int32>, UnsafeBufferPointer<Float>) -> R
  ) -> R {
    let range = scoreRange(of: document)
    return labels.withUnsafeBufferPointer { labels in
      scores.withUnsafeBufferPointer { scores in
        body(
          UnsafeBufferPointer(rebasing: labels[range]),
          UnsafeBufferPointer(rebasing: scores[range]))
      }
    }
  }

  /// The places, from the first score of the document, of the labels that a
  /// rule gives it.
  package func chosen(by rule: DecisionRule, of document: Int) -> [Int] {
    withScores(of: document) { rule.chosen(labels: $0, scores: $1) }
  }

  /// The documents whose number `isWanted`.
  package func subset(_ isWanted: (Int) -> Bool) -> ScoredDocuments {
    var part = ScoredDocuments(labelCount: labelCount)
    for document in 0..<count where isWanted(document) {
      let range = scoreRange(of: document)
      part.append(
        labels: labels[range], scores: scores[range], truth: truth(of: document),
        truthOutside: truthOutside[document])
    }
    return part
  }
}

// Which tags are wrong: counts label by label, and the documents in which a
// model was most wrong about each.
import FormatsFiles
import PipelineText

/// What became of each label, over one or more folds.
package struct LabelReport: Sendable, Equatable {
  /// A document in which a label was given wrongly or missed.
  package struct Mistake: Sendable, Equatable {
    package var id: String
    /// 0 if the label was not scored.
    package var score: Float

    package init(id: String, score: Float) {
      self.id = id
      self.score = score
    }
  }

  /// One label.
  package struct Row: Sendable, Equatable {
    package var label: String
    /// The name for people.
    package var name: String
    /// Training documents that have it, on average over folds.
    package var training: Double
    /// Documents that truly have it, that were given it, and both.
    package var overlap: Overlap
    /// Wrongly given with the highest scores, best first.
    package var falsePositives: [Mistake]
    /// Missed with the lowest scores, lowest first.
    package var falseNegatives: [Mistake]

    package init(
      label: String, name: String? = nil, training: Double, overlap: Overlap,
      falsePositives: [Mistake], falseNegatives: [Mistake]
    ) {
      self.label = label
      self.name = name ?? label
      self.training = training
      self.overlap = overlap
      self.falsePositives = falsePositives
      self.falseNegatives = falseNegatives
    }
  }

  /// By label index of the first fold.
  package var rows: [Row]
  /// Pairs of document and true tag that is not a label, so that the model was not trained for it.
  package var outside: Int

  package init(rows: [Row] = [], outside: Int = 0) {
    self.rows = rows
    self.outside = outside
  }

  /// - Parameters:
  ///   - names: of the labels, for people.
  ///   - examples: mistakes kept for each label and kind.
  package init(
    _ set: PredictionSet, rule: DecisionRule, names: ConceptNames? = nil, examples: Int = 3
  ) {
    let scored = set.scored
    outside = scored.truthOutside.reduce(0) { $0 + Int($1) }
    rows = set.labels.indices.map {
      Row(
        label: set.labels[$0], name: names?.names[$0], training: Double(set.labelCounts[$0]),
        overlap: Overlap(predicted: 0, truth: 0, shared: 0), falsePositives: [],
        falseNegatives: [])
    }
    var owner = [Int](repeating: -1, count: scored.labelCount)
    var given = owner
    // Documents by number while mistakes come and go; names at the end.
    var wrong = [WorstDocuments](repeating: WorstDocuments(limit: examples), count: rows.count)
    var missed = wrong
    var scores = [Float](repeating: 0, count: rows.count)
    for document in 0..<scored.count where scored.truthCount(of: document) > 0 {
      for label in scored.truth(of: document) {
        owner[Int(label)] = document
        rows[Int(label)].overlap.truth += 1
      }
      let range = scored.scoreRange(of: document)
      for place in scored.chosen(by: rule, of: document) {
        let label = Int(scored.labels[range.lowerBound + place])
        given[label] = document
        rows[label].overlap.predicted += 1
        if owner[label] == document {
          rows[label].overlap.shared += 1
        } else {
          wrong[label].add(document, score: scored.scores[range.lowerBound + place], sign: -1)
        }
      }
      for index in range where owner[Int(scored.labels[index])] == document {
        scores[Int(scored.labels[index])] = scored.scores[index]
      }
      for label in scored.truth(of: document) {
        if given[Int(label)] != document {
          missed[Int(label)].add(document, score: scores[Int(label)], sign: 1)
        }
        scores[Int(label)] = 0
      }
    }
    for label in rows.indices {
      rows[label].falsePositives = wrong[label].mistakes(ids: set.ids)
      rows[label].falseNegatives = missed[label].mistakes(ids: set.ids)
    }
  }

  /// Adds another fold; labels are matched by name.
  package mutating func add(_ other: LabelReport, folds: Int, examples: Int = 3) {
    outside += other.outside
    var places: [ExactString: Int] = [:]
    for (place, row) in rows.enumerated() { places[ExactString(row.label)] = place }
    // A mean of whole numbers by their sum, without the errors of a running mean.
    func mean(_ training: Double, and other: Double) -> Double {
      ((training * Double(folds)).rounded() + other) / Double(folds + 1)
    }
    let known = Set(other.rows.map { ExactString($0.label) })
    for place in rows.indices where !known.contains(ExactString(rows[place].label)) {
      rows[place].training = mean(rows[place].training, and: 0)
    }
    for row in other.rows {
      guard let place = places[ExactString(row.label)] else {
        var row = row
        row.training = mean(0, and: row.training)
        rows.append(row)
        continue
      }
      rows[place].training = mean(rows[place].training, and: row.training)
      rows[place].overlap.predicted += row.overlap.predicted
      rows[place].overlap.truth += row.overlap.truth
      rows[place].overlap.shared += row.overlap.shared
      rows[place].falsePositives = Array(
        (rows[place].falsePositives + row.falsePositives)
          .sorted { $0.score > $1.score }.prefix(examples))
      rows[place].falseNegatives = Array(
        (rows[place].falseNegatives + row.falseNegatives)
          .sorted { $0.score < $1.score }.prefix(examples))
    }
  }
}

/// The few documents with the lowest keys.
private struct WorstDocuments {
  let limit: Int
  private var all: [(key: Float, document: Int)] = []

  init(limit: Int) { self.limit = limit }

  /// - Parameter sign: 1 keeps the lowest scores, −1 the highest.
  mutating func add(_ document: Int, score: Float, sign: Float) {
    let key = sign * score
    if all.count == limit, let last = all.last, key >= last.key { return }
    // Equal ones stay in the order of the documents.
    let place = all.firstIndex { key < $0.key } ?? all.count
    all.insert((key, document), at: place)
    if all.count > limit { all.removeLast() }
  }

  func mistakes(ids: [String]) -> [LabelReport.Mistake] {
    all.map { .init(id: ids[$0.document], score: abs($0.key)) }
  }
}

/// Results over the labels of similar frequency in training.
package struct FrequencyBand: Sendable, Equatable {
  /// Training documents of a label, from and up to; nil is open.
  package var from: Int
  package var to: Int?
  /// Labels of the vocabulary, and those that some evaluated document has.
  package var labels: Int
  package var occurring: Int
  /// Those that were given correctly at least once.
  package var found: Int
  /// All their pairs of document and label.
  package var overlap: Overlap
  /// The mean F1 of the occurring labels.
  package var macroF1: Double

  /// Labels by training frequency: 0, 1–5, 6–20, 21–100, above. True tags that are
  /// not labels count among the pairs of the first band.
  package static func bands(of report: LabelReport) -> [FrequencyBand] {
    [(0, 0), (1, 5), (6, 20), (21, 100), (101, nil as Int?)].compactMap { from, to in
      let rows = report.rows.filter {
        // A label of one training document in one of ten folds was in training.
        let count = $0.training > 0 ? max(1, Int($0.training.rounded())) : 0
        return count >= from && count <= to ?? .max
      }
      let outside = to == 0 ? report.outside : 0
      guard !rows.isEmpty || outside > 0 else { return nil }
      let occurring = rows.filter { $0.overlap.truth > 0 }
      var overlap = Overlap(predicted: 0, truth: outside, shared: 0)
      for row in rows {
        overlap.predicted += row.overlap.predicted
        overlap.truth += row.overlap.truth
        overlap.shared += row.overlap.shared
      }
      return FrequencyBand(
        from: from, to: to, labels: rows.count, occurring: occurring.count,
        found: occurring.count { $0.overlap.shared > 0 }, overlap: overlap,
        macroF1: occurring.reduce(0) { $0 + $1.overlap.f1 } / Double(max(occurring.count, 1)))
    }
  }
}

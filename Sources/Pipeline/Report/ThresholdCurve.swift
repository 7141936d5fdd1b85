// The results at every other threshold.
import PipelineEvaluation

/// Precision, recall and F1 for a hundred thresholds, from scores that are kept.
struct ThresholdCurve {
  struct Point {
    var threshold: Double
    var microPrecision = 0.0
    var microRecall = 0.0
    var microF1 = 0.0
    var exampleF1 = 0.0
  }

  let points: [Point]

  /// - Complexity: O(scores + documents × thresholds).
  init(_ scored: ScoredDocuments, steps: Int = 100) {
    let scores = scored.scores
    let isShare = scores.allSatisfy { $0 >= 0 && $0 <= 1 }
    let low = isShare ? 0 : Double(scores.min() ?? 0)
    let high = isShare ? 1 : Double(scores.max() ?? 1)
    let thresholds = (0..<steps).map { low + (high - low) * Double($0) / Double(steps) }
    // Over all documents: predicted, shared; the sum of F1.
    var predicted = [Int](repeating: 0, count: steps)
    var shared = predicted
    var f1 = [Double](repeating: 0, count: steps)
    var truth = 0
    var documents = 0
    var owner = [Int](repeating: -1, count: scored.labelCount)
    for document in 0..<scored.count where scored.truthCount(of: document) > 0 {
      documents += 1
      truth += scored.truthCount(of: document)
      for label in scored.truth(of: document) { owner[Int(label)] = document }
      // By the number of thresholds below a score.
      var above = [Int](repeating: 0, count: steps + 1)
      var right = above
      for index in scored.scoreRange(of: document) {
        let score = Double(scores[index])
        var place = Int(((score - low) / max(high - low, 1e-30) * Double(steps)).rounded(.up))
        place = min(max(place, 0), steps)
        while place < steps, thresholds[place] < score { place += 1 }
        while place > 0, thresholds[place - 1] >= score { place -= 1 }
        above[place] += 1
        if owner[Int(scored.labels[index])] == document { right[place] += 1 }
      }
      var overlap = Overlap(predicted: 0, truth: scored.truthCount(of: document), shared: 0)
      for step in (0..<steps).reversed() {
        overlap.predicted += above[step + 1]
        overlap.shared += right[step + 1]
        predicted[step] += overlap.predicted
        shared[step] += overlap.shared
        f1[step] += overlap.f1
      }
    }
    points = thresholds.indices.map { step in
      let all = Overlap(predicted: predicted[step], truth: truth, shared: shared[step])
      return Point(
        threshold: thresholds[step], microPrecision: all.precision, microRecall: all.recall,
        microF1: all.f1, exampleF1: f1[step] / Double(max(documents, 1)))
    }
  }
}

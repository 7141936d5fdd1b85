// The labels of several models as those of one.
import FormatsFiles

extension FusionModel {
  /// For each label the greatest count that a model has; 0 if none has it.
  static func counts(of models: [StoredModel], numbers: [ExactString: Int32]) -> [Int64] {
    let known = Self.labels(of: models)
    var counts = [Int64](repeating: 0, count: numbers.count)
    for (label, count) in zip(known.labels, known.counts) {
      if let number = numbers[ExactString(label)] { counts[Int(number)] = max(0, count) }
    }
    return counts
  }

  /// The labels of all models, each once, and the greatest count of each.
  static func labels(of models: [StoredModel]) -> (labels: [String], counts: [Int64]) {
    var numbers: [ExactString: Int] = [:]
    var labels: [String] = []
    var counts: [Int64] = []
    for model in models {
      for (label, count) in zip(model.labels, model.labelCounts) {
        let key = ExactString(label)
        if let known = numbers[key] {
          counts[known] = max(counts[known], count)
        } else {
          numbers[key] = labels.count
          labels.append(label)
          counts.append(count)
        }
      }
    }
    return (labels, counts)
  }

  /// The places of labels.
  static func numbers(of labels: [String]) -> [ExactString: Int32] {
    Dictionary(
      zip(labels.map { ExactString($0) }, (0 as Int32)...), uniquingKeysWith: { a, _ in a })
  }
}

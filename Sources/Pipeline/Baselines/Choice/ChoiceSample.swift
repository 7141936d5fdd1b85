// The part of a corpus on which candidates are compared: small enough that a
// comparison takes about a second. What is compared is in BaselineChoice.
import Formats

/// Training and validation documents and labels for comparing candidates.
///
/// Where a corpus is large, documents are taken at equal distances, and of the
/// labels a sample: half of it in proportion to their documents, half evenly.
struct ChoiceSample: Sendable {
  let training: [Document]
  let validation: [Document]
  /// The sampled labels, ascending; everything below numbers labels by their places here.
  let labels: [Int32]
  /// The labels of each training document.
  let truth: [[Int32]]
  /// The labels of each validation document.
  let validationTruth: [[Int32]]
  /// How many of the training documents have each label.
  let labelCounts: [Int]

  /// Bounds on the work for one candidate.
  private enum Limit {
    /// Entries of the feature matrix.
    static let entries = 8_000_000
    /// Entries times groups of labels that are trained together.
    static let work = 40_000_000
    static let validation = 2_000
  }

  /// - Parameters:
  ///   - entriesPerDocument: of the richest candidate, about.
  ///   - keepsLabels: whether all labels are kept.
  init(_ data: BaselineModel.Data, entriesPerDocument: Double, keepsLabels: Bool) {
    let entries = max(entriesPerDocument, 1)
    training = Self.spread(data.training, max(1_000, Int(Double(Limit.entries) / entries)))
    validation = Self.spread(data.validation, Limit.validation)
    let index = DocumentLabels(data.labels)
    let all = training.map { index.labels(of: $0).known }
    var counts = [Int](repeating: 0, count: data.labels.count)
    for labels in all { for label in labels { counts[Int(label)] += 1 } }
    let groups = Int(Double(Limit.work) / (entries * Double(training.count)))
    labels = Self.sampled(
      counts, keepsLabels ? data.labels.count : max(4, groups) * laneCount)
    var place = [Int32](repeating: -1, count: counts.count)
    for (new, label) in labels.enumerated() { place[Int(label)] = Int32(new) }
    func known(_ labels: [Int32]) -> [Int32] {
      labels.compactMap { place[Int($0)] < 0 ? nil : place[Int($0)] }
    }
    truth = all.map(known)
    validationTruth = validation.map { known(index.labels(of: $0).known) }
    labelCounts = labels.map { counts[Int($0)] }
  }

  /// At most `count` elements at equal distances.
  static func spread<Element>(_ elements: [Element], _ count: Int) -> [Element] {
    guard elements.count > count else { return elements }
    return (0..<count).map { elements[$0 * elements.count / count] }
  }

  /// A sample of the labels that have documents. Half of it is evenly spaced in the
  /// list of all documents' labels, label by label, the most frequent first; the other
  /// half is evenly spaced among the remaining labels.
  static func sampled(_ counts: [Int], _ size: Int) -> [Int32] {
    let present = counts.indices.filter { counts[$0] > 0 }
      .sorted { (counts[$1], $0) < (counts[$0], $1) }
    guard present.count > size else { return present.map { Int32($0) }.sorted() }
    let total = present.reduce(0) { $0 + counts[$1] }
    let half = size / 2
    var chosen: [Int32] = []
    var left: [Int32] = []
    var passed = 0
    for label in present {
      let before = passed * half / total
      passed += counts[label]
      if passed * half / total > before {
        chosen.append(Int32(label))
      } else {
        left.append(Int32(label))
      }
    }
    // Frequent labels are hit more than once, which leaves places.
    return (chosen + spread(left, size - chosen.count)).sorted()
  }
}

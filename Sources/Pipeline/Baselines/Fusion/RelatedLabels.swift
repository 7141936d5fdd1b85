// How labels that are concepts are related, as a ranker over them sees it. Which concepts
// there are is in ConceptTable.
import Formats

/// Broader, narrower and related labels of each label.
struct RelatedLabels: Sendable {
  /// Each by label.
  let kinds: [RowList<Int32>]

  /// So many kinds there are.
  static let kindCount = 3

  /// - Returns: nil where no two labels are related.
  init?(_ labels: [String], concepts: ConceptTable?) {
    guard let concepts else { return nil }
    let numbers = concepts.numbers(of: labels)
    var labelOfConcept = [Int32](repeating: -1, count: concepts.count)
    for (label, concept) in numbers.enumerated() where concept >= 0 {
      labelOfConcept[Int(concept)] = Int32(label)
    }
    func among(_ relation: RowList<Int32>) -> RowList<Int32> {
      var pairs: [(row: Int32, value: Int32)] = []
      for (label, concept) in numbers.enumerated() where concept >= 0 {
        for other in relation[Int(concept)] where labelOfConcept[Int(other)] >= 0 {
          pairs.append((Int32(label), labelOfConcept[Int(other)]))
        }
      }
      return RowList(rows: labels.count, pairs)
    }
    kinds = [among(concepts.broader), among(concepts.narrower()), among(concepts.related)]
    if kinds.allSatisfy({ $0.values.isEmpty }) { return nil }
  }
}

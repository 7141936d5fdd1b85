// From the tags of a document to label numbers.
import Formats
import FormatsFiles

/// The labels of a model, found by their tags.
public struct DocumentLabels: Sendable {
  private let numbers: [ExactString: Int32]

  /// - Precondition: the tags are distinct.
  public init(_ labels: [String]) {
    numbers = Dictionary(
      uniqueKeysWithValues: zip(labels.map { ExactString($0) }, (0 as Int32)...))
  }

  /// The labels of the document, ascending, each once, and how many of its
  /// tags are not labels. Empty tags do not count.
  public func labels(of document: Document) -> (known: [Int32], outside: Int) {
    var known: Set<Int32> = []
    var outside = 0
    for tag in document.tags where !tag.isEmpty {
      if let label = numbers[ExactString(tag)] { known.insert(label) } else { outside += 1 }
    }
    return (known.sorted(), outside)
  }
}

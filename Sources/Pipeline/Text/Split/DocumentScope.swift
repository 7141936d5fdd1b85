// Which documents of a corpus count for vocabularies and embeddings, so that
// what is held out for the test has no influence on either.
import Formats
import FormatsFiles

/// A set of documents by their position in the documents file.
public enum DocumentScope: Equatable, Sendable {
  case all
  /// The positions that are true; positions beyond the list are not in the set.
  case some([Bool])

  /// Whether the document at `index` (from 0) is in the set.
  public func contains(_ index: Int) -> Bool {
    switch self {
    case .all: true
    case .some(let members): members.indices.contains(index) && members[index]
    }
  }

  /// The documents that a fold of a split file trains with.
  ///
  /// - Parameter fold: nil takes the documents that at least one fold trains with.
  ///   If each document is tested in one fold, that is all of them.
  /// - Throws: `InputError` when sections are missing, an index is out of range or
  ///   there is no such fold.
  public init(trainingOf split: StageContents, fold: Int? = nil) throws {
    // Every document is in one part of fold 0, but for the one that a split like
    // the original's loses.
    let limit =
      try [Split.testSection(of: 0, in: split), "fold0/training", "fold0/validation"]
      .reduce(1) { $0 + (try split.integers($1).count) }
      + (split.has("fold0/unused") ? split.integers("fold0/unused").count : 0)
    var members: [Bool] = []
    if let fold, !split.has("fold\(fold)/training") {
      throw InputError(
        file: split.path, problem: "there is no fold \(fold)", remedy: "Folds count from 0")
    }
    var next = fold ?? 0
    repeat {
      for index in try split.integers("fold\(next)/training") {
        guard index >= 0, index < limit else {
          throw split.invalid("fold\(next)/training", "document number \(index) is out of range")
        }
        let missing = Int(index) + 1 - members.count
        if missing > 0 { members.append(contentsOf: repeatElement(false, count: missing)) }
        members[Int(index)] = true
      }
      next += 1
    } while fold == nil && split.has("fold\(next)/training")
    self = .some(members)
  }

  /// One more than the last document in the set; 0 if there is no limit.
  public var end: Int {
    guard case .some(let members) = self else { return 0 }
    return (members.lastIndex(of: true) ?? -1) + 1
  }
}

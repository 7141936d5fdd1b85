// Measures how well groups of tags agree with groups that others made: pairwise
// precision and recall of "same group". A tag may be in several groups.

/// How two groupings of the same raw tags agree.
package struct TagComparison: Sendable {
  /// Pairs of tags with a group in common.
  package struct Pairs: Equatable, Sendable {
    /// In our grouping.
    package var ours = 0
    /// In the others' grouping.
    var theirs = 0
    /// In both.
    package var both = 0

    package var precision: Double { ours == 0 ? 1 : Double(both) / Double(ours) }
    package var recall: Double { theirs == 0 ? 1 : Double(both) / Double(theirs) }
  }

  /// The raw tags compared.
  package private(set) var tags = 0
  package private(set) var pairs = Pairs()
  /// Means over the tags that share a group with any other tag, which large
  /// groups do not dominate as they do `pairs`.
  private(set) var meanPrecision = 0.0
  private(set) var meanRecall = 0.0
  /// Pairs that only our grouping puts together, by group of ours.
  private(set) var wronglyTogether: [Int: Int] = [:]
  /// Pairs that only their grouping puts together, by group of theirs.
  private(set) var wronglyApart: [Int: Int] = [:]

  /// - Parameters:
  ///   - ours: the groups of each tag in our grouping.
  ///   - theirs: the groups of each tag in the other one.
  ///   - counted: the tags whose pairs with any other tag count, half a pair each;
  ///     nil counts all.
  /// - Precondition: all have an entry for each tag.
  /// - Complexity: linear in the number of pairs.
  init(ours: [[Int]], theirs: [[Int]], counted: [Bool]? = nil) {
    precondition(ours.count == theirs.count, "the same tags")
    tags = ours.count
    var neighbours = TagNeighbours(ours: ours, theirs: theirs)
    var precisions = 0.0
    var recalls = 0.0
    var withOurs = 0
    var withTheirs = 0
    for tag in 0..<tags where counted?[tag] ?? true {
      let own = neighbours.compare(tag)
      pairs.ours += own.ours
      pairs.theirs += own.theirs
      pairs.both += own.both
      if own.ours > 0 {
        precisions += own.precision
        withOurs += 1
      }
      if own.theirs > 0 {
        recalls += own.recall
        withTheirs += 1
      }
    }
    wronglyTogether = neighbours.wronglyTogether
    wronglyApart = neighbours.wronglyApart
    // A pair is counted from both of its ends.
    pairs = Pairs(ours: pairs.ours / 2, theirs: pairs.theirs / 2, both: pairs.both / 2)
    meanPrecision = withOurs == 0 ? 1 : precisions / Double(withOurs)
    meanRecall = withTheirs == 0 ? 1 : recalls / Double(withTheirs)
  }
}

/// Looks up who shares a group with a tag, in both groupings.
private struct TagNeighbours {
  /// As in `TagComparison`.
  private(set) var wronglyTogether: [Int: Int] = [:]
  private(set) var wronglyApart: [Int: Int] = [:]
  private let ours: [[Int]]
  private let theirs: [[Int]]
  private let membersOfOurs: [[Int]]
  private let membersOfTheirs: [[Int]]
  // The last tag for which another was seen as a neighbour.
  private var seenOurs: [Int]
  private var seenTheirs: [Int]

  init(ours: [[Int]], theirs: [[Int]]) {
    self.ours = ours
    self.theirs = theirs
    membersOfOurs = Self.members(ours)
    membersOfTheirs = Self.members(theirs)
    seenOurs = [Int](repeating: -1, count: ours.count)
    seenTheirs = seenOurs
  }

  /// The pairs of a tag with others.
  mutating func compare(_ tag: Int) -> TagComparison.Pairs {
    var pairs = TagComparison.Pairs()
    for group in theirs[tag] {
      for other in membersOfTheirs[group] { seenTheirs[other] = tag }
    }
    for group in ours[tag] {
      for other in membersOfOurs[group] where other != tag && seenOurs[other] != tag {
        seenOurs[other] = tag
        pairs.ours += 1
        if seenTheirs[other] == tag {
          pairs.both += 1
        } else if other > tag {
          wronglyTogether[group, default: 0] += 1
        }
      }
    }
    for group in theirs[tag] {
      // A neighbour is counted in the first group, and then marked.
      for other in membersOfTheirs[group] where other != tag && seenTheirs[other] == tag {
        seenTheirs[other] = -1
        pairs.theirs += 1
        if seenOurs[other] != tag, other > tag { wronglyApart[group, default: 0] += 1 }
      }
    }
    return pairs
  }

  private static func members(_ groups: [[Int]]) -> [[Int]] {
    var members = [[Int]](
      repeating: [], count: (groups.joined().max() ?? -1) + 1)
    for (tag, numbers) in groups.enumerated() {
      for number in numbers { members[number].append(tag) }
    }
    return members
  }
}

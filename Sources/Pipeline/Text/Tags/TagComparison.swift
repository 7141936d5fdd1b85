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
    let membersOfOurs = Self.members(ours)
    let membersOfTheirs = Self.members(theirs)
    // The last tag for which another was seen as a neighbour.
    var seenOurs = [Int](repeating: -1, count: tags)
    var seenTheirs = seenOurs
    var precisions = 0.0
    var recalls = 0.0
    var withOurs = 0
    var withTheirs = 0
    for tag in 0..<tags where counted?[tag] ?? true {
      for group in theirs[tag] {
        for other in membersOfTheirs[group] { seenTheirs[other] = tag }
      }
      var together = 0
      var both = 0
      var apart = 0
      for group in ours[tag] {
        for other in membersOfOurs[group] where other != tag && seenOurs[other] != tag {
          seenOurs[other] = tag
          together += 1
          if seenTheirs[other] == tag {
            both += 1
          } else if other > tag {
            wronglyTogether[group, default: 0] += 1
          }
        }
      }
      for group in theirs[tag] {
        // A neighbour is counted in the first group, and then marked.
        for other in membersOfTheirs[group] where other != tag && seenTheirs[other] == tag {
          seenTheirs[other] = -1
          apart += 1
          if seenOurs[other] != tag, other > tag { wronglyApart[group, default: 0] += 1 }
        }
      }
      pairs.ours += together
      pairs.theirs += apart
      pairs.both += both
      if together > 0 {
        precisions += Double(both) / Double(together)
        withOurs += 1
      }
      if apart > 0 {
        recalls += Double(both) / Double(apart)
        withTheirs += 1
      }
    }
    // A pair is counted from both of its ends.
    pairs = Pairs(ours: pairs.ours / 2, theirs: pairs.theirs / 2, both: pairs.both / 2)
    meanPrecision = withOurs == 0 ? 1 : precisions / Double(withOurs)
    meanRecall = withTheirs == 0 ? 1 : recalls / Double(withTheirs)
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

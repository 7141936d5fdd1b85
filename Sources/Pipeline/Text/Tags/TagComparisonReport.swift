// Puts a comparison of tag groups into words and figures.
import Formats
import FormatsFiles
import Foundation

/// The groups that others gave to raw tags.
package struct GivenGroups: Sendable {
  /// The distinct raw tags.
  package private(set) var tags: [String] = []
  private var numbers: [ExactString: Int] = [:]
  private var groups: [[Int]] = []
  private var count = 0

  package init() {}

  /// Adds the groups of a file.
  package mutating func add(_ named: [NamedTagGroup]) {
    for group in named {
      for tag in group.tags {
        let key = ExactString(tag)
        let number = numbers[key] ?? tags.count
        if number == tags.count {
          numbers[key] = number
          tags.append(tag)
          groups.append([])
        }
        if groups[number].last != count { groups[number].append(count) }
      }
      count += 1
    }
  }

  /// The groups of a raw tag.
  func groups(of tag: String) -> [Int] {
    numbers[ExactString(tag)].map { groups[$0] } ?? []
  }
}

/// Comparisons of one file's groups with ours.
package struct TagComparisonReport: Sendable {
  private let names: [String]
  private let mapping: TagMapping
  private let tags: [String]
  private let theirs: [[Int]]
  /// What is compared: all, the file's kind of groups, two halves of its groups,
  /// and with the groups of several files.
  let comparisons: [(what: String, result: TagComparison)]
  /// The comparison that is fair to the file: with groups of its kind.
  package let main: TagComparison

  /// - Parameters:
  ///   - given: the groups of one file, as `groups` lists them.
  ///   - pooled: the groups of several files.
  package init(
    given: GivenGroups, groups: [NamedTagGroup], mapping: TagMapping, pooled: GivenGroups?
  ) {
    names = groups.map(\.name)
    self.mapping = mapping
    // The mapping sorts the tags by scalars, too.
    tags = mapping.tags.map(\.raw)
    let theirs = tags.map { given.groups(of: $0) }
    self.theirs = theirs
    let ours = mapping.groupsOfTag
    var comparisons = [("all groups", TagComparison(ours: ours, theirs: theirs))]
    let multi = names.count { $0.unicodeScalars.contains("_") }
    // A few names of the wrong kind are slips in the file.
    let kind: Bool? =
      multi * 20 >= names.count * 19 ? true : multi * 20 <= names.count ? false : nil
    var compared = ours
    if let kind {
      let isMultiWord = mapping.groups.isMultiWord
      compared = ours.map { $0.filter { isMultiWord[$0] == kind } }
      comparisons.append(
        (
          kind ? "ours of several words" : "ours of single words",
          TagComparison(ours: compared, theirs: theirs)
        ))
    }
    main = comparisons[comparisons.count - 1].1
    for half in 0...1 {
      let inHalf = names.map { Self.half(of: $0) == half }
      comparisons.append(
        (
          "  half \(half + 1) of theirs",
          TagComparison(
            ours: compared, theirs: theirs, counted: theirs.map { $0.contains { inHalf[$0] } })
        ))
    }
    if let pooled {
      let truth = tags.map { pooled.groups(of: $0) }
      comparisons.append(("truth of all files", TagComparison(ours: ours, theirs: truth)))
    }
    self.comparisons = comparisons
  }

  /// Which half of the groups a group belongs to, by its name alone. Figures that
  /// differ much between the halves depend on few groups.
  private static func half(of name: String) -> Int {
    Int(fnv1a(name) >> 32 & 1)
  }

  /// A table, then the `count` groups with most disagreement.
  package func text(showing count: Int) -> String {
    var text = "\(names.count, "group"), \(tags.count, "raw tag")\n"
    text += "                            pairs  precision   recall   of the mean tag\n"
    for (what, result) in comparisons {
      text += what.padding(toLength: 22, withPad: " ", startingAt: 0)
      text += String(
        format: "%11d      %.4f   %.4f   %.4f  %.4f\n", result.pairs.theirs,
        result.pairs.precision, result.pairs.recall, result.meanPrecision, result.meanRecall)
    }
    guard count > 0 else { return text }
    text += "together in ours alone:\n"
    for (group, pairs) in Self.largest(main.wronglyTogether, count) {
      text += "  \(pairs) pairs \(mapping.groups.label(group)): "
      let members = tags.indices.filter { mapping.groupsOfTag[$0].contains(group) }
      text += Self.tally(members.map { theirs[$0].first.map { names[$0] } ?? "" }) + "\n"
    }
    text += "together in theirs alone:\n"
    for (group, pairs) in Self.largest(main.wronglyApart, count) {
      text += "  \(pairs) pairs \(names[group]): "
      let members = tags.indices.filter { theirs[$0].contains(group) }
      text +=
        Self.tally(
          members.map { mapping.groupsOfTag[$0].first.map(mapping.groups.label) ?? "dropped" })
        + "\n"
    }
    return text
  }

  private static func largest(_ counts: [Int: Int], _ count: Int) -> [(Int, Int)] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(count)
      .map { ($0.key, $0.value) }
  }

  /// `semantic 12, web 3, …`, the five most frequent.
  private static func tally(_ values: [String]) -> String {
    var counts: [ExactString: Int] = [:]
    for value in values { counts[ExactString(value), default: 0] += 1 }
    return counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      .prefix(5).map { "\($0.key.text) \($0.value)" }.joined(separator: ", ")
  }
}

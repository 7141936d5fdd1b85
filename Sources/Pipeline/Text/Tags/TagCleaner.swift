// From raw tags to clean labels: exclusion, reading, grouping, and the minimum
// of documents and users. It reports every raw tag's fate.
import Formats
import FormatsFiles

/// All choices of a cleaning.
package struct TagCleaningOptions: Sendable {
  package var exclusion = TagExclusion()
  package var reading = TagReadingOptions()
  package var grouping = TagGroupingOptions()
  /// Labels of fewer documents are dropped.
  package var minimumDocuments = 1

  package init() {}
}

/// What became of a raw tag.
package struct TagFate: Equatable, Sendable {
  package var raw: String
  /// How often it was used.
  package var uses: Int
  /// Why it was dropped before grouping; nil if it was not.
  package var exclusion: TagExclusionReason?
  /// The labels that documents get for it.
  package var labels: [String]
  /// The labels that are too rare.
  var rareLabels: [String]

  /// `kept`, or why nothing is left of it: a reason or `rare`.
  package var name: String {
    exclusion?.rawValue ?? (labels.isEmpty ? "rare" : "kept")
  }
}

/// Collects raw tags, then cleans them.
package struct TagCleaner: Sendable {
  private let options: TagCleaningOptions
  private let lemmatiser: WordLemmatiser
  private var numbers: [ExactString: Int] = [:]
  private var tags: [(raw: String, uses: Int)] = []

  package init(_ options: TagCleaningOptions, lemmatiser: WordLemmatiser) {
    self.options = options
    self.lemmatiser = lemmatiser
  }

  /// Counts a use of `raw`, or several.
  package mutating func add(_ raw: String, uses: Int = 1) {
    let key = ExactString(raw)
    if let known = numbers[key] {
      tags[known].uses += uses
    } else {
      numbers[key] = tags.count
      tags.append((raw, uses))
    }
  }

  /// Whether the tags are subjects of a vocabulary: at least half of them are URIs. These
  /// become labels unchanged. Among other tags a URI is an address that says nothing.
  package var haveIdentifiers: Bool {
    2 * tags.count { TagExclusion.isIdentifier($0.raw) } >= max(tags.count, 1)
  }

  /// Cleans what was added. Nothing is rare yet: see `TagMapping.drop`.
  package func mapping() -> TagMapping {
    // In a fixed order, so that the result does not depend on the order of `add`.
    let sorted = tags.sorted { ExactString($0.raw) < ExactString($1.raw) }
    var grouping = TagGrouping(options.grouping, lemmatiser: lemmatiser)
    var forms: [[Int]] = []
    var exclusions: [TagExclusionReason?] = []
    let haveIdentifiers = self.haveIdentifiers
    for tag in sorted {
      if haveIdentifiers, TagExclusion.isIdentifier(tag.raw) {
        let reason = options.exclusion.reason(tag.raw)
        let isLeftOut = reason != nil && reason != .address
        forms.append(isLeftOut ? [] : [grouping.add(TagForm(words: [tag.raw]), uses: tag.uses)])
        exclusions.append(isLeftOut ? reason : nil)
        continue
      }
      var reason = options.exclusion.reason(tag.raw)
      var read = reason == nil ? readTag(tag.raw, options: options.reading) : []
      if reason == nil, read.isEmpty { reason = .empty }
      // A list may contain a personal mark: `web,toread`.
      let parts = read.map { options.exclusion.reason($0.label) }
      if let first = parts.first, !parts.contains(nil) { reason = first }
      read = zip(read, parts).filter { $0.1 == nil }.map(\.0)
      forms.append(read.map { grouping.add($0, uses: tag.uses) })
      exclusions.append(reason)
    }
    let groups = settled(grouping.groups())
    return TagMapping(
      tags: sorted, exclusions: exclusions,
      groupsOfTag: forms.map { numbers in
        var seen: Set<Int> = []
        return numbers.map { groups.groupOf[$0] }.filter { seen.insert($0).inserted }
      }, groups: groups, haveIdentifiers: haveIdentifiers)
  }

  /// Groups the groups until nothing changes, so that cleaning clean tags
  /// changes nothing. The second round, as a rule, is the last.
  private func settled(_ first: TagGrouping.Groups) -> TagGrouping.Groups {
    var groups = first
    while true {
      var grouping = TagGrouping(options.grouping, lemmatiser: lemmatiser)
      let numbers = groups.forms.indices.map {
        grouping.add(groups.forms[$0], uses: groups.uses[$0])
      }
      let next = grouping.groups()
      if next.forms.count == groups.forms.count { return groups }
      let groupOfGroup = numbers.map { next.groupOf[$0] }
      var isMultiWord = next.isMultiWord
      for (group, isMulti) in groups.isMultiWord.enumerated() where isMulti {
        isMultiWord[groupOfGroup[group]] = true
      }
      groups = TagGrouping.Groups(
        groupOf: groups.groupOf.map { groupOfGroup[$0] }, forms: next.forms,
        isMultiWord: isMultiWord, uses: next.uses)
    }
  }
}

/// The labels of every raw tag.
package struct TagMapping: Sendable {
  /// The raw tags in the order of Unicode scalars, with their uses.
  package let tags: [(raw: String, uses: Int)]
  private let exclusions: [TagExclusionReason?]
  /// The groups of each raw tag, in the order of the tag's parts.
  let groupsOfTag: [[Int]]
  package let groups: TagGrouping.Groups
  /// As `TagCleaner.haveIdentifiers`.
  package let haveIdentifiers: Bool
  private let numbers: [ExactString: Int]
  private var isRare: [Bool]

  init(
    tags: [(raw: String, uses: Int)], exclusions: [TagExclusionReason?], groupsOfTag: [[Int]],
    groups: TagGrouping.Groups, haveIdentifiers: Bool
  ) {
    self.haveIdentifiers = haveIdentifiers
    self.tags = tags
    self.exclusions = exclusions
    self.groupsOfTag = groupsOfTag
    self.groups = groups
    numbers = Dictionary(
      uniqueKeysWithValues: zip(tags.map { ExactString($0.raw) }, 0...))
    isRare = Array(repeating: false, count: groups.forms.count)
  }

  /// The groups that the tags of one document stand for, each once.
  package func groups(of rawTags: [String]) -> [Int] {
    var found: [Int] = []
    for raw in rawTags {
      guard let number = numbers[ExactString(raw)] else { continue }
      for group in groupsOfTag[number] where !found.contains(group) { found.append(group) }
    }
    return found
  }

  /// The labels for the tags of one document, rare ones left out.
  package func labels(of rawTags: [String]) -> [String] {
    groups(of: rawTags).filter { !isRare[$0] }.map { groups.label($0) }
  }

  /// Drops the groups with fewer than `minimum` in `counts`.
  ///
  /// - Parameter counts: by group, of documents or of users.
  package mutating func drop(below minimum: Int, counts: [Int]) {
    for (group, count) in counts.enumerated() where count < minimum { isRare[group] = true }
  }

  /// Whether a group was dropped as too rare.
  func isRare(group: Int) -> Bool { isRare[group] }

  /// How many groups are not rare.
  package var keptGroups: Int { isRare.count { !$0 } }

  /// Every raw tag's fate, in the order of `tags`.
  package var fates: [TagFate] {
    tags.indices.map { number in
      let groups = groupsOfTag[number]
      return TagFate(
        raw: tags[number].raw, uses: tags[number].uses, exclusion: exclusions[number],
        labels: groups.filter { !isRare[$0] }.map { self.groups.label($0) },
        rareLabels: groups.filter { isRare[$0] }.map { self.groups.label($0) })
    }
  }
}

/// Which labels are left out, and documents without any.
package struct TagRarityParameters: DeclaredParameters {
  package var minDocuments = 3
  package var minUsers = 3
  package var keepUntagged = false

  package init() {}

  package static let declarations: [Declaration<Self>] = [
    .init(
      "minDocuments", \.minDocuments, in: .atLeast(1), "Drop tags that fewer documents have.",
      valueName: "n"),
    .init(
      "minUsers", \.minUsers, in: .atLeast(1),
      "Drop tags that fewer users gave, if it is known who gave which.", valueName: "n"),
    .init("keepUntagged", \.keepUntagged, "Keep documents without any remaining tag."),
  ]
}

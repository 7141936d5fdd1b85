// Counts the users of each group of tags from lines of user and raw tag.
import FormatsFiles

/// How many different users gave the tags of each group.
package struct TagUsers: Sendable {
  private let mapping: TagMapping
  private var users: [ExactString: Int] = [:]
  private var seen: Set<Pair> = []
  /// By group.
  package private(set) var counts: [Int]

  private struct Pair: Hashable {
    var user: Int32
    var group: Int32
  }

  package init(_ mapping: TagMapping) {
    self.mapping = mapping
    counts = Array(repeating: 0, count: mapping.groups.forms.count)
  }

  /// Counts the line `user tag …`, separated by tabulators. Tags that no
  /// document has are skipped.
  ///
  /// - Returns: false for a line without a tag; blank lines are fine.
  package mutating func add(_ line: ArraySlice<UInt8>) -> Bool {
    if line.isEmpty { return true }
    let fields = line.split(separator: 0x09, maxSplits: 2, omittingEmptySubsequences: false)
    guard fields.count >= 2 else { return false }
    let groups = mapping.groups(of: [String(decoding: fields[1], as: UTF8.self)])
    guard !groups.isEmpty else { return true }
    let name = ExactString(String(decoding: fields[0], as: UTF8.self))
    let user = users[name] ?? users.count
    users[name] = user
    for group in groups
    where seen.insert(Pair(user: Int32(user), group: Int32(group))).inserted { counts[group] += 1 }
    return true
  }
}

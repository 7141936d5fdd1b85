// Which posts are the same publication, and which of them has the best text.
import FormatsFiles

/// Groups of posts with the same hash.
///
/// Memory: about 60 bytes per post.
struct PostGroups {
  /// The row that represents each group, and how good its text is.
  private var best: [(row: Int, quality: Int)] = []
  private var numbers: [Key: Int32] = [:]
  private var posts: [(post: Int, group: Int32)] = []
  /// The group that each row represents, -1 for none, after `finish`.
  private var groupOfRow: [Int32] = []

  /// Two halves of an MD5 sum.
  private struct Key: Hashable {
    var high, low: UInt64
  }

  /// The number of groups.
  var count: Int { best.count }
  /// How many posts were added to an existing group.
  var merged: Int { posts.count - best.count }

  /// - Parameters:
  ///   - row: its number in the table.
  ///   - key: the hash in hexadecimal digits; a post with another key is a
  ///     separate group.
  ///   - quality: of its text; the first of the best represents the group.
  mutating func add(
    post: Int, row: Int, key: UnsafeBufferPointer<UInt8>, quality: Int
  ) {
    let new = Int32(best.count)
    var group = new
    if let key = Self.key(key) {
      group = numbers[key] ?? new
      if group == new { numbers[key] = new }
    }
    if group == new {
      best.append((row, quality))
    } else if quality > best[Int(group)].quality {
      best[Int(group)] = (row, quality)
    }
    posts.append((post, group))
  }

  /// Ends the collection: from now on the groups can be asked for.
  mutating func finish() {
    numbers = [:]
    posts.sort { ($0.post, $0.group) < ($1.post, $1.group) }
    groupOfRow = Array(repeating: -1, count: (best.lazy.map(\.row).max() ?? -1) + 1)
    for (group, entry) in best.enumerated() { groupOfRow[entry.row] = Int32(group) }
  }

  /// The group of a post, or nil if there is no such post.
  func group(ofPost post: Int) -> Int? {
    let place = posts.partitioningIndex { $0.post >= post }
    guard place < posts.count, posts[place].post == post else { return nil }
    return Int(posts[place].group)
  }

  /// The group that the row of that number represents, or nil.
  func group(standingForBy row: Int) -> Int? {
    guard row < groupOfRow.count, groupOfRow[row] >= 0 else { return nil }
    return Int(groupOfRow[row])
  }

  private static func key(_ digits: UnsafeBufferPointer<UInt8>) -> Key? {
    guard digits.count == 32 else { return nil }
    var halves: [UInt64] = [0, 0]
    for (index, byte) in digits.enumerated() {
      guard let digit = hexadecimalValue(byte) else { return nil }
      halves[index / 16] = halves[index / 16] << 4 | UInt64(digit)
    }
    return Key(high: halves[0], low: halves[1])
  }
}

// Divides labels into groups of nearly equal size: HOMER's balanced k-means.
import PipelineNumerics

/// Balanced k-means on the 0/1 vectors of labels over documents
/// (docs/original.md, Baselines).
///
/// Labels join, in order, the group of the nearest centroid; a group that gets
/// too large gives up its farthest member, which goes to its next nearest, and so
/// on. The place where each label ends is kept, not, as in the original, the place where
/// the last pushed one ended (docs/original.md, X9), and draws have a seed (X10).
struct BalancedClustering {
  private static let rounds = 21

  /// The documents of each label, as places in a list of `documents`.
  let members: [[Int32]]
  let documents: Int

  /// Groups of indices of `members`, ascending, none empty, at most `count`.
  func groups(_ count: Int, random: inout RandomStream) -> [[Int]] {
    precondition(count >= 2, "groups to divide into")
    guard members.count > count else { return members.indices.map { [$0] } }
    let room = (members.count + count - 1) / count
    guard var centroids = start(count, &random) else { return evenly(count, &random) }
    var groups: [[Int]] = []
    for _ in 0..<Self.rounds {
      let assigned = assign(centroids, room: room)
      if assigned == groups { break }
      groups = assigned
      for (number, group) in groups.enumerated() where !group.isEmpty {
        centroids[number] = mean(group)
      }
    }
    let filled = groups.filter { !$0.isEmpty }
    return filled.count > 1 ? filled : evenly(count, &random)
  }

  /// Distinct vectors in random order; nil if there are not enough.
  private func start(_ count: Int, _ random: inout RandomStream) -> [[Double]]? {
    var order = Array(members.indices)
    random.shuffle(&order)
    var chosen: [Int] = []
    for label in order where !chosen.contains(where: { members[$0] == members[label] }) {
      chosen.append(label)
      if chosen.count == count { return chosen.map { mean([$0]) } }
    }
    return nil
  }

  private func mean(_ group: [Int]) -> [Double] {
    var sum = [Double](repeating: 0, count: documents)
    for label in group { for document in members[label] { sum[Int(document)] += 1 } }
    return sum.map { $0 / Double(group.count) }
  }

  private func assign(_ centroids: [[Double]], room: Int) -> [[Int]] {
    let squares = centroids.map { $0.reduce(0) { $0 + $1 * $1 } }
    // |y|² - 2 y·c + |c|² for each label and centroid.
    let distances = members.map { member in
      zip(centroids, squares).map { centroid, square in
        member.reduce(Double(member.count) + square) { $0 - 2 * centroid[Int($1)] }
      }
    }
    var groups = [[Int]](repeating: [], count: centroids.count)
    var choices = [Int](repeating: 0, count: members.count)
    for label in members.indices {
      var moving = label
      while true {
        let order = centroids.indices.sorted {
          (distances[moving][$0], $0) < (distances[moving][$1], $1)
        }
        let group = order[choices[moving]]
        let place =
          groups[group].firstIndex {
            distances[$0][group] > distances[moving][group]
          } ?? groups[group].count
        groups[group].insert(moving, at: place)
        guard groups[group].count > room else { break }
        // There is room for all, so a label finds a place before it runs out of
        // centroids.
        moving = groups[group].removeLast()
        choices[moving] += 1
      }
    }
    return groups.map { $0.sorted() }
  }

  private func evenly(_ count: Int, _ random: inout RandomStream) -> [[Int]] {
    var order = Array(members.indices)
    random.shuffle(&order)
    return (0..<count).map { group in
      order.indices.filter { $0 % count == group }.map { order[$0] }.sorted()
    }.filter { !$0.isEmpty }
  }
}

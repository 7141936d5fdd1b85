// Which numbers belong together, when that is learnt pair by pair.

/// Sets of the numbers 0, 1, 2, … that can be joined. The smallest member of a
/// set is its root.
package struct DisjointSets: Sendable {
  private var parents: [Int32] = []

  package init(count: Int = 0) { grow(to: count) }

  /// Adds numbers, each in a separate set.
  package mutating func grow(to count: Int) {
    for number in parents.count..<max(count, parents.count) { parents.append(Int32(number)) }
  }

  package mutating func join(_ a: Int32, _ b: Int32) {
    let first = root(of: a)
    let second = root(of: b)
    parents[Int(max(first, second))] = min(first, second)
  }

  /// The root of a number's set; shortens the ways to it.
  package mutating func root(of number: Int32) -> Int32 {
    let root = rootWithoutChange(of: number)
    var at = number
    while parents[Int(at)] != root {
      let next = parents[Int(at)]
      parents[Int(at)] = root
      at = next
    }
    return root
  }

  package func rootWithoutChange(of number: Int32) -> Int32 {
    var root = number
    while parents[Int(root)] != root { root = parents[Int(root)] }
    return root
  }
}

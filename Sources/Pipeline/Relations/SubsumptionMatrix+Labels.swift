// What holds between labels and not only between concepts: labels that mean the
// same are not narrower than each other, and cycles of labels are reported.
import Formats
import FormatsFiles

extension SubsumptionMatrix {
  /// Drops the pairs of labels that have the same form or mean the same concept.
  mutating func dropSynonymousPairs(_ matches: [LabelMatches], _ index: LabelIndex) {
    var group = [Int32](repeating: -1, count: labels.count)
    for (number, members) in sharedForms.enumerated() {
      for label in members { group[Int(label)] = Int32(number) }
    }
    let before = entries.count
    entries.removeAll { entry in
      let (a, b) = (entry.pair.narrower, entry.pair.broader)
      // Labels that are identifiers mean the same only if their concepts do.
      let areIdentified =
        entry.narrowerName == .identifier && entry.broaderName == .identifier
      if !areIdentified, group[Int(a)] >= 0, group[Int(a)] == group[Int(b)] { return true }
      return matches.contains { $0.shareMeaning(a, b) }
    }
    synonymousPairs = before - entries.count
  }

  /// Finds labels that are each narrower than the other, and treats them as the user
  /// wants cycles of concepts to be treated.
  ///
  /// - Throws: `InputError` if cycles are errors.
  mutating func handleCycles(_ policy: CyclePolicy, _ index: LabelIndex) throws {
    var starts = [Int32](repeating: 0, count: labels.count + 1)
    for entry in entries { starts[Int(entry.pair.narrower) + 1] += 1 }
    for label in labels.indices { starts[label + 1] += starts[label] }
    let component = stronglyConnectedComponents(
      starts: starts, targets: entries.map(\.pair.broader))
    var members: [Int32: [Int32]] = [:]
    for entry in entries {
      let own = component[Int(entry.pair.narrower)]
      if own == component[Int(entry.pair.broader)] { members[own] = [] }
    }
    guard !members.isEmpty else { return }
    for label in labels.indices { members[component[label]]?.append(Int32(label)) }
    labelCycles = members.values.sorted { $0[0] < $1[0] }
    switch policy {
    case .keep: return
    case .drop:
      entries.removeAll {
        component[Int($0.pair.narrower)] == component[Int($0.pair.broader)]
      }
    case .error:
      let shown = labelCycles[0].prefix(4).map { "“\(index.name(of: $0))”" }
      let first = entries.first {
        component[Int($0.pair.narrower)] == component[Int($0.pair.broader)]
      }
      throw InputError(
        file: first.map { titles[Int($0.knowledgeBase)] } ?? titles.first ?? "",
        problem: "\(labelCycles.count, "group") of tags that are"
          + " each narrower than the others; the first holds " + shown.joined(separator: ", ")
          + (labelCycles[0].count > 4 ? " …" : ""),
        remedy:
          "Use \(parameter: "cycles") drop or \(parameter: "cycles") keep, or leave a tag out with \(parameter: "exclude")"
      )
    }
  }
}

/// Tarjan's algorithm without recursion: a number for each node, the same for those
/// that reach each other.
///
/// - Parameters:
///   - starts: where the targets of each node begin, one more than nodes.
///   - targets: the nodes that each leads to.
func stronglyConnectedComponents(starts: [Int32], targets: [Int32]) -> [Int32] {
  let count = starts.count - 1
  var order = [Int32](repeating: -1, count: count)
  var low = [Int32](repeating: 0, count: count)
  var component = [Int32](repeating: -1, count: count)
  var stack: [Int32] = []
  var calls: [(node: Int32, place: Int)] = []
  var time: Int32 = 0
  var components: Int32 = 0
  func open(_ node: Int32) {
    order[Int(node)] = time
    low[Int(node)] = time
    time += 1
    stack.append(node)
    calls.append((node, Int(starts[Int(node)])))
  }
  for root in 0..<Int32(count) where order[Int(root)] < 0 {
    open(root)
    while let (node, place) = calls.last {
      if place < Int(starts[Int(node) + 1]) {
        calls[calls.count - 1].place += 1
        let target = targets[place]
        if order[Int(target)] < 0 {
          open(target)
        } else if component[Int(target)] < 0 {
          low[Int(node)] = min(low[Int(node)], order[Int(target)])
        }
      } else {
        calls.removeLast()
        if let caller = calls.last {
          low[Int(caller.node)] = min(low[Int(caller.node)], low[Int(node)])
        }
        if low[Int(node)] == order[Int(node)] {
          while let member = stack.popLast() {
            component[Int(member)] = components
            if member == node { break }
          }
          components += 1
        }
      }
    }
  }
  return component
}

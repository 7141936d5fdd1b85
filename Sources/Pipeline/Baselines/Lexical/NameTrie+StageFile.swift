// The automaton of names in a model file, so that a large vocabulary is not tokenised
// and stemmed again when a model is loaded.
//
//     NAME/stems u8, NAME/stemEnds i64 [s]    the bytes of all stems, where each ends
//     NAME/edges i32 [e, 2]                   node, stem of the edge to node n + 1
//     NAME/starts i32 [e + 2]                 the endings of each node
//     NAME/labels i32 [n], NAME/forms i32 [n], NAME/kinds u8 [n]   kind + 8 if joined
import Formats
import FormatsRDF

extension NameTrie {
  func write(to writer: StageWriter, named name: String) throws {
    var bytes: [UInt8] = []
    var ends: [Int64] = []
    for stem in 0..<stems.count {
      bytes += stems[stem]
      ends.append(Int64(bytes.count))
    }
    try writer.write("\(name)/stems", bytes)
    try writer.write("\(name)/stemEnds", ends)
    try writer.write(
      "\(name)/edges", zip(parents, edgeStems).flatMap { [$0, $1] }, shape: [parents.count, 2])
    try writer.write("\(name)/starts", starts)
    try writer.write("\(name)/labels", endings.map(\.label))
    try writer.write("\(name)/forms", endings.map { Int32(bitPattern: $0.form) })
    try writer.write("\(name)/kinds", endings.map { $0.kind.rawValue + ($0.isJoined ? 8 : 0) })
  }

  /// Reads what `write(to:named:)` wrote, for this many labels.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(_ contents: StageContents, named name: String, labels: Int) throws {
    let bytes = try contents.bytes("\(name)/stems")
    let ends = try contents.longs("\(name)/stemEnds")
    var stems = ByteTable()
    var start = 0
    for end in ends {
      guard end >= Int64(start), end <= Int64(bytes.count) else {
        throw contents.invalid("\(name)/stemEnds", "they do not ascend")
      }
      _ = stems.intern(Array(bytes[start..<Int(end)]))
      start = Int(end)
    }
    guard stems.count == ends.count else {
      throw contents.invalid("\(name)/stems", "one occurs twice")
    }
    let edges = try contents.integers("\(name)/edges")
    let count = edges.count / 2
    let parents = (0..<count).map { edges[2 * $0] }
    let edgeStems = (0..<count).map { edges[2 * $0 + 1] }
    guard edges.count % 2 == 0,
      parents.enumerated().allSatisfy({ $1 >= 0 && $1 <= $0 }),
      edgeStems.allSatisfy({ $0 >= 0 && $0 < stems.count })
    else { throw contents.invalid("\(name)/edges", "an edge refers to a node or stem that is not there") }
    let starts = try contents.integers("\(name)/starts", count: count + 2)
    let numbers = try contents.integers("\(name)/labels")
    let forms = try contents.integers("\(name)/forms", count: numbers.count)
    let kinds = try contents.bytes("\(name)/kinds", count: numbers.count)
    guard starts[0] == 0, Int(starts[count + 1]) == numbers.count,
      zip(starts, starts.dropFirst()).allSatisfy(<=)
    else { throw contents.invalid("\(name)/starts", "they do not ascend to the number of names") }
    let endings = try numbers.indices.map { place in
      guard let kind = LabelNames.Kind(rawValue: kinds[place] & 7), kinds[place] < 16,
        (0..<labels).contains(Int(numbers[place]))
      else { throw contents.invalid("\(name)/labels", "a name belongs to no label") }
      return Ending(
        label: numbers[place], form: UInt32(bitPattern: forms[place]), kind: kind,
        isJoined: kinds[place] >= 8)
    }
    self.init(
      stems: stems, parents: parents, edgeStems: edgeStems, starts: starts, endings: endings)
  }
}

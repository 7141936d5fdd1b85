// Label trees in a model file: the sections `model/…`, all nodes of all trees
// one after another.
//
//     trees i64 [t]        nodes of each tree      leaves u8 [n]   1 for a leaf
//     starts i64 [n+1]     children of each node   children i32    nodes or labels
//     <node>/…             the classifiers of each node
import Formats

extension LabelTrees {
  public func write(to writer: StageWriter) throws {
    let nodes = trees.flatMap(\.nodes)
    try writer.write("model/shape", [Int32(beam)])
    try writer.write("model/trees", trees.map { Int64($0.nodes.count) })
    try writer.write("model/leaves", nodes.map { $0.isLeaf ? UInt8(1) : 0 })
    try writer.write(
      "model/starts", nodes.reduce(into: [Int64(0)]) { $0.append($0[$0.count - 1] + Int64($1.children.count)) })
    try writer.write("model/children", nodes.flatMap(\.children))
    for (number, node) in nodes.enumerated() {
      try node.classifiers.write(to: writer, named: "model/\(number)")
    }
  }

  public init(_ contents: StageContents, labels: Int, features: Int) throws {
    let beam = Int(try contents.integers("model/shape", count: 1)[0])
    let sizes = try contents.longs("model/trees")
    let leaves = try contents.bytes("model/leaves")
    let starts = try contents.longs("model/starts", count: leaves.count + 1)
    let children = try contents.integers("model/children")
    guard beam > 0, !sizes.isEmpty, sizes.allSatisfy({ $0 > 0 && $0 <= Int64(leaves.count) }),
      sizes.reduce(0, +) == Int64(leaves.count)
    else { throw contents.invalid("model/trees", "they do not fit the number of nodes") }
    guard starts[0] == 0, starts[leaves.count] == Int64(children.count),
      zip(starts, starts.dropFirst()).allSatisfy(<=)
    else { throw contents.invalid("model/starts", "they do not ascend to the number of children") }
    var trees: [LabelTree] = []
    var first = 0
    for size in sizes.map({ Int($0) }) {
      var nodes: [LabelTree.Node] = []
      for number in first..<first + size {
        let own = Array(children[Int(starts[number])..<Int(starts[number + 1])])
        let isLeaf = leaves[number] != 0
        // A child comes after its parent, so that every search ends.
        let isValid = own.allSatisfy {
          isLeaf ? $0 >= 0 && $0 < labels : Int($0) > number - first && Int($0) < size
        }
        guard isValid, Set(own).count == own.count else {
          throw contents.invalid("model/children", "node \(number) has an impossible child")
        }
        nodes.append(
          LabelTree.Node(
            children: own, isLeaf: isLeaf,
            classifiers: try LinearClassifiers(
              contents, named: "model/\(number)", classes: own.count, featureCount: features)))
      }
      trees.append(LabelTree(nodes: nodes))
      first += size
    }
    self.init(trees: trees, beam: beam, labelCount: labels)
  }
}

import XCTest

@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNumerics
import Foundation

final class LabelTreesTests: XCTestCase {
  /// Documents of 12 labels in 3 themes; each label has a word, each theme one.
  private func training(_ documents: Int = 240) -> TrainingSet {
    var random = RandomStream(seed: 5)
    var rows: [SparseRow] = []
    var labels: [[Int32]] = []
    for _ in 0..<documents {
      let theme = random.next(below: 3)
      let own = Set([theme * 4 + random.next(below: 4), theme * 4 + random.next(below: 4)])
      var row = SparseRow(
        columns: own.sorted().map { Int32($0) } + [Int32(12 + theme), Int32(15 + random.next(below: 9))],
        values: own.map { _ in 1 } + [1, 0.5])
      row.scaleToUnitLength()
      rows.append(row)
      labels.append(own.sorted().map { Int32($0) })
    }
    return TrainingSet(
      features: SparseMatrix(columnCount: 24, rows: rows), labels: labels, labelCount: 12)
  }

  private func parameters(_ shape: TreeShape) -> LabelTrees.Parameters {
    var parameters = LabelTrees.Parameters()
    parameters.shape = shape
    parameters.leafLabels = 2
    parameters.branches = 3
    parameters.beam = 1_000
    parameters.linear.pruning = 0.01
    return parameters
  }

  /// The product of probabilities along every path.
  private func exhaustive(_ tree: LabelTree, _ document: SparseRow) -> [Int32: Float] {
    var found: [Int32: Float] = [:]
    func walk(_ number: Int, _ sum: Float) {
      let node = tree.nodes[number]
      var margins = [Float](repeating: 0, count: node.children.count)
      node.classifiers.addMargins(of: document, to: &margins)
      for (child, margin) in zip(node.children, margins) {
        let next = sum + LabelTree.logProbability(margin)
        if node.isLeaf { found[child] = expf(next) } else { walk(Int(child), next) }
      }
    }
    walk(0, 0)
    return found
  }

  /// What one document finds, labels ascending, searched together with its neighbours.
  private func search(
    _ tree: LabelTree, _ documents: SparseMatrix, _ number: Int, beam: Int
  ) -> SparseRow {
    let first = max(0, number - 3)
    let answers = TreeSearch(documents, batch: first..<number + 5, beam: beam).search(tree)
    var found: [Int32: Float] = [:]
    for leaf in answers.leaves[number - first] {
      for (i, label) in tree.nodes[Int(leaf.node)].children.enumerated() {
        found[label] = expf(answers.logProbabilities[leaf.start + i])
      }
    }
    let labels = found.keys.sorted()
    return SparseRow(columns: labels, values: labels.compactMap { found[$0] })
  }

  func testAFullBeamIsExhaustiveAndANarrowOneASubset() {
    let training = training()
    for shape in TreeShape.allCases {
      let trees = LabelTrees(
        training, parameters: parameters(shape), pool: WorkerPool(threads: 2))
      for tree in trees.trees {
        XCTAssertGreaterThan(tree.nodes.count, 3, "\(shape)")
        for number in 0..<20 {
          let document = training.features[number]
          let all = exhaustive(tree, document)
          let found = search(tree, training.features, number, beam: 1_000)
          XCTAssertEqual(found.columns, all.keys.sorted())
          XCTAssertEqual(found.columns, Array(0..<12))
          XCTAssertEqual(found.values, found.columns.compactMap { all[$0] })
          let narrow = search(tree, training.features, number, beam: 1)
          XCTAssertLessThan(narrow.columns.count, 12)
          for (label, value) in zip(narrow.columns, narrow.values) {
            XCTAssertEqual(value, all[label])
          }
        }
      }
    }
  }

  func testTreesFindTheLabels() {
    let training = training()
    for shape in TreeShape.allCases {
      let trees = LabelTrees(
        training, parameters: parameters(shape), pool: WorkerPool(threads: 1))
      let scores = trees.scores(of: training.features, pool: WorkerPool(threads: 1))
      var right = 0
      for document in 0..<scores.count {
        let row = scores[document]
        XCTAssert(row.values.allSatisfy { (0...1).contains($0) })
        let best = zip(row.values, row.columns).max { $0.0 < $1.0 }
        if let best, training.labels[document].contains(best.1) { right += 1 }
      }
      XCTAssertGreaterThan(right, 235, "\(shape)")
    }
  }

  func testThreadsDoNotMatter() {
    let training = training()
    for shape in TreeShape.allCases {
      let one = LabelTrees(training, parameters: parameters(shape), pool: WorkerPool(threads: 1))
      let four = LabelTrees(training, parameters: parameters(shape), pool: WorkerPool(threads: 4))
      for (a, b) in zip(one.trees, four.trees) {
        XCTAssertEqual(a.nodes.map(\.children), b.nodes.map(\.children))
        XCTAssertEqual(a.nodes.map(\.classifiers), b.nodes.map(\.classifiers))
      }
    }
  }

  func testHalvesAreEqualAndThemesStayTogether() {
    let vectors = SparseMatrix(
      columnCount: 3,
      rows: [
        SparseRow(columns: [0], values: [1]), SparseRow(columns: [1], values: [1]),
        SparseRow(columns: [0, 2], values: [0.8, 0.6]), SparseRow(columns: [1], values: [1]),
        SparseRow(columns: [1, 2], values: [0.96, 0.28]),
      ])
    var random = RandomStream(seed: 3)
    let clustering = LabelClustering(vectors: vectors)
    let halves = clustering.groups(
      of: [0, 1, 2, 3], shape: .balanced, branches: 9, random: &random)
    XCTAssertEqual(Set(halves), [[0, 2], [1, 3]])
    let uneven = clustering.groups(
      of: [0, 1, 2, 3, 4], shape: .balanced, branches: 9, random: &random)
    XCTAssertEqual(uneven.map(\.count), [3, 2])
    XCTAssertEqual(uneven.joined().sorted(), [0, 1, 2, 3, 4])
    // More branches than labels: a group each. Labels alike: one group.
    XCTAssertEqual(
      clustering.groups(of: [0, 1], shape: .shallow, branches: 9, random: &random), [[0], [1]])
    let alike = clustering.groups(of: [1, 3, 1], shape: .shallow, branches: 2, random: &random)
    XCTAssertEqual(alike, [[1, 3, 1]])
  }

  func testLabelsWithoutDocumentsAreInNoTree() {
    var training = training()
    training.labelCount = 14
    let trees = LabelTrees(
      training, parameters: parameters(.balanced), pool: WorkerPool(threads: 1))
    let scores = trees.scores(of: training.features, pool: WorkerPool(threads: 1))
    XCTAssertEqual(scores.columns.max(), 11)
  }
}

// HLAN and HA-GRU against their equations (arXiv 2010.15728) in plain loops of double
// precision, document by document and label by label; gradients are in NetworkGradientTests.
import XCTest

@testable import PipelineBaselines
@testable import PipelineEmbedding
@testable import PipelineFeatures
@testable import PipelineNetworks
@testable import PipelineNumerics

final class LabelwiseNetworkTests: XCTestCase {
  private typealias Vector = [Double]

  /// A parameter's elements in double precision.
  private func matrix(_ network: AnnotationNetwork, _ name: String) throws -> [Vector] {
    let parameter = try XCTUnwrap(network.parameters.first { $0.name == name }, name)
    let width = parameter.shape.last ?? 1
    let values = parameter.values.map(Double.init)
    return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
  }

  private func product(_ x: Vector, _ matrix: [Vector]) -> Vector {
    matrix[0].indices.map { j in x.indices.reduce(0) { $0 + x[$1] * matrix[$1][j] } }
  }

  private func dot(_ a: Vector, _ b: Vector) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  /// States of both directions side by side, from zero states.
  private func gru(_ network: AnnotationNetwork, _ name: String, _ inputs: [Vector]) throws
    -> [Vector]
  {
    let (w, u) = try (
      matrix(network, "\(name)/inputKernel"), matrix(network, "\(name)/recurrentKernel")
    )
    let b = try matrix(network, "\(name)/bias")[0]
    let h = u.count
    func run(_ inputs: [Vector]) -> [Vector] {
      var state = Vector(repeating: 0, count: h)
      return inputs.map { x in
        let (p, s) = (product(x, w), product(state, u))
        state = (0..<h).map { i in
          let z = 1 / (1 + exp(-(p[i] + s[i] + b[i])))
          let r = 1 / (1 + exp(-(p[h + i] + s[h + i] + b[h + i])))
          let c = tanh(p[2 * h + i] + r * s[2 * h + i] + b[2 * h + i])
          return (1 - z) * state[i] + z * c
        }
        return state
      }
    }
    let (forward, backward) = (run(inputs), Array(run(inputs.reversed()).reversed()))
    return inputs.indices.map { forward[$0] + backward[$0] }
  }

  /// Attention with the given context vector; zeros without states.
  private func pooled(
    _ network: AnnotationNetwork, _ name: String, _ states: [Vector], context: Vector, size: Int
  ) throws -> Vector {
    let kernel = try matrix(network, "\(name)/kernel")
    let bias = try matrix(network, "\(name)/bias")[0]
    let scores = states.map { state in
      exp(dot(zip(product(state, kernel), bias).map { tanh($0 + $1) }, context))
    }
    let sum = scores.reduce(0, +)
    return (0..<size).map { i in zip(scores, states).reduce(0) { $0 + $1.0 / sum * $1.1[i] } }
  }

  private func logit(
    _ network: AnnotationNetwork, _ document: EncodedDocument, label: Int
  ) throws -> Double {
    let h = network.configuration.hiddenSize
    let isHLAN = network.configuration.model == .hlan
    let embedding = try matrix(network, "embedding")
    let context =
      try isHLAN
      ? matrix(network, "words/attention/contexts")[label]
      : matrix(network, "words/attention/context")[0]
    let sentences = try document.sentences.map { sentence in
      try pooled(
        network, "words/attention", gru(network, "words/gru", sentence.map { embedding[Int($0)] }),
        context: context, size: 2 * h)
    }
    let vector = try pooled(
      network, "sentences/attention", gru(network, "sentences/gru", sentences),
      context: matrix(network, "sentences/attention/contexts")[label], size: 4 * h)
    return try dot(vector, matrix(network, "output/kernel")[label])
      + Double(network.output.bias.values[label])
  }

  private let documents: [EncodedDocument] =
    ([
      [[1, 2, 3], [4], [5, 6, 7, 8, 9]], [[3, 3]], [], [[9, 1], [2, 8], [7, 3], [4, 6]],
    ] as [[[Int32]]]).enumerated().map { d, sentences in
      var document = EncodedDocument()
      document.sentences = sentences
      document.labels = [Int32(d % 5)]
      document.features = SparseRow(columns: [Int32(d % 3)], values: [1])
      return document
    }

  private func network(_ model: NetworkModel, shortlist: Int = 0) -> AnnotationNetwork {
    let network = AnnotationNetwork(
      NetworkConfiguration(
        model: model, vocabularySize: 10, embeddingSize: 5, hiddenSize: 4, labels: 5,
        sharesDirections: true, initialState: 0, glorotBias: false, shortlist: shortlist),
      options: NetworkOptions(l2: 0, keep: 1, losses: .none, seed: 4), trained: true,
      pool: WorkerPool(threads: 2))
    network.initialiseLarge()
    return network
  }

  func testLogitsAreThoseOfTheEquations() throws {
    for model in [NetworkModel.hlan, .haGRU] {
      let network = network(model)
      network.forward(DocumentBatch(documents, form: .masked), training: false)
      for (d, document) in documents.enumerated() {
        for label in 0..<5 {
          XCTAssertEqual(
            Double(network.logits[label, d]),
            try logit(network, document, label: label), accuracy: 2e-5,
            "\(model), document \(d), label \(label)")
        }
      }
    }
  }

  /// With a shortlist the network speaks of the linear model's best labels, in training also
  /// of the true ones; the others keep the linear model's logits.
  func testShortlist() throws {
    for model in [NetworkModel.hlan, .haGRU] {
      let network = network(model, shortlist: 2)
      let linear = LinearPart.train(
        on: TrainingSet(
          features: SparseMatrix(columnCount: 3, rows: documents.map(\.features)),
          labels: documents.map(\.labels), labelCount: 5),
        parameters: LinearParameters(), parts: 1, pool: WorkerPool(threads: 1)
      ).linear
      network.add(linear)
      for training in [false, true] {
        network.forward(DocumentBatch(documents, form: .masked), training: training)
        let pairs = try XCTUnwrap(network.pairs)
        for (d, document) in documents.enumerated() {
          let own = pairs.labels[pairs.rows(of: d)]
          let base = linear.logits(of: document.features)
          let best = (0..<5).sorted { (base[$1], $0) < (base[$0], $1) }.prefix(2)
          XCTAssertTrue(Set(own).isSuperset(of: best.map { Int32($0) }))
          XCTAssertEqual(own.count > 2, training && own.count > 2)
          if training { XCTAssertTrue(Set(own).isSuperset(of: document.labels)) }
          for label in 0..<5 {
            let added =
              own.contains(Int32(label)) ? try logit(network, document, label: label) : 0
            XCTAssertEqual(
              Double(network.logits[label, d]),
              Double(base[label]) + added, accuracy: 2e-5)
          }
        }
      }
    }
  }

  /// Rows that are long enough begin with the label's unit vector; other labels stay.
  func testLabelEmbedding() throws {
    let network = network(.hlan)
    let before = Dictionary(
      uniqueKeysWithValues: network.parameters.map { ($0.name, $0.values) })
    let vectors = WordVectors(
      words: ["b", "elsewhere", "e", "zero"], dimensions: 10,
      values: (0..<30).map { Float($0 % 7) - 2 } + [Float](repeating: 0, count: 10))
    let known = network.setLabels(["a", "b", "zero", "d", "e"], vectors: vectors)
    // Context vectors have 8 elements, too few for 10.
    XCTAssertEqual(known.labels, 2)
    XCTAssertEqual(known.tables, ["output/kernel"])
    for parameter in network.parameters {
      let old = try XCTUnwrap(before[parameter.name])
      guard parameter.name == "output/kernel" else {
        XCTAssertEqual(parameter.values, old)
        continue
      }
      for label in 0..<5 {
        let row = Array(parameter.values[label * 16..<(label + 1) * 16])
        guard let index = [1: 0, 4: 2][label] else {
          XCTAssertEqual(row, Array(old[label * 16..<(label + 1) * 16]))
          continue
        }
        let vector = vectors[index]
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        assertClose(row, vector.map { $0 / length } + [0, 0, 0, 0, 0, 0], 1e-6, "label \(label)")
      }
    }
  }
}

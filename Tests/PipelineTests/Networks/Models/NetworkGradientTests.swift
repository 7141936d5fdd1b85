// Numeric gradient checks of the whole network, layer by layer: the derivative
// along a random direction of each parameter against finite differences. Every
// mode of padding, direction and regulariser is covered.
//
// In single precision a central difference over ±ε has an error of about
// 1e-6 · loss / ε from rounding and ε² from curvature; with ε = 0.01 of the
// parameter's own scale 2 % of the largest derivative is far above both, and
// far below what a wrong sign, index or factor makes.
import XCTest

@testable import PipelineBaselines
@testable import PipelineEvaluation
@testable import PipelineFeatures
@testable import PipelineNetworks
@testable import PipelineNumerics

final class NetworkGradientTests: XCTestCase {
  private let shape = DocumentShape(sentences: 4, words: 6, titleWords: 5)

  func testMaskedWithSeparateDirections() {
    check(.masked, sharesDirections: false, initialState: 0, form: .soft)
  }

  func testMaskedWithSharedDirections() {
    check(.masked, sharesDirections: true, initialState: 1, form: .soft)
  }

  func testPaddedExplicitly() {
    check(
      .padded(shape, sharesEqualWork: false), sharesDirections: true, initialState: 1,
      form: .soft)
  }

  func testPaddedWithSharedTail() {
    check(
      .padded(shape, sharesEqualWork: true), sharesDirections: true, initialState: 1, form: .soft)
  }

  func testPaddedWithSharedTailAndSeparateDirections() {
    check(
      .padded(shape, sharesEqualWork: true), sharesDirections: false, initialState: 0.5,
      form: .soft)
  }

  func testEveryModel() {
    for variation in NetworkModel.allCases {
      check(.masked, sharesDirections: true, initialState: 0, form: .soft, variation: variation)
    }
  }

  /// With a linear model beneath each kind of encoder.
  func testLinearPart() {
    for variation in [NetworkModel.jman, .han, .biGRU, .hlan, .haGRU, .jmanEncoded] {
      check(
        .masked, sharesDirections: false, initialState: 0, form: .soft, variation: variation,
        isLinear: true)
    }
  }

  /// Label-wise networks that look at some of the labels only.
  func testShortlist() {
    for variation in [NetworkModel.hlan, .haGRU] {
      check(
        .masked, sharesDirections: true, initialState: 0, form: .soft, variation: variation,
        isLinear: true, shortlist: 2)
    }
  }

  /// Where Bi-GRU's backward half ends (M4), with padding shared and explicit.
  func testBiGRUWithPadding() {
    for shares in [false, true] {
      for endsBackwardAtLast in [false, true] {
        check(
          .padded(shape.read(.oneText), sharesEqualWork: shares), sharesDirections: true,
          initialState: 1, form: .soft, variation: .biGRU,
          endsBackwardAtLast: endsBackwardAtLast)
      }
    }
  }

  func testLearntMatrices() {
    for scope in LabelPairScope.allCases {
      check(
        .masked, sharesDirections: true, initialState: 0, form: .soft, learnsMatrices: true,
        scope: scope)
    }
  }

  /// Sharing equal work must not change what is computed, in one block of each kind of
  /// sequence and in several.
  func testSharedAndExplicitPaddingAgree() {
    let pool = WorkerPool(threads: 2)
    let network = makeNetwork(
      sharesDirections: true, initialState: 1, form: .soft, variation: .jman,
      learnsMatrices: false, pool)
    for count in [5, 100] {
      var gradients: [[[Float]]] = []
      for shares in [false, true] {
        let batch = DocumentBatch(
          documents(count: count), form: .padded(shape, sharesEqualWork: shares))
        network.forward(batch, training: true)
        _ = network.loss(batch, divisor: Float(count), gradient: true, withL2: false)
        _ = network.backward(batch, step: 0, slices: false)
        gradients.append(network.parameters.map(\.gradients))
      }
      for (i, parameter) in network.parameters.enumerated() {
        assertClose(gradients[1][i], gradients[0][i], 2e-5, "\(parameter.name), \(count)")
      }
    }
  }

  /// The bits of gradients do not depend on the number of threads.
  func testThreadsChangeNoBit() {
    for (variation, form) in [
      (NetworkModel.jman, BatchForm.masked), (.jman, .padded(shape, sharesEqualWork: true)),
      (.hlan, .masked), (.haGRU, .masked), (.jmanEncoded, .masked),
    ] {
      var gradients: [[[Float]]] = []
      for threads in [1, 2, 3] {
        let network = makeNetwork(
          sharesDirections: true, initialState: 0, form: .soft, variation: variation,
          learnsMatrices: false, isLinear: variation.isLabelwise, shortlist: 3,
          WorkerPool(threads: threads))
        let batch = DocumentBatch(documents(count: 100, reading: variation.reading), form: form)
        network.forward(batch, training: true)
        _ = network.loss(batch, divisor: 100, gradient: true, withL2: false)
        _ = network.backward(batch, step: 0, slices: false)
        gradients.append(network.parameters.map(\.gradients))
      }
      XCTAssertEqual(gradients[0], gradients[1])
      XCTAssertEqual(gradients[0], gradients[2])
    }
  }

  /// In half precision gradients keep their direction, and their bits whatever the threads.
  func testHalfPrecisionKeepsDirectionAndThreadsChangeNoBit() throws {
    guard Precision.bf16.choose() else { throw XCTSkip("SKIPPED: no AVX512_BF16 here") }
    defer { XCTAssertTrue(Precision.fp32.choose()) }
    for (variation, form) in [
      (NetworkModel.jman, BatchForm.masked), (.jman, .padded(shape, sharesEqualWork: true)),
      (.hlan, .masked),
    ] {
      func gradients(_ precision: Precision, threads: Int) -> [[Float]] {
        XCTAssertTrue(precision.choose())
        let network = makeNetwork(
          sharesDirections: true, initialState: 0, form: .soft, variation: variation,
          learnsMatrices: false, WorkerPool(threads: threads))
        let batch = DocumentBatch(documents(count: 100, reading: variation.reading), form: form)
        network.forward(batch, training: true)
        _ = network.loss(batch, divisor: 100, gradient: true, withL2: false)
        _ = network.backward(batch, step: 0, slices: false)
        return network.parameters.map(\.gradients)
      }
      let half = gradients(.bf16, threads: 1)
      XCTAssertEqual(half, gradients(.bf16, threads: 2))
      XCTAssertEqual(half, gradients(.bf16, threads: 3))
      let (x, y) = (half.joined(), gradients(.fp32, threads: 1).joined())
      XCTAssertNotEqual(Array(x), Array(y))
      func dot(_ x: some Sequence<Float>, _ y: some Sequence<Float>) -> Double {
        zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
      let (square, full) = (dot(x, x), dot(y, y))
      XCTAssertGreaterThan(dot(x, y) / (square * full).squareRoot(), 0.999, "\(variation)")
      XCTAssertEqual((square / full).squareRoot(), 1, accuracy: 0.02, "\(variation)")
    }
  }

  /// Batches of any division give the scores that the documents have one by one: those that are
  /// not below the floor, and the best 20 in any case.
  func testScorerOnAnyNumberOfDocuments() {
    // Sixteen documents of a batch are looked at together.
    let all = documents(count: 37)
    for threads in [1, 2] {
      let pool = WorkerPool(threads: threads)
      let network = makeNetwork(
        sharesDirections: false, initialState: 0, form: .soft, variation: .jman,
        learnsMatrices: false, labels: 60, pool)
      func scores(
        _ documents: [EncodedDocument], batchSize: Int, floor: Float
      ) -> [[Int32: Float]] {
        let scored = Scorer(network, form: .masked, batchSize: batchSize, floor: floor, pool: pool)
          .score(documents.count) { Array(documents[$0]) }
        return (0..<scored.count).map { d in
          var scores: [Int32: Float] = [:]
          scored.forEachScore(of: d) { scores[Int32($0)] = $1 }
          return scores
        }
      }
      let alone = all.map { scores([$0], batchSize: 1, floor: 0)[0] }
      XCTAssert(alone.allSatisfy { $0.count == 60 })
      for floor in [Float(0.2), 0.5, 0.999] {
        let expected = alone.map { own in
          let last = own.values.sorted(by: >)[19]
          return Set(own.filter { $0.value >= min(floor, last) }.keys)
        }
        for (count, batchSize) in [(0, 4), (3, 4), (9, 4), (16, 16), (33, 32), (37, 32)] {
          let together = scores(Array(all[..<count]), batchSize: batchSize, floor: floor)
          XCTAssertEqual(together.count, count)
          for (place, one) in together.enumerated() {
            XCTAssertEqual(Set(one.keys), expected[place], "document \(place), floor \(floor)")
            for (label, score) in one {
              XCTAssertEqual(score, alone[place][label] ?? 0, accuracy: 1e-6)
            }
          }
        }
        if floor == 0.999 { XCTAssert(expected.contains { $0.count == 20 }) }
        if floor == 0.2 { XCTAssert(expected.contains { $0.count > 20 }) }
      }
    }
  }

  // MARK: -

  /// A sample of the labels, drawn alike in each forward pass of the same step.
  func testSampledLabels() {
    for isLinear in [false, true] {
      check(
        .masked, sharesDirections: true, initialState: 0, form: .soft, isLinear: isLinear,
        labels: 60, sampledLabels: 11)
    }
    check(
      .masked, sharesDirections: true, initialState: 0, form: .soft, scope: .batch, labels: 60,
      sampledLabels: 11)
  }

  /// Documents with empty titles, empty sentences and none at all, as words and as vectors.
  private func documents(count: Int = 5, reading: DocumentReading = .titleApart) -> [EncodedDocument] {
    var random = RandomStream(seed: 11)
    var vectors = RandomStream(seed: 12)
    func draw(_ count: Int) -> [Float] { (0..<count).map { _ in Float(vectors.nextNormal()) } }
    return (0..<count).map { d in
      var document = EncodedDocument()
      document.title = (0..<(d == 1 ? 0 : 1 + random.next(below: 5))).map { _ in
        Int32(2 + random.next(below: 10))
      }
      document.sentences = (0..<(d == 2 ? 0 : 1 + random.next(below: 4))).map { _ in
        (0..<(1 + random.next(below: 6))).map { _ in Int32(1 + random.next(below: 11)) }
      }
      document.vectors = SentenceVectors(
        title: draw(d == 1 ? 0 : 5), sentences: draw(d == 2 ? 0 : 5 * (1 + vectors.next(below: 6))),
        size: 5)
      if reading == .oneText { document.sentences = [document.title + document.sentences.joined()] }
      // Features of the linear model: one that no document has, one that many have.
      if d != 3 {
        let columns = (0..<8).filter { $0 != 5 && ($0 == 2 || random.next(below: 2) == 0) }
        document.features = SparseRow(
          columns: columns.map { Int32($0) }, values: columns.map { _ in Float(random.nextUniform() + 0.2) })
      }
      document.labels = (0..<7).filter { _ in random.next(below: 3) == 0 }.map(Int32.init)
      return document
    }
  }

  private func makeNetwork(
    sharesDirections: Bool, initialState: Float, form: SubsumptionForm,
    variation: NetworkModel, learnsMatrices: Bool, endsBackwardAtLast: Bool = false,
    scope: LabelPairScope = .document, isLinear: Bool = false, shortlist: Int = 0,
    labels: Int = 7, sampledLabels: Int = 0, _ pool: WorkerPool
  ) -> AnnotationNetwork {
    func matrix(_ name: String, _ value: @escaping @Sendable (Int, Int) -> Float) -> LabelMatrix {
      learnsMatrices
        ? .learnt(.labelMatrix(name, labels: labels, isRegularised: false, values: value))
        : .fixed(value)
    }
    let network = AnnotationNetwork(
      NetworkConfiguration(
        model: variation, vocabularySize: 12, embeddingSize: 5, hiddenSize: 6, labels: labels,
        sharesDirections: sharesDirections, initialState: initialState, glorotBias: true,
        endsBackwardAtLast: endsBackwardAtLast, shortlist: shortlist),
      options: NetworkOptions(
        l2: 0, keep: 1,
        losses: LabelPairLosses(
          similarityWeight: 0.7,
          similarity: matrix("labels/similarity") { j, k in
            Float((j * 3 + k * 3) % 5) / 5
          },
          subsumptionWeight: 0.9,
          subsumption: matrix("labels/subsumption") { j, k in
            (j + 2 * k) % 3 == 1 ? 1 : 0
          },
          form: form, scope: scope),
        sampledLabels: sampledLabels, seed: 3),
      trained: true, pool: pool)
    network.initialise()
    // Larger weights than at the start of training, so that nothing is linear.
    for parameter in network.parameters where parameter.name.hasSuffix("ernel") {
      parameter.values = parameter.values.map { $0 * 4 }
    }
    if isLinear {
      let all = documents(count: 20)
      let linear = LinearPart.train(
        on: TrainingSet(
          features: SparseMatrix(columnCount: 8, rows: all.map(\.features)),
          labels: all.map(\.labels), labelCount: labels),
        parameters: LinearParameters(), parts: 2, pool: pool)
      network.add(linear.linear, heldOut: linear.heldOut)
    }
    return network
  }

  private func check(
    _ batchForm: BatchForm, sharesDirections: Bool, initialState: Float, form: SubsumptionForm,
    variation: NetworkModel = .jman, learnsMatrices: Bool = false,
    endsBackwardAtLast: Bool = false, scope: LabelPairScope = .document,
    isLinear: Bool = false, shortlist: Int = 0, labels: Int = 7, sampledLabels: Int = 0,
    file: StaticString = #filePath,
    line: UInt = #line
  ) {
    let network = makeNetwork(
      sharesDirections: sharesDirections, initialState: initialState, form: form,
      variation: variation, learnsMatrices: learnsMatrices,
      endsBackwardAtLast: endsBackwardAtLast, scope: scope, isLinear: isLinear, shortlist: shortlist,
      labels: labels, sampledLabels: sampledLabels, WorkerPool(threads: 2))
    let batch = DocumentBatch(documents(reading: variation.reading), form: batchForm)
    func loss() -> Double {
      // As in training, where a shortlist holds the true labels too.
      network.forward(batch, training: true)
      return network.loss(batch, divisor: 5, gradient: false, withL2: false).total
    }
    network.forward(batch, training: true)
    XCTAssertEqual(network.sample != nil, sampledLabels > 0, file: file, line: line)
    _ = network.loss(batch, divisor: 5, gradient: true, withL2: false)
    _ = network.backward(batch, step: 0, slices: false)
    var random = RandomStream(seed: 17)
    var nonzero = 0
    for parameter in network.parameters {
      let values = parameter.values
      // Where rows are touched, the others' gradients are left from earlier.
      var gradient = parameter.gradients
      if let touched = parameter.touched {
        let width = parameter.rowSize
        for row in 0..<parameter.shape[0] where !touched.contains(Int32(row)) {
          for i in 0..<width { gradient[row * width + i] = 0 }
        }
      }
      for trial in 0..<3 {
        let direction = values.map { _ in Float(random.nextNormal()) }
        let expected = zip(gradient, direction).reduce(0.0) { $0 + Double($1.0 * $1.1) }
        let epsilon: Float = 0.004
        parameter.values = zip(values, direction).map { $0 + epsilon * $1 }
        let above = loss()
        parameter.values = zip(values, direction).map { $0 - epsilon * $1 }
        let below = loss()
        parameter.values = values
        let numeric = (above - below) / Double(2 * epsilon)
        let scale = gradient.reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
        if scale > 0 { nonzero += 1 }
        XCTAssertEqual(
          numeric, expected, accuracy: 0.02 * max(scale, abs(expected)) + 3e-3,
          "\(parameter.name), direction \(trial), \(variation.rawValue)", file: file, line: line)
      }
    }
    XCTAssertGreaterThan(nonzero, 10, "gradients vanish", file: file, line: line)
  }
}

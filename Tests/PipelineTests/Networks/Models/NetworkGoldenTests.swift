// JMAN, HAN and Bi-GRU against the original programs: logits, attention, each part of the
// loss, every gradient, and the weights after 1, 2 and 10 updates.
//
// Tolerances are those that the golden cases' own notes suggest: they cover
// the differences of single precision, no more.
import Foundation
import XCTest

@testable import PipelineNetworks
@testable import PipelineNumerics

final class NetworkGoldenTests: XCTestCase {
  func testJMAN() throws { try checkEvery("JMAN", atLeast: 2) }

  func testHAN() throws { try checkEvery("HAN", atLeast: 1) }

  func testBiGRU() throws { try checkEvery("BiGRU", atLeast: 1) }

  private func checkEvery(_ system: String, atLeast count: Int) throws {
    let cases = try GoldenCase.all(system: system)
    XCTAssertGreaterThanOrEqual(cases.count, count)
    for golden in cases {
      for threads in [1, 2] {
        try check(golden, sharesEqualWork: golden.config.clip_norm_over == "summed", threads)
      }
      // Sharing equal work changes the order of sums only.
      if golden.config.clip_norm_over != "summed" {
        try check(golden, sharesEqualWork: true, 1, steps: 0)
      }
    }
  }

  private func check(
    _ golden: GoldenCase, sharesEqualWork: Bool, _ threads: Int, steps: Int = 10
  ) throws {
    let c = golden.config
    let what = "\(golden.name), shared \(sharesEqualWork), \(threads) threads"
    let pool = WorkerPool(threads: threads)
    let variation: NetworkModel =
      switch c.system {
      case "HAN": .han
      case "BiGRU": .biGRU
      // The original runs the full model for any unknown name (M15).
      default: NetworkModel(rawValue: c.variation) ?? .jman
      }
    let (network, batch) = try makeNetwork(golden, variation, sharesEqualWork, pool)
    let clip = golden.name.contains("-clip")

    var near = 0
    var count = 0
    var optimiser = AdamOptimiser(
      l2: c.l2_lambda, clipNorm: c.clip_norm_over == "summed" ? .summed : .slices, pool: pool)
    optimiser.clip = c.clip_norm
    let variables = network.originalVariables
    XCTAssertEqual(variables.map(\.name), golden.trainable, what)

    for step in 0...steps {
      network.forward(batch, training: true)
      if step == 0 {
        let logits = network.logits.view.transposed.rowByRow
        assertClose(logits, try golden.array("logits"), 5e-6, "\(what): logits")
        try checkAttention(golden, network, batch, variation, sharesEqualWork, what)
      }
      if step == 10 {
        let logits = network.logits.view.transposed.rowByRow
        assertClose(logits, try golden.array("logits_after_10"), 2e-3, "\(what): last logits")
      }
      let parts = network.loss(batch, divisor: Float(c.batch), gradient: true, withL2: true)
      let slices = network.backward(batch, step: 0, slices: !sharesEqualWork)
      for (name, value) in [
        ("loss", parts.total), ("loss_ce", parts.crossEntropy), ("loss_l2", parts.l2),
        ("loss_sim", parts.similarity), ("loss_sub", parts.subsumption),
      ] {
        let expected = try XCTUnwrap(golden.history[name])[step]
        // After updates the weights differ by up to 2e-4.
        let tolerance = (step == 0 ? 1e-5 : 2e-4) * max(abs(expected), 0.1)
        XCTAssertEqual(value, expected, accuracy: tolerance, "\(what): \(name) before \(step)")
      }
      if step == 0 {
        for variable in variables {
          var gradient = variable.read(.gradient)
          // Ours holds the L2 term apart.
          if variable.parameter.isRegularised {
            for (i, value) in variable.read().enumerated() { gradient[i] += c.l2_lambda * value }
          }
          assertClose(
            gradient, try golden.array("grad/\(variable.name)"), clip ? 2e-5 : 2e-6,
            "\(what): gradient of \(variable.name)")
        }
      }
      if step == steps { break }
      let parameters = network.parameters
      let norm = optimiser.norm(
        parameters, embedding: network.encoder.embedding.table, slices: slices)
      let key = optimiser.clipNorm == .slices ? "norm_slices" : "norm_dense"
      let expected = try XCTUnwrap(golden.history[key])[step]
      XCTAssertEqual(
        norm, expected, accuracy: (step == 0 ? 1e-5 : 1e-3) * expected, "\(what): norm \(step)")
      let rate =
        Double(Float(c.learning_rate)) * pow(c.decay_rate, Double(step / c.decay_steps))
      optimiser.update(parameters, rate: rate, norm: norm)
      if [1, 2, 10].contains(step + 1) {
        let (close, all) = try checkWeights(golden, variables, "step\(step + 1)", what)
        near += close
        count += all
      }
    }
    // Adam's first update is about 0.01 · sign(gradient), so a few weights with
    // tiny gradients may differ by more than the rest.
    XCTAssertGreaterThanOrEqual(Double(near), 0.999 * Double(count), "\(what): weights")
    if steps == 10, golden.has("adam_m10/Embedding") {
      for variable in variables {
        assertClose(
          variable.read(.firstMoment), try golden.array("adam_m10/\(variable.name)"), 2e-5,
          "\(what): first moment of \(variable.name)")
        assertClose(
          variable.read(.secondMoment), try golden.array("adam_v10/\(variable.name)"), 2e-5,
          "\(what): second moment of \(variable.name)")
      }
    }
  }

  private func makeNetwork(
    _ golden: GoldenCase, _ variation: NetworkModel, _ sharesEqualWork: Bool, _ pool: WorkerPool
  ) throws -> (AnnotationNetwork, DocumentBatch) {
    let c = golden.config
    let l = c.labels
    func matrix(_ name: String, _ weight: Float) throws -> LabelMatrix {
      let values = try golden.array(name)
      guard c.dynamic_sem, weight != 0, variation.isRegularised else {
        return .fixed { j, k in values[j * l + k] }
      }
      let parameter = Parameter(
        "labels/\(name)", .labelMatrix, l, l, isRegularised: c.dynamic_sem_l2, trained: true)
      parameter.values = values
      return .learnt(parameter)
    }
    let losses = LabelPairLosses(
      similarityWeight: variation.isRegularised ? c.lambda_sim : 0,
      similarity: try matrix("sim", c.lambda_sim),
      subsumptionWeight: variation.isRegularised ? c.lambda_sub : 0,
      subsumption: try matrix("sub", c.lambda_sub), form: .rounded)
    let network = AnnotationNetwork(
      NetworkConfiguration(
        model: variation, vocabularySize: c.vocab, embeddingSize: c.hidden,
        hiddenSize: c.hidden, labels: l, sharesDirections: true, initialState: 1,
        glorotBias: true, endsBackwardAtLast: true),
      options: NetworkOptions(l2: c.l2_lambda, keep: 1, losses: losses, seed: 1),
      trained: true, pool: pool)
    for variable in network.originalVariables {
      variable.write(try golden.array("init/\(variable.name)"))
    }
    let x = try XCTUnwrap(golden.ints["input_x"]).values
    let titles = golden.ints["input_title"]?.values
    let y = try XCTUnwrap(golden.ints["input_y"]).values
    let shape = DocumentShape(sentences: c.sentences, words: c.words, titleWords: c.words)
      .read(variation.reading)
    let documents = (0..<c.batch).map { b in
      var document = EncodedDocument()
      if let titles { document.title = trimmed(Array(titles[b * c.words..<(b + 1) * c.words])) }
      document.sentences = (0..<shape.sentences).map { s in
        let first = (b * shape.sentences + s) * shape.words
        return trimmed(Array(x[first..<first + shape.words]))
      }
      document.labels = (0..<l).filter { y[b * l + $0] != 0 }.map(Int32.init)
      return document
    }
    return (
      network,
      DocumentBatch(documents, form: .padded(shape, sharesEqualWork: sharesEqualWork))
    )
  }

  private func checkAttention(
    _ golden: GoldenCase, _ network: AnnotationNetwork, _ batch: DocumentBatch,
    _ variation: NetworkModel, _ sharesEqualWork: Bool, _ what: String
  ) throws {
    let encoder = network.encoder
    if let sentences = encoder.layers[.sentences] {
      for (name, weights, isUsed) in [
        ("att_sentence", sentences.attention.byContext.weights, variation.hasOriginal),
        ("att_sentence_title", sentences.attention.byGuide.weights, variation.hasTitleGuided),
      ] where isUsed && golden.has(name) {
        assertClose(
          bySequence(weights, batch.documents), try golden.array(name), 2e-6,
          "\(what): \(name)")
      }
    }
    // Without sharing, the sentences of a batch are one after the other.
    if let words = encoder.layers[.words], variation.readsContent, golden.has("att_word"), !sharesEqualWork {
      assertClose(
        bySequence(words.attention.byContext.weights, batch.sentences),
        try golden.array("att_word"), 2e-6, "\(what): att_word")
    }
    if let title = encoder.layers[.title], variation.readsTitle, golden.has("att_word_title") {
      assertClose(
        bySequence(title.attention.byContext.weights, batch.titles),
        try golden.array("att_word_title"), 2e-6, "\(what): att_word_title")
    }
    if golden.has("document") {
      assertClose(
        network.documents.view.rowByRow, try golden.array("document"), 2e-6, "\(what): document")
    }
  }

  /// Weights by the caller's sequences, one after the other.
  private func bySequence(_ weights: AlignedBuffer<Float>, _ layout: SequenceLayout) -> [Float] {
    (0..<layout.count).flatMap { layout.places(of: $0).map { weights[$0] } }
  }

  /// All weights within 2e-4; returns how many are within 1e-5.
  private func checkWeights(
    _ golden: GoldenCase, _ variables: [OriginalVariable], _ step: String, _ what: String
  ) throws -> (near: Int, count: Int) {
    var near = 0
    var count = 0
    for variable in variables {
      let expected = try golden.array("\(step)/\(variable.name)")
      let values = variable.read()
      assertClose(values, expected, 2e-4, "\(what): \(variable.name) after \(step)")
      near += zip(values, expected).filter { abs($0 - $1) <= 1e-5 }.count
      count += values.count
    }
    return (near, count)
  }

  private func trimmed(_ numbers: [Int32]) -> [Int32] {
    Array(numbers.prefix((numbers.lastIndex { $0 != 0 } ?? -1) + 1))
  }
}

/// Fails with the greatest difference when an element differs by more.
func assertClose(
  _ values: [Float], _ expected: [Float], _ tolerance: Float, _ what: String,
  file: StaticString = #filePath, line: UInt = #line
) {
  guard values.count == expected.count else {
    return XCTFail("\(what): \(values.count) elements, not \(expected.count)", file: file, line: line)
  }
  let worst = zip(values, expected).map { abs($0 - $1) }.max() ?? 0
  XCTAssert(
    worst <= tolerance, "\(what): differs by \(worst)", file: file, line: line)
}

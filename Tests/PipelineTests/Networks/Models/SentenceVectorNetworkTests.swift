// JMAN-e against its equations in plain loops of double precision, document by document;
// gradients are in NetworkGradientTests.
import XCTest

@testable import PipelineFeatures
@testable import PipelineNetworks
@testable import PipelineNumerics

final class SentenceVectorNetworkTests: XCTestCase {
  private static let size = 6
  private static let hidden = 4

  private func matrix(_ network: AnnotationNetwork, _ name: String) throws -> Matrix {
    let parameter = try XCTUnwrap(network.parameters.first { $0.name == name }, name)
    let width = parameter.shape.last ?? 1
    let values = parameter.values.map(Double.init)
    return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
  }

  /// A document without a title, one without sentences, one with neither, and full ones.
  private var documents: [EncodedDocument] {
    var random = RandomStream(seed: 21)
    func draw(_ count: Int) -> [Float] {
      (0..<count * Self.size).map { _ in Float(random.nextNormal()) / 2 }
    }
    return [(1, 3), (0, 2), (1, 0), (0, 0), (1, 7), (1, 1)].map { titles, sentences in
      var document = EncodedDocument()
      document.vectors = SentenceVectors(
        title: draw(titles), sentences: draw(sentences), size: Self.size)
      return document
    }
  }

  private func network(sharesDirections: Bool) -> AnnotationNetwork {
    let network = AnnotationNetwork(
      NetworkConfiguration(
        model: .jmanEncoded, vocabularySize: 2, embeddingSize: Self.size, hiddenSize: Self.hidden,
        labels: 5, sharesDirections: sharesDirections, initialState: 0, glorotBias: false),
      options: NetworkOptions(l2: 0, keep: 1, losses: .none, seed: 4), trained: true,
      pool: WorkerPool(threads: 2))
    network.initialiseLarge()
    return network
  }

  /// Logits and both kinds of sentence weights of a document.
  private func reference(
    _ network: AnnotationNetwork, _ document: EncodedDocument, sharesDirections: Bool
  ) throws -> (logits: Vector, guided: Vector, original: Vector) {
    let vectors = try XCTUnwrap(document.vectors)
    var q = Vector(repeating: 0, count: 2 * Self.hidden)
    if !vectors.title.isEmpty {
      q = product(vectors.title.map(Double.init), try matrix(network, "title/projection/kernel"))
      add(try matrix(network, "title/projection/bias")[0], to: &q)
      q = q.map(tanh)
    }
    let sentences = stride(from: 0, to: vectors.sentences.count, by: Self.size).map {
      vectors.sentences[$0..<$0 + Self.size].map(Double.init)
    }
    func states(_ direction: String, _ inputs: [Vector]) throws -> [Vector] {
      let name = sharesDirections ? "sentences/gru" : "sentences/gru/\(direction)"
      return ReferenceGRU(
        input: try matrix(network, "\(name)/inputKernel"),
        recurrent: try matrix(network, "\(name)/recurrentKernel"),
        bias: try matrix(network, "\(name)/bias")[0], initial: 0
      ).forward(inputs).map(\.state)
    }
    let ahead = try states("forward", sentences)
    let back = Array(try states("backward", sentences.reversed()).reversed())
    let joined = zip(ahead, back).map { $0 + $1 }
    let attention = ReferenceAttention(
      kernel: try matrix(network, "sentences/attention/kernel"),
      bias: try matrix(network, "sentences/attention/bias")[0])
    let guided = attention.forward(joined, query: q)
    let original = attention.forward(
      joined, query: try matrix(network, "sentences/attention/context")[0])
    let vector = q + guided.pooled + original.pooled
    XCTAssertEqual(vector.count, network.configuration.documentSize)
    var logits = product(try matrix(network, "output/kernel"), vector)
    add(try matrix(network, "output/bias")[0], to: &logits)
    return (logits, guided.weights, original.weights)
  }

  private func assertClose(_ ours: [Float], _ theirs: Vector, _ message: String) {
    XCTAssertEqual(ours.count, theirs.count, message)
    for (a, b) in zip(ours, theirs) { XCTAssertEqual(Double(a), b, accuracy: 3e-5, message) }
  }

  func testLogitsAndWeightsAreThoseOfTheEquations() throws {
    for sharesDirections in [true, false] {
      let network = network(sharesDirections: sharesDirections)
      let all = documents
      let model = TrainedModel(
        network: network, shape: DocumentShape(sentences: 10, words: 10, titleWords: 10),
        isMasked: true, behaviour: .own, words: [], labels: ["a", "b", "c", "d", "e"],
        labelCounts: [1, 1, 1, 1, 1], trainingDocuments: 5, threshold: 0.5, k: 2)
      let annotations = Annotator(model).annotate(all)
      for (d, document) in all.enumerated() {
        let expected = try reference(network, document, sharesDirections: sharesDirections)
        let logits = (0..<5).map { network.logits[$0, d] }
        assertClose(logits, expected.logits, "document \(d)")
        assertClose(annotations[d].sentencesTitleGuided, expected.guided, "guided, document \(d)")
        assertClose(annotations[d].sentences, expected.original, "original, document \(d)")
      }
      XCTAssertNotEqual(annotations[0].sentences, annotations[0].sentencesTitleGuided)
    }
  }

  /// A batch gives each document what it has by itself.
  func testDocumentsAloneAndTogether() {
    let network = network(sharesDirections: true)
    let all = documents
    func logits(_ documents: [EncodedDocument]) -> [[Float]] {
      network.forward(DocumentBatch(documents, form: .masked), training: false)
      return documents.indices.map { d in
        (0..<5).map { network.logits[$0, d] }
      }
    }
    let together = logits(all)
    for (d, document) in all.enumerated() {
      for (a, b) in zip(logits([document])[0], together[d]) {
        XCTAssertEqual(a, b, accuracy: 1e-5, "document \(d)")
      }
    }
  }

  func testOnlySoManySentencesAreRead() {
    let vectors = SentenceVectors(title: [1, 2], sentences: [3, 4, 5, 6, 7, 8], size: 2)
    XCTAssertEqual(vectors.cut(to: 2).sentences, [3, 4, 5, 6])
    XCTAssertEqual(vectors.cut(to: 9), vectors)
  }
}

extension AnnotationNetwork {
  /// Weights so large that no activation is nearly linear, and biases that are not 0.
  func initialiseLarge() {
    initialise()
    var random = RandomStream(seed: 8)
    for parameter in parameters {
      parameter.values = parameter.values.map { $0 * 4 + Float(random.nextNormal()) / 4 }
    }
  }
}

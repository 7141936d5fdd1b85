// A model small enough for tests: random weights, a handful of words and tags.
import Formats
import PipelineNetworks
import PipelineNumerics
import XCTest

extension StageTestCase {
  /// Writes a model file with random weights.
  func writeModel(
    _ name: String = "model.stage", words: [String] = ["alpha", "beta", "gamma", "delta"],
    labels: [String] = ["a", "b", "c"], variation: NetworkModel = .jman,
    threshold: Float = 0.5, fold: Int = 0, bias: Float = 0
  ) throws {
    let network = AnnotationNetwork(
      NetworkConfiguration(
        model: variation, vocabularySize: words.count + 2, embeddingSize: 4, hiddenSize: 3,
        labels: labels.count, sharesDirections: false, initialState: 0, glorotBias: false),
      options: NetworkOptions(l2: 0, keep: 1, losses: .none, seed: 7), trained: false,
      pool: WorkerPool(threads: 1))
    network.initialise()
    // Vectors far apart, so that each word changes the scores.
    var random = RandomStream(seed: 3)
    let vectors = (0..<words.count * 4).map { _ in Float(random.next() % 1_000) / 250 - 2 }
    network.setEmbedding(vectors, first: 2)
    // Weights large enough for scores that differ.
    for parameter in network.parameters where parameter.name == "output/kernel" {
      parameter.values = parameter.values.map { 30 * $0 }
    }
    for parameter in network.parameters where parameter.name == "output/bias" {
      parameter.values = parameter.values.map { $0 + bias }
    }
    let model = TrainedModel(
      network: network, shape: DocumentShape(sentences: 4, words: 5, titleWords: 5),
      isMasked: true, behaviour: .own, words: words, labels: labels,
      labelCounts: labels.indices.map { Int64($0 + 1) }, trainingDocuments: 10,
      threshold: threshold, k: 2)
    let header = StageHeader(
      stage: "train", revision: 1, source: "test documents",
      parameters: ["model": .string(variation.rawValue), "fold": .int(fold)], inputs: [])
    let writer = try StageWriter(path: path(name), kind: .model, header: header)
    try model.write(to: writer)
    try writer.commit()
  }

  /// Writes documents and a split of them into two folds: documents 0 and 1
  /// validate fold 0, 2 and 3 fold 1, the rest are for testing.
  func writeDocumentsAndSplit(_ documents: [Document]) throws {
    let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])
    var writer = try StageWriter(path: path("documents.stage"), kind: .documents, header: header)
    var all = DocumentsWriter(writer)
    for document in documents { try all.write(document) }
    try all.finish()
    try writer.commit()
    writer = try StageWriter(path: path("split.stage"), kind: .split, header: header)
    try writer.write("test", (4..<documents.count).map { Int32($0) })
    try writer.write("fold0/training", [2, 3] as [Int32])
    try writer.write("fold0/validation", [0, 1] as [Int32])
    try writer.write("fold1/training", [0, 1] as [Int32])
    try writer.write("fold1/validation", [2, 3] as [Int32])
    try writer.commit()
  }

  /// Scores the test documents by `model.stage`.
  func predict(to output: String) throws {
    try succeed(
      "predict",
      [
        "--model", path("model.stage"), "--documents", path("documents.stage"),
        "--split", path("split.stage"), "-o", path(output),
      ])
  }
}

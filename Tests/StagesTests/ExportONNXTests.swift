// ONNX models give the scores that our networks give, in onnxruntime where it
// is installed.
import Formats
import PipelineBaselines
import PipelineFeatures
import PipelineNetworks
import PipelineNumerics
import Foundation
import XCTest

final class ExportONNXTests: StageTestCase {
  private let words = (0..<12).map { "word\($0)" }

  /// Without title, without content, with unknown words, longer than the shape.
  private var documents: [Document] {
    func text(_ numbers: Int...) -> [String] { numbers.map { "word\($0)" } }
    return [
      Document(
        id: "a", title: text(0, 1, 2), sentences: [text(3, 4, 5), text(6), text(7, 8, 99)],
        tags: []),
      Document(id: "b", title: [], sentences: [text(1, 1, 1, 2, 3, 4, 5, 6, 7)], tags: []),
      Document(id: "c", title: text(50, 11), sentences: [], tags: []),
      Document(id: "d", title: [], sentences: [], tags: []),
      Document(
        id: "e", title: text(1, 2, 3, 4, 5, 6, 7),
        sentences: (0..<6).map { text($0, $0 + 1) }, tags: []),
    ]
  }

  private func model(
    _ variation: NetworkModel, isOriginal: Bool = false, isLinear: Bool = false,
    terms: [TermKind] = [.words]
  ) -> TrainedModel {
    var parameters = TextFeatures.Parameters()
    parameters.terms = terms
    parameters.language = "english"
    parameters.characterWeight = 0.7
    let features =
      isLinear ? TextFeatures(fitting: documents + documents, parameters: parameters) : nil
    let labels = (0..<5).map { "tag\($0)" }
    let network = AnnotationNetwork(
      NetworkConfiguration(
        model: variation, vocabularySize: words.count + (isOriginal ? 1 : 2), embeddingSize: 6,
        hiddenSize: isOriginal ? 6 : 4, labels: labels.count, sharesDirections: isOriginal,
        initialState: isOriginal ? 1 : 0, glorotBias: false, endsBackwardAtLast: isOriginal),
      options: NetworkOptions(l2: 0, keep: 1, losses: .none, seed: 7), trained: false,
      pool: WorkerPool(threads: 1))
    var random = RandomStream(seed: 5)
    for parameter in network.parameters {
      parameter.values = (0..<parameter.count).map { _ in
        Float(random.next() % 2_001) / 1_000 - 1
      }
    }
    if let features {
      let documents = self.documents
      let linear = LinearPart.train(
        on: TrainingSet(
          features: features.matrix(of: documents, pool: WorkerPool(threads: 1)),
          // Label 4 has no document.
          labels: documents.indices.map { [Int32($0 % 4)] }, labelCount: labels.count),
        parameters: LinearParameters(), parts: 2, pool: WorkerPool(threads: 1))
      network.add(linear.linear)
    }
    return TrainedModel(
      network: network, shape: DocumentShape(sentences: 4, words: 6, titleWords: 5),
      isMasked: !isOriginal, behaviour: isOriginal ? .original : .own, words: words, features: features,
      labels: labels, labelCounts: labels.map { _ in 1 }, trainingDocuments: 10, threshold: 0.5,
      k: 2)
  }

  private func python(_ arguments: [String], input: String = "") throws -> StageResult {
    try runProgram(
      "/usr/bin/env",
      [ProcessInfo.processInfo.environment["JMAN_PYTHON"] ?? "python3"] + arguments,
      input: input)
  }

  private func json(_ document: EncodedDocument) -> String {
    let features = zip(document.features.columns, document.features.values)
      .map { "\"\($0)\":\($1)" }.joined(separator: ",")
    return "{\"title\":\(document.title),\"sentences\":\(document.sentences),"
      + "\"features\":{\(features)}}\n"
  }

  /// The greatest difference between our scores and onnxruntime's.
  private func difference(_ model: TrainedModel) throws -> Float {
    let writer = try StageWriter(
      path: path("model.stage"), kind: .model,
      header: StageHeader(stage: "train", revision: 1, parameters: [:], inputs: []))
    try model.save(writer, summary: [:])
    try succeed("export-onnx", ["--model", path("model.stage"), "-o", path("model.onnx")])
    let encoded = model.documentEncoder.encode(documents)
    let ours = Annotator(model).annotate(encoded).map(\.scores)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../scripts/check-onnx").path
    let result = try python([script, path("model.onnx")], input: encoded.map(json).joined())
    XCTAssertEqual(result.status, 0, result.errors)
    let theirs = try result.output.split(separator: "\n").map {
      try JSONDecoder().decode([Float].self, from: Data($0.utf8))
    }
    guard theirs.map(\.count) == ours.map(\.count) else { return .infinity }
    XCTAssertGreaterThan(Set(ours.map { $0[0] }).count, 3, "scores that differ")
    return zip(ours, theirs).flatMap { zip($0, $1).map { abs($0 - $1) } }.max() ?? .infinity
  }

  func testScoresAreThoseOfONNXRuntime() throws {
    guard try python(["-c", "import onnxruntime, numpy"]).status == 0 else {
      throw XCTSkip(
        "SKIPPED: python3 has no onnxruntime (pip install onnxruntime; JMAN_PYTHON names "
          + "another python)")
    }
    for variation in NetworkModel.allCases where !variation.isLabelwise && !variation.readsVectors {
      XCTAssertLessThan(try difference(model(variation)), 1e-5, variation.rawValue)
    }
    for variation in [NetworkModel.jman, .han, .biGRU] {
      XCTAssertLessThan(
        try difference(model(variation, isOriginal: true)), 1e-5, "original \(variation)")
      XCTAssertLessThan(try difference(model(variation, isLinear: true)), 1e-5, "linear \(variation)")
    }
  }

  /// The program in docs/onnx.md is run on raw texts and must print what annotate prints.
  func testTheProgramOfTheDocsTagsAsAnnotateDoes() throws {
    let modules = "import onnxruntime, numpy, snowballstemmer"
    guard try python(["-c", modules]).status == 0 else {
      throw XCTSkip(
        "SKIPPED: python3 lacks onnxruntime or snowballstemmer (pip install onnxruntime "
          + "snowballstemmer; JMAN_PYTHON names another python)")
    }
    let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../docs/onnx.md").path
    let text = try String(contentsOfFile: docs, encoding: .utf8)
    let program = try XCTUnwrap(
      text.components(separatedBy: "```python\n").last?.components(separatedBy: "```").first)
    try program.write(toFile: path("tag.py"), atomically: true, encoding: .utf8)
    let texts = """
      {"id":"a","title":"Word0, word1 and word2's","text":"Word3 word4 word5! Word6. Word7 word8 word99 (v1.2)."}
      {"id":"b","title":"","text":"Word1 word1 word1 word2 word3 word4 word5 word6, word7"}
      {"id":"c","title":"Words50 word11","text":""}
      {"id":"d","title":"word1 word2 word3 word4 word5 word6 word7","text":"One word0 word1. Two word1 word2. Three. 4 word3. Five word4 word5. Six word5."}

      """
    for (variation, isLinear, terms) in [
      (NetworkModel.jman, false, [TermKind.words]), (.jman, true, [.words]),
      (.jman, true, [.stems, .characters]), (.han, true, [.words, .characters]),
    ] {
      let model = model(variation, isLinear: isLinear, terms: terms)
      let writer = try StageWriter(
        path: path("model.stage"), kind: .model,
        header: StageHeader(stage: "train", revision: 1, parameters: [:], inputs: []))
      try model.save(writer, summary: [:])
      try succeed("export-onnx", ["--model", path("model.stage"), "-o", path("model.onnx")])
      let ours = try runStage("annotate", ["--model", path("model.stage")], input: texts)
      XCTAssertEqual(ours.status, 0, ours.errors)
      let theirs = try python([path("tag.py"), path("model.onnx")], input: texts)
      XCTAssertEqual(theirs.status, 0, theirs.errors)
      XCTAssertEqual(theirs.output, ours.output, "\(variation) \(isLinear) \(terms)")
      XCTAssert(ours.output.contains("\ttag"), ours.output)
    }
  }

  func testLabelwiseNetworksAreRefused() {
    XCTAssertThrowsError(try model(.hlan).onnx(file: "m")) {
      XCTAssert("\($0)".contains("HLAN, which cannot be exported"), "\($0)")
    }
  }

  func testEqualModelsGiveEqualFilesWithTheirVocabularies() throws {
    let bytes = try model(.jman).onnx(file: "m")
    XCTAssertEqual(bytes, try model(.jman).onnx(file: "m"))
    let text = String(decoding: bytes, as: UTF8.self)
    XCTAssert(text.contains(#"["tag0","tag1","tag2","tag3","tag4"]"#))
    XCTAssert(text.contains(#"["word0","word1","#))
    XCTAssert(text.contains("linear_before_reset"))
  }
}

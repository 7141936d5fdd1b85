// A trained network as an ONNX model: the way of JMANEncoder, HANEncoder and
// BiGRUEncoder in operators.
import Formats
import FormatsFiles
import PipelineBaselines
import PipelineFeatures
import PipelineNumerics
import PipelineText

extension TrainedModel {
  /// The model as the bytes of an ONNX file.
  ///
  /// Inputs, B documents: `words` i64 [B, S, L] and, without padding,
  /// `sentence_counts` i64 [B] and `word_counts` i64 [B, S]; with a title
  /// `title` i64 [B, T] and `title_counts` i64 [B]; of Bi-GRU `words` i64 [B, L]
  /// and `word_counts` i64 [B]; with a linear model `features` f32 [B, F]. Output:
  /// `scores` f32 [B, labels]. Vocabularies, and all that makes features of words, are in
  /// the metadata, as JSON.
  ///
  /// - Throws: `InputError` for what ONNX cannot hold.
  public func onnx(file: String) throws -> [UInt8] {
    guard encoding == nil else {
      throw InputError(
        file: file,
        problem: "would contain \(network.configuration.model.rawValue), whose sentence encoder cannot be exported",
        remedy: "Export JMAN, HAN or Bi-GRU; annotate and serve run this one")
    }
    guard !network.configuration.model.isLabelwise else {
      throw InputError(
        file: file,
        problem: "would contain \(network.configuration.model.rawValue), which cannot be exported",
        remedy: "Export JMAN, HAN or Bi-GRU")
    }
    let linearSize = network.linear.map { $0.model.classifiers.features.count * labels.count } ?? 0
    guard network.parameters.reduce(linearSize, { $0 + $1.count }) < 1 << 28 else {
      throw InputError(
        file: file, problem: "is larger than the 2 GiB that an ONNX file can hold")
    }
    var layers = ONNXLayers()
    let table = layers.parameter(network.encoder.embedding.table)
    let document = layers.graph.node(
      "Concat", try encoded(&layers, table, file: file), [("axis", .int(1))])
    var logits = layers.graph.node(
      "Gemm",
      [document, layers.parameter(network.output.kernel), layers.parameter(network.output.bias)],
      [("transB", .int(1))])
    if let linear = network.linear, let features {
      let input = layers.graph.input(
        "features", .float, [.free("documents"), .fixed(features.count)])
      logits = layers.graph.node("Add", [logits, layers.logits(of: linear, input)])
    }
    let scores = layers.graph.node("Sigmoid", [logits], named: "scores")
    layers.graph.output(scores, .float, [.free("documents"), .fixed(labels.count)])
    func list(_ texts: [String]) -> String {
      "[" + texts.map(JSONText.quoted).joined(separator: ",") + "]"
    }
    let wide = network.linear == nil ? nil : features
    return layers.graph.model(
      metadata: [
        ("model", network.configuration.model.rawValue), ("firstWord", "\(behaviour.unknownWord + 1)"),
        ("sentences", "\(shape.sentences)"), ("sentenceWords", "\(shape.words)"),
        ("titleWords", "\(shape.titleWords)"), ("threshold", "\(threshold)"),
        ("labels", list(labels)), ("names", list(ConceptNames(labels: labels, concepts: concepts).names)),
        ("words", list(words)),
      ] + (wide.map { [("features", $0.json)] } ?? []))
  }
}

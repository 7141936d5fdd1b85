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
        problem: "is to hold \(network.configuration.model.rawValue), whose sentence encoder cannot be exported",
        remedy: "Export JMAN, HAN or Bi-GRU; annotate and serve run this one")
    }
    guard !network.configuration.model.isLabelwise else {
      throw InputError(
        file: file,
        problem: "is to hold \(network.configuration.model.rawValue), which cannot be exported",
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

  /// The parts of the document vector that the encoder gives.
  private func encoded(
    _ layers: inout ONNXLayers, _ table: ONNXGraph.Value, file: String
  ) throws -> [ONNXGraph.Value?] {
    let model = network.configuration.model
    if model == .biGRU { return [try lastStates(&layers, table, file: file)] }
    var title: ONNXGraph.Value?
    if let encoder = network.encoder.title, model.readsTitle {
      let words = layers.graph.input("title", .int64, [.free("documents"), length("titleWords")])
      let counts =
        isMasked ? layers.graph.input("title_counts", .int64, [.free("documents")]) : nil
      title = pooled(&layers, encoder, words: words, counts: counts, table, named: "title_weights")
    }
    var parts: [ONNXGraph.Value?] = model.hasTitle ? [title] : []
    guard model.readsContent, let wordEncoder = network.encoder.words,
      let sentenceEncoder = network.encoder.sentences
    else { return parts }
    let words = layers.graph.input(
      "words", .int64, [.free("documents"), length("sentences"), length("sentenceWords")])
    let wordCounts =
      isMasked
      ? layers.graph.input(
        "word_counts", .int64, [.free("documents"), .free("sentences")]) : nil
    let sentenceCounts =
      isMasked ? layers.graph.input("sentence_counts", .int64, [.free("documents")]) : nil
    let (documents, sentences) = (layers.length(words, 0), layers.length(words, 1))
    let rows = layers.graph.node(
      "Concat", [layers.graph.constant([-1]), layers.length(words, 2)], [("axis", .int(0))])
    let flat = layers.graph.node("Reshape", [words, rows])
    let flatCounts = wordCounts.map {
      layers.graph.node("Reshape", [$0, layers.graph.constant([-1])])
    }
    let vectors = pooled(
      &layers, wordEncoder, words: flat, counts: flatCounts, table, named: "word_weights")
    let shape = layers.graph.node(
      "Concat", [documents, sentences, layers.graph.constant([-1])], [("axis", .int(0))])
    let byDocument = layers.graph.node("Reshape", [vectors, shape])
    let states = layers.joined(
      layers.recurrent(
        sentenceEncoder.gru, layers.transposed(byDocument, [1, 0, 2]),
        lengths: sentenceCounts.map { layers.graph.node("Cast", [$0], [("to", .int(6))]) }))
    let projected = layers.projected(sentenceEncoder.attention, states)
    let mask = sentenceCounts.map { layers.mask($0, positions: sentences) }
    if model.hasTitleGuided, let title {
      let query = layers.graph.node("Unsqueeze", [title, layers.graph.constant([2])])
      parts.append(
        layers.pooled(
          states, projected, query: query, mask: mask, named: "title_guided_weights"))
    }
    if model.hasOriginal {
      parts.append(
        layers.pooled(
          states, projected, query: context(&layers, sentenceEncoder.attention), mask: mask,
          named: "sentence_weights"))
    }
    return parts
  }

  /// A length that is free if nothing is padded.
  private func length(_ name: String) -> ONNXGraph.Length {
    let read = shape.read(network.configuration.model.reading)
    guard !isMasked else { return .free(name) }
    switch name {
    case "sentences": return .fixed(read.sentences)
    case "titleWords": return .fixed(read.titleWords)
    default: return .fixed(read.words)
    }
  }

  private func context(
    _ layers: inout ONNXLayers, _ attention: AttentionPooling
  ) -> ONNXGraph.Value {
    let context = attention.context
    return layers.graph.constant(context.name, context.values, shape: [context.count, 1])
  }

  /// Attention over the states of words, [sequences, 2h].
  ///
  /// - Parameter words: [sequences, positions].
  private func pooled(
    _ layers: inout ONNXLayers, _ encoder: SequenceEncoder, words: ONNXGraph.Value,
    counts: ONNXGraph.Value?, _ table: ONNXGraph.Value, named name: String
  ) -> ONNXGraph.Value {
    let inputs = layers.graph.node("Gather", [table, layers.transposed(words, [1, 0])])
    let states = layers.joined(
      layers.recurrent(
        encoder.gru, inputs,
        lengths: counts.map { layers.graph.node("Cast", [$0], [("to", .int(6))]) }))
    let positions = layers.length(words, 1)
    return layers.pooled(
      states, layers.projected(encoder.attention, states),
      query: context(&layers, encoder.attention),
      mask: counts.map { layers.mask($0, positions: positions) }, named: name)
  }

  /// Bi-GRU: the last states of both directions.
  private func lastStates(
    _ layers: inout ONNXLayers, _ table: ONNXGraph.Value, file: String
  ) throws -> ONNXGraph.Value {
    let configuration = network.configuration
    guard let gru = network.encoder.originalGRUs.first?.layer else {
      throw InputError(file: file, problem: "has no recurrent layer")
    }
    let words = layers.graph.input("words", .int64, [.free("documents"), length("words")])
    let inputs = layers.graph.node("Gather", [table, layers.transposed(words, [1, 0])])
    let counts =
      isMasked ? layers.graph.input("word_counts", .int64, [.free("documents")]) : nil
    let lengths = counts.map { layers.graph.node("Cast", [$0], [("to", .int(6))]) }
    guard configuration.endsBackwardAtLast else {
      let last = layers.recurrent(gru, inputs, lengths: lengths, last: true)
      return layers.graph.node(
        "Reshape", [layers.transposed(last, [1, 0, 2]), layers.graph.constant([0, -1])])
    }
    guard !isMasked else {
      throw InputError(
        file: file, problem: "ends its backward direction at the last word without padding",
        remedy: "Only models trained with \(parameter: "compat") original do so")
    }
    let states = layers.joined(layers.recurrent(gru, inputs, lengths: nil))
    return layers.graph.node(
      "Gather", [states, layers.graph.constant([-1], shape: [])], [("axis", .int(1))])
  }
}

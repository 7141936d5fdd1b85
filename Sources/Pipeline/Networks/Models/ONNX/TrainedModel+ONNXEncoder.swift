// The encoders of JMAN, HAN and Bi-GRU as ONNX operators.
import Formats
import FormatsFiles
import PipelineNumerics

extension TrainedModel {
  /// The parts of the document vector that the encoder gives.
  func encoded(
    _ layers: inout ONNXLayers, _ table: ONNXGraph.Value, file: String
  ) throws -> [ONNXGraph.Value?] {
    let model = network.configuration.model
    if model == .biGRU { return [try lastStates(&layers, table, file: file)] }
    var title: ONNXGraph.Value?
    if let encoder = network.encoder.layers[.title], model.readsTitle {
      let words = layers.graph.input("title", .int64, [.free("documents"), length("titleWords")])
      let counts = counts(&layers, "title_counts", [.free("documents")])
      title = pooled(&layers, encoder, words: words, counts: counts, table, named: "title_weights")
    }
    var parts: [ONNXGraph.Value?] = model.hasTitle ? [title] : []
    guard model.readsContent, let wordEncoder = network.encoder.layers[.words],
      let sentenceEncoder = network.encoder.layers[.sentences]
    else { return parts }
    let sentences = sentences(&layers, wordEncoder, table)
    let states = layers.joined(
      layers.recurrent(
        sentenceEncoder.gru, layers.transposed(sentences.vectors, [1, 0, 2]),
        lengths: layers.lengths(sentences.counts)))
    let projected = layers.projected(sentenceEncoder.attention, states)
    let mask = sentences.counts.map { layers.mask($0, positions: sentences.count) }
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

  /// The sentences of documents in a graph.
  private struct Sentences {
    /// [documents, sentences, 2h].
    let vectors: ONNXGraph.Value
    /// How many a document has, i64 [documents]; nil if padding is read like sentences.
    let counts: ONNXGraph.Value?
    /// How many there are with padding, i64 [1].
    let count: ONNXGraph.Value
  }

  /// Attention over the words of each sentence.
  private func sentences(
    _ layers: inout ONNXLayers, _ encoder: SequenceEncoder, _ table: ONNXGraph.Value
  ) -> Sentences {
    let words = layers.graph.input(
      "words", .int64, [.free("documents"), length("sentences"), length("sentenceWords")])
    let wordCounts = counts(&layers, "word_counts", [.free("documents"), .free("sentences")])
    let sentenceCounts = counts(&layers, "sentence_counts", [.free("documents")])
    let (documents, sentences) = (layers.length(words, 0), layers.length(words, 1))
    let rows = layers.graph.node(
      "Concat", [layers.graph.constant([-1]), layers.length(words, 2)], [("axis", .int(0))])
    let flat = layers.graph.node("Reshape", [words, rows])
    let flatCounts = wordCounts.map {
      layers.graph.node("Reshape", [$0, layers.graph.constant([-1])])
    }
    let vectors = pooled(
      &layers, encoder, words: flat, counts: flatCounts, table, named: "word_weights")
    let shape = layers.graph.node(
      "Concat", [documents, sentences, layers.graph.constant([-1])], [("axis", .int(0))])
    return Sentences(
      vectors: layers.graph.node("Reshape", [vectors, shape]), counts: sentenceCounts, count: sentences)
  }

  /// An input of lengths, i64; nil if padding is read like words.
  private func counts(
    _ layers: inout ONNXLayers, _ name: String, _ shape: [ONNXGraph.Length]
  ) -> ONNXGraph.Value? {
    isMasked ? layers.graph.input(name, .int64, shape) : nil
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
      layers.recurrent(encoder.gru, inputs, lengths: layers.lengths(counts)))
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
    let lengths = layers.lengths(counts(&layers, "word_counts", [.free("documents")]))
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

// The layers that read words: their inputs are rows of the table of word vectors.
import PipelineNumerics

extension SequenceEncoder {
  /// As `forward` with the words' vectors as inputs.
  func forward(
    _ words: [Int32], of embedding: EmbeddingLayer, _ layout: SequenceLayout, training: Bool
  ) {
    let inputs = wordVectors.reshape(words.count, embedding.size)
    embedding.gather(words, into: inputs)
    forward(inputs, layout, training: training)
  }

  /// As `backward`, down to the gradients of the words' vectors.
  func backward(
    _ words: [Int32], of embedding: EmbeddingLayer, _ layout: SequenceLayout, dByContext: MatrixView,
    slices: Bool = false
  ) -> Double {
    let squares = backward(wordVectors.view, layout, dByContext: dByContext, slices: slices)
    embedding.scatter(dInputs.view, words)
    return squares
  }
}

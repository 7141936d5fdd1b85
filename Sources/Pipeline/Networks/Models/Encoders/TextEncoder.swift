// What the networks have in common: a way from a batch of documents to vectors, one per
// document or one per document and label. Output layer and losses are in AnnotationNetwork.
import PipelineNumerics

/// What a layer of an encoder reads.
enum EncoderLayer {
  case words, title, sentences
}

/// Turns documents into vectors, and takes their gradients back.
protocol TextEncoder: AnyObject, Sendable {
  /// The table of word vectors; without rows if no words are read.
  var embedding: EmbeddingLayer { get }
  /// The recurrent layers with attention on top, each of which reads its own part of a document.
  var layers: [EncoderLayer: SequenceEncoder] { get }
  /// In the order in which the original creates them, embedding first.
  var parameters: [Parameter] { get }
  /// The recurrent layers with the suffix of their variables in the original.
  var originalGRUs: [(layer: BidirectionalGRU, suffix: String)] { get }

  func initialise(using random: inout RandomStream)

  /// The attention by label, words before sentences; none if a document has one vector.
  var labelAttentions: [LabelAttention] { get }

  /// Writes the vectors into the rows of `output`, [B, D] or [pairs, D].
  ///
  /// - Parameter pairs: the labels of each document for which vectors are wanted, where each
  ///   label has its own; else nil.
  func forward(
    _ batch: DocumentBatch, pairs: LabelRows?, into output: MatrixView, training: Bool)

  /// The attention weights of one of the pairs that `forward` read; nil if a document has
  /// one vector.
  func weights(
    of pair: Int, in document: Int, _ batch: DocumentBatch, _ pairs: LabelRows
  ) -> LabelAttentionWeights?

  /// Adds the gradients of all parameters.
  ///
  /// - Parameter dOutput: [B, D] or [pairs, D], dL/d(vectors).
  /// - Returns: the sum of squared position gradients, if `slices`.
  func backward(_ batch: DocumentBatch, _ dOutput: MatrixView, slices: Bool) -> Double
}

extension TextEncoder {
  var originalGRUs: [(layer: BidirectionalGRU, suffix: String)] { [] }
  var labelAttentions: [LabelAttention] { [] }

  func weights(
    of pair: Int, in document: Int, _ batch: DocumentBatch, _ pairs: LabelRows
  ) -> LabelAttentionWeights? { nil }
}

/// The encoder of a configuration.
func makeEncoder(
  _ configuration: NetworkConfiguration, trained: Bool, pool: WorkerPool
) -> any TextEncoder {
  switch configuration.model {
  case .han: HANEncoder(configuration, trained: trained, pool: pool)
  case .biGRU: BiGRUEncoder(configuration, trained: trained, pool: pool)
  case .hlan: HLANEncoder(configuration, trained: trained, pool: pool)
  case .haGRU: HAGRUEncoder(configuration, trained: trained, pool: pool)
  case .jmanEncoded: SentenceVectorEncoder(configuration, trained: trained, pool: pool)
  default: JMANEncoder(configuration, trained: trained, pool: pool)
  }
}

// From documents to the batches of an epoch.
import PipelineNumerics

/// Lays out the batches of an epoch; the result depends only on its inputs, so that a separate
/// thread may do it during training.
struct BatchMaker: Sendable {
  let documents: [EncodedDocument]
  /// The numbers of the documents as the epoch reads them.
  let order: [Int]
  /// The updates before the epoch.
  let firstStep: Int
  let form: BatchForm
  let parameters: TrainingParameters

  /// The epoch's batch with the given number, as its update reads it.
  func batch(_ batch: Int) -> DocumentBatch {
    let start = batch * parameters.batchSize
    let numbers = order[start..<min(order.count, start + parameters.batchSize)]
    return DocumentBatch(
      numbers.enumerated().map { place, number in
        withDroppedWords(documents[number], place: place, step: UInt64(firstStep + batch))
      }, form: form)
  }

  /// The document with some of its words made unknown (word 1), so that the network relies on no
  /// single word and the unknown word's vector is learnt. The linear model reads all words: it is
  /// not trained here.
  private func withDroppedWords(
    _ document: EncodedDocument, place: Int, step: UInt64
  ) -> EncodedDocument {
    guard parameters.keepWords < 1 else { return document }
    var random = RandomStream(seed: parameters.seed, for: .droppedWords, at: step, UInt64(place))
    var document = document
    func drop(_ words: inout [Int32]) {
      for i in words.indices where random.nextUniform() >= parameters.keepWords { words[i] = 1 }
    }
    drop(&document.title)
    drop(&document.content.words)
    return document
  }
}

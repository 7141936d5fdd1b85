// Which test documents the original prints with their attention weights.
import PipelineNumerics

/// The indices, ascending, of the test documents that the original shows.
///
/// 500 times a batch and a row are drawn, both ends included, so that some draws
/// name no document (docs/original.md, E5); documents of the dropped last batch are never
/// shown.
///
/// - Source: docs/original.md, Evaluation.
public func referenceShownDocuments(documents: Int, batchSize: Int) -> [Int] {
  let evaluated = referenceDocumentCount(of: documents, batchSize: batchSize)
  var generator = MersenneTwister(seed: 1)
  var isShown = [Bool](repeating: false, count: evaluated)
  for _ in 0..<500 {
    let batch = generator.next(below: documents / batchSize + 1)
    let row = generator.next(below: batchSize + 1)
    let document = batch * batchSize + row
    if row < batchSize, document < evaluated { isShown[document] = true }
  }
  return isShown.indices.filter { isShown[$0] }
}

// Tags batches of documents with a model: scores, choice, reasons.
import Formats
import PipelineAnnotation
import PipelineNetworks
import PipelineText
import StageSupport

/// Turns batches of documents into tagged ones.
struct BatchTagger {
  private let model: DocumentScores
  private let selector: TagSelector
  private let names: ConceptNames
  private let isExplained: Bool
  private let withAttention: Bool

  init(
    _ model: DocumentScores, selector: TagSelector, names: ConceptNames, isExplained: Bool,
    withAttention: Bool
  ) {
    self.model = model
    self.names = names
    self.selector = selector
    self.isExplained = isExplained
    self.withAttention = withAttention
  }

  /// The tags of the documents, in their order.
  ///
  /// - Throws: `InputError` if the model cannot score documents by their text.
  func tag(_ documents: [Document]) throws -> [TaggedDocument] {
    let attention = withAttention ? try model.attention(of: documents) : []
    let results = try model.withScores(of: documents) { d, scores in
      tagged(documents[d], scores: scores)
    }
    return try results.enumerated().map { d, result in
      var document = isExplained ? try explained(result, documents[d]) : result.document
      if withAttention {
        document.attention = attention[d]
        document.tagAttention = result.labels.map { attention[d].byLabel[$0] }
      }
      return document
    }
  }

  private typealias Result = (document: TaggedDocument, labels: [Int])

  private func tagged(_ document: Document, scores: LabelScores) -> Result {
    let chosen = selector.chosen(scores)
    let own = scores.scores(of: chosen)
    let tagged = TaggedDocument(
      id: document.id,
      tags: zip(chosen, own).map {
        TaggedDocument.Tag(label: model.labels[$0], name: names.names[$0], score: $1)
      }, haveIdentifiers: names.haveIdentifiers,
      isUnseen: chosen.map { model.isUnseen($0) })
    return (tagged, chosen)
  }

  /// Adds to each tag the sentences and words that carried it, and its names that occur.
  private func explained(_ result: Result, _ document: Document) throws -> TaggedDocument {
    var tagged = result.document
    let occlusion = Occlusion { variants in
      try model.withScores(of: variants) { $1.scores(of: result.labels) }
    }
    let evidence = try occlusion.evidence(
      for: tagged.tags.map(\.score),
      in: model.shape.map { document.cut(to: $0) } ?? document)
    for (place, list) in evidence.enumerated() { tagged.tags[place].evidence = list }
    tagged.names = model.foundNames(of: result.labels, in: document)
    return tagged
  }
}

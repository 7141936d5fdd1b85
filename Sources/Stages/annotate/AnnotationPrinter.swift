// Prints the tags of documents for people (tab-separated) or programs (JSON).
import Formats
import Foundation
import Pipeline
import StageSupport

/// Annotates batches of documents and prints a line for each.
struct AnnotationPrinter {
  private let model: TrainedModel
  private let threshold: Float
  private let topK: Int?
  private let asJSON: Bool
  private let withAttention: Bool
  private let encoder: DocumentEncoder

  init(
    _ model: TrainedModel, threshold: Float?, topK: Int?, asJSON: Bool, withAttention: Bool
  ) {
    self.model = model
    self.threshold = threshold ?? model.threshold
    self.topK = topK
    self.asJSON = asJSON
    self.withAttention = withAttention
    encoder = model.documentEncoder
  }

  /// - Throws: when standard output is closed.
  func printBatch(_ documents: [Document]) throws {
    let encoded = documents.map(encoder.encode)
    let annotated = Annotator(model).annotate(encoded)
    var text = ""
    for (document, annotation) in zip(documents, annotated) {
      let tags = chosen(annotation.scores)
      text += asJSON ? json(document, annotation, tags) : line(document, tags)
    }
    try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }

  /// The labels to give, best first; equal scores by label index.
  private func chosen(_ scores: [Float]) -> [(label: String, score: Float)] {
    let limit = topK ?? scores.count
    return scores.indices
      .filter { topK != nil || scores[$0] > threshold }
      .sorted { (scores[$0], $1) > (scores[$1], $0) }
      .prefix(limit).map { (model.labels[$0], scores[$0]) }
  }

  private func line(_ document: Document, _ tags: [(label: String, score: Float)]) -> String {
    ([document.id] + tags.map { "\($0.label) \(rounded($0.score))" })
      .map { $0.replacing("\t", with: " ").replacing("\n", with: " ") }
      .joined(separator: "\t") + "\n"
  }

  private func json(
    _ document: Document, _ annotation: Annotation, _ tags: [(label: String, score: Float)]
  ) -> String {
    let list = tags.map { "{\"tag\":\(JSONText.quoted($0.label)),\"score\":\(rounded($0.score))}" }
    var text = "{\"id\":\(JSONText.quoted(document.id)),\"tags\":[\(list.joined(separator: ","))]"
    if withAttention {
      func numbers(_ values: [Float]) -> String {
        "[" + values.map(rounded).joined(separator: ",") + "]"
      }
      text += ",\"attention\":{\"title\":\(numbers(annotation.titleWords))"
      text += ",\"words\":[\(annotation.words.map(numbers).joined(separator: ","))]"
      text += ",\"sentences\":\(numbers(annotation.sentences))"
      text += ",\"sentencesTitleGuided\":\(numbers(annotation.sentencesTitleGuided))}"
    }
    return text + "}\n"
  }

  private func rounded(_ value: Float) -> String { String(format: "%.4f", value) }
}

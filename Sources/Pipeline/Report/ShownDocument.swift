// A document as a report shows it: words and sentences with their attention,
// true and predicted tags (the original's figures, docs/original.md, Evaluation).
import Formats
import FormatsFiles
import PipelineEvaluation
import PipelineFeatures
import PipelineNetworks
import PipelineNumerics

/// A document with a model's attention and tags.
package struct ShownDocument: Sendable {
  package struct Word: Sendable {
    package var text: String
    /// The attention weight within its sentence; nil if there is none.
    package var weight: Float?
  }

  /// A sentence, or the title.
  package struct Sentence: Sendable {
    package var words: [Word]
    /// Its weight in the document, by the context vector and by the title.
    package var original: Float?
    var titleGuided: Float?
  }

  package struct Tag: Sendable {
    package var name: String
    package var score: Float?
    package var isTrue: Bool
    package var isPredicted: Bool
  }

  package var id: String
  package var f1: Double
  /// Nil if the network reads the title as a sentence.
  package var title: Sentence?
  package var sentences: [Sentence]
  /// Predicted ones, best first, then the missed ones.
  package var tags: [Tag]
  /// True tags that the vocabulary does not contain.
  var unknownTags: [String]
}

extension ShownDocument {
  /// Numbers of documents that are shown: from the best to the worst F1, evenly
  /// spread, among those with a true label.
  ///
  /// - Returns: numbers in the prediction set with their F1.
  package static func choice(
    _ set: PredictionSet, rule: DecisionRule, count: Int
  ) -> [(number: Int, f1: Double)] {
    let ranked = (0..<set.scored.count).filter { !set.scored.truth(of: $0).isEmpty }
      .map { number in
        let range = set.scored.scoreRange(of: number)
        let truth = Set(set.scored.truth(of: number))
        let chosen = set.scored.chosen(by: rule, of: number)
        let shared = chosen.count {
          truth.contains(set.scored.labels[range.lowerBound + $0])
        }
        let overlap = Overlap(
          predicted: chosen.count, truth: set.scored.truthCount(of: number), shared: shared)
        return (number: number, f1: overlap.f1)
      }
      .sorted { ($1.f1, $0.number) < ($0.f1, $1.number) }
    guard ranked.count > count, count > 1 else { return Array(ranked.prefix(count)) }
    return (0..<count).map { ranked[$0 * (ranked.count - 1) / (count - 1)] }
  }

  /// - Parameters:
  ///   - document: with the text of document `choice.number` of `set`.
  ///   - model: nil leaves attention out.
  ///   - given: the source of vectors, if the model reads those.
  /// - Throws: `FeatureRowsMissing` if vectors are missing or made in another way.
  package init(
    _ document: Document, choice: (number: Int, f1: Double), set: PredictionSet,
    rule: DecisionRule, model: TrainedModel?, given: GivenFeatures? = nil
  ) throws {
    id = document.id
    f1 = choice.f1
    (title, sentences) = try Self.texts(document, model, given)
    let scored = set.scored
    let range = scored.scoreRange(of: choice.number)
    let truth = scored.truth(of: choice.number)
    let chosen = scored.chosen(by: rule, of: choice.number).map { range.lowerBound + $0 }
    tags = chosen.map { place in
      Tag(
        name: set.labels[Int(scored.labels[place])], score: scored.scores[place],
        isTrue: truth.contains(scored.labels[place]), isPredicted: true)
    }
    let given = Set(chosen.map { scored.labels[$0] })
    for label in truth where !given.contains(label) {
      let place = range.first { scored.labels[$0] == label }
      tags.append(
        Tag(
          name: set.labels[Int(label)], score: place.map { scored.scores[$0] }, isTrue: true,
          isPredicted: false))
    }
    let known = Set(truth.map { ExactString(set.labels[Int($0)]) })
    var seen = known
    unknownTags = document.tags.filter { !$0.isEmpty && seen.insert(ExactString($0)).inserted }
  }

  /// Title and sentences with their weights, as the network reads them.
  private static func texts(
    _ document: Document, _ model: TrainedModel?, _ given: GivenFeatures?
  ) throws -> (title: Sentence?, sentences: [Sentence]) {
    func plain(_ tokens: [String]) -> Sentence {
      Sentence(words: tokens.filter { !$0.isEmpty }.map { Word(text: $0) })
    }
    guard let model else { return (plain(document.title), document.sentences.map(plain)) }
    let reading = model.network.configuration.model.reading
    let shape = model.shape.read(reading)
    let annotation = Annotator(model).annotate(
      try model.encoded([document], given: given, pool: WorkerPool(threads: 1)))[0]
    var sentences = document.sentences
    switch reading {
    case .titleApart, .vectors: break
    case .titleAsSentence: if !document.title.isEmpty { sentences.insert(document.title, at: 0) }
    case .oneText: sentences = [document.title + sentences.joined()]
    }
    // If holes keep their place, they still have weights, but are not shown.
    func read(_ tokens: [String], _ limit: Int) -> [String] {
      Array((model.behaviour.keepsHoles ? tokens : tokens.filter { !$0.isEmpty }).prefix(limit))
    }
    func weighed(_ tokens: [String], _ weights: [Float]?) -> [Word] {
      tokens.enumerated().compactMap { place, text in
        guard !text.isEmpty else { return nil }
        let weight = weights.flatMap { place < $0.count ? $0[place] : nil }
        return Word(text: text, weight: weight)
      }
    }
    let shown = sentences.map { read($0, shape.words) }
      .filter { model.behaviour.keepsHoles || !$0.isEmpty }.prefix(shape.sentences)
    func at<T>(_ place: Int, _ list: [T]) -> T? { place < list.count ? list[place] : nil }
    return (
      reading == .titleApart || reading == .vectors
        ? Sentence(
          words: weighed(
            read(document.title, shape.titleWords),
            annotation.titleWords.isEmpty ? nil : annotation.titleWords)) : nil,
      shown.enumerated().map { place, tokens in
        Sentence(
          words: weighed(tokens, at(place, annotation.words)),
          original: at(place, annotation.sentences),
          titleGuided: at(place, annotation.sentencesTitleGuided))
      }
    )
  }
}

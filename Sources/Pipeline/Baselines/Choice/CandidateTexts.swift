// The texts of the sample, from which the features of every candidate are made.
import Formats
import PipelineFeatures
import PipelineNumerics

/// The documents of a sample as word numbers.
struct CandidateTexts {
  let training: WordedDocuments
  let validation: WordedDocuments
  /// The training documents followed by the names of the sample's labels, with their labels; nil if
  /// there are none, or they are not to be learnt.
  let named: (words: WordedDocuments, truth: [[Int32]])?
  /// The language of the texts, if it is known or detected.
  let language: String?

  /// - Parameters:
  ///   - language: if it is known.
  ///   - readsNames: whether candidates may learn names of labels.
  init(
    _ sample: ChoiceSample, of data: BaselineModel.Data, language: String?, readsNames: Bool, pool: WorkerPool
  ) {
    training = WordedDocuments(sample.training, pool: pool)
    validation = WordedDocuments(sample.validation, pool: pool)
    let labels = sample.labels.map { data.labels[Int($0)] }
    let names = readsNames ? NameDocuments.documents(of: labels, concepts: data.concepts) : []
    let index = DocumentLabels(labels)
    named =
      names.isEmpty
      ? nil
      : (
        WordedDocuments(sample.training + names, pool: pool),
        sample.truth + names.map { index.labels(of: $0).known }
      )
    self.language = language ?? TextFeatures.detectedLanguage(of: training)
  }

  /// About how many features a document has, by some of them.
  static func entries(
    _ documents: [Document], of terms: [TermKind], _ parameters: TextFeatures.Parameters
  ) -> Double {
    let some = ChoiceSample.spread(documents, 256)
    var all = 0
    for document in some {
      let words = Set(([document.title] + document.sentences).joined())
      if terms != [.characters] { all += words.count * min(parameters.ngrams, 2) }
      guard terms.contains(.characters) else { continue }
      var grams: Set<UInt128> = []
      for word in words {
        CharacterBlock.forEachKey(
          of: word, lengths: parameters.shortestCharacters...parameters.longestCharacters
        ) { grams.insert($0) }
      }
      all += grams.count
    }
    return Double(all) / Double(max(some.count, 1))
  }
}

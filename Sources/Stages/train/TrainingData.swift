// What train reads, brought together for the network.
import Formats
import FormatsFiles
import PipelineBaselines
import PipelineEmbedding
import PipelineFeatures
import PipelineNetworks
import PipelineNumerics
import PipelineRelations
import PipelineText
import StageSupport

/// The documents of a fold as numbers, with vocabulary and vectors.
struct TrainingData {
  let words: [String]
  /// The features of the linear model, learnt from the training documents; nil without one.
  let features: TextFeatures?
  /// How the linear model is trained.
  let linear: LinearParameters
  /// The names of labels as documents that the linear model learns; nil if it learns none.
  let named: TrainingSet?
  let labels: [String]
  let labelCounts: [Int64]
  /// What the labels name, if they are concepts.
  let concepts: ConceptTable?
  private(set) var training: [EncodedDocument]
  /// For each label the training documents of this fold that have it.
  let trainingLabelCounts: [Int64]
  private(set) var validation: [EncodedDocument]
  /// How documents are encoded, if the network reads sentence vectors; else nil.
  let encoding: TextEncoding?
  /// Nil if the network reads no words.
  let vectors: WordVectors?
  let encoder: DocumentEncoder
  let relations: StageContents?

  /// - Parameter say: receives a line about what was chosen.
  /// - Throws: `InputError` when a file is damaged or does not fit the others.
  init(
    inputs: TrainInputs, model: ModelParameters, seed: UInt64, like behaviour: Behaviour,
    pool: WorkerPool, say: (String) -> Void
  ) throws {
    let vocabulary = try CorpusVocabulary(
      try StageContents(path: inputs.vocabulary, expecting: .vocabulary))
    vectors = try inputs.vectors.map {
      try WordVectors(try StageContents(path: $0, expecting: .vectors))
    }
    let sentences = try inputs.encoded.map(Self.sentenceVectors)
    encoding = sentences?.encoding
    relations = try inputs.relations.map { try StageContents(path: $0, expecting: .relations) }
    words = vectors?.words ?? []
    labels = vocabulary.labels.texts
    concepts = vocabulary.concepts
    labelCounts = vocabulary.labels.counts.map(Int64.init)
    let documents = try FoldDocuments(
      documents: inputs.documents, split: inputs.split, fold: inputs.fold,
      parts: [.training, .validation], optional: [.validation])
    let stripsTitles = behaviour.stripsTitles && documents.folds == 1
    let trainingDocuments = Self.documents(.training, of: documents, stripsTitles: stripsTitles)
    let validationDocuments = Self.documents(.validation, of: documents, stripsTitles: stripsTitles)
    var data = BaselineModel.Data(labels: labels, training: trainingDocuments, validation: validationDocuments)
    data.concepts = concepts
    (linear, features, named) = try Self.linearModel(model, data, seed: seed, pool: pool, say: say)
    encoder = DocumentEncoder(
      words: words, labels: labels, shape: model.shape, reading: model.network.reading,
      features: features, like: behaviour)
    let (encoder, encoding) = (encoder, encoding)
    let given = sentences.map { GivenFeatures(vectors: [$0]) }
    func encoded(_ documents: [Document]) throws -> [EncodedDocument] {
      try naming(nil) {
        try encoder.encode(documents, encoding: encoding, given: given, pool: pool)
      }
    }
    training = try encoded(trainingDocuments)
    if model.keepLabelPercent < 1 {
      Self.thinLabels(
        of: &training, keep: model.keepLabelPercent, seed: behaviour.thinsLabelsAlike ? nil : seed,
        numbers: documents.numbers(.training))
    }
    trainingLabelCounts = Self.labelCounts(of: training, labels: labels.count)
    validation = try encoded(validationDocuments)
  }

  /// The documents of a part; of titles perhaps without the empty words at the beginning.
  private static func documents(
    _ part: FoldPart, of fold: FoldDocuments, stripsTitles: Bool
  ) -> [Document] {
    fold.documents(part).map { document in
      guard stripsTitles else { return document }
      var document = document
      document.title = Array(document.title.drop { $0.isEmpty })
      return document
    }
  }

  /// Takes labels away from training documents.
  ///
  /// - Parameters:
  ///   - seed: nil treats all documents alike.
  ///   - numbers: the documents' positions in the corpus.
  private static func thinLabels(
    of documents: inout [EncodedDocument], keep: Double, seed: UInt64?, numbers: [Int32]
  ) {
    for (place, number) in numbers.enumerated() {
      let labels = documents[place].labels
      documents[place].labels =
        seed.map { thinnedLabels(labels, keep: keep, seed: $0, document: Int(number)) }
        ?? thinnedLabels(labels, keep: keep)
    }
  }

  /// For each label the number of documents that have it.
  private static func labelCounts(of documents: [EncodedDocument], labels: Int) -> [Int64] {
    var counts = [Int64](repeating: 0, count: labels)
    for document in documents {
      for label in document.labels { counts[Int(label)] += 1 }
    }
    return counts
  }

  /// How the linear model is trained, chosen as for ovr, with its features and the names that it
  /// learns.
  private static func linearModel(
    _ model: ModelParameters, _ data: BaselineModel.Data, seed: UInt64, pool: WorkerPool, say: (String) -> Void
  ) throws -> (parameters: LinearParameters, features: TextFeatures?, named: TrainingSet?) {
    var parameters = LinearParameters()
    parameters.seed = seed
    guard model.linearPart else { return (parameters, nil, nil) }
    var free: BaselineChoice.Freedom = [.terms, .titleWeight, .cost]
    if model.learnNames == nil { free.insert(.names) }
    let choice = try BaselineChoice(
      of: .ovr(parameters), features: .text(TextFeatures.Parameters()), free: free,
      learnsNames: model.learnNames ?? false, data: data, pool: pool)
    if let reason = choice.reason { say("the linear model: \(reason)") }
    if case .ovr(let chosen) = choice.method { parameters = chosen }
    guard case .text(let chosen) = choice.features else { return (parameters, nil, nil) }
    let names = choice.learnsNames ? data.learningNames().named : []
    let features = TextFeatures(fitting: data.training + names, parameters: chosen, pool: pool)
    guard !names.isEmpty else { return (parameters, features, nil) }
    let numbers = DocumentLabels(data.labels)
    let named = TrainingSet(
      features: features.matrix(of: names, pool: pool), labels: names.map { numbers.labels(of: $0).known },
      labelCount: data.labels.count)
    return (parameters, features, named)
  }

  /// Tells each document which linear model has not learnt it.
  ///
  /// - Parameter parts: of each training document, the part whose model did without it.
  mutating func setLinearSources(parts: [Int]) {
    for (row, part) in parts.enumerated() { training[row].linear = LinearSource(part: part, row: row) }
    for place in validation.indices {
      validation[place].linear = LinearSource(part: nil, row: training.count + place)
    }
  }

  /// - Throws: `InputError` when the file is damaged, or holds no sentences.
  private static func sentenceVectors(path: String) throws -> StoredDocumentVectors {
    let vectors = try StoredDocumentVectors(path: path, withSentences: true)
    guard vectors.encoding.unit == .sentences else {
      throw InputError(
        file: path, problem: "holds vectors of windows, but the network reads those of sentences",
        remedy: "Run encode with --unit sentences")
    }
    return vectors
  }
}

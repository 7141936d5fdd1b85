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
  private let vectors: WordVectors?
  private let encoder: DocumentEncoder
  private let relations: StageContents?

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
    func read(_ part: FoldPart) -> [Document] {
      documents.documents(part).map { document in
        guard stripsTitles else { return document }
        var document = document
        document.title = Array(document.title.drop { $0.isEmpty })
        return document
      }
    }
    let trainingDocuments = read(.training)
    let validationDocuments = read(.validation)
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
    training = zip(documents.numbers(.training), try encoded(trainingDocuments)).map { number, encoded in
      var encoded = encoded
      if model.keepLabelPercent < 1 {
        encoded.labels =
          behaviour.thinsLabelsAlike
          ? thinnedLabels(encoded.labels, keep: model.keepLabelPercent)
          : thinnedLabels(
            encoded.labels, keep: model.keepLabelPercent, seed: seed, document: Int(number))
      }
      return encoded
    }
    var counts = [Int64](repeating: 0, count: labels.count)
    for document in training {
      for label in document.labels { counts[Int(label)] += 1 }
    }
    trainingLabelCounts = counts
    validation = try encoded(validationDocuments)
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

  func configuration(model: ModelParameters, like behaviour: Behaviour) -> NetworkConfiguration {
    NetworkConfiguration(
      model: model.network, vocabularySize: encoder.vocabularySize,
      embeddingSize: encoding?.dimensions ?? vectors?.dimensions ?? 0,
      hiddenSize: model.hiddenSize, labels: labels.count,
      sharesDirections: behaviour.alwaysSharesDirections || model.shareDirections,
      initialState: behaviour.initialState,
      glorotBias: behaviour.hasGlorotBiases, endsBackwardAtLast: behaviour.endsBackwardAtLast,
      shortlist: model.shortlist(labels: labels.count))
  }

  func setEmbedding(of network: AnnotationNetwork) {
    guard var scaled = vectors else { return }
    _ = scaled.scaleToUnitLength()
    network.setEmbedding(scaled.values, first: Int(encoder.firstWord))
  }

  /// The targets of the cross-entropy.
  func targets(_ model: ModelParameters) -> TargetOptions {
    var targets = TargetOptions()
    targets.smoothing = model.labelSmoothing
    targets.priors = trainingLabelCounts.map { Float($0) / Float(training.count) }
    targets.positiveWeights = TargetOptions.rareLabelWeights(
      counts: trainingLabelCounts, power: model.rareLabelPower)
    return targets
  }

  /// The use of the thesaurus in training, in a sentence; nil if there is none.
  func relationsSentence(model: ModelParameters) -> String? {
    guard let relations, let flat = try? relations.integers("sub/pairs"), !flat.isEmpty else {
      return nil
    }
    let isUsed = model.network.isRegularised && model.lambdaSub != 0
    return "thesaurus: \(flat.count / 2, "pair") of narrower and broader "
      + (isUsed
        ? "in the loss with weight \(model.lambdaSub), similarities with \(model.lambdaSim)"
        : "for metrics alone; --lambda-sub weighs them in the loss")
  }

  /// The regularisers over pairs of labels.
  ///
  /// - Throws: `InputError` when they are wanted and there are no relations.
  func losses(model: ModelParameters, like behaviour: Behaviour) throws -> LabelPairLosses {
    guard model.network.isRegularised, model.lambdaSim != 0 || model.lambdaSub != 0 else {
      return .none
    }
    guard let relations else {
      throw InputError(
        .option("--lambda-sim"), problem: "--lambda-sim and --lambda-sub need the relations of the labels",
        remedy: "Give --relations, the output of build-sim-sub")
    }
    let known = try LabelRelations(relations, labels: labels)
    let count = labels.count
    func matrix(
      _ name: String, _ weight: Float, _ value: @escaping @Sendable (Int, Int) -> Float
    ) -> LabelMatrix {
      guard model.dynamicSem, weight != 0 else { return .fixed(value) }
      return .learnt(
        Parameter.labelMatrix(
          name, labels: count, isRegularised: model.dynamicSemL2, values: value))
    }
    return LabelPairLosses(
      similarityWeight: model.lambdaSim,
      similarity: matrix("labels/similarity", model.lambdaSim) { known.similarity($0, $1) },
      subsumptionWeight: model.lambdaSub,
      subsumption: matrix("labels/subsumption", model.lambdaSub) { known.subsumption($0, $1) },
      form: model.subsumptionForm ?? (behaviour.roundsScores ? .rounded : .soft), scope: model.pairScope)
  }
}

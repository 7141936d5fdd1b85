// The files that train-baseline reads, and how documents become features.
import ArgumentParser
import Formats
import Pipeline
import StageSupport

/// The files of a fold; none for a corpus of features alone.
struct BaselineInputs: ParsableArguments {
  @Option(help: "The output of preprocess.")
  var documents: String?

  @Option(help: "The output of split.")
  var split: String?

  @Option(help: "The output of build-vocab; its labels are those that can be given.")
  var vocabulary: String?

  @Option(
    help: ArgumentHelp(
      """
      With --features alone: the first n rows are for training and validation, the others for \
      the test (default: as the features file states, or nine tenths).
      """, valueName: "n"))
  var trainingRows: Int?

  @Option(help: "The fold to train, from 0.")
  var fold = 0

  func validate() throws {
    if fold < 0 { throw ValidationError("--fold must not be negative, but is \(fold).") }
  }

  var files: [(role: String, path: String)] {
    [("documents", documents), ("split", split), ("vocabulary", vocabulary)]
      .compactMap { role, path in path.map { (role, $0) } }
  }

  func violation(features: String?) -> String? {
    let count = files.count
    if count != 3, count != 0 || features == nil {
      return "Give --documents, --split and --vocabulary, or --features alone"
    }
    if trainingRows != nil, count == 3 { return "--training-rows is for --features alone" }
    return nil
  }

  /// Labels and documents.
  ///
  /// - Throws: `InputError` when a file is damaged or does not fit the others.
  func data(rows: FeatureRows?, features: String?) throws -> BaselineModel.Data {
    let labels: [String]
    let fold: FoldDocuments
    if let documents, let split, let vocabulary {
      labels = try CorpusVocabulary(
        try StageContents(path: vocabulary, expecting: .vocabulary)).labels.texts
      fold = try FoldDocuments(
        documents: documents, split: split, fold: self.fold, parts: [.training, .validation])
    } else {
      labels = rows?.labelNames ?? []
      fold = try FoldDocuments(
        rows: rows ?? FeatureRows(), trainingRows: trainingRows, path: features ?? "")
    }
    return BaselineModel.Data(
      labels: labels, training: fold.documents(.training),
      validation: fold.documents(.validation), given: rows.map { GivenFeatures($0) })
  }
}

/// What documents are turned into.
struct FeatureOptions: ParsableArguments {
  private static let defaults = TextFeatures.Parameters()

  @Option(
    help: """
      Weights of words and n-grams: tfidf, counts or binary. With --vectors or --features \
      there are none.
      """)
  var weighting: TermWeighting = defaults.weighting

  @Option(help: "The longest n-gram in words.")
  var ngrams = defaults.ngrams

  @Option(help: "Training documents that must hold a word or n-gram.")
  var minDocuments = defaults.minimumDocuments

  @Option(help: "How often a word of the title counts.")
  var titleWeight = defaults.titleWeight

  @Option(help: "The greatest number of words and n-grams.")
  var maxFeatures = defaults.maximumFeatures

  @Option(help: "Word vectors, the output of embed: the features are their means.")
  var vectors: String?

  @Option(
    help: ArgumentHelp(
      """
      With --vectors: divide the sum of the first n words' vectors by n, known or not, as the \
      original program does (default: the mean over known words).
      """, valueName: "n"))
  var vectorPositions: Int?

  @Option(help: "Features of the documents from a features file instead of their text.")
  var features: String?

  /// Topics are made of single words, counted.
  private func parameters(for model: BaselineMethod.Name) -> TextFeatures.Parameters {
    var parameters = TextFeatures.Parameters()
    parameters.weighting = weighting
    parameters.ngrams = ngrams
    parameters.minimumDocuments = minDocuments
    parameters.titleWeight = titleWeight
    parameters.maximumFeatures = maxFeatures
    if model == .lda { (parameters.weighting, parameters.ngrams) = (.counts, 1) }
    return parameters
  }

  func violation(for model: BaselineMethod.Name) -> String? {
    if vectors != nil, model == .lda { return "--model lda counts words and takes no --vectors" }
    if vectors != nil, features != nil { return "Give --vectors or --features, not both" }
    if let vectorPositions, vectorPositions < 1 {
      return "--vector-positions must be at least 1, but is \(vectorPositions)"
    }
    if vectorPositions != nil, vectors == nil { return "--vector-positions needs --vectors" }
    return parameters(for: model).violation()
  }

  var files: [(role: String, path: String)] {
    (vectors.map { [("vectors", $0)] } ?? []) + (features.map { [("features", $0)] } ?? [])
  }

  /// The parameters that matter for the way chosen.
  func described(for model: BaselineMethod.Name) -> [String: StageHeader.Value] {
    if features != nil { return ["weighting": .string("given")] }
    if vectors != nil {
      return [
        "weighting": .string("vectors"),
        "vectorPositions": vectorPositions.map { .int($0) } ?? .string("known words"),
      ]
    }
    return parameters(for: model).described
  }

  /// The rows of --features.
  func rows() throws -> FeatureRows? { try features.map { try FeatureRows(path: $0) } }

  func extractor(
    for model: BaselineMethod.Name, fitting documents: [Document], given: GivenFeatures?
  ) throws -> FeatureExtractor {
    if let given { return .given(given.columnCount) }
    if let vectors {
      return .vectors(
        AveragedVectors(
          try WordVectors(try StageContents(path: vectors, expecting: .vectors)),
          mean: vectorPositions.map { .positions($0) } ?? .knownWords))
    }
    return .text(TextFeatures(fitting: documents, parameters: parameters(for: model)))
  }
}

extension TermWeighting: ExpressibleByArgument {}

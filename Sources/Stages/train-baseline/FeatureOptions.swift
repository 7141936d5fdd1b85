// The options that say how documents become features.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineBaselines
import PipelineEmbedding
import PipelineFeatures
import PipelineNumerics
import PipelineText
import StageSupport

/// What documents are turned into.
struct FeatureOptions: ParsableArguments {
  @OptionGroup var text: Options<TextFeatures.Parameters>

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      """
      Learn the names of tags as documents, with a vocabulary all names of its concepts \
      (default: chosen on the validation documents for ovr, tree and knn; else not).
      """))
  var learnNames: Bool?

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

  @Option(
    help: ArgumentHelp(
      """
      Vectors of the documents by a pretrained encoder, the output of encode: beside words, or \
      alone for knn.
      """, valueName: "file"))
  var encoded: String?

  @Option(
    help: ArgumentHelp(
      """
      With --encoded: vectors of the tags' names by the same encoder, the output of encode \
      --vocabulary. ovr and tree can then learn names beside vectors; lexical, also in auto, \
      suggests tags whose names mean what a text says, where validation documents are for it.
      """, valueName: "file"))
  var labelVectors: String?

  @Flag(help: "With --encoded: the vectors are the only features.")
  var encodedAlone = false

  @Option(
    help: ArgumentHelp(
      """
      With --encoded: the length of a document's vector where its words have the length 1 \
      (default: chosen on the validation documents for ovr and tree, or else 1).
      """, valueName: "length"))
  var encodedScale: Float?

  /// Whether the vectors of --encoded are the only features.
  func isEncodedAlone(_ model: BaselineMethod.Name) -> Bool {
    encoded != nil && (encodedAlone || model == .knn)
  }

  /// Whether names of tags, which have vectors too, can be learnt beside encoded documents.
  func learnsEncodedNames(_ model: BaselineMethod.Name) -> Bool {
    labelVectors != nil && !isEncodedAlone(model)
  }

  /// Topics are made of single words, counted.
  private func parameters(for model: BaselineMethod.Name) -> TextFeatures.Parameters {
    var parameters = text.parameters()
    if model == .lda { (parameters.weighting, parameters.ngrams) = (.counts, 1) }
    return parameters
  }

  /// - Throws: `ValidationError` for options that exclude each other or are not for the model,
  ///   `InvalidParameter`.
  func validate(for model: BaselineMethod.Name) throws {
    func refuse(_ isWrong: Bool, _ problem: String) throws {
      if isWrong { throw ValidationError(problem + ".") }
    }
    let isGiven = vectors != nil || features != nil
    try refuse(vectors != nil && model == .lda, "--model lda counts words and takes no --vectors")
    try refuse(encoded != nil && isGiven, "--encoded excludes --vectors and --features")
    try refuse(learnNames == true && ![.ovr, .tree, .knn].contains(model), "--learn-names is for ovr, tree and knn")
    try refuse(
      learnNames == true && (isGiven || encoded != nil && !learnsEncodedNames(model)),
      "--learn-names excludes --vectors and --features, and --encoded without --label-vectors")
    try refuse(
      labelVectors != nil && (encoded == nil || ![.ovr, .tree].contains(model)),
      "--label-vectors is for --encoded in ovr, tree, lexical and auto")
    try refuse(encoded != nil && model == .lda, "--model lda counts words and takes no --encoded")
    try refuse(
      encoded == nil && (encodedAlone || encodedScale != nil), "--encoded-alone and --encoded-scale need --encoded")
    try checkBounds(.above(0), ["encodedScale": encodedScale])
    try refuse(vectors != nil && features != nil, "Give --vectors or --features, not both")
    try checkBounds(.atLeast(1), ["vectorPositions": vectorPositions])
    try refuse(vectorPositions != nil && vectors == nil, "--vector-positions needs --vectors")
    try parameters(for: model).validate()
  }

  var files: [(role: String, path: String)] {
    givenFiles([
      ("vectors", vectors), ("features", features), ("encoded", encoded),
      ("labelVectors", labelVectors),
    ])
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
    if isEncodedAlone(model) { return ["weighting": .string("encoded")] }
    var described = parameters(for: model).described
    if learnNames == true { described["names"] = .string("learnt") }
    if encoded != nil {
      described["encoded"] = .string("beside words")
      described["encodedScale"] = encodedScale.map { .double(Double($0)) } ?? .string("chosen")
    }
    return described
  }

  /// The rows of --features.
  func rows() throws -> FeatureRows? { try features.map { try FeatureRows(path: $0) } }

  /// What is chosen on validation documents.
  func freedom(for model: BaselineMethod.Name) -> BaselineChoice.Freedom {
    guard vectors == nil, features == nil, !isEncodedAlone(model), [.ovr, .tree, .knn].contains(model) else {
      return []
    }
    var free: BaselineChoice.Freedom = []
    if text[\.termList] == nil { free.insert(.terms) }
    if text[\.titleWeight] == nil { free.insert(.titleWeight) }
    if learnNames == nil, encoded == nil || learnsEncodedNames(model) { free.insert(.names) }
    return free
  }

  /// How rows are made, as far as options say.
  func plan(
    for model: BaselineMethod.Name, given: GivenFeatures?, encoding: TextEncoding? = nil
  ) throws -> FeaturePlan {
    if let encoding {
      return isEncodedAlone(model)
        ? .ready(.encoded(EncodedFeatures(encoding, beside: nil, scale: 1)))
        : .text(parameters(for: model))
    }
    if let given { return .ready(.given(given.columnCount)) }
    if let vectors {
      return .ready(
        .vectors(
          AveragedVectors(
            try WordVectors(try StageContents(path: vectors, expecting: .vectors)),
            mean: vectorPositions.map { .positions($0) } ?? .knownWords)))
    }
    return .text(parameters(for: model))
  }

  /// Fits text features.
  ///
  /// - Throws: `InputError` if stems are wanted and the language is unknown.
  func extractor(
    _ plan: FeaturePlan, fitting documents: [Document], pool: WorkerPool
  ) throws -> FeatureExtractor {
    switch plan {
    case .ready(let extractor): return extractor
    case .text(var parameters):
      if parameters.terms.contains(.stems), parameters.language == nil {
        parameters.language = TextFeatures.detectedLanguage(of: documents, pool: pool)
        if parameters.language == nil {
          throw InputError(
            .option("--terms"),
            problem: "the language of the texts could not be detected",
            remedy: "Give --stem-language, or --terms without stems")
        }
      }
      return .text(TextFeatures(fitting: documents, parameters: parameters, pool: pool))
    }
  }
}

extension TermList: ExpressibleByArgument {}
extension CharacterLengths: ExpressibleByArgument {}
extension TermWeighting: ExpressibleByArgument {}

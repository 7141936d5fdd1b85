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

/// How documents become features.
struct FeatureOptions: ParsableArguments {
  @OptionGroup var text: Options<TextFeatures.Parameters>

  @OptionGroup var choices: Options<DocumentFeatureParameters>

  @Option(help: "Word vectors, the output of embed: the features are their means.")
  var vectors: String?

  @Option(help: "Features of the documents from a features file instead of their text.")
  var features: String?

  @Option(
    help: ArgumentHelp(
      """
      Vectors of the documents by a pretrained encoder, the output of encode: in addition to words, or \
      alone for knn.
      """, valueName: "file"))
  var encoded: String?

  @Option(
    help: ArgumentHelp(
      """
      With --encoded: vectors of the tags' names by the same encoder, the output of encode \
      --vocabulary. ovr and tree can then learn names, too; lexical, also in auto, \
      suggests tags whose names mean what a text says, if validation supports it.
      """, valueName: "file"))
  var labelVectors: String?

  var learnNames: Bool? { choices[\.learnNames] }
  var encodedScale: Float? { choices[\.encodedScale] }
  private var vectorPositions: Int? { choices[\.vectorPositions] }
  private var encodedAlone: Bool { choices.parameters().encodedAlone }

  /// Whether the vectors of --encoded are the only features.
  func isEncodedAlone(_ model: BaselineMethod.Name) -> Bool {
    encoded != nil && (encodedAlone || model == .knn)
  }

  /// Whether names of tags that have vectors can be learnt in addition to encoded documents.
  func learnsEncodedNames(_ model: BaselineMethod.Name) -> Bool {
    labelVectors != nil && !isEncodedAlone(model)
  }

  /// How words are read. Topics are made of single words, counted.
  func words(for model: BaselineMethod.Name) -> TextFeatures.Parameters {
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
    try refuse(vectors != nil && features != nil, "Give --vectors or --features, not both")
    try refuse(vectorPositions != nil && vectors == nil, "--vector-positions needs --vectors")
    try words(for: model).validate()
  }

  var files: [(role: String, path: String)] {
    givenFiles([
      ("vectors", vectors), ("features", features), ("encoded", encoded),
      ("labelVectors", labelVectors),
    ])
  }

  /// The parameters that matter for the way chosen.
  func described(for model: BaselineMethod.Name) -> [String: StageHeader.Value] {
    var chosen = choices.parameters()
    chosen.source =
      features != nil
      ? .given
      : vectors != nil ? .vectors : isEncodedAlone(model) ? .encoded : encoded != nil ? .wordsAndEncoded : .words
    return chosen.described.merging(chosen.source.readsWords ? words(for: model).described : [:]) { a, _ in a }
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
        : .text(words(for: model))
    }
    if let given { return .ready(.given(given.columnCount)) }
    if let vectors {
      return .ready(
        .vectors(
          AveragedVectors(
            try WordVectors(try StageContents(path: vectors, expecting: .vectors)),
            mean: vectorPositions.map { .positions($0) } ?? .knownWords)))
    }
    return .text(words(for: model))
  }
}

/// How documents become features, apart from the parameters of words.
struct DocumentFeatureParameters: DeclaredParameters {
  /// Nil is chosen on the validation documents, or not at all.
  var learnNames: Bool?
  /// Nil is the number of known words.
  var vectorPositions: Int?
  var encodedAlone = false
  /// Nil is chosen on the validation documents, or 1.
  var encodedScale: Float?
  /// It follows from the files that are given.
  var source = Source.words

  /// Where features come from.
  enum Source: String {
    case words, given, vectors, encoded
    case wordsAndEncoded = "beside words"

    var readsWords: Bool { self == .words || self == .wordsAndEncoded }
  }

  static let declarations: [Declaration<Self>] = [
    .init(
      "source", key: "weighting", \.source, "Where features come from.", isOption: false,
      // For words, their own parameters state it.
      isUsed: { !$0.source.readsWords }),
    .init(
      "source", key: "encoded", \.source, "Where features come from.", isOption: false,
      isUsed: { $0.source == .wordsAndEncoded }),
    .init(
      "learnNames", key: "names", \.learnNames,
      "Learn the names of tags as documents; with a vocabulary, all names of its concepts.",
      default: "chosen on the validation documents for ovr, tree and knn; else not",
      header: { $0.source.readsWords && $0.learnNames == true ? .string("learnt") : nil }),
    .init(
      "vectorPositions", \.vectorPositions, in: .atLeast(1),
      """
      With --vectors: divide the sum of the first n words' vectors by n, known or not, as the \
      original program does.
      """, valueName: "n", default: "the mean over known words",
      header: { $0.source == .vectors ? $0.vectorPositions.map { .int($0) } ?? .string("known words") : nil }),
    .init(
      "encodedAlone", \.encodedAlone, "With --encoded: the vectors are the only features.", isUsed: { _ in false }),
    .init(
      "encodedScale", \.encodedScale, in: .above(0),
      "With --encoded: the length of a document's vector where its words have the length 1.", valueName: "length",
      default: "chosen on the validation documents for ovr and tree, or else 1",
      header: {
        $0.source == .wordsAndEncoded ? $0.encodedScale.map { .double(Double($0)) } ?? .string("chosen") : nil
      }),
  ]
}

extension TermList: ExpressibleByArgument {}
extension CharacterLengths: ExpressibleByArgument {}
extension TermWeighting: ExpressibleByArgument {}

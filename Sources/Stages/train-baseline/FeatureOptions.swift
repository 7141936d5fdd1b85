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
  private static let defaults = TextFeatures.Parameters()

  @Option(
    help: """
      Weights of words and n-grams: tfidf, counts or binary. With --vectors or --features \
      there are none.
      """)
  var weighting: TermWeighting = defaults.weighting

  @Option(
    help: ArgumentHelp(
      """
      What is counted: words, stems, characters, or several of them joined by + (default: chosen \
      on the validation documents for ovr, tree and knn; words for other models).
      """,
      valueName: "kinds"))
  var terms: TermList?

  @Option(help: "Characters in a character n-gram, with the marks of a word's ends.")
  var charNgrams = CharacterRange(defaults)

  @Option(help: "With tfidf, how much characters weigh beside words or stems.")
  var charWeight = defaults.characterWeight

  @Option(
    help: ArgumentHelp(
      "The language of the stems (default: detected): \(Stemmer.languages.joined(separator: ", ")).",
      valueName: "language"))
  var stemLanguage: String?

  @Option(help: "The longest n-gram in words or stems.")
  var ngrams = defaults.ngrams

  @Option(help: "Training documents that must hold a feature.")
  var minDocuments = defaults.minimumDocuments

  @Option(
    help: """
      How often a word of the title counts (default: \(defaults.titleWeight); chosen on the \
      validation documents for ovr, tree and knn).
      """)
  var titleWeight: Int?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      """
      Learn the names of tags as documents, with a vocabulary all names of its concepts \
      (default: chosen on the validation documents for ovr, tree and knn; else not).
      """))
  var learnNames: Bool?

  @Option(help: "The greatest number of features of each kind.")
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
    var parameters = TextFeatures.Parameters()
    parameters.weighting = weighting
    parameters.terms = terms?.kinds ?? [.words]
    parameters.shortestCharacters = charNgrams.shortest
    parameters.longestCharacters = charNgrams.longest
    parameters.characterWeight = charWeight
    parameters.language = stemLanguage
    parameters.ngrams = ngrams
    parameters.minimumDocuments = minDocuments
    parameters.titleWeight = titleWeight ?? Self.defaults.titleWeight
    parameters.maximumFeatures = maxFeatures
    if model == .lda { (parameters.weighting, parameters.ngrams) = (.counts, 1) }
    return parameters
  }

  func violation(for model: BaselineMethod.Name) -> String? {
    if vectors != nil, model == .lda { return "--model lda counts words and takes no --vectors" }
    if encoded != nil, vectors != nil || features != nil {
      return "--encoded excludes --vectors and --features"
    }
    if learnNames == true, ![.ovr, .tree, .knn].contains(model) {
      return "--learn-names is for ovr, tree and knn"
    }
    if learnNames == true, vectors != nil || features != nil || encoded != nil && !learnsEncodedNames(model) {
      return "--learn-names excludes --vectors and --features, and --encoded without --label-vectors"
    }
    if labelVectors != nil, encoded == nil || ![.ovr, .tree].contains(model) {
      return "--label-vectors is for --encoded in ovr, tree, lexical and auto"
    }
    if encoded != nil, model == .lda { return "--model lda counts words and takes no --encoded" }
    if encoded == nil, encodedAlone || encodedScale != nil {
      return "--encoded-alone and --encoded-scale need --encoded"
    }
    if let encodedScale, !(encodedScale > 0 && encodedScale.isFinite) {
      return "--encoded-scale must be above 0, but is \(encodedScale)"
    }
    if vectors != nil, features != nil { return "Give --vectors or --features, not both" }
    if let vectorPositions, vectorPositions < 1 {
      return "--vector-positions must be at least 1, but is \(vectorPositions)"
    }
    if vectorPositions != nil, vectors == nil { return "--vector-positions needs --vectors" }
    return parameters(for: model).violation()
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
    if terms == nil { free.insert(.terms) }
    if titleWeight == nil { free.insert(.titleWeight) }
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
  /// - Throws: `InputError` where stems are wanted and the language is unknown.
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

/// A value of `--terms`: kinds joined by +.
struct TermList: ExpressibleByArgument {
  let kinds: [TermKind]

  init?(argument: String) {
    var kinds: Set<TermKind> = []
    for part in argument.split(separator: "+", omittingEmptySubsequences: false) {
      guard let kind = TermKind(rawValue: String(part)), kinds.insert(kind).inserted else {
        return nil
      }
    }
    self.kinds = TermKind.allCases.filter { kinds.contains($0) }
  }
}

/// A value of `--char-ngrams`: two numbers joined by a hyphen, or one.
struct CharacterRange: ExpressibleByArgument, CustomStringConvertible {
  let shortest: Int
  let longest: Int

  init(_ parameters: TextFeatures.Parameters) {
    (shortest, longest) = (parameters.shortestCharacters, parameters.longestCharacters)
  }

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(parts.count), let shortest = parts[0], let longest = parts[parts.count - 1]
    else { return nil }
    (self.shortest, self.longest) = (shortest, longest)
  }

  var description: String { "\(shortest)-\(longest)" }
}

extension TermWeighting: ExpressibleByArgument {}

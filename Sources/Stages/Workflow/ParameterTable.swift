// Every parameter that a user of make can set: its name, its values, its purpose. What a stage
// declares is taken from there, with its default.
import Formats
import Foundation
import PipelineBaselines
import PipelineEmbedding
import PipelineEvaluation
import PipelineNetworks
import PipelineNumerics
import PipelineRelations
import PipelineSample
import PipelineText
import StageSupport

/// A parameter of make.
package struct Parameter: Sendable {
  /// What a value may be.
  package enum Kind: Sendable, Equatable {
    case whole(ClosedRange<Int>)
    case real(Bounds)
    /// One of these words.
    case choice([String])
    /// Several of these words.
    case choices([String])
    /// The name of a file or folder.
    case path
    /// Names of files or folders, quoted if they contain blanks.
    case paths
    /// Further options of a stage, which a shell would take apart.
    case options
    /// Whether it is set at all.
    case flag
    case text
  }

  package var name: String
  package var kind: Kind
  package var help: String
  /// The value that make uses if nobody sets one; nil leaves it to the stages.
  package var fallback: String?
  /// Whether results depend on it. The others say how to work, not what to make.
  package var decides = true
  /// What else is wrong with a whole number within its range; nil if nothing is.
  package var problem: @Sendable (Int) -> String? = { _ in nil }
}

/// The models and rules that parameters name.
package enum Known {
  package static let networks = NetworkModel.allCases.map(\.rawValue)
  package static let baselines = BaselineMethod.Name.allCases.map(\.rawValue) + ["lexical", "auto"]
  package static let fusions = ["fusion"]
  /// The baselines whose training can be divided into shares.
  static let divisible = BaselineMethod.Name.allCases.filter(TrainedShard.canDivide).map(\.rawValue)
  /// The targets that take no name of a dataset; no dataset may have such a name.
  package static let targets = alone + ["corpus", "status", "graph", "sweep", "sweep-row", "all", "clean"]
  /// Those of them that have nothing to do with any dataset.
  static let alone = [
    "help", "build", "test", "bench", "bench-accuracy", "bench-scale", "bench-serve", "fuzz", "sanitize", "encoder",
    "install", "deb", "gc", "check-archive",
  ]
  /// Variables that the scripts behind the last of these targets read; make does not look at the values.
  package static let variablesOfScripts = [
    "ROUNDS", "PEER_PYTHON", "BENCH_MODES", "BENCH_THREADS", "SIZES", "SECONDS", "PREFIX", "DESTDIR", "OUT", "SERVICE",
    "DEBEMAIL", "DEBFULLNAME",
  ]
  /// Targets for one dataset, `%` being its name.
  package static let patterns = [
    "%-all", "%-curve", "%-report", "%-shared", "%-fold", "%-shard", "archive-%", "clean-%", "status-%", "graph-%",
  ]
  static var models: [String] { networks + baselines }

  /// The dataset and the verb in a target such as `mine-report`; nil for other texts.
  static func target(_ text: String) -> (name: String, verb: String)? {
    for pattern in patterns {
      let parts = pattern.split(separator: "%", omittingEmptySubsequences: false).map(String.init)
      guard text.hasPrefix(parts[0]), text.hasSuffix(parts[1]), text.count > pattern.count - 1 else { continue }
      let name = String(text.dropFirst(parts[0].count).dropLast(parts[1].count))
      return (name, (parts[0] + parts[1]).filter { $0 != "-" })
    }
    return nil
  }
}

extension Parameter {
  private static let natural = 0...Int(Int32.max)
  private static let positive = 1...Int(Int32.max)

  /// All parameters, in the order in which `make help` shows them.
  package static let all: [Parameter] = corpus + learning + models + work

  private static let corpus: [Parameter] = [
    .init(name: "MODEL", kind: .choice(Known.models + Known.fusions), help: "the model; auto chooses by validation"),
    .init(name: "CORPUS", kind: .paths, help: "files or a folder of documents"),
    .init(name: "VOCABULARY", kind: .paths, help: "concepts with identifiers and names: a list or a thesaurus"),
    .init(name: "KB", kind: .paths, help: "knowledge bases"),
    .init(name: "CORPUS_OPTIONS", kind: .options, help: "further options of preprocess"),
    .init(name: "VOCABULARY_OPTIONS", kind: .options, help: "further options of build-concepts"),
    .init(name: "KB_OPTIONS", kind: .options, help: "further options of build-sim-sub"),
    .init("KFOLD", \SplitParameters.folds),
    .init("VALID_PORTION", \SplitParameters.validationPortion),
    .init("TEST_PORTION", \SplitParameters.testPortion),
    .init(name: "SPLIT_OPTIONS", kind: .options, help: "further options of split"),
    .init("TRAINING_LIMIT", \SplitParameters.trainingLimit),
    .init(name: "COMPAT", kind: .choice(["original"]), help: "original: behave like the original program"),
    .init("SEED", \TrainingParameters.seed),
    .init(
      name: "JMAN_ISA", kind: .choice(["avx512", "avx2", "base"]),
      help: "the instruction set, for the same bytes on different machines; by default the best available."),
    .init(name: "CLEAN_TAGS", kind: .flag, help: "any value: clean tags first (docs/tags.md)"),
    .init("MIN_TAG_DOCUMENTS", of: "clean tags", \TagRarityParameters.minDocuments),
    .init("MIN_TAG_USERS", of: "clean tags", \TagRarityParameters.minUsers),
    .init(name: "TAG_USERS", kind: .path, help: "who gave which tag"),
    .init(name: "TAG_OPTIONS", kind: .options, help: "further options of clean-tags"),
  ]

  private static let learning: [Parameter] = [
    .init("MIN_WORD_COUNT", \VocabularyParameters.leastWordCount),
    .init("MIN_LABEL_COUNT", \VocabularyParameters.leastLabelCount),
    .init("SENTENCES", \ModelParameters.sentences),
    .init("WORDS", \ModelParameters.words),
    .init("TITLE_WORDS", \ModelParameters.titleWords),
    .init("EMBED_SIZE", of: "word vectors", \Word2vec.Parameters.dimensions),
    .init("EMBED_EPOCHS", of: "word vectors", \Word2vec.Parameters.epochs),
    .init("LABEL_EMBED_SIZE", of: "tag vectors", \Word2vec.Parameters.dimensions),
    .init("LABEL_EMBED_EPOCHS", of: "tag vectors", \Word2vec.Parameters.epochs),
    .init(
      name: "LABEL_VECTORS", kind: .choice(["learnt", "encoded"]),
      help: "vectors of tags, from tags that occur together or from their names (ENCODER)"),
    .init(name: "LABEL_START", kind: .flag, help: "any value: a network's output starts from vectors of tags"),
    .init("SIM_THRESHOLD", \SimilarityParameters.threshold),
    .init("HIDDEN_SIZE", \ModelParameters.hiddenSize),
    .init("LAMBDA_SIM", \ModelParameters.lambdaSim),
    .init("LAMBDA_SUB", \ModelParameters.lambdaSub),
    .init("EPOCHS", \TrainingParameters.epochs),
    .init("BATCH_SIZE", \TrainingParameters.batchSize),
    .init("LEARNING_RATE", \TrainingParameters.learningRate),
    .init("KEEP", \TrainingParameters.keep),
    .init("KEEP_WORDS", \TrainingParameters.keepWords),
    .init("L2", \TrainingParameters.l2),
    .init("PATIENCE", \TrainingParameters.patience),
    .init("STOP_RATE", \TrainingParameters.stopRate),
    .init("KEEP_LABEL_PERCENT", \ModelParameters.keepLabelPercent),
    .init("TOP_K", \ModelParameters.topK),
    .init("PRECISION", of: "training of networks", \PrecisionParameters.precision),
    .init(name: "NETWORK_OPTIONS", kind: .options, help: "further options of train"),
    .init("HAMMING", \MetricParameters.hammingDivisor),
    .init(
      "TUNE", \TuneParameters.rule, help: "how scores become tags; by default by the threshold of the training"),
    .init(name: "OBJECTIVE", kind: .choice(objectives), help: "what TUNE maximises"),
    .init(name: "NAMES", kind: .text, help: "languages of the tags' names in tables, the best first: en,fi"),
    .init("SAMPLE_DOCUMENTS", of: "the generated sample", \SampleParameters.documents),
    .init("SAMPLE_LABELS", of: "the generated sample", \SampleParameters.labels),
    .init("SAMPLE_SEED", of: "the generated sample", \SampleParameters.seed),
  ]

  /// Costs are options of tune alone. Earlier spellings are taken too.
  private static let objectives =
    Metric.ofDecisions.map(\.name).filter { $0 != "cost" } + ["example-f1", "f1-of-means", "micro-f1", "macro-f1"]

  private static let models: [Parameter] =
    [
      .init(
        name: "ENCODER", kind: .path,
        help: "folder of a sentence encoder, for linear models, neighbours and JMAN-e (make encoder)"),
      .init(
        name: "FEATURES", kind: .choice(["text", "vectors"]),
        help: "features of linear models, words or word vectors"),
      .init("KERNEL", of: "svm", \KernelParameters.kernel),
      .init("SVM_COST", of: "svm", \KernelParameters.cost),
      .init("SVM_GAMMA", of: "svm", \KernelParameters.gamma),
      .init("TOPICS", of: "lda", \TopicNeighbours.Parameters.topics),
      .init("ITERATIONS", of: "lda", \TopicNeighbours.Parameters.iterations),
      .init("NEIGHBOURS", of: "lda", \TopicNeighbours.Parameters.neighbours),
      .init("CHAINS", of: "cc", \ClassifierChains.Parameters.chains),
      .init("CLUSTERS", of: "homer", \LabelHierarchy.Parameters.clusters),
      .init("CODES", of: "plst", \PrincipalLabelSpace.Parameters.codes),
      .init(
        name: "POSITIONS", kind: .whole(positive), help: "words that the original's vectors are means of",
        fallback: "300"),
    ]
    + (Known.baselines + Known.fusions).map {
      .init(name: "\($0.uppercased())_OPTIONS", kind: .options, help: "further options of this model")
    } + [
      .init(
        name: "FUSE", kind: .choices(Known.models), help: "the members of MODEL=fusion", fallback: "JMAN ovr tree")
    ]

  private static let work: [Parameter] = [
    .init(
      name: "ALL_MODELS", kind: .choices(Known.models + Known.fusions), help: "the models of make NAME-all",
      fallback: "JMAN ovr tree knn lexical svm cc homer plst lda fusion auto", decides: false),
    .init(
      name: "COMPARE", kind: .choices(Known.models + Known.fusions + ["none"]), help: "models in the report",
      decides: false),
    .init(name: "NAME", kind: .text, help: "the dataset, for make corpus and make sweep", decides: false),
    .init(name: "GRID", kind: .text, help: "what a sweep varies: \"EPOCHS=5,10 MODEL=ovr,tree\"", decides: false),
    .init(name: "BUDGET", kind: .real(.above(0)), help: "minutes of a sweep", decides: false),
    .init(name: "ROW", kind: .whole(positive), help: "the combination of make sweep-row", decides: false),
    .init("FOLD", \FoldParameters.fold, help: "the fold of make NAME-fold, from 0", decides: false),
    .init(
      name: "SHARDS", kind: .whole(1...10_000), help: "shares into which the training of ovr and tree is divided",
      decides: false),
    .init(name: "SHARD", kind: .whole(1...10_000), help: "the share of make NAME-shard, from 1", decides: false),
    .init(name: "WORK", kind: .path, help: "where all results go (work)", decides: false),
    .init(
      name: "STORE", kind: .path, help: "where earlier results are kept (WORK/.store); empty: nowhere", decides: false),
    .init(name: "FILE", kind: .path, help: "the archive for make check-archive", decides: false),
    .init(name: "ARCHIVE", kind: .path, help: "the archive that make archive-NAME writes", decides: false),
    .init(name: "DAYS", kind: .whole(natural), help: "make gc: keep results younger than this", decides: false),
    .init("THREADS", \ThreadParameters.threads, decides: false),
    .init(
      name: "LAUNCHER", kind: .text, help: "a command prefix for heavy stages, such as \"srun -n1 -c4\"",
      decides: false),
    .init(name: "BIN", kind: .path, help: "the folder of the programs", decides: false),
  ]

  /// A parameter that a stage declares.
  ///
  /// - Parameters:
  ///   - subject: what it belongs to, for people.
  ///   - help: what make uses it for, if that is not what the stage says of it.
  ///   - fallback: the value that make deliberately uses instead of the stage's default.
  ///   - decides: whether results depend on it.
  init<Owner: DeclaredParameters>(
    _ name: String, of subject: String? = nil, _ path: PartialKeyPath<Owner>, help: String? = nil,
    fallback: String? = nil, decides: Bool = true
  ) {
    guard let declaration = Owner.declarations.first(where: { ($0.path as AnyKeyPath) == path }) else {
      preconditionFailure("\(name) names a parameter that no stage declares")
    }
    self.name = name
    kind =
      switch declaration.type {
      case is Int.Type:
        .whole(Int(max(declaration.bounds.lower, -1))...Int(min(declaration.bounds.upper, Double(Int32.max))))
      case is UInt64.Type: .whole(0...Int.max)
      case is Double.Type, is Float.Type: .real(declaration.bounds)
      default: .choice(declaration.choices)
      }
    let own = declaration.defaultText ?? declaration.value(Owner()).map { "\($0)" } ?? ""
    let shown = fallback == nil && !own.isEmpty ? " Default: \(own)." : ""
    self.help = help ?? (subject.map { $0 + ": " } ?? "") + declaration.help + shown
    (self.fallback, self.decides) = (fallback, decides)
    problem = { value in
      var owner = Owner()
      declaration.set(&owner, value)
      do throws(InvalidParameter) {
        try owner.validate()
        return nil
      } catch {
        return error.name == declaration.name ? error.problem : nil
      }
    }
  }

  static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// `--learning-rate` for `LEARNING_RATE`.
  var option: String { "--" + name.lowercased().replacingOccurrences(of: "_", with: "-") }
}

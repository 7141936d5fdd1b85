// Every parameter that a user of make can set: its name, what it takes, what it is for.
import Foundation

// Defaults are the stages'; what is listed here finds mistakes before anything runs.

/// A parameter of make.
public struct Parameter: Sendable {
  /// What a value may be.
  public enum Kind: Sendable, Equatable {
    case whole(ClosedRange<Int>)
    case real
    /// One of these words.
    case choice([String])
    /// Several of these words.
    case choices([String])
    /// The name of a file or folder.
    case path
    /// Names of files or folders, quoted where they hold blanks.
    case paths
    /// Further options of a stage, which a shell would take apart.
    case options
    /// Whether it is set at all.
    case flag
    case text
  }

  public var name: String
  public var kind: Kind
  public var help: String
  /// Whether results depend on it. The others say how to work, not what to make.
  public var decides = true
}

/// The models and rules that parameters name.
public enum Known {
  public static let networks =
    [
      "JMAN", "JMAN-s", "JMAN-s-att", "JMAN-s-tg", "JMAN-s+t-only", "JMAN-s+tg-only",
      "JMAN-s+att-only", "HAN", "Bi-GRU",
    ] + laterNetworks
  /// Networks that the original program does not have.
  static let laterNetworks = ["HLAN", "HA-GRU", encodedNetwork]
  /// The network that reads sentence vectors of an encoder.
  static let encodedNetwork = "JMAN-e"
  public static let baselines = [
    "ovr", "tree", "knn", "svm", "cc", "homer", "plst", "lda", "lexical", "auto",
  ]
  public static let fusions = ["fusion"]
  public static let rules = [
    "best", "threshold", "threshold-at-least-1", "label-thresholds", "top-k", "top-k-floor",
    "cardinality", "expected-f1",
  ]
  public static let objectives =
    ["exampleF1", "f1OfMeans", "microF1", "macroF1"] + ["example-f1", "f1-of-means", "micro-f1", "macro-f1"]
  /// The targets that take no name of a dataset; no dataset may have such a name.
  public static let targets = alone + ["corpus", "status", "graph", "sweep", "sweep-row", "all", "clean"]
  /// Those of them that have nothing to do with any dataset.
  static let alone = [
    "help", "build", "test", "bench", "bench-accuracy", "bench-serve", "fuzz", "sanitize", "encoder",
    "install", "deb", "gc", "check-archive",
  ]
  /// Targets for one dataset, `%` being its name.
  public static let patterns = [
    "%-all", "%-curve", "%-report", "%-shared", "%-fold", "archive-%", "clean-%", "status-%", "graph-%",
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
  public static let all: [Parameter] = corpus + learning + models + work

  private static let corpus: [Parameter] = [
    .init(name: "MODEL", kind: .choice(Known.models + Known.fusions), help: "the model; auto chooses by validation"),
    .init(name: "CORPUS", kind: .paths, help: "files or a folder of documents"),
    .init(name: "VOCABULARY", kind: .paths, help: "concepts with identifiers and names: a list or a thesaurus"),
    .init(name: "KB", kind: .paths, help: "knowledge bases"),
    .init(name: "CORPUS_OPTIONS", kind: .options, help: "further options of preprocess"),
    .init(name: "VOCABULARY_OPTIONS", kind: .options, help: "further options of build-concepts"),
    .init(name: "KB_OPTIONS", kind: .options, help: "further options of build-sim-sub"),
    .init(name: "KFOLD", kind: .whole(-1...10_000), help: "folds; -1: a hold-out"),
    .init(name: "VALID_PORTION", kind: .real, help: "part of the training documents that validates"),
    .init(name: "TEST_PORTION", kind: .real, help: "part of the documents that tests, without folds"),
    .init(name: "SPLIT_OPTIONS", kind: .options, help: "further options of split"),
    .init(name: "TRAINING_LIMIT", kind: .whole(positive), help: "training documents of each fold, for learning curves"),
    .init(name: "COMPAT", kind: .choice(["original"]), help: "original: as the original program did it"),
    .init(name: "SEED", kind: .whole(0...Int.max), help: "of all random choices"),
    .init(name: "CLEAN_TAGS", kind: .flag, help: "any value: clean tags first (docs/tags.md)"),
    .init(name: "MIN_TAG_DOCUMENTS", kind: .whole(natural), help: "of clean tags"),
    .init(name: "MIN_TAG_USERS", kind: .whole(natural), help: "of clean tags"),
    .init(name: "TAG_USERS", kind: .path, help: "who gave which tag"),
    .init(name: "TAG_OPTIONS", kind: .options, help: "further options of clean-tags"),
  ]

  private static let learning: [Parameter] = [
    .init(name: "MIN_WORD_COUNT", kind: .whole(natural), help: "rarer words are unknown"),
    .init(name: "MIN_LABEL_COUNT", kind: .whole(natural), help: "rarer tags are left out"),
    .init(name: "SENTENCES", kind: .whole(natural), help: "sentences of a text that networks read"),
    .init(name: "WORDS", kind: .whole(natural), help: "words per sentence"),
    .init(name: "TITLE_WORDS", kind: .whole(natural), help: "words of a title"),
    .init(name: "EMBED_SIZE", kind: .whole(positive), help: "dimensions of word vectors"),
    .init(name: "EMBED_EPOCHS", kind: .whole(natural), help: "passes that learn them"),
    .init(name: "LABEL_EMBED_SIZE", kind: .whole(positive), help: "dimensions of tag vectors"),
    .init(name: "LABEL_EMBED_EPOCHS", kind: .whole(natural), help: "passes that learn them"),
    .init(
      name: "LABEL_VECTORS", kind: .choice(["learnt", "encoded"]),
      help: "vectors of tags: learnt from tags that occur together, or their names by ENCODER"),
    .init(name: "LABEL_START", kind: .flag, help: "any value: a network's output starts from vectors of tags"),
    .init(name: "SIM_THRESHOLD", kind: .real, help: "smaller similarities are 0"),
    .init(name: "HIDDEN_SIZE", kind: .whole(positive), help: "units of a GRU"),
    .init(name: "LAMBDA_SIM", kind: .real, help: "weight of label similarity"),
    .init(name: "LAMBDA_SUB", kind: .real, help: "weight of label subsumption"),
    .init(name: "EPOCHS", kind: .whole(natural), help: "at most"),
    .init(name: "BATCH_SIZE", kind: .whole(positive), help: "documents per batch"),
    .init(name: "LEARNING_RATE", kind: .real, help: "of training"),
    .init(name: "KEEP", kind: .real, help: "1 - dropout"),
    .init(name: "KEEP_WORDS", kind: .real, help: "1 - dropout of words"),
    .init(name: "L2", kind: .real, help: "weight of L2"),
    .init(name: "PATIENCE", kind: .whole(natural), help: "epochs without a gain before stopping"),
    .init(name: "STOP_RATE", kind: .real, help: "learning rate at which training stops"),
    .init(name: "KEEP_LABEL_PERCENT", kind: .real, help: "of the tags"),
    .init(name: "TOP_K", kind: .whole(positive), help: "tags per document in metrics at k"),
    .init(name: "PRECISION", kind: .choice(["fp32", "bf16"]), help: "of a network's matrix products in training"),
    .init(name: "NETWORK_OPTIONS", kind: .options, help: "further options of train"),
    .init(name: "HAMMING", kind: .real, help: "tags per document in the original's Hamming loss"),
    .init(name: "TUNE", kind: .choice(Known.rules), help: "how scores become tags"),
    .init(name: "OBJECTIVE", kind: .choice(Known.objectives), help: "what TUNE makes large"),
    .init(name: "NAMES", kind: .text, help: "languages of the tags' names in tables, the best first: en,fi"),
    .init(name: "SAMPLE_DOCUMENTS", kind: .whole(positive), help: "of the generated sample"),
    .init(name: "SAMPLE_LABELS", kind: .whole(positive), help: "of the generated sample"),
    .init(name: "SAMPLE_SEED", kind: .whole(0...Int.max), help: "of the generated sample"),
  ]

  private static let models: [Parameter] =
    [
      .init(
        name: "ENCODER", kind: .path,
        help: "folder of a sentence encoder, for linear models, neighbours and JMAN-e (make encoder)"),
      .init(name: "FEATURES", kind: .choice(["text", "vectors"]), help: "of linear models: words, or word vectors"),
      .init(name: "KERNEL", kind: .choice(["rbf", "linear"]), help: "of svm"),
      .init(name: "SVM_COST", kind: .real, help: "of svm"),
      .init(name: "SVM_GAMMA", kind: .real, help: "of svm"),
      .init(name: "TOPICS", kind: .whole(positive), help: "of lda"),
      .init(name: "ITERATIONS", kind: .whole(natural), help: "of lda"),
      .init(name: "NEIGHBOURS", kind: .whole(positive), help: "of lda"),
      .init(name: "CHAINS", kind: .whole(positive), help: "of cc"),
      .init(name: "CLUSTERS", kind: .whole(positive), help: "of homer"),
      .init(name: "CODES", kind: .whole(positive), help: "of plst"),
      .init(name: "POSITIONS", kind: .whole(positive), help: "words that the original's vectors are means of"),
    ]
    + (Known.baselines + Known.fusions).map {
      .init(name: "\($0.uppercased())_OPTIONS", kind: .options, help: "of this model only")
    } + [
      .init(name: "FUSE", kind: .choices(Known.models), help: "the members of MODEL=fusion")
    ]

  private static let work: [Parameter] = [
    .init(
      name: "ALL_MODELS", kind: .choices(Known.models + Known.fusions), help: "those of make NAME-all", decides: false),
    .init(
      name: "COMPARE", kind: .choices(Known.models + Known.fusions + ["none"]), help: "models in the report",
      decides: false),
    .init(name: "NAME", kind: .text, help: "the dataset, of make corpus and make sweep", decides: false),
    .init(name: "GRID", kind: .text, help: "what a sweep varies: \"EPOCHS=5,10 MODEL=ovr,tree\"", decides: false),
    .init(name: "BUDGET", kind: .real, help: "minutes of a sweep", decides: false),
    .init(name: "ROW", kind: .whole(positive), help: "the combination of make sweep-row", decides: false),
    .init(name: "FOLD", kind: .whole(natural), help: "the fold of make NAME-fold", decides: false),
    .init(name: "WORK", kind: .path, help: "where all results go (work)", decides: false),
    .init(
      name: "STORE", kind: .path, help: "where earlier results are kept (WORK/.store); empty: nowhere", decides: false),
    .init(name: "FILE", kind: .path, help: "of make check-archive", decides: false),
    .init(name: "ARCHIVE", kind: .path, help: "of make archive-NAME", decides: false),
    .init(name: "DAYS", kind: .whole(natural), help: "of make gc: keep what is younger", decides: false),
    .init(name: "THREADS", kind: .whole(1...1_024), help: "of one stage", decides: false),
    .init(name: "LAUNCHER", kind: .text, help: "a prefix of heavy stages, such as \"srun -n1 -c4\"", decides: false),
    .init(name: "BIN", kind: .path, help: "the folder of the programs", decides: false),
  ]

  static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// `--learning-rate` for `LEARNING_RATE`.
  var option: String { "--" + name.lowercased().replacingOccurrences(of: "_", with: "-") }
}

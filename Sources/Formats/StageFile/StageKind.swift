// The kinds of stage files and the version of each kind's layout. A change of
// layout raises the version here; what a reader then does with older files is
// decided in one place, `StageReader`.

/// What a stage file holds.
public enum StageKind: String, CaseIterable, Sendable {
  case documents, features, split, vocabulary, vectors, relations, model, checkpoint
  case log, predictions, decision, metrics, comparison, concepts, encoded, shard

  /// The layout that this program writes and reads.
  public var version: Int {
    switch self {
    // 3: the linear model beneath a network.
    case .model: 3
    case .split, .metrics, .checkpoint, .log: 2
    // 2: concepts of the tags after the documents.
    case .documents: 2
    // 3: the labels that are related.
    case .relations: 3
    default: 1
    }
  }

  /// Whether every fraction in such a file is a finite number. Elsewhere infinity has a
  /// meaning: the threshold of a tag that is never given, a loss that was not yet taken.
  var isFinite: Bool {
    switch self {
    case .features, .vectors, .relations, .model, .predictions, .shard: true
    default: false
    }
  }

  /// Such a file, for error messages.
  var phrase: String { "\("aeiou".contains(rawValue.prefix(1)) ? "an" : "a") \(rawValue) file" }

  /// The stage that makes such a file, for error messages.
  var producer: String {
    switch self {
    case .documents, .features: "preprocess"
    case .split: "split"
    case .vocabulary: "build-vocab"
    case .vectors: "embed"
    case .relations: "build-sim-sub"
    case .model, .checkpoint, .log: "train"
    case .predictions: "predict"
    case .decision: "tune"
    case .metrics: "evaluate"
    case .comparison: "evaluate --compare"
    case .concepts: "build-concepts"
    case .encoded: "encode"
    case .shard: "train-baseline"
    }
  }
}

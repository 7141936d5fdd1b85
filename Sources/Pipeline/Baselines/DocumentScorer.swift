// The protocol of every baseline: features of documents in, scores of labels out.
// Features describes how documents become features, BaselineMethod lists the
// models.
import Formats
import PipelineFeatures
import PipelineNumerics
import Synchronization

/// What the scores of a model are.
public enum ScoreForm: String, Codable, Sendable {
  /// In [0, 1]; above 0.5 means yes unless a threshold was tuned.
  case probabilities
  /// Any numbers, above 0 meaning yes: distances from a separating plane.
  /// They are brought into [0, 1] by a logistic function.
  case margins
}

/// A trained model that scores documents by their features.
///
/// CONTRIBUTING.md says how to add one.
public protocol DocumentScorer: Sendable {
  /// What its scores are.
  static var form: ScoreForm { get }

  /// Scores of labels: a row for each row of `features`, columns are labels.
  /// Labels that a row does not list come after those that it lists.
  func scores(of features: SparseMatrix, pool: WorkerPool) -> SparseMatrix

  /// Remarks about the training, one per line; empty for a model that was read from a
  /// file.
  var report: [String] { get }

  /// Writes the sections of the trained model, named `model/…`.
  func write(to writer: StageWriter) throws

  /// Reads what `write(to:)` wrote, for this many labels and features.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(_ contents: StageContents, labels: Int, features: Int) throws
}

extension DocumentScorer {
  /// No remarks, as after reading a model from a file.
  public var report: [String] { [] }
}

/// The training documents of a fold as numbers.
public struct TrainingSet: Sendable {
  /// One row per document.
  public var features: SparseMatrix
  /// The labels of each document, ascending, each once.
  public var labels: [[Int32]]
  /// The size of the label vocabulary.
  public var labelCount: Int

  /// - Precondition: as many lists of labels as rows.
  public init(features: SparseMatrix, labels: [[Int32]], labelCount: Int) {
    precondition(features.count == labels.count, "labels for each row")
    self.features = features
    self.labels = labels
    self.labelCount = labelCount
  }

  /// For each label the documents that have it, ascending: their places in `rows`, nil being all.
  func documentsByLabel(_ rows: [Int]? = nil) -> [[Int32]] {
    var documents = [[Int32]](repeating: [], count: labelCount)
    for (place, row) in (rows ?? Array(labels.indices)).enumerated() {
      for label in labels[row] { documents[Int(label)].append(Int32(place)) }
    }
    return documents
  }
}

/// Receives how much of the work is done; called from any thread.
public typealias WorkReport = @Sendable (_ done: Int, _ total: Int) -> Void

/// Reports how many pieces are done, each time one is.
final class ProgressCounter: Sendable {
  private let done = Atomic<Int>(0)
  private let total: Int
  private let report: WorkReport

  init(total: Int, report: @escaping WorkReport) {
    self.total = total
    self.report = report
  }

  func advance() {
    report(done.wrappingAdd(1, ordering: .relaxed).newValue, total)
  }
}

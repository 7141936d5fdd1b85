// Trains the linear model beneath a network, and for each part of the training documents
// one that has not seen the part: margins of documents that a model has learnt do not show
// what it misses.
import PipelineBaselines
import PipelineFeatures
import PipelineNumerics
import Foundation

extension LinearPart {
  /// What training needs: the model for new documents, and those for training documents.
  public struct Trained: Sendable {
    /// The model that all training documents have taught.
    public let linear: LinearPart
    /// Models of all training documents but those of one part.
    public let heldOut: [LinearPart]
    /// The part of each training document.
    public let parts: [Int]
  }

  /// The maximum number of margins from which slope and offset are fitted.
  static let calibrationMargins = 4_000_000

  /// Trains the models and fits slope and offset on the held-out margins.
  ///
  /// - Parameters:
  ///   - named: documents made of the names of labels, which every model learns in addition to the
  ///     training documents (`NameDocuments`). They are in no part.
  ///   - parts: into how many parts the documents are divided; fewer where there are fewer
  ///     documents. With one part there is nothing held out.
  ///   - progress: reports the models trained and their number.
  public static func train(
    on training: TrainingSet, named: TrainingSet? = nil, parameters: LinearParameters,
    parts count: Int, pool: WorkerPool, progress: (Int, Int) -> Void = { _, _ in }
  ) -> Trained {
    let documents = training.features.count
    let count = max(1, min(count, documents))
    var order = Array(0..<documents)
    var random = RandomStream(seed: parameters.seed, for: .heldOutParts)
    random.shuffle(&order)
    var parts = [Int](repeating: 0, count: documents)
    for (place, document) in order.enumerated() { parts[document] = place % count }

    var learnt = training
    if let named { learnt.append(contentsOf: named) }
    var done = 0
    func model(without part: Int?) -> OneVersusRest {
      progress(done, count > 1 ? count + 1 : 1)
      defer { done += 1 }
      let rows = (0..<learnt.features.count).filter { $0 >= documents || parts[$0] != part }
      return OneVersusRest(learnt, rows: rows, parameters: parameters, pool: pool)
    }
    let whole = model(without: nil)
    let models = count > 1 ? (0..<count).map(model) : [whole]

    // Documents at even distances, so that no more margins than wanted are kept.
    let step = max(1, documents * training.labelCount / calibrationMargins)
    let sample = order.enumerated().filter { $0.offset % step == 0 }.map(\.element)
    var margins = [SparseRow](repeating: SparseRow(), count: sample.count)
    for (part, model) in models.enumerated() {
      let places = sample.indices.filter { parts[sample[$0]] == part }
      let own = model.scores(
        of: training.features.rows(places.map { sample[$0] }), pool: pool)
      for (number, place) in places.enumerated() { margins[place] = own[number] }
    }
    let calibration = ScoreCalibration(
      fitting: SparseMatrix(columnCount: training.labelCount, rows: margins),
      truth: sample.map { training.labels[$0] })
    let absent = Float(log(0.5 / (Double(documents) + 0.5)))
    func calibrated(_ model: OneVersusRest) -> LinearPart {
      LinearPart(model, calibration: calibration, absentLogit: absent)
    }
    return Trained(
      linear: calibrated(whole), heldOut: models.map(calibrated), parts: parts)
  }
}

extension TrainingSet {
  /// Adds the documents of `other` at the end.
  fileprivate mutating func append(contentsOf other: TrainingSet) {
    features.append(contentsOf: other.features)
    labels += other.labels
  }
}

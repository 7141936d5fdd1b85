// Trains candidates on the sample and judges them. What candidates there are is in
// CandidateJudge+Questions; BaselineChoice asks the questions.
import Formats
import FormatsFiles
import PipelineFeatures
import PipelineNumerics
import Foundation

/// Judges candidates on one sample of a corpus.
final class CandidateJudge {
  /// What is trained.
  enum Model {
    case linear(LinearParameters)
    case neighbours(NearestNeighbours.Parameters)
  }

  private let sample: ChoiceSample
  let judge: RankingJudge
  let pool: WorkerPool
  private let isWhole: Bool
  /// The approximate total count of numbers in rows of characters, if too many to be tried.
  let tooManyCharacters: Int?
  /// The sample's texts, if features are made of them.
  let texts: CandidateTexts?
  /// Their language, if it is known or detected.
  var language: String? { texts?.language }
  /// Whether candidates learn the names of labels too.
  var learnsNames: Bool
  /// Rows of both parts, if features are ready.
  let ready: Rows?
  /// Rows of the features that were requested last, and how good linear classifiers on
  /// them are by C: the answer to one question is a candidate of the next.
  private var last: (form: Form, rows: Rows)?
  private var known: [(form: Form, cost: Double, found: Judgement)] = []

  /// What rows are made of.
  private struct Form: Equatable {
    var parameters: TextFeatures.Parameters
    var learnsNames: Bool
  }

  typealias Rows = (training: SparseMatrix, validation: SparseMatrix)

  /// The validation documents that count.
  var documents: Int { judge.documents }
  var hasTitles: Bool { sample.training.contains { !$0.title.isEmpty } }
  /// What the line about the choice says of the sample; empty if it is all.
  var sampleText: String {
    isWhole
      ? "" : " after \(sample.training.count, "training document") with \(sample.labels.count, "label")"
  }

  /// - Parameters:
  ///   - keepsLabels: whether work does not grow with the number of labels.
  ///   - mostEntries: as for `BaselineChoice`.
  /// - Throws: `FeatureRowsMissing`.
  init(
    _ data: BaselineModel.Data, features: FeaturePlan, free: BaselineChoice.Freedom,
    keepsLabels: Bool, learnsNames: Bool = false, mostEntries: Int = BaselineChoice.mostEntries,
    pool: WorkerPool
  ) throws {
    self.pool = pool
    self.learnsNames = learnsNames
    switch features {
    case .text(let parameters):
      let richest = free.contains(.terms) ? TermKind.allCases : parameters.terms
      let entries = CandidateTexts.entries(data.training, of: richest, parameters)
      let all = entries * Double(data.training.count)
      tooManyCharacters = free.contains(.terms) && all > Double(mostEntries) ? Int(all) : nil
      sample = ChoiceSample(
        data,
        entriesPerDocument: tooManyCharacters == nil
          ? entries : CandidateTexts.entries(data.training, of: [.words], parameters),
        keepsLabels: keepsLabels)
      texts = CandidateTexts(
        sample, of: data, language: parameters.language,
        readsNames: learnsNames || free.contains(.names), pool: pool)
      ready = nil
    case .ready(let extractor):
      let probe = try extractor.matrix(
        of: ChoiceSample.spread(data.training, 256), given: data.given, pool: pool)
      sample = ChoiceSample(
        data, entriesPerDocument: Double(probe.entryCount) / Double(max(probe.count, 1)),
        keepsLabels: keepsLabels)
      tooManyCharacters = nil
      texts = nil
      ready = (
        try extractor.matrix(of: sample.training, given: data.given, pool: pool),
        try extractor.matrix(of: sample.validation, given: data.given, pool: pool)
      )
    }
    judge = RankingJudge(
      truth: sample.validationTruth, labelCounts: sample.labelCounts,
      documents: sample.training.count)
    let used = Set(data.training.lazy.flatMap(\.tags).map { ExactString($0) })
    isWhole =
      sample.training.count == data.training.count
      && sample.labels.count == data.labels.count { used.contains(ExactString($0)) }
  }

  /// The judgement of the rows that are ready.
  func judgement(_ model: Model) -> Judgement { judgement(nil, model) }

  /// - Parameter features: nil if rows are ready.
  func judgement(_ features: TextFeatures.Parameters?, _ model: Model) -> Judgement {
    var cost: Double?
    if case .linear(let parameters) = model { cost = parameters.cost }
    let form = features.map { Form(parameters: $0, learnsNames: learnsNames) }
    if let form, let found = known.first(where: { $0.form == form && $0.cost == cost })?.found {
      return found
    }
    let rows = rows(features)
    let set = training(rows.training)
    let scorer: any DocumentScorer =
      switch model {
      case .linear(let parameters): OneVersusRest(set, parameters: parameters, pool: pool)
      case .neighbours(let parameters): NearestNeighbours(set, parameters: parameters)
      }
    let found = Judgement(
      values: judge.values(of: scorer.scores(of: rows.validation, pool: pool)))
    if let form, let cost { known.append((form, cost, found)) }
    return found
  }

  /// The rows of some features.
  ///
  /// - Parameter parameters: nil if rows are ready.
  func rows(_ parameters: TextFeatures.Parameters?) -> Rows {
    if let ready { return ready }
    guard let texts, let parameters else { preconditionFailure("texts have text features") }
    let form = Form(parameters: parameters, learnsNames: learnsNames)
    if let last, last.form == form { return last.rows }
    let learnt = learnsNames ? texts.named?.words ?? texts.training : texts.training
    let features = TextFeatures(fitting: learnt, parameters: parameters, pool: pool)
    let rows = (
      training: features.matrix(of: learnt, pool: pool),
      validation: features.matrix(of: texts.validation, pool: pool)
    )
    last = (form, rows)
    return rows
  }

  func training(_ rows: SparseMatrix) -> TrainingSet {
    TrainingSet(
      features: rows, labels: learnsNames ? texts?.named?.truth ?? sample.truth : sample.truth,
      labelCount: sample.labels.count)
  }
}

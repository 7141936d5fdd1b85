// Trains candidates on the sample and judges them. It defines the candidates and
// their order of complexity; BaselineChoice asks the questions.
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
  private let judge: RankingJudge
  private let pool: WorkerPool
  private let isWhole: Bool
  /// The approximate total count of numbers in rows of characters, if too many to be tried.
  let tooManyCharacters: Int?
  /// The language of the sample's texts, if features are made of text and it is known or detected.
  let language: String?
  /// The sample's documents as word numbers, if features are made of text.
  private let words: (training: WordedDocuments, validation: WordedDocuments)?
  /// The sample's documents followed by the names of its labels, with their labels.
  private let named: (words: WordedDocuments, truth: [[Int32]])?
  /// Whether candidates learn the names of labels too.
  private(set) var learnsNames: Bool
  /// Rows of both parts, if features are ready.
  private let ready: Rows?
  /// Rows of the features that were requested last, and how good linear classifiers on
  /// them are by C: the answer to one question is a candidate of the next.
  private var last: (form: Form, rows: Rows)?
  private var known: [(form: Form, cost: Double, found: Judgement)] = []

  /// What rows are made of.
  private struct Form: Equatable {
    var parameters: TextFeatures.Parameters
    var learnsNames: Bool
  }

  private typealias Rows = (training: SparseMatrix, validation: SparseMatrix)

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
      let entries = Self.entries(data.training, of: richest, parameters)
      let all = entries * Double(data.training.count)
      tooManyCharacters = free.contains(.terms) && all > Double(mostEntries) ? Int(all) : nil
      sample = ChoiceSample(
        data,
        entriesPerDocument: tooManyCharacters == nil
          ? entries : Self.entries(data.training, of: [.words], parameters),
        keepsLabels: keepsLabels)
      let worded = (
        training: WordedDocuments(sample.training, pool: pool),
        validation: WordedDocuments(sample.validation, pool: pool)
      )
      words = worded
      let labels = sample.labels.map { data.labels[Int($0)] }
      let names =
        learnsNames || free.contains(.names)
        ? NameDocuments.documents(of: labels, concepts: data.concepts) : []
      let index = DocumentLabels(labels)
      named =
        names.isEmpty
        ? nil
        : (
          WordedDocuments(sample.training + names, pool: pool),
          sample.truth + names.map { index.labels(of: $0).known }
        )
      language = parameters.language ?? TextFeatures.detectedLanguage(of: worded.training)
      ready = nil
    case .ready(let extractor):
      let probe = try extractor.matrix(
        of: ChoiceSample.spread(data.training, 256), given: data.given, pool: pool)
      sample = ChoiceSample(
        data, entriesPerDocument: Double(probe.entryCount) / Double(max(probe.count, 1)),
        keepsLabels: keepsLabels)
      tooManyCharacters = nil
      words = nil
      named = nil
      language = nil
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

  /// About how many features a document has, by some of them.
  private static func entries(
    _ documents: [Document], of terms: [TermKind], _ parameters: TextFeatures.Parameters
  ) -> Double {
    let some = ChoiceSample.spread(documents, 256)
    var all = 0
    for document in some {
      let words = Set(([document.title] + document.sentences).joined())
      if terms != [.characters] { all += words.count * min(parameters.ngrams, 2) }
      guard terms.contains(.characters) else { continue }
      var grams: Set<UInt128> = []
      for word in words {
        CharacterBlock.forEachKey(
          of: word, lengths: parameters.shortestCharacters...parameters.longestCharacters
        ) { grams.insert($0) }
      }
      all += grams.count
    }
    return Double(all) / Double(max(some.count, 1))
  }

  // MARK: - Questions

  /// Kinds of terms, simple ones first; stems if the language is known, characters if their
  /// rows fit in memory.
  func terms(_ parameters: TextFeatures.Parameters) -> [TextFeatures.Parameters] {
    let kinds: [[TermKind]] =
      language == nil
      ? [[.words], [.characters], [.words, .characters]]
      : [[.words], [.stems], [.characters], [.words, .characters], [.stems, .characters]]
    let affordable = kinds.filter { tooManyCharacters == nil || !$0.contains(.characters) }
    return affordable.map { kinds in
      var candidate = parameters
      candidate.terms = kinds
      if kinds.contains(.stems) { candidate.language = language }
      return candidate
    }
  }

  /// The place of the best candidate, and the findings in words.
  func answer(
    _ question: String, _ candidates: [TextFeatures.Parameters], _ model: Model,
    _ name: (TextFeatures.Parameters) -> String
  ) -> (place: Int, text: String) {
    let judgements = candidates.map { judgement($0, model) }
    let place = Judgement.simplestOfBest(judgements, complexity: complexity(candidates))
    return (place, Self.text(question, candidates.map(name), judgements, place))
  }

  /// Characters, which are many and say nothing to people, are more than words or
  /// stems; another title weight than the first is more than that one.
  private func complexity(_ candidates: [TextFeatures.Parameters]) -> [Int] {
    candidates.map {
      ($0.terms.contains(.characters) ? 2 : 0)
        + ($0.titleWeight == candidates[0].titleWeight ? 0 : 1)
    }
  }

  /// Decides whether names are learnt from here on: if that is better by more than chance.
  /// Nil if labels have no names.
  func names(_ features: TextFeatures.Parameters, _ model: Model) -> String? {
    guard named != nil else { return nil }
    learnsNames = false
    let without = judgement(features, model)
    learnsNames = true
    let judgements = [without, judgement(features, model)]
    let place = Judgement.simplestOfBest(judgements)
    learnsNames = place == 1
    return Self.text("names", ["not learnt", "learnt"], judgements, place)
  }

  /// C: from the given one to smaller or greater ones as long as that helps.
  func cost(
    _ features: TextFeatures.Parameters?, _ parameters: LinearParameters
  ) -> (Double, String) {
    func judged(_ cost: Double) -> Judgement {
      var parameters = parameters
      parameters.cost = cost
      return judgement(features, .linear(parameters))
    }
    // The given one is the simplest: others must be better by more than chance.
    var tried = [(cost: parameters.cost, judgement: judged(parameters.cost))]
    // Rows of text have unit length, so 1 is near; of other rows nothing is known,
    // and one step may still be on the plateau where all errors are forbidden.
    let patience = ready == nil ? 1 : 2
    for step in [-1, 1] {
      var best = tried[0].judgement.mean
      var failures = 0
      for exponent in 1...5 {
        let cost = parameters.cost * pow(10, Double(step * exponent) / 2)
        // Two digits: 0.32, 0.1, 0.032.
        let rounded = Double(String(format: "%.1e", cost)) ?? cost
        let judgement = judged(rounded)
        tried.append((rounded, judgement))
        failures = judgement.mean > best ? 0 : failures + 1
        if failures == patience { break }
        best = max(best, judgement.mean)
      }
    }
    // For texts 1 suits most corpora, and a sample of labels, in which the frequent
    // ones compete with fewer others, prefers smaller values.
    let place = Judgement.simplestOfBest(tried.map(\.judgement), errors: ready == nil ? 2 : 1)
    return (
      tried[place].cost,
      Self.text("C", tried.map { String(format: "%g", $0.cost) }, tried.map(\.judgement), place)
    )
  }

  /// The judgement of the rows that are ready.
  func judgement(_ model: Model) -> Judgement { judgement(nil, model) }

  /// The number of neighbours.
  func neighbours(
    _ features: TextFeatures.Parameters?, _ parameters: NearestNeighbours.Parameters
  ) -> (Int, String) {
    let rows = rows(features)
    let others = [5, 10, 20, 30, 50, 100].filter { $0 != parameters.neighbours }
    let counts = [parameters.neighbours] + others
    let model = NearestNeighbours(training(rows.training), parameters: parameters)
    let judgements = model.scores(of: rows.validation, neighbours: counts, pool: pool)
      .map { Judgement(values: judge.values(of: $0)) }
    let place = Judgement.simplestOfBest(judgements)
    return (counts[place], Self.text("k", counts.map { "\($0)" }, judgements, place))
  }

  // MARK: - Training

  /// - Parameter parameters: nil if rows are ready.
  private func rows(_ parameters: TextFeatures.Parameters?) -> Rows {
    if let ready { return ready }
    guard let words, let parameters else { preconditionFailure("texts have text features") }
    let form = Form(parameters: parameters, learnsNames: learnsNames)
    if let last, last.form == form { return last.rows }
    let learnt = learnsNames ? named?.words ?? words.training : words.training
    let features = TextFeatures(fitting: learnt, parameters: parameters, pool: pool)
    let rows = (
      training: features.matrix(of: learnt, pool: pool),
      validation: features.matrix(of: words.validation, pool: pool)
    )
    last = (form, rows)
    return rows
  }

  private func training(_ rows: SparseMatrix) -> TrainingSet {
    TrainingSet(
      features: rows, labels: learnsNames ? named?.truth ?? sample.truth : sample.truth,
      labelCount: sample.labels.count)
  }

  private func judgement(_ features: TextFeatures.Parameters?, _ model: Model) -> Judgement {
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

  /// The chosen candidate, and in brackets how good all were.
  private static func text(
    _ question: String, _ names: [String], _ judgements: [Judgement], _ place: Int
  ) -> String {
    let found = zip(names, judgements)
      .map { "\($0) \(String(format: "%.1f", 100 * $1.mean))" }.joined(separator: ", ")
    return (question.isEmpty ? "" : question + " ") + names[place] + " (\(found))"
  }
}

extension TextFeatures.Parameters {
  /// The kinds of terms, joined by +.
  var name: String { terms.map(\.rawValue).joined(separator: "+") }
}

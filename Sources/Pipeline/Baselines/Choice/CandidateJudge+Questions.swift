// The candidates for the answer to a question, and their order of complexity.
import PipelineFeatures
import PipelineNumerics
import Foundation

extension CandidateJudge {
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
    guard texts?.named != nil else { return nil }
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

// The predictions to compare, sorted into models and folds.
import Formats
import FormatsFiles
import PipelineEvaluation
import Foundation
import StageSupport

/// Predictions of several models, fold by fold.
struct ComparisonInput {
  let models: [ComparedModel]
  let leftOut: [Comparison.Omission]

  /// One file of predictions.
  private struct Entry {
    var name: String
    var path: String
    var origin: SplitOrigin
    var set: PredictionSet
    var rule: DecisionRule
  }

  /// Reads predictions given as `FILE` or `NAME=FILE`; files of one name are the
  /// folds of one model. Without a name it is that of the model.
  ///
  /// - Parameter isLenient: whether models that cannot be paired with the first
  ///   are left out instead of refused.
  /// - Throws: `InputError` when files are damaged, or cannot be paired.
  init(
    _ arguments: [String], part: ScoredPart, decisions: Decisions, isLenient: Bool
  ) throws {
    var omissions = Omissions(isLenient: isLenient)
    let found = try Self.models(of: arguments, part, decisions, &omissions)
    guard found.count > 1 || isLenient else {
      throw InputError(
        .option("--compare"),
        problem: "names one model only, \(found.first?[0].name ?? "none")",
        remedy: "Give predictions of at least two, or NAME=FILE to tell them apart")
    }
    let models = found.map(Self.inOrder)
    try Self.checkFolds(of: models[0])
    var paired: [[Entry]] = []
    for own in models {
      guard let (entry, reason, remedy) = Self.whatKeepsApart(models[0], own) else {
        paired.append(own)
        continue
      }
      try omissions.add(
        own[0].name, reason,
        instead: InputError(
          file: entry.path, problem: "\(own[0].name) \(reason)", remedy: remedy))
    }
    leftOut = omissions.list
    self.models = paired.map { own in
      ComparedModel(name: own[0].name, folds: own.map { ($0.set, $0.rule) })
    }
    // The same documents are in all of them.
    if let own = paired.first, !own.contains(where: { $0.set.scored.hasTruth }) {
      throw InputError(
        file: own[0].path, problem: "holds no document with a true tag",
        remedy: "Predict documents whose tags are known")
    }
  }

  /// The models that are left out, each with its reason.
  private struct Omissions {
    let isLenient: Bool
    private(set) var list: [Comparison.Omission] = []

    init(isLenient: Bool) { self.isLenient = isLenient }

    /// Leaves a model out. The first reason is enough for all of its folds.
    ///
    /// - Throws: `error` if none may be left out.
    mutating func add(_ name: String, _ reason: String, instead error: InputError) throws {
      guard isLenient else { throw error }
      if !list.contains(where: { ExactString($0.name) == ExactString(name) }) {
        list.append(.init(name: name, reason: reason))
      }
    }
  }

  /// The files of each model, in the order in which they are given.
  private static func models(
    of arguments: [String], _ part: ScoredPart, _ decisions: Decisions, _ omissions: inout Omissions
  ) throws -> [[Entry]] {
    var models: [[Entry]] = []
    for (place, argument) in arguments.enumerated() {
      let entry: Entry
      do {
        entry = try Self.entry(argument, part, decisions, place: place, of: arguments.count)
      } catch let error as InputError where !models.isEmpty {
        let (name, path) = split(argument)
        // Results do not depend on where a file is.
        let title = URL(fileURLWithPath: path).lastPathComponent
        try omissions.add(
          name ?? title, error.problem.replacingOccurrences(of: path, with: title),
          instead: error)
        continue
      }
      if let known = models.firstIndex(where: {
        ExactString($0[0].name) == ExactString(entry.name)
      }) {
        models[known].append(entry)
      } else {
        models.append([entry])
      }
    }
    return models
  }

  /// The files of a model in the order of their folds, if these are known.
  private static func inOrder(_ folds: [Entry]) -> [Entry] {
    guard folds.allSatisfy({ $0.origin.fold != nil }) else { return folds }
    return folds.sorted {
      ($0.origin.fold ?? 0, $0.path) < ($1.origin.fold ?? 0, $1.path)
    }
  }

  /// - Throws: `InputError` if the folds of a model are not those of one split and part.
  private static func checkFolds(of model: [Entry]) throws {
    for fold in model.dropFirst() {
      guard let objection = fold.origin.objection(to: model[0].origin, called: model[0].path, sameFold: false)
      else { continue }
      throw InputError(file: fold.path, problem: objection, remedy: "Give the folds of one split, and of one part")
    }
  }

  private static func entry(
    _ argument: String, _ part: ScoredPart, _ decisions: Decisions, place: Int, of count: Int
  ) throws -> Entry {
    let (given, path) = split(argument)
    let contents = try StageContents(path: path, expecting: .predictions)
    let set = try PredictionSet(contents)
    let decision = try decisions.decision(
      for: set, header: contents.header, file: path, place: place, of: count)
    let origin = SplitOrigin(contents.header)
    try origin.check(part, file: path)
    return Entry(
      name: given ?? Evaluate.modelName(contents.header), path: path, origin: origin, set: set,
      rule: decision?.rule ?? DecisionRule(.threshold(set.threshold)))
  }

  /// The path of an argument.
  static func path(_ argument: String) -> String { split(argument).path }

  private static func split(_ argument: String) -> (name: String?, path: String) {
    guard let equals = argument.firstIndex(of: "="), !argument[..<equals].contains("/"),
      equals > argument.startIndex, !FileManager.default.fileExists(atPath: argument)
    else { return (nil, argument) }
    return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
  }

  /// Why folds cannot be paired, and the first entry of `b` that does not fit; nil if
  /// they have the same documents.
  private static func whatKeepsApart(
    _ a: [Entry], _ b: [Entry]
  ) -> (entry: Entry, reason: String, remedy: String)? {
    guard a.count == b.count else {
      return (
        b[0], "has \(b.count, "fold"), but \(a[0].name) has \(a.count)",
        "Give the same folds of each model"
      )
    }
    for (a, b) in zip(a, b) {
      if let objection = b.origin.objection(to: a.origin, called: a.name, sameFold: true) {
        return (b, objection, "Compare predictions for the same part and folds of one split")
      }
    }
    let other = zip(a, b).first { a, b in
      a.set.ids.map { ExactString($0) } != b.set.ids.map { ExactString($0) }
        || a.set.ids.indices.contains {
          a.set.scored.truthCount(of: $0) != b.set.scored.truthCount(of: $0)
        }
    }
    return other.map {
      (
        $0.1, "holds other documents or true tags than \(a[0].name)",
        "Compare predictions for the same part of the same split"
      )
    }
  }
}

// The predictions to compare, sorted into models and folds.
import Formats
import Foundation
import Pipeline
import StageSupport

/// Predictions of several models, fold by fold.
struct ComparisonInput {
  /// The files in the order of models and folds.
  let paths: [String]
  let models: [ComparedModel]

  /// Reads predictions given as `FILE` or `NAME=FILE`; files of one name are the
  /// folds of one model. Without a name it is that of the model.
  ///
  /// - Throws: `InputError` when files are damaged, or cannot be paired.
  init(_ arguments: [String], decisions: Decisions) throws {
    struct Entry {
      var path: String
      var fold: Int?
      var set: PredictionSet
      var rule: DecisionRule
    }
    var names: [String] = []
    var entries: [[Entry]] = []
    for (place, argument) in arguments.enumerated() {
      let (given, path) = Self.split(argument)
      let contents = try StageContents(path: path, expecting: .predictions)
      let name = given ?? Evaluate.modelName(contents.header)
      let set = try PredictionSet(contents)
      let decision = try decisions.decision(
        for: set, header: contents.header, file: path, place: place, of: arguments.count)
      var fold: Int?
      if case .int(let number) = contents.header.parameters["fold"] { fold = number }
      let entry = Entry(
        path: path, fold: fold, set: set,
        rule: decision?.rule ?? DecisionRule(.threshold(set.threshold)))
      if let known = names.firstIndex(where: { ExactString($0) == ExactString(name) }) {
        entries[known].append(entry)
      } else {
        names.append(name)
        entries.append([entry])
      }
    }
    guard names.count > 1 else {
      throw InputError(
        file: "--compare", problem: "names one model only, \(names.first ?? "none")",
        remedy: "Give predictions of at least two, or NAME=FILE to tell them apart")
    }
    for model in entries.indices where entries[model].allSatisfy({ $0.fold != nil }) {
      entries[model].sort { ($0.fold ?? 0, $0.path) < ($1.fold ?? 0, $1.path) }
    }
    for (name, own) in zip(names, entries) {
      guard own.count == entries[0].count else {
        throw InputError(
          file: own[0].path,
          problem: "\(name) has \(own.count) \(own.count == 1 ? "fold" : "folds"), but "
            + "\(names[0]) has \(entries[0].count)",
          remedy: "Give the same folds of each model")
      }
      for (first, other) in zip(entries[0], own) {
        try Self.checkPaired(first.set, other.set, first.path, other.path)
      }
    }
    paths = entries.flatMap { $0.map(\.path) }
    models = zip(names, entries).map { name, own in
      ComparedModel(name: name, folds: own.map { ($0.set, $0.rule) })
    }
  }

  /// The path of an argument.
  static func path(_ argument: String) -> String { split(argument).path }

  private static func split(_ argument: String) -> (name: String?, path: String) {
    guard let equals = argument.firstIndex(of: "="), !argument[..<equals].contains("/"),
      equals > argument.startIndex, !FileManager.default.fileExists(atPath: argument)
    else { return (nil, argument) }
    return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
  }

  private static func checkPaired(
    _ a: PredictionSet, _ b: PredictionSet, _ pathOfA: String, _ pathOfB: String
  ) throws {
    guard a.ids.map({ ExactString($0) }) == b.ids.map({ ExactString($0) }),
      a.ids.indices.allSatisfy({ a.scored.truthCount(of: $0) == b.scored.truthCount(of: $0) })
    else {
      throw InputError(
        file: pathOfB, problem: "holds other documents or true tags than \(pathOfA)",
        remedy: "Compare predictions for the same part of the same split")
    }
  }
}

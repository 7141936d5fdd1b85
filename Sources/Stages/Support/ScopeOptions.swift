// Which documents a stage learns from: shared by the stages that count or train
// something before documents are divided into folds.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineText

/// What a stage learns from.
package enum Scope: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// The documents that at least one fold trains with.
  case training
  /// Every document, the test set included.
  case all
}

/// Which documents count.
package struct ScopeParameters: DeclaredParameters {
  /// Nil is the default, which depends on the other options.
  package var scope: Scope?
  /// Nil is the training documents of all folds.
  package var fold: Int?

  package init() {}

  package static let declarations: [Declaration<Self>] = [
    .init(
      "scope", \.scope,
      """
      Which documents count: training (those that at least one fold trains with, so that \
      nothing is learnt from the test set) or all.
      """, valueName: "scope", default: "training, with --compat original all",
      header: { .string(($0.scope ?? .all).rawValue) }),
    .init(
      "fold", \.fold, in: .atLeast(0),
      """
      Count only the documents that this fold trains with. Where each document is tested in one \
      of k folds, all of them are training documents of some fold.
      """, valueName: "k", header: { $0.fold.map { .int($0) } }),
  ]
}

/// `--split` and `--scope`.
package struct ScopeOptions: ParsableArguments {
  @Option(help: "The output of split; without it every document counts.")
  package var split: String?

  @OptionGroup var choices: Options<ScopeParameters>

  package init() {}

  /// Whether any of the options was given.
  package var isUsed: Bool { split != nil || choices.isAnyGiven }

  /// The values in force, as the header of a stage file has them.
  package func effective(compat: CompatOptions) -> ScopeParameters {
    var chosen = choices.parameters()
    chosen.scope = split == nil ? .all : chosen.scope ?? (compat.behaviour.countsAllParts ? .all : .training)
    if chosen.scope != .training { chosen.fold = nil }
    return chosen
  }

  package func validate() throws {
    let chosen = choices.parameters()
    if chosen.scope == .training && split == nil {
      throw ValidationError("--scope training needs --split, the output of the stage split.")
    }
    if chosen.fold != nil, split == nil || chosen.scope == .all {
      throw ValidationError("--fold needs --split, and excludes --scope all.")
    }
  }

  /// The split file as an input, if it has any effect.
  package func inputs(compat: CompatOptions) -> [(role: String, path: String)] {
    guard effective(compat: compat).scope == .training, let split else { return [] }
    return [(role: "split", path: split)]
  }

  /// The documents in scope.
  ///
  /// - Parameter run: the run from whose input `documents` the split must have
  ///   been made.
  /// - Throws: `InputError` when the split file is damaged or belongs to other
  ///   documents.
  package func documents(compat: CompatOptions, run: StageRun) throws -> DocumentScope {
    guard effective(compat: compat).scope == .training, let split else { return .all }
    let contents = try splitContents(split, of: run.header.inputHash("documents"))
    return try DocumentScope(trainingOf: contents, fold: effective(compat: compat).fold)
  }
}

/// Reads the documents in `scope` from the file at `path`, one by one.
///
/// - Returns: the concepts of the tags, if the file has them.
/// - Throws: `InputError` when the file is damaged, or has fewer documents than
///   the scope names.
@discardableResult
package func forEachDocument(
  of path: String, in scope: DocumentScope, _ body: (Document) throws -> Void
) throws -> ConceptTable? {
  let reader = try DocumentsReader(path: path)
  var index = 0
  while let document = try reader.nextDocument() {
    if scope.contains(index) { try body(document) }
    index += 1
  }
  guard index >= scope.end else {
    throw InputError(
      file: path,
      problem: "holds \(index, "document"), but the split names document \(scope.end)",
      remedy: "Run split again on this file")
  }
  return reader.concepts
}

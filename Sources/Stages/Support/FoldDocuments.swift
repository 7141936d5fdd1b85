// The documents of one fold, checked against the split that names them.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineText

/// A part of a fold.
package enum FoldPart: String, CaseIterable, Sendable {
  case training, validation, test
}

extension FoldPart: ExpressibleByArgument {}

/// The documents of a fold, part by part.
///
/// A split of other documents is refused, and so is one that names documents
/// that do not exist.
package struct FoldDocuments {
  /// The documents of each part asked for, in the order of the split, which is
  /// that of the corpus.
  private let parts: [FoldPart: [Document]]
  /// Their positions in the documents file.
  private let numbers: [FoldPart: [Int32]]
  /// The number of folds of the split.
  package let folds: Int
  /// Whether all folds have the same test documents.
  package let hasCommonTest: Bool

  /// Reads the parts of a fold, and no other document.
  ///
  /// - Parameters:
  ///   - documents: the path of the output of preprocess.
  ///   - split: the path of the output of split.
  ///   - fold: counts from 0.
  ///   - optional: parts that may be empty.
  /// - Throws: `InputError` when a file is damaged, the split belongs to other
  ///   documents, the fold is not there or a part is empty.
  package init(
    documents path: String, split: String, fold: Int, parts wanted: Set<FoldPart>,
    optional: Set<FoldPart> = []
  ) throws {
    let contents = try splitContents(split, of: try ContentHash(ofFile: path))
    let isMissing = !contents.has("fold\(fold)/training")
    if isMissing, !contents.has("test") || !wanted.isDisjoint(with: [.training, .validation]) {
      throw InputError(
        file: split, problem: "there is no fold \(fold)", remedy: "Folds count from 0")
    }
    hasCommonTest = Split.testSection(of: fold, in: contents) == "test"
    folds = (0...).first { !contents.has("fold\($0)/training") } ?? 0
    var numbers: [FoldPart: [Int32]] = [:]
    var found = WantedDocuments(split: split)
    for part in FoldPart.allCases where wanted.contains(part) {
      let own = try Self.numbers(of: part, fold: fold, in: contents, mayBeEmpty: optional.contains(part))
      if own.isEmpty { continue }
      numbers[part] = own
      try found.add(own)
    }
    self.numbers = numbers
    try found.read(path)
    parts = numbers.mapValues { $0.map(found.document) }
  }

  /// The numbers of a part's documents.
  private static func numbers(
    of part: FoldPart, fold: Int, in contents: StageContents, mayBeEmpty: Bool
  ) throws -> [Int32] {
    let own = try contents.integers(
      part == .test ? Split.testSection(of: fold, in: contents) : "fold\(fold)/\(part.rawValue)")
    guard !own.isEmpty || mayBeEmpty else {
      throw InputError(
        file: contents.path, problem: "there are no \(part.rawValue) documents",
        remedy: part == .training
          ? "Give split a larger corpus or a smaller --test-portion"
          : "Run split with a larger --\(part == .test ? "test" : "valid")-portion")
    }
    guard own.allSatisfy({ $0 >= 0 }) else {
      throw contents.invalid(part.rawValue, "a document number is negative")
    }
    return own
  }

  init(parts: [FoldPart: [Document]], numbers: [FoldPart: [Int32]], folds: Int) {
    hasCommonTest = true
    self.parts = parts
    self.numbers = numbers
    self.folds = folds
  }

  /// The documents of a part that was asked for.
  package func documents(_ part: FoldPart) -> [Document] { parts[part] ?? [] }

  /// The positions in the documents file of a part that was asked for.
  package func numbers(_ part: FoldPart) -> [Int32] { numbers[part] ?? [] }
}

/// The contents of a split file.
///
/// - Parameter documents: the file from which it must have been made; nil if that is not known.
/// - Throws: `InputError` when the file is damaged or was made from other documents.
func splitContents(_ path: String, of documents: ContentHash?) throws -> StageContents {
  let contents = try StageContents(path: path, expecting: .split)
  if let made = contents.header.inputHash("documents"), let documents, made != documents {
    throw InputError(
      file: path, problem: "was made from a different documents file",
      remedy: "Run split again on the documents given here")
  }
  return contents
}

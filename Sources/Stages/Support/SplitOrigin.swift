// Which split, fold and part a model or predictions came from, and the one check that
// they belong together. Tests on training documents look excellent and mean nothing.
import ArgumentParser
import Formats
import FormatsFiles

/// The documents that a model can be tested on.
package enum ScoredPart: String, CaseIterable, ExpressibleByArgument, Sendable {
  case test, validation

  /// The same among all parts of a fold.
  package var part: FoldPart { self == .test ? .test : .validation }
}

/// What the header of a model or of predictions says about the documents behind it.
/// A property that it does not state is nil and is not checked.
package struct SplitOrigin: Equatable, Sendable {
  package var split: ContentHash?
  package var fold: Int?
  package var part: ScoredPart?
  /// The features file whose rows are the documents if there is no split, and how many of
  /// them are for training and validation, if the user said so.
  package var features: ContentHash?
  package var trainingRows: Int?

  package init(_ header: StageHeader) {
    split = header.inputHash("split")
    features = header.inputHash("features")
    if case .int(let number) = header.parameters["trainingRows"] { trainingRows = number }
    if case .int(let number) = header.parameters["fold"] { fold = number }
    if case .string(let name) = header.parameters["part"] { part = ScoredPart(rawValue: name) }
  }

  /// The file that determines which rows are for the test.
  private var partition: String {
    split != nil ? "a split" : trainingRows.map { "--training-rows \($0)" } ?? "no --training-rows"
  }

  /// Why this file does not score the same documents as `other`; nil if there is no sign of that.
  ///
  /// - Parameter name: what a user calls the other one.
  package func objection(to other: SplitOrigin, called name: String, sameFold: Bool) -> String? {
    if let split, let own = other.split, split != own {
      return "belongs to another split than \(name): training documents of one may be test "
        + "documents of the other"
    }
    if let features, features == other.features, split == nil || other.split == nil,
      partition != other.partition
    {
      return "was made with \(partition), but \(name) with \(other.partition): training "
        + "rows of one may be test rows of the other"
    }
    if let part, let own = other.part, part != own {
      return "is of \(part.rawValue) documents, but \(name) of \(own.rawValue) documents"
    }
    if sameFold, let fold, let own = other.fold, fold != own {
      return "is of fold \(fold), but \(name) of fold \(own)"
    }
    return nil
  }

  /// Refuses predictions of another part than the one wanted.
  ///
  /// - Throws: `InputError`.
  package func check(_ wanted: ScoredPart, file: String) throws {
    guard let part, part != wanted else { return }
    throw InputError(
      file: file, problem: "holds predictions for \(part.rawValue) documents",
      remedy: part == .validation
        ? "Thresholds and epochs were chosen on them, so that they say nothing about others: give "
          + "the output of predict --part test, or measure these with --part validation"
        : "Give the output of predict --part validation, or leave out --part")
  }
}

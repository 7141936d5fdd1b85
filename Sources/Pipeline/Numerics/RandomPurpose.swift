// What random numbers are drawn for. One seed serves a whole run, so that two purposes with one
// number would draw the same numbers; all of them are in this file.

/// A purpose that has a separate stream of random numbers.
///
/// Results depend on the numbers: a new purpose takes one that is free in its program.
public struct RandomPurpose: Sendable {
  let number: UInt64

  private init(_ number: UInt64) { self.number = number }
}

// Training of networks
extension RandomPurpose {
  package static let dropout = Self(1)
  package static let initialWeights = Self(2)
  /// The order of documents in an epoch.
  package static let order = Self(3)
  /// The output's weights with log-odds of labels as biases.
  package static let smallOutputWeights = Self(4)
  /// Which words are dropped.
  package static let droppedWords = Self(5)
  /// Which documents a held-out linear model does not learn.
  package static let heldOutParts = Self(7)
  /// Labels added to a document's shortlist.
  package static let shortlist = Self(8)
  /// Labels that a batch learns from.
  package static let sampledLabels = Self(9)
  /// Which of a document's labels are kept.
  package static let thinnedLabels = Self(0x7468_696E)
}

// Word vectors
extension RandomPurpose {
  package static let initialVectors = Self(1)
  /// Which words of a sequence are examples.
  package static let sequences = Self(2)
  /// Words that do not occur next to an example.
  package static let noise = Self(3)
}

// Splits and baselines
extension RandomPurpose {
  package static let stratification = Self(0x5354_5241)
  package static let clusters = Self(0x484F_4D45)
  package static let subspace = Self(0x504C)
  package static let initialTopics = Self(0x4C44_4100)
  package static let topics = Self(0x4C44_4101)
}

// The generated sample, whose seed is of its own
extension RandomPurpose {
  package static let sampleTopics = Self(1)
  package static let sampleWords = Self(2)
}

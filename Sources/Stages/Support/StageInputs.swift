// The files that a stage reads, as options name them and as headers record them.
import Formats

/// The files that were given, each with its role, in their order.
package func givenFiles(_ files: [(role: String, path: String?)]) -> [(role: String, path: String)] {
  files.compactMap { role, path in path.map { (role, $0) } }
}

extension StageHeader {
  /// The hash of the one model among the inputs, by which a decision finds the predictions that it
  /// was tuned for.
  package var modelHash: String? {
    inputHash("model").map { "\($0)" }
  }
}

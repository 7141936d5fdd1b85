// Which model made some scores: this is how a decision finds the predictions it
// was tuned for.
import Formats

extension StageHeader {
  /// The hash of the one model among the inputs.
  public var modelHash: String? {
    inputHash("model").map { "\($0)" }
  }
}

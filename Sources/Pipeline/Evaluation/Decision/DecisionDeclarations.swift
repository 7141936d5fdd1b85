// Parameters of all models that decide on tags. Each model has them with its other parameters, but
// what they are is said once.
import Formats

extension Declaration {
  /// The number of tags for a cut by rank.
  package static func rankCut(_ path: any WritableKeyPath<Owner, Int> & Sendable) -> Self {
    Self("topK", path, in: .atLeast(1), "The number of tags for a cut by rank, kept in the model.")
  }

  /// What a model's threshold is tuned for.
  ///
  /// - Parameter values: the values that can be given.
  package static func tunedFor<Value: Sendable>(
    _ path: any WritableKeyPath<Owner, Value> & Sendable, among values: [String]
  ) -> Self {
    Self("tune", path, among: values, "What the threshold is tuned for.")
  }
}

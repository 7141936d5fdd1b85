// The parameter of stages that read a corpus of features alone.
import Formats

extension Declaration {
  /// How many rows of a corpus of features are for training and validation; nil is as the features
  /// file states.
  ///
  /// - Parameter condition: when the option has an effect: "With --features alone".
  package static func trainingRows(
    _ path: any WritableKeyPath<Owner, Int?> & Sendable, _ condition: String, default defaultText: String
  ) -> Self {
    Self(
      "trainingRows", path, "\(condition): the first n rows are for training and validation, the others for the test.",
      valueName: "n", default: defaultText, header: { $0[keyPath: path].map { .int($0) } })
  }
}

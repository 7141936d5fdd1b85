// A corpus of features alone, which has neither texts nor its own split.
import Formats
import FormatsFiles

extension FoldDocuments {
  /// The rows of a features file as documents without text, whose tags are the
  /// rows' labels. The first rows are for training, the last tenth of those for
  /// validation, the others for the test.
  ///
  /// - Parameters:
  ///   - trainingRows: how many rows are not for the test; nil takes what the
  ///     file states, or else nine tenths.
  ///   - path: the path of the file, for error messages.
  /// - Throws: `InputError` if a part would be empty.
  package init(rows: FeatureRows, trainingRows: Int?, path: String) throws {
    let training = trainingRows ?? rows.trainingRows ?? rows.count * 9 / 10
    let cut = training * 9 / 10
    guard cut > 0, cut < training, training < rows.count else {
      throw InputError(
        file: path,
        problem: "\(rows.count, "row"), \(training) of them for training and validation, leave a "
          + "part empty",
        remedy: "Give more rows, or another number with --training-rows")
    }
    let documents = (0..<rows.count).map { row in
      Document(
        id: rows.ids[row], title: [], sentences: [],
        tags: rows.labels(of: row).map { rows.labelNames[Int($0)] })
    }
    let ranges: [(FoldPart, Range<Int>)] = [
      (.training, 0..<cut), (.validation, cut..<training), (.test, training..<rows.count),
    ]
    self.init(
      parts: Dictionary(uniqueKeysWithValues: ranges.map { ($0, Array(documents[$1])) }),
      numbers: Dictionary(uniqueKeysWithValues: ranges.map { ($0, $1.map { Int32($0) }) }),
      folds: 1)
  }
}

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

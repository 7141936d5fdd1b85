// The one way into corpora that hold feature vectors instead of texts: detects
// such a corpus and reads it whole.
import FormatsFiles
import Foundation

/// Corpora of sparse feature vectors with labels.
public enum FeatureCorpus {
  /// The format of a corpus of files or of a folder, detected as `CorpusReader`
  /// does it; nil if it holds texts.
  ///
  /// - Throws: `InputError` for files that are not there or cannot be read.
  public static func format(of paths: [String], options: CorpusOptions) throws -> CorpusFormat? {
    if options.format != .automatic {
      return options.format.holdsFeatures ? options.format : nil
    }
    if paths == ["-"] { return nil }
    let files = try CorpusFiles(paths: paths)
    if let format = files.format { return format.holdsFeatures ? format : nil }
    guard let first = files.independent.first, first != "-" else { return nil }
    let source = try ByteSource.ofCorpus(first, encoding: options.encoding)
    let format = CorpusFormat.recognise(
      try source.peek(1 << 16), name: first, options: options)
    return format?.holdsFeatures == true ? format : nil
  }

  /// Reads all rows. A row that cannot be used is counted in the report.
  ///
  /// Memory is that of the rows: 8 bytes per non-zero value.
  ///
  /// - Throws: `InputError` for a damaged stream, for a header that cannot be
  ///   used, and with `isStrict` for the first rejection.
  public static func read(
    _ paths: [String], format: CorpusFormat, options: CorpusOptions,
    onRejection: ((Rejection) throws -> Void)? = nil
  ) throws -> (rows: FeatureRows, report: CorpusReport) {
    precondition(format.holdsFeatures, "\(format.rawValue) holds texts")
    let files = try CorpusFiles(paths: paths)
    let log = CorpusLog(name: files.name, isStrict: options.isStrict)
    log.handler = onRejection
    log.report.format = format
    var rows: FeatureRows
    switch format {
    case .arff: rows = try ARFFReader.read(files, options: options, log: log)
    case .citeulikeBag: rows = try CiteULikeBagReader.read(files, log: log)
    default: rows = try LIBSVMReader.read(files, options: options, log: log)
    }
    log.report.documents = rows.count
    log.report.untagged = (0..<rows.count).count { rows.labels(of: $0).isEmpty }
    guard rows.count > 0 else {
      throw InputError(
        file: files.name,
        problem: "holds no row that can be used"
          + (log.report.rejections.first.map { "; \($0.sentence)" } ?? ""))
    }
    if let training = options.trainingRows {
      guard (1..<rows.count).contains(training) else {
        throw InputError(
          file: files.name,
          problem: "holds \(rows.count, "row"), so \(training) cannot be the "
            + "training part of them",
          remedy: "Give \(parameter: "trainRows") a smaller number")
      }
      rows.trainingRows = training
    }
    return (rows, log.report)
  }
}

extension FeatureRows {
  /// The greatest number of columns and of labels: several bytes of memory for each are taken in
  /// every stage, whether a row has it or not.
  static let greatestCount = 50_000_000
  /// The greatest size of a value: sums of squares stay finite.
  private static let greatestValue: Float = 1e15

  /// Appends a row after sorting it.
  ///
  /// - Throws: `Rejection` for a column or a label that occurs twice, or a number out of range.
  mutating func append(
    id: String, entries: [(column: Int32, value: Float)], labels: [Int32], line: Int
  ) throws(Rejection) {
    var entries = entries
    var labels = labels
    if !zip(entries, entries.dropFirst()).allSatisfy({ $0.column < $1.column }) {
      entries.sort { $0.column < $1.column }
    }
    labels.sort()
    guard zip(entries, entries.dropFirst()).allSatisfy({ $0.column != $1.column }),
      zip(labels, labels.dropFirst()).allSatisfy({ $0 != $1 })
    else { throw Rejection(line: line, reason: "has a column or a label twice") }
    if let last = entries.last, last.column >= Self.greatestCount {
      throw Rejection(
        line: line, reason: "has the column \(last.column); there can be \(Self.greatestCount)",
        remedy: "Number the columns anew, without gaps")
    }
    if let large = entries.first(where: { abs($0.value) > Self.greatestValue }) {
      throw Rejection(
        line: line, reason: "has the value \(large.value), whose square is beyond all bounds",
        remedy: "Scale the features, or leave out what represents a missing value")
    }
    append(
      id: id, columns: entries.map(\.column), values: entries.map(\.value), labels: labels)
  }
}

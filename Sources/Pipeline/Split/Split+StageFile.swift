// A split in a stage file: `test i32 [n]` and, for each fold k from 0,
// `fold<k>/training i32` and `fold<k>/validation i32`.
import Formats

extension Split {
  /// Writes all sections. The caller commits the file.
  ///
  /// - Throws: `InputError` as `StageWriter.write`.
  public func write(to writer: StageWriter) throws {
    try writer.write("test", test.map { Int32($0) })
    for (k, fold) in folds.enumerated() {
      try writer.write("fold\(k)/training", fold.training.map { Int32($0) })
      try writer.write("fold\(k)/validation", fold.validation.map { Int32($0) })
    }
  }
}

// A split in a stage file: for each fold k from 0 `fold<k>/training i32`,
// `fold<k>/validation i32` and `fold<k>/test i32`; if all folds have the same
// test documents, `test i32` instead of the last one. Training documents that a
// limit left out are `fold<k>/unused i32`.
import Formats

extension Split {
  /// Writes all sections. The caller commits the file.
  ///
  /// - Parameter order: the documents in the order that the split divides; nil is
  ///   the order of the file. Positions in the file are written in any case,
  ///   ascending in each part.
  /// - Throws: `InputError` as `StageWriter.write`.
  public func write(to writer: StageWriter, order: [Int]? = nil) throws {
    func positions(_ part: some Sequence<Int>) -> [Int32] {
      guard let order else { return part.map { Int32($0) } }
      return part.map { Int32(order[$0]) }.sorted()
    }
    if hasCommonTest { try writer.write("test", positions(folds.first?.test ?? [])) }
    for (k, fold) in folds.enumerated() {
      try writer.write("fold\(k)/training", positions(fold.training))
      try writer.write("fold\(k)/validation", positions(fold.validation))
      if !fold.unused.isEmpty { try writer.write("fold\(k)/unused", positions(fold.unused)) }
      if !hasCommonTest { try writer.write("fold\(k)/test", positions(fold.test)) }
    }
  }

  /// The section that holds the test documents of a fold.
  public static func testSection(of fold: Int, in split: StageContents) -> String {
    split.has("fold\(fold)/test") ? "fold\(fold)/test" : "test"
  }
}

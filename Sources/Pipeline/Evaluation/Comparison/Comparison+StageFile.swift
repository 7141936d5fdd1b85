// A comparison in a stage file of the kind `comparison`: `comparison` str [1],
// the JSON of the whole, because it is a small tree and not a table.
import Formats
import Foundation

extension Comparison {
  /// Writes the section. The caller commits the file.
  ///
  /// - Throws: `InputError` as `StageWriter.write`.
  package func write(to writer: StageWriter) throws {
    try writer.write("comparison", [String(decoding: try stableJSON(), as: UTF8.self)])
  }

  /// Reads what `write(to:)` wrote.
  ///
  /// - Throws: `InputError` when the section is missing or damaged.
  package init(_ contents: StageContents) throws {
    let text = try contents.strings("comparison", count: 1)[0]
    guard let read = try? JSONDecoder().decode(Comparison.self, from: Data(text.utf8)),
      read.models.allSatisfy({ $0.values.allSatisfy { $0.count == read.metrics.count } }),
      read.differences.allSatisfy({
        read.models.indices.contains($0.a) && read.models.indices.contains($0.b)
      }),
      read.byDocument.allSatisfy({
        read.models.indices.contains($0.a) && read.models.indices.contains($0.b)
      })
    else { throw contents.invalid("comparison", "it is not a comparison") }
    self = read
  }
}

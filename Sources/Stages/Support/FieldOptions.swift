// Options about single records that apply whether or not tags are read: for
// programs that learn from a corpus and for `annotate`.
import ArgumentParser
import Formats

/// The encoding of files, and which columns or fields hold what.
package struct FieldParameters: DeclaredParameters {
  /// Nil is UTF-8.
  package var encoding: String?
  /// Columns; nil guesses them by their names.
  package var idColumn: String?
  package var titleColumn: String?
  package var textColumn: String?

  package init() {}

  package static let declarations: [Declaration<Self>] = [
    .init(
      "encoding", \.encoding, "Encoding of the text, such as windows-1252, latin1 or utf-16.", valueName: "name",
      default: "UTF-8", header: { .string($0.encoding ?? "") }),
    column("idColumn", \.idColumn, of: "ids"),
    column("titleColumn", \.titleColumn, of: "titles"),
    column("textColumn", \.textColumn, of: "texts"),
  ]

  /// In a header they are part of `columns`, which `CorpusParameters` describes.
  private static func column(
    _ name: String, _ path: any WritableKeyPath<Self, String?> & Sendable, of what: String
  ) -> Declaration<Self> {
    .init(
      name, path, "The column or field of the \(what) (tables, JSON).", valueName: "column", header: { _ in nil })
  }

  /// Puts the choices into `options`.
  package func apply(to options: inout CorpusOptions) {
    options.encoding = encoding
    options.columns.id = idColumn
    options.columns.title = titleColumn
    options.columns.text = textColumn
  }
}

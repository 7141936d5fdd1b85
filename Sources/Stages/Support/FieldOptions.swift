// Options about single records that hold whether or not tags are read: for
// programs that learn from a corpus and for `annotate`.
import ArgumentParser
import Formats

/// The encoding of files, and which columns or fields hold what.
public struct FieldOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Encoding of the text, such as windows-1252, latin1 or utf-16 (default: UTF-8).",
      valueName: "name"))
  public var encoding: String?

  @Option(
    help: ArgumentHelp("The column or field of the ids (tables, JSON).", valueName: "column"))
  public var idColumn: String?

  @Option(
    help: ArgumentHelp("The column or field of the titles (tables, JSON).", valueName: "column"))
  public var titleColumn: String?

  @Option(
    help: ArgumentHelp("The column or field of the texts (tables, JSON).", valueName: "column"))
  public var textColumn: String?

  public init() {}

  /// Puts the choices into `options`.
  public func apply(to options: inout CorpusOptions) {
    options.encoding = encoding
    options.columns.id = idColumn
    options.columns.title = titleColumn
    options.columns.text = textColumn
  }
}

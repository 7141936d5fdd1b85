// What evaluate writes in addition to its stage file, for people and other programs.
import ArgumentParser
import StageSupport

/// Files of tables; `-` is standard output.
struct TableOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the table to a file instead of standard output.", valueName: "file"))
  var text: String?

  @Option(
    help: ArgumentHelp(
      """
      Write one row per document as CSV, or JSON lines if the file's name ends with .jsonl: what \
      was predicted, what is true, with scores; - is standard output.
      """, valueName: "file"))
  var answers: String?

  @Option(
    help: ArgumentHelp(
      """
      Write one row per tag as CSV: frequency, precision, recall, F1, the documents in which \
      the model was most wrong about it; - is standard output.
      """, valueName: "file"))
  var labels: String?

  @Option(help: ArgumentHelp("Write all metrics as JSON; - is standard output.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write all metrics as CSV; - is standard output.", valueName: "file"))
  var csv: String?

  @Option(
    help: ArgumentHelp(
      """
      With --compare: write the tables as Markdown to a file instead of standard output.
      """, valueName: "file"))
  var markdown: String?

  @Option(
    help: ArgumentHelp(
      "With --compare: write the table as LaTeX; - is standard output.", valueName: "file"))
  var latex: String?

  @OptionGroup var spreadsheets: SpreadsheetOptions

  /// All of them.
  var files: [String?] { [text, answers, labels, json, csv, markdown, latex] }

  /// Whether standard output is for one of the files of an evaluation.
  var useStandardOutput: Bool { [json, csv, labels, answers].contains("-") }
}

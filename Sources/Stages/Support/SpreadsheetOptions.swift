// The option for people who open a CSV file in a spreadsheet.
import ArgumentParser

/// `--for-spreadsheets`.
public struct SpreadsheetOptions: ParsableArguments {
  @Flag(
    help: """
      In CSV, put an apostrophe before text that a spreadsheet would take for a formula (= + - @ \
      at its beginning).
      """)
  public var forSpreadsheets = false

  public init() {}
}

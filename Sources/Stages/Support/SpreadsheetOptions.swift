// The option for people who open a CSV file in a spreadsheet.
import ArgumentParser
import Formats

/// For whom CSV is written.
package struct SpreadsheetParameters: DeclaredParameters {
  package var forSpreadsheets = false

  package init() {}

  package static let declarations: [Declaration<Self>] = [
    .init(
      "forSpreadsheets", \.forSpreadsheets,
      """
      In CSV, put an apostrophe before text that a spreadsheet would take for a formula (= + - @ \
      at its beginning).
      """, isUsed: { $0.forSpreadsheets })
  ]
}

/// `--for-spreadsheets`.
package struct SpreadsheetOptions: ParsableArguments {
  @OptionGroup var choices: Options<SpreadsheetParameters>

  package init() {}

  /// The choice.
  package var parameters: SpreadsheetParameters { choices.parameters() }

  package var forSpreadsheets: Bool { parameters.forSpreadsheets }
}

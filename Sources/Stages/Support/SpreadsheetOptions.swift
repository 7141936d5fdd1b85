// The option for people who open a CSV file in a spreadsheet.
import ArgumentParser
import Formats

/// For whom CSV is written.
public struct SpreadsheetParameters: DeclaredParameters {
  public var forSpreadsheets = false

  public init() {}

  public static let declarations: [Declaration<Self>] = [
    .init(
      "forSpreadsheets", \.forSpreadsheets,
      """
      In CSV, put an apostrophe before text that a spreadsheet would take for a formula (= + - @ \
      at its beginning).
      """, isUsed: { $0.forSpreadsheets })
  ]
}

/// `--for-spreadsheets`.
public struct SpreadsheetOptions: ParsableArguments {
  @OptionGroup var choices: Options<SpreadsheetParameters>

  public init() {}

  /// The choice.
  public var parameters: SpreadsheetParameters { choices.parameters() }

  public var forSpreadsheets: Bool { parameters.forSpreadsheets }
}

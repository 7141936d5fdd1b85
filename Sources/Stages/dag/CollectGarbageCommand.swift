// dag gc: empties the store of results.
import ArgumentParser
import Formats
import StageSupport
import Workflow

struct CollectGarbageCommand: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Removes results of earlier parameters from the store.")

  @Option(parsing: .unconditional, help: "The folder of the store.")
  var store: String

  @OptionGroup var choices: Options<AgeParameters>

  func run() throws {
    var cleaner = StoreCleaner(store: store, days: choices[\.days])
    try writeOut(cleaner.clean() + "\n")
  }
}

/// The age from which results are removed.
struct AgeParameters: DeclaredParameters {
  /// Nil keeps nothing that is not in use.
  var days: Int?

  static let declarations: [Declaration<Self>] = [
    .init(
      "days", \.days, in: .atLeast(0), "Keep results that are not older than this number of days.",
      header: { _ in nil })
  ]
}

// dag gc: empties the store of results.
import ArgumentParser
import StageSupport
import Workflow

struct CollectGarbageCommand: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Removes results of earlier parameters from the store.")

  @Option(parsing: .unconditional, help: "The folder of the store.")
  var store: String

  @Option(help: "Keep results that are not older than this number of days.")
  var days: Int?

  func validate() throws {
    try checkBounds(.atLeast(0), ["days": days])
  }

  func run() throws {
    var cleaner = StoreCleaner(store: store, days: days)
    try writeOut(cleaner.clean() + "\n")
  }
}

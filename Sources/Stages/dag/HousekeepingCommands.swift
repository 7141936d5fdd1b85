// dag clean, gc and check-archive: removes files, and checks packed ones.
import ArgumentParser
import Formats
import StageSupport
import Workflow

struct CleanCommand: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Removes the files of the pipeline from a dataset's folder.")

  @Argument(help: "The dataset's folder, as work/NAME.")
  var folder: String

  func run() throws {
    var cleaner = try DatasetCleaner(folder: folder)
    try writeOut(cleaner.clean() + "\n")
  }
}

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

struct CheckArchiveCommand: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-archive",
    abstract: "Checks that an archive is complete and its stage files were made from each other.")

  @Argument(help: "The tar file.")
  var file: String

  func run() throws {
    var check = ArchiveCheck(file)
    for line in try check.check() { try writeOut(line + "\n") }
  }
}

// dag clean: removes what the pipeline has written into a dataset's folder.
import ArgumentParser
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

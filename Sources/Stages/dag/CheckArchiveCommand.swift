// dag check-archive: checks a packed result.
import ArgumentParser
import StageSupport
import Workflow

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

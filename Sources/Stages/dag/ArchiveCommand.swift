// dag archive: packs a result.
import ArgumentParser
import FormatsFiles
import StageSupport
import Workflow

struct ArchiveCommand: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive", abstract: "Packs a result with what says how it was made.",
    discussion: """
      Each option with a value can be given several times, and takes the next word as it is, \
      even one that begins with a dash.
      """)

  @Argument(help: "The tar file to write.")
  var tar: String

  @Option(parsing: .unconditional, help: "The dataset's folder.")
  var root: String

  @Option(parsing: .unconditional, help: "The dataset's name.")
  var name: String

  @Option(
    name: .customLong("goal"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A result below the folder; what it was made from is packed with it.", valueName: "file"))
  var goals: [String] = []

  @Option(
    name: .customLong("file"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A further file below the folder.", valueName: "file"))
  var files: [String] = []

  @Option(
    name: .customLong("parameter"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A parameter of make.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(
    name: .customLong("external"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("An input that is not packed: a file, or a folder of files.", valueName: "path"))
  var externals: [String] = []

  @Option(parsing: .unconditional, help: "The folder of the source.")
  var source = "."

  func run() throws {
    let archive = try Archive(
      name: name, root: root, goals: goals, files: files, parameters: parameters, externals: externals,
      version: SourceVersion.line(root: source))
    try archive.write(to: tar)
    try writeOut("\(tar): \(archive.count, "file"). Check it with make check-archive FILE=\(tar)\n")
  }
}

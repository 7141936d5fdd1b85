// Checks that stage files are complete and were made from each other. It makes
// and changes nothing.
import ArgumentParser
import Formats
import FormatsFiles
import StageSupport

@main
struct Verify: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks that stage files are complete and belong together.",
    discussion: """
      Reads each file to its end, every checksum included, and looks for each input that a \
      header names among the files given. Inputs that are not stage files (a corpus, a \
      knowledge base) are listed in --external, in the form of sha256sum: HASH  NAME.
      """,
    version: JMAN.version)

  @Argument(help: "Stage files.")
  var files: [String]

  @Option(help: ArgumentHelp("Hashes of inputs that are not stage files.", valueName: "file"))
  var external: String?

  @Flag(help: "Check each file alone, not what it was made from.")
  var alone = false

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  func run() throws {
    var family = StageFamily()
    if let external { try family.addList(ByteSource(path: external)) }
    for file in files { try family.add(file) }
    if !alone { try family.checkOrigins() }
    if !quiet {
      try writeOut(
        family.description + (alone || files.count == 1 ? "" : " and made from each other") + "\n")
    }
  }
}

// Looks into a stage file: header, sections, and one section as .npy, CSV or
// JSON. It changes nothing.
import ArgumentParser
import Formats
import FormatsFiles
import Foundation
import StageSupport

@main
struct Inspect: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows what is in a stage file, or exports a section of it.",
    discussion: """
      Without --section: the header (tool version, parameters, hashes of the inputs), the
      table of sections and the summary; every checksum is verified on the way.
      """,
    version: JMAN.version)

  @Argument(help: "A stage file.")
  var file: String

  @Option(help: "The section to export.")
  var section: String?

  @Option(help: "Export format (default: csv).")
  var format: ExportFormat?

  @OptionGroup var choices: Options<BlockParameters>

  @Option(name: .shortAndLong, help: "Where to write the export; - is standard output.")
  var output = "-"

  @OptionGroup var spreadsheets: SpreadsheetOptions

  @Flag(help: "Print header, sections and summary as one JSON object.")
  var json = false

  func validate() throws {
    if section == nil, format != nil || spreadsheets.forSpreadsheets {
      throw ValidationError("--format and --for-spreadsheets need --section; --json prints all as JSON.")
    }
  }

  func run() throws {
    PartialFiles.removeWhenInterrupted()
    try checkOutputs([output], inputs: [file])
    let reader = try StageReader(path: file)
    if let section {
      let bytes = try SectionExport(
        reader: reader, forSpreadsheets: spreadsheets.forSpreadsheets
      ).export(section, block: choices.parameters().block, as: format ?? .csv)
      try writeOut(bytes, to: output)
      return
    }
    var sections: [Section] = []
    while let section = try reader.nextSection() { sections.append(section) }
    let description = StageDescription(reader: reader, sections: sections)
    if json {
      try writeOut(description.json(), to: output)
    } else {
      try writeOut(description.text(), to: output)
    }
  }
}

extension ExportFormat: ExpressibleByArgument {}

/// Which of several sections of one name is exported.
struct BlockParameters: DeclaredParameters {
  var block = 1

  static let declarations: [Declaration<Self>] = [
    .init(
      "block", \.block, in: .atLeast(1),
      "Which one, if several sections have this name (blocks of documents), from 1.")
  ]
}

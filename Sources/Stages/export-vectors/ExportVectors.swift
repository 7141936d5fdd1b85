// Vectors of a stage file as a word2vec file, for other programs.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineEmbedding
import StageSupport

@main
struct ExportVectors: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "export-vectors",
    abstract: "Writes the vectors of a stage file as a word2vec file.",
    discussion: """
      The ending of the output's name decides the layout: .bin is binary, .txt and .vec are \
      text; with .gz after it the file is gzipped.
      """,
    version: JMAN.version)

  @Argument(help: "The output of embed.")
  var vectors: String

  @Option(name: .shortAndLong, help: "The word2vec file to write.")
  var output: String

  func validate() throws {
    if WordVectorFormat(path: output) == nil {
      throw ValidationError(
        "--output must end in .bin, .txt or .vec (and .gz after it, to compress), "
          + "but is \(output).")
    }
  }

  func run() throws {
    PartialFiles.removeWhenInterrupted()
    try checkOutputs([output], inputs: [vectors])
    guard let format = WordVectorFormat(path: output) else { return }
    try WordVectors(StageContents(path: vectors, expecting: .vectors))
      .write(to: output, format: format)
  }
}

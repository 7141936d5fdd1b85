// Writes a trained network as an ONNX model, for other programs to run.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineAnnotation
import PipelineNetworks
import PipelineNumerics
import StageSupport

@main
struct ExportONNX: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "export-onnx",
    abstract: "Writes a trained network as an ONNX model.",
    discussion: """
      The model reads numbers of words and gives scores of labels. Both vocabularies are in \
      its metadata, and how features are counted. docs/onnx.md says what its inputs are and \
      has a Python program that tags a text.

      Example: export-onnx --model model.stage -o model.onnx
      """,
    version: JMAN.version)

  @Option(help: ArgumentHelp("The output of train.", valueName: "file"))
  var model: String

  @Option(name: .shortAndLong, help: "The ONNX file to write; - is standard output.")
  var output: String

  func run() throws {
    PartialFiles.removeWhenInterrupted()
    try checkOutputs([output], inputs: [model])
    guard
      case .network(let trained) = try StoredModel(path: model, pool: WorkerPool(threads: 1))
    else {
      throw InputError(
        file: model, problem: "is a baseline, not a network",
        remedy: "Only networks can be written as ONNX")
    }
    try writeOut(try trained.onnx(file: model), to: output)
  }
}

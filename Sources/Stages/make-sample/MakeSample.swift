// Writes a made-up corpus and its topic hierarchy, for those who have no real
// one and for tests of scale.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineSample
import Foundation
import StageSupport

@main
struct MakeSample: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "make-sample",
    abstract: "Writes a generated corpus of publications with user tags, and its topic hierarchy.",
    discussion: """
      The corpus holds one JSON object per line: id, title, text (an abstract) and tags. Its \
      documents are drawn from real research topics; the tags are those that users of a \
      social bookmarking system would give: topics, broader topics, synonyms, and tags that \
      have nothing to do with the text.

      The same options and seed give the same bytes, and a longer corpus begins with the \
      documents of a shorter one. With --documents at least twice --labels, every label \
      occurs, so the corpus has exactly that many distinct tags.

      Example: make-sample --documents 12101 --labels 5196 --output corpus.jsonl.gz \
      --knowledge-base kb.rdf
      """,
    version: JMAN.version)

  @OptionGroup var choices: Options<SampleParameters>

  @Option(
    name: .shortAndLong,
    help: "The corpus to write; compressed if the name ends in .gz; - is standard output.")
  var output: String

  @Option(name: .shortAndLong, help: "The topic hierarchy to write, as SKOS in RDF/XML.")
  var knowledgeBase: String?

  @Flag(name: .shortAndLong, help: "Print only errors and warnings to standard error.")
  var quiet = false

  private var chosen: SampleParameters { choices.parameters() }

  func validate() throws {
    try namingOptions { try chosen.validate() }
    if output == knowledgeBase {
      throw ValidationError("--output and --knowledge-base name the same file, \(output).")
    }
  }

  func run() throws {
    PartialFiles.removeWhenInterrupted()
    guard output != "-" else { return try write() }
    let run = try StageRun(
      stage: "make-sample", revision: 2,
      plainOutputs: [output] + (knowledgeBase.map { [$0] } ?? []), isQuiet: quiet, inputs: [],
      parameters: chosen.described, seed: chosen.seed)
    if run.isUpToDate() { return }
    try write()
    run.finish()
  }

  private func write() throws {
    let corpus = SampleCorpus(seed: chosen.seed, labelCount: chosen.labelCount)
    if let knowledgeBase { try writeOut(corpus.knowledgeBase(), to: knowledgeBase) }
    try CorpusWriter(corpus: corpus, isQuiet: quiet).write(chosen.documents, to: output)
  }
}

extension SampleParameters: NamedOptions {
  package static let optionNames: [String: NameSpecification] = ["documents": .shortAndLong]
}

// Prints the figures of a corpus. It writes no stage file.
import ArgumentParser
import Formats
import PipelineRelations
import PipelineStatistics
import PipelineText
import StageSupport

@main
struct CorpusStats: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus-stats",
    abstract: "Prints corpus statistics as reported in papers.",
    discussion: """
      Documents, words, tags, their numbers per document, how frequent tags are, and how many \
      pairs of tags are together in a document. With the vocabulary also its coverage, with \
      the relations also the knowledge-base pairs with both ends among the labels.
      """,
    version: JMAN.version)

  @Option(help: "The output of preprocess, or of clean-tags.")
  var documents: String

  @Option(help: "The output of build-vocab.")
  var vocabulary: String?

  @Option(help: "The output of build-sim-sub; needs --vocabulary.")
  var relations: String?

  @Option(help: ArgumentHelp("Write the figures as JSON; - is standard output.", valueName: "file"))
  var json: String?

  func validate() throws {
    if relations != nil, vocabulary == nil {
      throw ValidationError("--relations needs --vocabulary, whose labels it relates.")
    }
  }

  func run() throws {
    try checkOutputs([json], inputs: [documents] + [vocabulary, relations].compactMap(\.self))
    let reader = try DocumentsReader(path: documents)
    var builder = CorpusStatisticsBuilder()
    while let document = try reader.nextDocument() { builder.add(document) }
    let vocabulary = try self.vocabulary.map {
      try CorpusVocabulary(try StageContents(path: $0, expecting: .vocabulary))
    }
    let pairs = try relations.map {
      try StoredSubsumption(
        try StageContents(path: $0, expecting: .relations),
        labels: vocabulary?.labels.texts ?? []
      ).pairs
    }
    let statistics = builder.build(vocabulary: vocabulary, subsumptions: pairs)
    if let json { try writeOut(try statistics.stableJSON() + [0x0A], to: json) }
    if json != "-" {
      let source = reader.header.source.map { "Documents from: \($0)\n" } ?? ""
      try writeOut(source + statistics.text)
    }
  }
}

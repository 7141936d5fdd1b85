// Counts words and tags, and numbers those that are frequent enough. It trains
// nothing.
import ArgumentParser
import Formats
import Pipeline
import StageSupport

@main
struct BuildVocab: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "build-vocab",
    abstract: "Counts the words and the tags of documents and numbers them.",
    discussion: """
      Words and labels are ordered by falling count, equal counts by falling Unicode order; \
      the position is the index that the models use. A document that repeats a tag counts once.

      With --compat original every document counts, the test set included, a repeated tag \
      counts each time, and an empty tag is a label.
      """)

  @Option(help: "The output of preprocess.")
  var documents: String

  @OptionGroup var scope: ScopeOptions

  @Option(
    help: ArgumentHelp(
      "Leave out words that occur more rarely; 1 suits a tiny corpus.", valueName: "n"))
  var minWordCount = 5

  @Option(
    help: ArgumentHelp("Leave out labels of fewer documents.", valueName: "n"))
  var minLabelCount = 1

  @OptionGroup var compat: CompatOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    for (name, value) in [
      ("--min-word-count", minWordCount), ("--min-label-count", minLabelCount),
    ] where value < 1 {
      throw ValidationError("\(name) must be at least 1, but is \(value).")
    }
  }

  func run() throws {
    let run = try StageRun(
      stage: "build-vocab", revision: 2, options: options,
      inputs: [("documents", documents)] + scope.inputs(compat: compat),
      parameters: [
        "minWordCount": .int(minWordCount), "minLabelCount": .int(minLabelCount),
        "compat": .bool(compat.isOriginal),
      ].merging(scope.parameters(compat: compat)) { a, _ in a })
    if run.isUpToDate() { return }
    var builder = VocabularyBuilder(isCompatible: compat.isOriginal)
    let concepts = try forEachDocument(
      of: documents, in: try scope.documents(compat: compat, run: run)
    ) { builder.add($0) }
    var vocabulary = builder.build(
      minimumWordCount: minWordCount, minimumLabelCount: minLabelCount)
    try check(vocabulary)
    vocabulary.concepts = concepts?.subset(of: vocabulary.labels.texts)
    let writer = try run.writer(.vocabulary)
    try vocabulary.write(to: writer)
    try writer.commit(summary: vocabulary.summary)
    run.say(
      "build-vocab: \(vocabulary.documents) documents, \(vocabulary.words.count) words, "
        + "\(vocabulary.labels.count) labels")
  }

  /// A vocabulary without words or labels is of no use to any later stage.
  private func check(_ vocabulary: CorpusVocabulary) throws {
    if vocabulary.documents == 0 {
      throw InputError(
        file: documents, problem: "holds no document to count",
        remedy: scope.split == nil
          ? "Give preprocess a corpus with documents"
          : "Make the training part of the split larger")
    }
    if vocabulary.words.isEmpty {
      throw InputError(
        file: documents, problem: "no word occurs \(minWordCount) times",
        remedy: "Lower --min-word-count")
    }
    if vocabulary.labels.isEmpty {
      throw InputError(
        file: documents, problem: "no tag occurs \(minLabelCount) times",
        remedy: "Lower --min-label-count, or give preprocess documents with tags")
    }
  }
}

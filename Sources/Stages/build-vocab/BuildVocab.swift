// Counts words and tags, and numbers those that are frequent enough. It trains
// nothing.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineText
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
      """,
    version: JMAN.version)

  @Option(help: "The output of preprocess.")
  var documents: String

  @OptionGroup var scope: ScopeOptions

  @OptionGroup var choices: Options<VocabularyParameters>

  @OptionGroup var compat: CompatOptions
  @OptionGroup var options: StageOptions

  private var chosen: VocabularyParameters {
    var defaults = VocabularyParameters()
    defaults.leastWordCount = compat.behaviour.leastWordCount
    return choices.parameters(defaults)
  }

  func run() throws {
    let run = try StageRun(
      stage: "build-vocab", revision: 2, options: options,
      inputs: [("documents", documents)] + scope.inputs(compat: compat),
      parameters: headerValues(of: chosen, compat.parameters, scope.effective(compat: compat)))
    if run.isUpToDate() { return }
    var builder = VocabularyBuilder(like: compat.behaviour)
    let concepts = try forEachDocument(
      of: documents, in: try scope.documents(compat: compat, run: run)
    ) { builder.add($0) }
    let leastCount = chosen.leastWordCount ?? builder.suitableWordCount
    var vocabulary = builder.build(
      minimumWordCount: leastCount, minimumLabelCount: chosen.leastLabelCount)
    try check(vocabulary, leastCount)
    vocabulary.concepts = concepts?.subset(of: vocabulary.labels.texts)
    let writer = try run.writer(.vocabulary)
    try vocabulary.write(to: writer)
    try writer.commit(summary: vocabulary.summary)
    run.say(
      "build-vocab: \(vocabulary.documents, "document"), \(vocabulary.words.count, "word"), "
        + "\(vocabulary.labels.count, "label")")
  }

  /// Checks that the vocabulary is usable: without words or labels no later stage can use it, and
  /// with few words it knows next to nothing of a new text.
  private func check(_ vocabulary: CorpusVocabulary, _ leastCount: Int) throws {
    if vocabulary.documents == 0 {
      throw InputError(
        file: documents, problem: "holds no document to count",
        remedy: scope.split == nil
          ? "Give preprocess a corpus with documents"
          : "Make the training part of the split larger")
    }
    if vocabulary.words.isEmpty {
      throw InputError(
        file: documents, problem: "no word occurs \(leastCount, "time")",
        remedy: "Lower --min-word-count")
    }
    if vocabulary.labels.isEmpty {
      throw InputError(
        file: documents, problem: "no tag occurs \(chosen.leastLabelCount, "time")",
        remedy: "Lower --min-label-count, or give preprocess documents with tags")
    }
    if vocabulary.words.count < 100, vocabulary.documents >= 50 {
      printError(
        "build-vocab: warning: only \(vocabulary.words.count) words of "
          + "\(vocabulary.documents) documents are frequent enough, so models know little of a "
          + "text."
          + (leastCount > 1
            ? " Lower --min-word-count (MIN_WORD_COUNT), which is \(leastCount)."
            : " Do the documents have their text?"))
    }
  }
}

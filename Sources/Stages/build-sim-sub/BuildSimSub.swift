// Finds how labels are related: Sim from vectors, Sub from knowledge bases. It
// does not use the relations.
import ArgumentParser
import Formats
import Pipeline
import StageSupport

@main
struct BuildSimSub: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "build-sim-sub",
    abstract: "Finds which labels are similar and which are narrower than others.",
    discussion: """
      Sim comes from label vectors (--label-vectors) or from labels of the same documents \
      (--documents); without either there is none. Sub comes from knowledge bases (RDF in any \
      syntax, lists of pairs, WordNet …); without --kb it is empty. A file that holds \
      synonyms alone (A = B, or redirects) gives the other ones' names further forms.

      --explain TAG prints why a tag has its broader tags, which concepts it names where \
      these are several, or which names are like it where it is in no knowledge base; on \
      standard output, after the work is done or found up to date.

      With --compat original names match labels as in the original program (lower case, \
      nothing else folded), and every label needs a vector.
      """)

  @Option(help: "The output of build-vocab.")
  var vocabulary: String

  @OptionGroup var similarity: SimilarityOptions
  @OptionGroup var knowledge: KnowledgeOptions

  @Option(help: ArgumentHelp("Print why this tag has its broader tags.", valueName: "tag"))
  var explain: [String] = []

  @OptionGroup var compat: CompatOptions
  @OptionGroup var options: StageOptions

  func run() throws {
    let files = try knowledge.kb.map { try StageInput($0) }
    var inputs: [(role: String, path: String)] = [("vocabulary", vocabulary)]
    inputs += similarity.inputs(compat: compat) + knowledge.lists
    for (number, file) in files.enumerated() {
      inputs.append(("kb \(number + 1)", file.hashedPath))
    }
    let run = try StageRun(
      stage: "build-sim-sub", revision: 2, options: options, inputs: inputs,
      parameters: knowledge.parameters(titles: files.map(\.title)).merging(
        similarity.parameters(compat: compat).merging(["compat": .bool(compat.isOriginal)]) { $1 }
      ) { $1 })
    let labels = try CorpusVocabulary(
      StageContents(path: vocabulary, expecting: .vocabulary)
    ).labels
    let index = knowledge.index(of: labels.texts, compat: compat.isOriginal)
    if !run.isUpToDate() { try build(labels, index, files, run) }
    try printExplanations(labels.texts, index)
  }

  private func build(
    _ labels: Vocabulary, _ index: LabelIndex, _ files: [StageInput], _ run: StageRun
  ) throws {
    var facts = "build-sim-sub: \(labels.count) labels"
    var summary: [String: StageHeader.Value] = [:]
    let similarity = try similarity.similarity(of: labels, compat: compat, run: run)
    if let (sim, report) = similarity {
      let unknown = report.withoutVector.count + report.withZeroVector.count
      summary["sim/form"] = .string(sim.form)
      summary["sim/bytes"] = .int(sim.byteCount)
      summary["sim/labels without a vector"] = .int(report.withoutVector.count)
      summary["sim/labels with a zero vector"] = .int(report.withZeroVector.count)
      facts += ", \(unknown) \(self.similarity.wordForUnknown)"
    } else {
      facts += ", no similarities"
    }
    let bases = try files.map {
      try knowledge.read($0, normaliser: index.normaliser, compat: compat.isOriginal)
    }
    let sub = try SubsumptionMatrix(
      index, bases: bases, options: try knowledge.subsumption(normaliser: index.normaliser))
    let stored = StoredSubsumption(sub, bases: bases, index: index)
    let writer = try run.writer(.relations)
    try similarity?.sim.write(to: writer)
    try stored.write(to: writer)
    try writer.commit(
      summary: summary.merging(sub.stageSummary) { $1 }
        .merging(stored.unmatchedSummary(labels: labels.texts)) { $1 })
    for base in sub.summaries { run.say("build-sim-sub: \(base.sentence)") }
    run.say(
      facts + ", \(sub.isMatched.count { $0 }) in a knowledge base, "
        + "\(sub.entries.count) pairs of narrower and broader")
  }

  private func printExplanations(_ labels: [String], _ index: LabelIndex) throws {
    guard !explain.isEmpty else { return }
    let sub = try StoredSubsumption(
      StageContents(path: options.output, expecting: .relations), labelCount: labels.count)
    for tag in explain {
      let exact = labels.firstIndex { ExactString($0) == ExactString(tag) }
      guard let label = exact.map({ Int32($0) }) ?? index.labels(for: tag.utf8).first else {
        throw InputError(
          file: "--explain", problem: "“\(tag)” is none of the labels",
          remedy: nearest(tag, labels))
      }
      for line in sub.explanation(of: label, labels: labels) { try writeOut(line + "\n") }
    }
  }

  private func nearest(_ tag: String, _ labels: [String]) -> String? {
    let names = UnmatchedLabels.like(tag, among: labels).map { "“\($0)”" }
    return names.isEmpty ? nil : "Labels like it are " + names.joined(separator: ", ")
  }
}

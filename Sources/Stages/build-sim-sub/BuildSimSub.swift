// Finds how labels are related: Sim from vectors, Sub from knowledge bases. It
// does not use the relations.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineRelations
import PipelineText
import StageSupport

@main
struct BuildSimSub: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "build-sim-sub",
    abstract: "Finds which labels are similar and which are narrower than others.",
    discussion: """
      Sim comes from label vectors (--label-vectors) or from labels of the same documents \
      (--documents); without either there is none. Sub comes from knowledge bases (RDF in any \
      syntax, lists of pairs, WordNet, the output of build-concepts …); without --kb it is \
      empty. A file that holds synonyms alone (A = B, or redirects) gives the other ones' names \
      further forms.

      Tags that are identifiers match concepts by these first, then by the names that \
      build-vocab's output has for them.

      OUTPUT.csv, or --csv FILE, lists the relations for people: narrower, broader, weight, \
      depth, why, and every cycle in full. --explain TAG prints why a tag has its broader tags \
      or why it has none; on standard output, after the work is done or found up to date.

      With --compat original names match labels as in the original program (lower case, \
      nothing else folded), and every label needs a vector.
      """,
    version: JMAN.version)

  @Option(help: "The output of build-vocab.")
  var vocabulary: String

  @OptionGroup var similarity: SimilarityOptions
  @OptionGroup var knowledge: KnowledgeOptions

  @Option(help: ArgumentHelp("Print why this tag has its broader tags.", valueName: "tag"))
  var explain: [String] = []

  @Option(
    help: ArgumentHelp(
      "The list for people (default: relations.csv next to relations.stage).", valueName: "file"))
  var csv: String?

  @OptionGroup var spreadsheets: SpreadsheetOptions

  @OptionGroup var compat: CompatOptions
  @OptionGroup var options: StageOptions

  func run() throws {
    let files = try KnowledgeFiles(knowledge.kb, role: "kb")
    var inputs: [(role: String, path: String)] = [("vocabulary", vocabulary)]
    inputs += similarity.inputs(compat: compat) + knowledge.lists + files.inputs
    try checkOutputs([options.output, list], inputs: inputs.map(\.path))
    let run = try StageRun(
      stage: "build-sim-sub", revision: 7, options: options, inputs: inputs,
      parameters: knowledge.parameters.merging(files.titleParameters) { $1 }
        .merging(similarity.parameters(compat: compat)) { $1 }
        .merging(compat.parameters.described) { $1 })
    let contents = try CorpusVocabulary(
      StageContents(path: vocabulary, expecting: .vocabulary))
    let labels = contents.labels
    let index = knowledge.index(
      of: labels.texts, concepts: contents.concepts, like: compat.behaviour)
    let names = ConceptNames(labels: labels.texts, concepts: contents.concepts).names
    if !run.isUpToDate() { try build(labels, names, index, files, run) }
    try writeList(labels.texts, names, run)
    try printExplanations(labels.texts, names, index)
  }

  private func build(
    _ labels: Vocabulary, _ names: [String], _ index: LabelIndex, _ files: KnowledgeFiles,
    _ run: StageRun
  ) throws {
    var facts = "build-sim-sub: \(labels.count, "label")"
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
    var bases = try knowledge.read(
      files, normaliser: index.normaliser, like: compat.behaviour)
    let sub = try SubsumptionMatrix(
      index, bases: &bases, options: try knowledge.subsumption(normaliser: index.normaliser))
    let stored = StoredSubsumption(sub, bases: bases, index: index)
    let writer = try run.writer(.relations)
    try similarity?.sim.write(to: writer)
    try stored.write(to: writer)
    try writer.commit(
      summary: summary.merging(sub.stageSummary) { $1 }
        .merging(stored.unmatchedSummary(labels: names)) { $1 })
    for base in sub.summaries { run.say("build-sim-sub: \(base.sentence)") }
    if let remark = files.remark { printError("build-sim-sub: \(remark)") }
    for line in sub.advice { printError("build-sim-sub: \(line)") }
    run.say(
      facts + ", \(sub.isMatched.count { $0 }) in a knowledge base, "
        + "\(sub.entries.count, "pair") of narrower and broader")
  }

  /// The path of the list for people; nil if nobody asked for one and there is no default.
  private var list: String? {
    if csv != nil || knowledge.kb.isEmpty { return csv }
    return (options.output.hasSuffix(".stage") ? String(options.output.dropLast(6)) : options.output) + ".csv"
  }

  /// Writes the list for people, from the stage file, if it is missing or differs.
  private func writeList(_ labels: [String], _ names: [String], _ run: StageRun) throws {
    guard let list else { return }
    let sub = try StoredSubsumption(
      StageContents(path: options.output, expecting: .relations), labels: labels)
    let text = Array(sub.csv(labels: names, forSpreadsheets: spreadsheets.forSpreadsheets).utf8)
    try run.writeSide(text, to: list)
  }

  private func printExplanations(
    _ labels: [String], _ names: [String], _ index: LabelIndex
  ) throws {
    guard !explain.isEmpty else { return }
    let sub = try StoredSubsumption(
      StageContents(path: options.output, expecting: .relations), labels: labels)
    for tag in explain {
      let exact = labels.firstIndex { ExactString($0) == ExactString(tag) }
      guard let label = exact.map({ Int32($0) }) ?? index.labels(for: tag.utf8).first else {
        throw InputError(
          .option("--explain"),
          problem: "“\(tag)” is not among the labels",
          remedy: nearest(tag, names))
      }
      for line in sub.explanation(of: label, labels: names) { try writeOut(line + "\n") }
    }
  }

  private func nearest(_ tag: String, _ labels: [String]) -> String? {
    let names = UnmatchedLabels.like(tag, among: labels).map { "“\($0)”" }
    return names.isEmpty ? nil : "Labels like it are " + names.joined(separator: ", ")
  }
}

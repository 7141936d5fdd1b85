// Finds how labels are related: Sim from vectors, Sub from knowledge bases. It
// does not use the relations.
import ArgumentParser
import Formats
import Pipeline
import StageSupport

@main
struct BuildSimSub: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build-sim-sub",
    abstract: "Finds which labels are similar and which are narrower than others.",
    discussion: """
      Sim comes from label vectors; without --label-vectors there is none. Sub comes from \
      knowledge bases (RDF in any syntax, lists of pairs, WordNet …); without --kb it is \
      empty.

      --explain TAG prints why a tag has its broader tags, on standard output, after the \
      work is done or found up to date.

      With --compat original names match labels as in the original program (lower case, \
      nothing else folded), and every label needs a vector.
      """)

  @Option(help: "The output of build-vocab.")
  var vocabulary: String

  @Option(help: "The label vectors, an output of embed.")
  var labelVectors: String?

  @Option(help: ArgumentHelp("Smaller similarities become 0.", valueName: "value"))
  var similarityThreshold = 0.0

  @Option(
    help: ArgumentHelp(
      "Keep only so many most similar labels of each label (default: all).", valueName: "n"))
  var similarityTopN: Int?

  @OptionGroup var knowledge: KnowledgeOptions

  @Option(help: ArgumentHelp("Print why this tag has its broader tags.", valueName: "tag"))
  var explain: [String] = []

  @OptionGroup var compat: CompatOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    guard (0...1).contains(similarityThreshold) else {
      throw ValidationError(
        "--similarity-threshold must be between 0 and 1, but is \(similarityThreshold).")
    }
    if let similarityTopN, similarityTopN < 1 {
      throw ValidationError("--similarity-top-n must be at least 1, but is \(similarityTopN).")
    }
  }

  func run() throws {
    let files = try knowledge.kb.map { try StageInput($0) }
    var inputs: [(role: String, path: String)] = [("vocabulary", vocabulary)]
    if let labelVectors { inputs.append(("labelVectors", labelVectors)) }
    for (number, file) in files.enumerated() {
      inputs.append(("kb \(number + 1)", file.hashedPath))
    }
    let run = try StageRun(
      stage: "build-sim-sub", revision: 1, options: options, inputs: inputs,
      parameters: knowledge.parameters(titles: files.map(\.title)).merging([
        "similarityThreshold": .double(similarityThreshold),
        "similarityTopN": .int(similarityTopN ?? 0), "compat": .bool(compat.isOriginal),
      ]) { $1 })
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
    let similarity = try similarity(of: labels)
    if let (sim, report) = similarity {
      let unknown = report.withoutVector.count + report.withZeroVector.count
      summary["sim/form"] = .string(sim.form)
      summary["sim/bytes"] = .int(sim.byteCount)
      summary["sim/labels without a vector"] = .int(report.withoutVector.count)
      summary["sim/labels with a zero vector"] = .int(report.withZeroVector.count)
      facts += ", \(unknown) without a vector"
    } else {
      facts += ", no similarities"
    }
    let bases = try files.map {
      try readKnowledgeBase(
        $0, format: knowledge.kbFormat, minimumCount: knowledge.minCount,
        options: knowledge.collector)
    }
    let sub = try SubsumptionMatrix(index, bases: bases, options: knowledge.subsumption)
    let writer = try run.writer(.relations)
    try similarity?.sim.write(to: writer)
    try StoredSubsumption(sub, bases: bases).write(to: writer)
    try writer.commit(summary: summary.merging(sub.stageSummary) { $1 })
    for base in sub.summaries {
      run.say(
        "build-sim-sub: \(base.title): \(base.concepts) concepts, \(base.edges) relations, "
          + "\(base.cycles) cycles, \(base.matchedLabels) labels matched, \(base.pairs) pairs")
    }
    run.say(
      facts + ", \(sub.isMatched.count { $0 }) in a knowledge base, "
        + "\(sub.entries.count) pairs of narrower and broader")
  }

  private func similarity(
    of labels: Vocabulary
  ) throws -> (sim: LabelSimilarity, report: LabelSimilarity.Report)? {
    guard let labelVectors else { return nil }
    let vectors = try WordVectors(StageContents(path: labelVectors, expecting: .vectors))
    let (sim, report) = LabelSimilarity.make(
      labels: labels, vectors: vectors, threshold: similarityThreshold,
      neighbours: similarityTopN)
    if compat.isOriginal { try report.requireAll(labels: labels, file: labelVectors) }
    return (sim, report)
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
      for line in sub.explanation(of: label, labels: labels) { print(line) }
    }
  }

  private func nearest(_ tag: String, _ labels: [String]) -> String? {
    let label = Array(tag.utf8)
    let names = NearestNames(labels.map { Array($0.utf8) }, for: [label]).nearest(to: label)
    guard !names.isEmpty else { return nil }
    let words = names.map { "“\(String(decoding: $0, as: UTF8.self))”" }
    return "Labels like it are " + words.joined(separator: ", ")
  }
}

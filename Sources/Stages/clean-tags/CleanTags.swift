// Cleans the tags of documents. The rules are in Pipeline/Text/Tags; the other
// subcommands show and measure their effect.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineRelations
import PipelineText
import Foundation
import StageSupport

@main
struct CleanTags: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean-tags",
    abstract: "Cleans the tags that people typed, and makes variants of a tag one label.",
    version: JMAN.version, subcommands: [CleanDocuments.self, CleanList.self, CompareGroups.self],
    defaultSubcommand: CleanDocuments.self)
}

struct CleanDocuments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "documents",
    abstract: "Reads documents and writes them with clean tags (the default).",
    discussion: """
      Dropped are tags of systems (sys:…, for:…, imported), personal ones (toread, myown), \
      addresses, and what only few documents or users have. The other raw tags become labels: \
      lists are split, words are found behind joints (- _ . + CamelCase), and one label replaces \
      all variants. The report says what became of every raw tag.
      """)

  @Option(help: "The output of preprocess.")
  var documents: String

  @Option(
    help: ArgumentHelp(
      "The fate of every raw tag, separated by tabulators (default: OUTPUT.tags.tsv).",
      valueName: "file"))
  var report: String?

  @Option(
    help: ArgumentHelp(
      """
      Who gave which raw tag: lines of user, tabulator, tag; more columns are ignored, as in \
      BibSonomy's tas.
      """, valueName: "file"))
  var users: String?

  @OptionGroup var rarityOptions: Options<TagRarityParameters>
  @OptionGroup var cleaning: CleaningOptions
  @OptionGroup var options: StageOptions

  private var rarity: TagRarityParameters { rarityOptions.parameters() }

  func run() throws {
    let words = try WordNetFolder(cleaning.wordnet)
    let reportPath = report ?? options.output + ".tags.tsv"
    var inputs: [(role: String, path: String)] = [("documents", documents)]
    if let users { inputs.append(("users", users)) }
    inputs += cleaning.inputs + words.inputs
    var rarity = rarity
    if users == nil { rarity.minUsers = 0 }
    let parameters = headerValues(of: cleaning.steps.parameters(), rarity).merging(
      ["wordnet": .bool(words.isThere)]) { $1 }
    let run = try StageRun(
      stage: "clean-tags", revision: 3, options: options, inputs: inputs, parameters: parameters,
      sides: [reportPath])
    if run.isUpToDate() { return }
    let title = try reportTitle(run.header, words)

    let mapping = try mapping(words)
    let stage = try run.writer(.documents, level: DocumentsWriter.level)
    var writer = DocumentsWriter(stage)
    var untagged = 0
    var tags = 0
    var uses: [ExactString: Int] = [:]
    let reader = try DocumentsReader(path: documents)
    while var document = try reader.nextDocument() {
      for tag in document.tags { uses[ExactString(tag), default: 0] += 1 }
      document.tags = mapping.labels(of: document.tags)
      if document.tags.isEmpty {
        untagged += 1
        if !rarity.keepUntagged { continue }
      }
      tags += document.tags.count
      try writer.write(document)
    }
    guard writer.count > 0 else {
      throw InputError(
        file: documents,
        problem: "no document has a tag that is left after cleaning; dropped were "
          + droppedText(mapping.fates),
        remedy: "Lower --min-documents (\(rarity.minDocuments)) or --min-users; --no-exclude keeps "
          + "addresses, personal tags and those of systems")
    }
    let fates = mapping.fates
    try write(fates, to: reportPath, title)
    try writer.finish(concepts: names(of: uses, mapping, reader.concepts))
    var summary: [String: StageHeader.Value] = [
      "documents": .int(writer.count), "untagged": .int(untagged), "tags": .int(tags),
      "rawTags": .int(fates.count), "labels": .int(mapping.keptGroups),
    ]
    for (name, count) in counts(fates) { summary["rawTags/\(name)"] = .int(count) }
    try stage.commit(summary: summary)
    run.finish()
    say(run, fates, mapping, untagged)
  }

  /// Reads the documents once to count their tags, once more (and the users)
  /// to find what is rare.
  private func mapping(_ words: WordNetFolder) throws -> TagMapping {
    var cleaner = TagCleaner(try cleaning.effective(), lemmatiser: try words.lemmatiser())
    let concepts = try forEachDocument(of: documents, in: .all) { document in
      for tag in document.tags { cleaner.add(tag) }
    }
    if let concepts, !concepts.isFlat {
      throw InputError(
        file: documents, problem: "has identifiers of a vocabulary for tags, which need no cleaning",
        remedy: "Leave this stage out (CLEAN_TAGS=), or preprocess without --concepts")
    }
    var mapping = cleaner.mapping()
    var counts = [Int](repeating: 0, count: mapping.groups.forms.count)
    try forEachDocument(of: documents, in: .all) { document in
      for group in mapping.groups(of: document.tags) { counts[group] += 1 }
    }
    let userCounts = try users.map { try self.userCounts($0, mapping) }
    mapping.drop(below: rarity.minDocuments, counts: counts)
    if let userCounts { mapping.drop(below: rarity.minUsers, counts: userCounts) }
    return mapping
  }

  /// The labels as people most often write them, if that is only another spelling.
  private func names(
    of uses: [ExactString: Int], _ mapping: TagMapping, _ written: ConceptTable?
  ) -> ConceptTable? {
    let normaliser = LabelNormaliser()
    var forms: [ExactString: [ExactString: Int]] = [:]
    for (tag, count) in uses {
      let labels = mapping.labels(of: [tag.text])
      guard labels.count == 1,
        normaliser.normalise(labels[0].utf8) == normaliser.normalise(tag.text.utf8)
      else { continue }
      let name = ConceptNames(labels: [tag.text], concepts: written).names[0]
      forms[ExactString(labels[0]), default: [:]][ExactString(name), default: 0] += count
    }
    return ConceptTable(written: forms)
  }

  private func userCounts(_ path: String, _ mapping: TagMapping) throws -> [Int] {
    var users = TagUsers(mapping)
    var lines = LineReader(try ByteSource.ofLines(path))
    while let line = try lines.next() {
      guard users.add(line) else {
        throw InputError(
          file: path, line: lines.lineNumber, problem: "has no tabulator between user and tag",
          remedy: "Give lines of user, tabulator, tag")
      }
    }
    return users.counts
  }

  /// The report's first line names the run that made it, because the stage file may be
  /// restored from an earlier run.
  private func reportTitle(_ header: StageHeader, _ words: WordNetFolder) throws -> String {
    var hasher = try ContentHasher()
    try header.stableJSON().withUnsafeBytes { hasher.update($0) }
    return "# run \(hasher.finish().hexadecimal.prefix(16)), base forms by \(words.method)\n"
  }

  private func write(_ fates: [TagFate], to path: String, _ title: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(title + TagReportText.header)
    for fate in fates { try file.write(TagReportText.line(fate)) }
    try file.commit()
  }

  private func counts(_ fates: [TagFate]) -> [(name: String, count: Int)] {
    (["kept", "rare"] + TagExclusionReason.allCases.map(\.rawValue)).map { name in
      (name, fates.count { $0.name == name })
    }
  }

  /// `2 rare, 1 address`.
  private func droppedText(_ fates: [TagFate]) -> String {
    counts(fates).dropFirst().filter { $0.count > 0 }.map { "\($0.count) \($0.name)" }
      .joined(separator: ", ")
  }

  private func say(_ run: StageRun, _ fates: [TagFate], _ mapping: TagMapping, _ untagged: Int) {
    let kept = fates.count { $0.name == "kept" }
    run.say(
      "clean-tags: \(fates.count, "raw tag"), \(kept) of them kept as \(mapping.keptGroups, "label")")
    if mapping.haveIdentifiers {
      run.say("clean-tags: most tags are URIs, which are left as they are")
    }
    if fates.contains(where: { $0.name != "kept" }) {
      run.say("clean-tags: dropped " + droppedText(fates))
    }
    if untagged > 0 {
      run.say(
        "clean-tags: \(rarity.keepUntagged ? "kept" : "left out") \(untagged, "document") without tags")
    }
  }
}

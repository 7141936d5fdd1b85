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
    abstract: "Cleans the tags that people typed, and merges variants of a tag.",
    version: JMAN.version, subcommands: [CleanDocuments.self, CleanList.self, CompareGroups.self],
    defaultSubcommand: CleanDocuments.self)
}

struct CleanDocuments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "documents",
    abstract: "Reads documents and writes them with clean tags (the default).",
    discussion: """
      Dropped are tags of systems (sys:…, for:…, imported), personal ones (toread, myown), \
      addresses, and what only few documents or users have. The other raw tags become clean tags: \
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

  var rarity: TagRarityParameters { rarityOptions.parameters() }

  func run() throws {
    let words = try WordNetFolder(cleaning.wordnet)
    let reportPath = report ?? options.output + ".tags.tsv"
    let run = try makeRun(words, sides: [reportPath])
    if run.isUpToDate() { return }
    let title = try reportTitle(run.header, words)

    let mapping = try mapping(words)
    let stage = try run.writer(.documents, level: DocumentsWriter.level)
    var writer = DocumentsWriter(stage)
    let tally = try writeDocuments(to: &writer, mapping)
    let fates = mapping.fates
    guard writer.count > 0 else {
      throw InputError(
        file: documents,
        problem: "no document has a tag that is left after cleaning; dropped were " + droppedText(fates),
        remedy: "Lower --min-documents (\(rarity.minDocuments)) or --min-users; --no-exclude keeps "
          + "addresses, personal tags and those of systems")
    }
    try write(fates, to: reportPath, title)
    try writer.finish(concepts: names(of: tally.uses, mapping, tally.concepts))
    var summary: [String: StageHeader.Value] = [
      "documents": .int(writer.count), "untagged": .int(tally.untagged), "tags": .int(tally.tags),
      "rawTags": .int(fates.count), "labels": .int(mapping.keptGroups),
    ]
    for (name, count) in counts(fates) { summary["rawTags/\(name)"] = .int(count) }
    try stage.commit(summary: summary)
    run.finish()
    say(run, fates, mapping, tally.untagged)
  }

  private func makeRun(_ words: WordNetFolder, sides: [String]) throws -> StageRun {
    var inputs: [(role: String, path: String)] = [("documents", documents)]
    if let users { inputs.append(("users", users)) }
    inputs += cleaning.inputs + words.inputs
    var rarity = rarity
    if users == nil { rarity.minUsers = 0 }
    let parameters = headerValues(of: cleaning.steps.parameters(), rarity).merging(
      ["wordnet": .bool(words.isThere)]) { $1 }
    return try StageRun(
      stage: "clean-tags", revision: 3, options: options, inputs: inputs, parameters: parameters,
      sides: sides)
  }

  /// What the documents with their new tags add up to.
  private struct Tally {
    var untagged = 0
    var tags = 0
    /// How often each raw tag was given.
    var uses: [ExactString: Int] = [:]
    /// The names of the raw tags, if they have any.
    var concepts: ConceptTable?
  }

  private func writeDocuments(to writer: inout DocumentsWriter, _ mapping: TagMapping) throws -> Tally {
    let keepsUntagged = rarity.keepUntagged
    var tally = Tally()
    let reader = try DocumentsReader(path: documents)
    while var document = try reader.nextDocument() {
      for tag in document.tags { tally.uses[ExactString(tag), default: 0] += 1 }
      document.tags = mapping.labels(of: document.tags)
      if document.tags.isEmpty {
        tally.untagged += 1
        if !keepsUntagged { continue }
      }
      tally.tags += document.tags.count
      try writer.write(document)
    }
    tally.concepts = reader.concepts
    return tally
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
}

// Makes a vocabulary of concepts from a thesaurus or lists. It looks at no
// documents.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineRelations
import StageSupport

@main
struct BuildConcepts: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "build-concepts",
    abstract: "Makes a vocabulary of concepts from a thesaurus or from lists.",
    discussion: """
      A vocabulary is RDF in any syntax that build-sim-sub reads (SKOS, SKOS-XL, RDFS, OWL, \
      MADS, MeSH …); a table with a header (uri,label_en,label_fi,notation …, separated by commas, \
      semicolons, tabulators or bars); JSON with such members, also nested; identifiers and names \
      without a header, such as Annif's TSV (<uri>, a tabulator, a name); or one name or path per line \
      (Animals > Cats), where narrower names may be indented. Several files are merged by \
      identifier, so that a file per language makes one vocabulary. What was read, which \
      columns were used and what was left out is printed.

      Give the output to preprocess --concepts: subjects that are identifiers, notations or \
      names in any language become identifiers, and annotate gives identifiers and names.

      Example: build-concepts yso-fi.tsv yso-sv.tsv yso-en.tsv -o concepts.stage
      """,
    version: JMAN.version)

  @Argument(
    help: ArgumentHelp(
      "The vocabulary: files or folders, plain or compressed.", valueName: "file"))
  var files: [String]

  @OptionGroup var choices: Options<ConceptParameters>
  @OptionGroup var predicateOptions: Options<PredicateParameters>
  @OptionGroup var options: StageOptions

  func validate() throws {
    try namingOptions { try predicateOptions.parameters().validate() }
  }

  func run() throws {
    let inputs = try KnowledgeFiles(files, role: "vocabulary")
    let (chosen, predicates) = (choices.parameters(), predicateOptions.parameters())
    let run = try StageRun(
      stage: "build-concepts", revision: 4, options: options,
      inputs: inputs.inputs + predicates.contexts.inputs,
      parameters: headerValues(of: predicates, chosen).merging(inputs.titleParameters) { $1 })
    if run.isUpToDate() { return }
    var reading = VocabularyReading(language: chosen.language, predicates: predicates)
    for source in inputs.sources {
      for file in source.files { try reading.read(file) }
    }
    let (table, found) = try reading.finish()
    let remarks = (inputs.remark.map { [$0] } ?? []) + found
    guard table.count > 0 else {
      for remark in remarks { run.say("build-concepts: \(remark)") }
      throw InputError(
        file: files[0], problem: "names no concept",
        remedy: "Give a thesaurus in RDF, a table with a header, or one name per line")
    }
    let writer = try run.writer(.concepts, level: 3)
    try table.write(to: writer)
    try writer.commit(summary: table.summary)
    run.say("build-concepts: \(table.sentence)")
    for remark in remarks { run.say("build-concepts: \(remark)") }
  }
}

/// How names of concepts are read.
struct ConceptParameters: DeclaredParameters {
  /// Nil is from the names of files.
  var language: String?

  static let declarations: [Declaration<Self>] = [
    .init(
      "language", \.language, "The language of names for which a list gives none, one for all files.",
      valueName: "tag", default: "from file names such as yso-fi.tsv",
      header: { .string($0.language ?? "automatic") })
  ]
}

// Turns a corpus into documents of tokens and tags, or, if it holds feature
// vectors, into rows of features. It counts no words and leaves out no usable
// document.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineNumerics
import PipelineRelations
import PipelineText
import StageSupport

@main
struct Preprocess: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "preprocess",
    abstract: "Reads a corpus and splits its texts into sentences and words.",
    discussion: """
      The corpus is a file, several files or a folder, plain or compressed: JSON lines, the lines \
      of the original program, dumps and answers of BibSonomy, BibTeX, CiteULike, Zhihu, CSV \
      and TSV, Annif's corpora, Debian's package index, and more; docs/corpora.md has them \
      all. A corpus of feature vectors without text (ARFF, LIBSVM) gives a features file, \
      which baselines read.

      With --concepts, tags may be identifiers, notations or names of concepts, mixed; the \
      documents have the identifiers. Tags that name no concept are left out, counted and \
      reported with the nearest names, unless --keep-unknown.

      A record that cannot be used is left out and reported with its line; with --strict it \
      is an error. With --compat original a double blank between tags makes an empty tag.
      """,
    version: JMAN.version)

  @Option(
    help: ArgumentHelp(
      "The corpus: a file or a folder; several times for several files; - is standard input.",
      valueName: "path"))
  var corpus: [String]

  @Option(
    help: ArgumentHelp(
      "Where the documents come from; later stages show it.", valueName: "text"))
  var source: String?

  @Option(
    help: ArgumentHelp("Also write every record that was left out here.", valueName: "file"))
  var rejections: String?

  @Option(
    help: ArgumentHelp("Leave out the words of this list, one per line.", valueName: "file"))
  var stopWords: String?

  @Option(
    help: ArgumentHelp(
      "The vocabulary of the tags, an output of build-concepts.", valueName: "file"))
  var concepts: String?

  @OptionGroup var choices: Options<PreprocessParameters>
  @OptionGroup(title: "The corpus") var layoutOptions: Options<CorpusParameters>
  @OptionGroup var compat: CompatOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var options: StageOptions

  private var layout: CorpusParameters { layoutOptions.parameters() }
  private var language: String? { choices[\.language] }

  func validate() throws {
    try namingOptions { try choices.parameters().validate() }
  }

  func run() throws {
    var readerOptions = layout.options(keepsEmptyTags: compat.behaviour.keepsEmptyTags)
    if concepts != nil { readerOptions.prefersIdentifiers = true }
    let input = try corpus == ["-"] ? StageInput("-") : nil
    let paths = try input == nil ? CorpusReader.files(of: corpus, options: readerOptions) : ["-"]
    var inputs = paths.map { path in
      (
        role: paths.count == 1 ? "corpus" : "corpus/" + path.split(separator: "/").suffix(1).joined(),
        path: input?.hashedPath ?? path
      )
    }
    if let stopWords { inputs.append(("stop-words", stopWords)) }
    if let concepts { inputs.append(("concepts", concepts)) }
    var chosen = choices.parameters()
    chosen.hasConcepts = concepts != nil
    let run = try StageRun(
      stage: "preprocess", revision: 8, options: options, inputs: inputs,
      parameters: headerValues(of: layout, compat.parameters, chosen),
      sides: rejections.map { [$0] } ?? [], source: source)
    if run.isUpToDate() { return }
    let rejected = try rejections.map { try RejectionsFile(path: $0) }
    if let format = try FeatureCorpus.format(of: corpus, options: readerOptions) {
      try writeFeatures(format, readerOptions, run, rejected)
    } else {
      try writeDocuments(readerOptions, run, rejected)
    }
    if let rejected {
      try rejected.finish()
      run.finish()
    }
  }

  private func writeDocuments(
    _ readerOptions: CorpusOptions, _ run: StageRun, _ rejected: RejectionsFile?
  ) throws {
    var subjects = try concepts.map {
      SubjectTagger(SubjectResolver(try ConceptTable(path: $0)), keepsUnknown: choices.parameters().keepUnknown)
    }
    var readerOptions = readerOptions
    readerOptions.columns.names = subjects?.names
    let records = CorpusReader(paths: corpus, options: readerOptions)
    if let rejected { records.onRejection(rejected.write) }
    var tokenizer = Tokenizer()
    if let stopWords {
      tokenizer.options.stopWords = try StopWords.read(try ByteSource.ofLines(stopWords))
    }
    let stage = try run.writer(.documents, level: DocumentsWriter.level)
    var writer = DocumentsWriter(stage)
    var size = CorpusSize()
    let allowsUntagged = layout.allowUntagged
    let progress = ProgressMeter("preprocess: documents", isQuiet: options.quiet)
    let corpus = CorpusTokenizer(
      records, tokenizer: tokenizer,
      language: language.flatMap { LanguageFilter(language: $0) },
      pool: WorkerPool(threads: threads.count)
    ) { document in
      let hadTags = !document.tags.isEmpty
      subjects?.tag(&document)
      let isWithout = hadTags && document.tags.isEmpty && !allowsUntagged
      return isWithout ? "has no tag that names a concept of the vocabulary" : nil
    } receive: { document in
      try writer.write(document)
      size.add(document)
      progress.update(writer.count)
    }
    try corpus.run()
    progress.finish()
    let found = subjects?.report
    if writer.count == 0, let found, found.uses > 0 { throw noSubject(found) }
    guard writer.count > 0 else { throw noDocument(corpus.report) }
    try writer.finish(
      concepts: subjects?.concepts ?? ConceptTable(written: corpus.report.writtenTags))
    var report = corpus.report
    report.documents = writer.count
    var summary = summary(of: report, size)
    if let subjects, let found { summary.merge(subjects.summary(found)) { $1 } }
    try stage.commit(summary: summary)
    show(report, size, run)
    if let subjects, let found {
      for line in subjects.lines(found) { printError("preprocess: \(line)") }
    }
  }

  private func writeFeatures(
    _ format: CorpusFormat, _ readerOptions: CorpusOptions, _ run: StageRun,
    _ rejected: RejectionsFile?
  ) throws {
    let (rows, report) = try FeatureCorpus.read(
      corpus, format: format, options: readerOptions, onRejection: rejected?.write)
    let stage = try run.writer(.features)
    try rows.write(to: stage)
    try stage.commit(
      summary: [
        "rows": .int(rows.count), "rejected": .int(report.rejected),
        "features": .int(rows.featureCount), "labels": .int(rows.labelNames.count),
        "values": .int(rows.values.count), "tags": .int(rows.labels.count),
      ])
    run.say(
      "preprocess: \(rows.count, "row") of \(rows.featureCount, "feature"), "
        + "\(rows.labelNames.count, "label"), \(rows.labels.count, "tag") (features only: for baselines)"
    )
    for line in report.remarks { run.say("preprocess: \(line)") }
    sayRejections(report, run)
  }

  private func noSubject(_ report: SubjectResolver.Report) -> InputError {
    let shown = report.unknown.prefix(3).map { "“\($0.subject)”" }.joined(separator: ", ")
    return InputError(
      file: concepts ?? "--concepts",
      problem: "names none of the \(report.subjects, "subject") of the corpus, which are like "
        + shown,
      remedy: "Give the vocabulary of these subjects, or --keep-unknown")
  }

  private func noDocument(_ report: CorpusReport) -> InputError {
    let name = corpus.first ?? ""
    if report.otherLanguage > 0 {
      return InputError(
        file: name,
        problem: "holds no document in the language \(language ?? ""); "
          + "\(report.otherLanguage) are in another one",
        remedy: "Give another --language, or none")
    }
    guard let first = report.rejections.first else {
      return InputError(
        file: name,
        problem: report.passedOver > 0
          ? "holds no document with tags; skipped: \(report.passedOver, "record")"
          : "holds no document",
        remedy: "Give a corpus with documents")
    }
    // A reader of a folder names the files in it.
    let file = first.file.map { inner in
      corpus.lazy.map { "\($0)/\(inner)" }.first { FileStamp(of: $0) != nil } ?? inner
    }
    return InputError(
      file: file ?? name, line: first.line,
      problem: "no record can be used; the first one \(first.reason)",
      remedy: first.remedy ?? "Correct the file, or choose its layout with --format")
  }

  private func summary(of report: CorpusReport, _ size: CorpusSize) -> [String: StageHeader.Value] {
    var summary: [String: StageHeader.Value] = [
      "documents": .int(report.documents), "lines": .int(report.lines),
      "rejected": .int(report.rejected), "emptyTags": .int(report.emptyTags),
      "repeatedTags": .int(report.repeatedTags), "untagged": .int(report.untagged),
      "merged": .int(report.merged), "passedOver": .int(report.passedOver),
      "repaired": .int(report.repaired), "strayTags": .int(report.strayTags),
      "rareTags": .int(report.rareTags),
      "format": .string(report.format?.rawValue ?? ""),
      "words": .int(size.words), "sentences": .int(size.sentences), "tags": .int(size.tags),
    ]
    if language != nil { summary["otherLanguage"] = .int(report.otherLanguage) }
    return summary
  }

  private func show(_ report: CorpusReport, _ size: CorpusSize, _ run: StageRun) {
    run.say(
      "preprocess: \(report.documents, "document"), \(size.sentences, "sentence"), "
        + "\(size.words, "word"), \(size.tags, "tag") (\(report.format?.rawValue ?? ""))")
    for line in report.remarks { run.say("preprocess: \(line)") }
    sayRejections(report, run)
  }

  private func sayRejections(_ report: CorpusReport, _ run: StageRun) {
    for (index, line) in report.rejectionLines.enumerated() {
      run.say(index == 0 ? "preprocess: \(line)" : line)
    }
  }
}

/// What is done with the documents of a corpus.
struct PreprocessParameters: DeclaredParameters {
  /// Nil takes texts in all languages.
  var language: String?
  var keepUnknown = false
  /// Whether tags are looked up in a vocabulary.
  var hasConcepts = false

  static let declarations: [Declaration<Self>] = [
    .init(
      "language", \.language,
      "Leave out texts in other languages: \(LanguageFilter.languages.joined(separator: ", ")).", valueName: "code",
      header: { $0.language.map { .string($0) } },
      validate: {
        guard let language = $0.language, LanguageFilter(language: language) == nil else { return nil }
        return "must be one of \(LanguageFilter.languages.joined(separator: ", ")), but is \(language)"
      }),
    .init(
      "keepUnknown", \.keepUnknown, "With --concepts: keep tags that name no concept.", isUsed: { $0.hasConcepts }),
  ]
}

/// Counts over the documents of a corpus.
struct CorpusSize {
  var sentences = 0
  var words = 0
  var tags = 0

  /// Holes (empty tokens) are not words; a title is not a sentence.
  mutating func add(_ document: TokenizedDocument) {
    sentences += document.content.sentenceEnds.count
    words += document.title.wordCount + document.content.wordCount
    tags += document.tags.count
  }
}

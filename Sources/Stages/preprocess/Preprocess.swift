// Turns a corpus into documents of tokens and tags, or, where it holds feature
// vectors, into rows of features. It counts no words and leaves no document out
// that can be used.
import ArgumentParser
import Formats
import Pipeline
import StageSupport

@main
struct Preprocess: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "preprocess",
    abstract: "Reads a corpus and splits its texts into sentences and words.",
    discussion: """
      The corpus is a file, several files or a folder, plain or gzip: JSON lines, the lines \
      of the original program, dumps and answers of BibSonomy, BibTeX, CiteULike, Zhihu, CSV \
      and TSV, Annif's corpora, Debian's package index, and more; docs/corpora.md has them \
      all. A corpus of feature vectors without text (ARFF, LIBSVM) gives a features file, \
      which baselines read.

      A record that cannot be used is left out and reported with its line; with --strict it \
      is an error. With --compat original a double blank between tags makes an empty tag.
      """)

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
    help: ArgumentHelp("Leave out the words of this list, one a line.", valueName: "file"))
  var stopWords: String?

  @Option(
    help: ArgumentHelp(
      "Leave out texts in other languages: \(LanguageFilter.languages.joined(separator: ", ")).",
      valueName: "code"))
  var language: String?

  @OptionGroup(title: "The corpus") var layout: CorpusOptionGroup
  @OptionGroup var compat: CompatOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    if let language, LanguageFilter(language: language) == nil {
      throw ValidationError(
        "--language \(language) is not known; there are "
          + LanguageFilter.languages.joined(separator: ", "))
    }
  }

  func run() throws {
    let readerOptions = layout.options(keepsEmptyTags: compat.isOriginal)
    let input = try corpus == ["-"] ? StageInput("-") : nil
    let paths = try input == nil ? CorpusReader.files(of: corpus) : ["-"]
    var inputs = paths.map { path in
      (
        role: paths.count == 1 ? "corpus" : "corpus/" + path.split(separator: "/").suffix(1).joined(),
        path: input?.hashedPath ?? path
      )
    }
    if let stopWords { inputs.append(("stop-words", stopWords)) }
    var parameters = layout.parameters
    parameters["compat"] = .bool(compat.isOriginal)
    if let language { parameters["language"] = .string(language) }
    let run = try StageRun(
      stage: "preprocess", revision: 2, options: options, inputs: inputs,
      parameters: parameters, source: source)
    if run.isUpToDate() { return }
    let rejected = try rejections.map { try RejectionsFile(path: $0) }
    if let format = try FeatureCorpus.format(of: corpus, options: readerOptions) {
      try writeFeatures(format, readerOptions, run, rejected)
    } else {
      try writeDocuments(readerOptions, run, rejected)
    }
    try rejected?.finish()
  }

  private func writeDocuments(
    _ readerOptions: CorpusOptions, _ run: StageRun, _ rejected: RejectionsFile?
  ) throws {
    let records = CorpusReader(paths: corpus, options: readerOptions)
    if let rejected { records.onRejection(rejected.write) }
    var tokenizer = Tokenizer()
    if let stopWords {
      tokenizer.options.stopWords = try StopWords.read(try ByteSource(path: stopWords))
    }
    let stage = try run.writer(.documents, level: DocumentsWriter.level)
    var writer = DocumentsWriter(stage)
    var size = CorpusSize()
    let progress = ProgressMeter("preprocess: documents", isQuiet: options.quiet)
    let corpus = CorpusTokenizer(
      records, tokenizer: tokenizer,
      language: language.flatMap { LanguageFilter(language: $0) },
      pool: WorkerPool(threads: threads.count)
    ) { document in
      try writer.write(document)
      size.add(document)
      progress.update(writer.count)
    }
    try corpus.run()
    progress.finish()
    guard writer.count > 0 else { throw noDocument(corpus.report) }
    try writer.finish()
    try stage.commit(summary: summary(of: corpus.report, size))
    show(corpus.report, size, run)
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
      "preprocess: \(rows.count) rows of \(rows.featureCount) features, "
        + "\(rows.labelNames.count) labels, \(rows.labels.count) tags (features only: for baselines)"
    )
    for line in report.remarks { run.say("preprocess: \(line)") }
    sayRejections(report, run)
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
          ? "holds no document with tags; \(report.passedOver) records were passed over"
          : "holds no document",
        remedy: "Give a corpus with documents")
    }
    return InputError(
      file: first.file ?? name, line: first.line,
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
      "preprocess: \(report.documents) documents, \(size.sentences) sentences, "
        + "\(size.words) words, \(size.tags) tags (\(report.format?.rawValue ?? ""))")
    for line in report.remarks { run.say("preprocess: \(line)") }
    sayRejections(report, run)
  }

  private func sayRejections(_ report: CorpusReport, _ run: StageRun) {
    for (index, line) in report.rejectionLines.enumerated() {
      run.say(index == 0 ? "preprocess: \(line)" : line)
    }
  }
}

/// What the documents of a corpus add up to.
struct CorpusSize {
  var sentences = 0
  var words = 0
  var tags = 0

  /// Holes (empty tokens) are no words; a title is no sentence.
  mutating func add(_ document: TokenizedDocument) {
    sentences += document.content.sentenceEnds.count
    words += document.title.wordCount + document.content.wordCount
    tags += document.tags.count
  }
}

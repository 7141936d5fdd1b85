// Turns a corpus file into documents of tokens and tags. It counts no words and
// leaves no document out that can be used.
import ArgumentParser
import Formats
import Pipeline
import StageSupport

@main
struct Preprocess: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preprocess",
    abstract: "Reads a corpus and splits its texts into sentences and words.",
    discussion: """
      The corpus is plain or gzip, and holds JSON lines or the lines of the original program \
      (words of the title, __abstract__, words of the content, __label__, tags); which of \
      them is told by its first character.

      A record that cannot be used is left out and reported with its line; with --strict it \
      is an error. With --compat original a double blank between tags makes an empty tag.
      """)

  @Option(help: "The corpus; - is standard input.")
  var corpus: String

  @Option(
    help: ArgumentHelp(
      """
      How the corpus is laid out: automatic, original, json-lines, paragraphs (running text, \
      a document each paragraph) or whole-text (running text, one document).
      """, valueName: "layout"))
  var format: Layout = .automatic

  @Option(
    help: ArgumentHelp("Words a sentence in lines of the original program.", valueName: "n"))
  var sentenceWords = 30

  @Flag(
    help: "Whether lines of the original program have a title (default: as the first line does).")
  var title: Title?

  @Flag(help: "Keep documents without tags, such as those that are to be annotated.")
  var allowUntagged = false

  @Flag(help: "Stop at the first record that cannot be used.")
  var strict = false

  @Option(
    help: ArgumentHelp(
      "Where the documents come from; later stages show it.", valueName: "text"))
  var source: String?

  @OptionGroup var compat: CompatOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    if sentenceWords < 1 {
      throw ValidationError("--sentence-words must be at least 1, but is \(sentenceWords).")
    }
  }

  func run() throws {
    let input = try StageInput(corpus)
    let run = try StageRun(
      stage: "preprocess", revision: 1, options: options,
      inputs: [("corpus", input.hashedPath)],
      parameters: [
        "format": .string(format.rawValue), "sentenceWords": .int(sentenceWords),
        "title": .string(title?.rawValue ?? "automatic"),
        "allowUntagged": .bool(allowUntagged), "strict": .bool(strict),
        "compat": .bool(compat.isOriginal),
      ],
      source: source)
    if run.isUpToDate() { return }
    var reader = DocumentReader(
      CorpusReader(try ByteSource(path: input.path), options: corpusOptions))
    let stage = try run.writer(.documents)
    var writer = DocumentsWriter(stage)
    var size = CorpusSize()
    let progress = ProgressMeter("preprocess: documents", isQuiet: options.quiet)
    while let document = try reader.next() {
      try writer.write(document)
      size.add(document)
      progress.update(writer.count)
    }
    progress.finish()
    guard writer.count > 0 else { throw noDocument(reader.report) }
    try writer.finish()
    try stage.commit(summary: summary(of: reader.report, size))
    show(reader.report, size, run)
  }

  private var corpusOptions: CorpusOptions {
    var options = CorpusOptions()
    options.format = format.corpusFormat
    options.requiresTags = !allowUntagged
    options.hasTitle = title.map { $0 == .titled }
    options.sentenceWords = sentenceWords
    options.keepsEmptyTags = compat.isOriginal
    options.isStrict = strict
    return options
  }

  private func noDocument(_ report: CorpusReport) -> InputError {
    guard let first = report.rejections.first else {
      return InputError(
        file: corpus, problem: "holds no document", remedy: "Give a corpus with documents")
    }
    return InputError(
      file: corpus, line: first.line,
      problem: "no record can be used; the first one \(first.reason)",
      remedy: first.remedy ?? "Correct the file, or choose its layout with --format")
  }

  private func summary(of report: CorpusReport, _ size: CorpusSize) -> [String: StageHeader.Value] {
    [
      "documents": .int(report.documents), "lines": .int(report.lines),
      "rejected": .int(report.rejected), "emptyTags": .int(report.emptyTags),
      "repeatedTags": .int(report.repeatedTags), "untagged": .int(report.untagged),
      "words": .int(size.words), "sentences": .int(size.sentences), "tags": .int(size.tags),
    ]
  }

  private func show(_ report: CorpusReport, _ size: CorpusSize, _ run: StageRun) {
    run.say(
      "preprocess: \(report.documents) documents, \(size.sentences) sentences, "
        + "\(size.words) words, \(size.tags) tags")
    if report.untagged > 0 { run.say("preprocess: \(report.untagged) documents have no tags") }
    if report.emptyTags + report.repeatedTags > 0 {
      run.say(
        "preprocess: left out \(report.emptyTags) empty and \(report.repeatedTags) repeated tags")
    }
    guard report.rejected > 0 else { return }
    run.say("preprocess: left out \(report.rejected) records that cannot be used")
    for rejection in report.rejections {
      run.say("  line \(rejection.line) \(rejection.reason)")
    }
    if report.rejected > report.rejections.count {
      run.say("  and \(report.rejected - report.rejections.count) more")
    }
  }
}

/// What the documents of a corpus add up to.
struct CorpusSize {
  var sentences = 0
  var words = 0
  var tags = 0

  /// Holes (empty tokens) are no words; a title is no sentence.
  mutating func add(_ document: Document) {
    sentences += document.sentences.count
    words += document.title.count { !$0.isEmpty }
    for sentence in document.sentences { words += sentence.count { !$0.isEmpty } }
    tags += document.tags.count
  }
}

/// A value of `--format`.
enum Layout: String, CaseIterable, ExpressibleByArgument {
  case automatic, original, paragraphs
  case jsonLines = "json-lines"
  case wholeText = "whole-text"

  var corpusFormat: CorpusFormat {
    switch self {
    case .automatic: .automatic
    case .original: .original
    case .jsonLines: .jsonLines
    case .paragraphs: .paragraphs
    case .wholeText: .wholeText
    }
  }
}

/// `--titled` or `--untitled`.
enum Title: String, EnumerableFlag {
  case titled, untitled
}

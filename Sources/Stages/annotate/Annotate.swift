// Annotates new documents with tags, for people and programs. The predictions that
// evaluate measures are made by `predict`.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineAnnotation
import PipelineEvaluation
import PipelineNumerics
import PipelineRelations
import PipelineText
import StageSupport

extension TagFormat: ExpressibleByArgument {}

@main
struct Annotate: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate",
    abstract: "Annotates new documents with tags.",
    discussion: """
      annotate --model model.stage FILE …, or standard input without FILE. New documents \
      may be in every format that preprocess reads (CSV, JSON, RIS, BibTeX …), recognised by \
      content or given with --input-format; plain text is read with --lines, --plain or \
      --whole. Prints tags with their scores, best first: one line per document (lines), one row \
      per tag (tsv), JSON lines (jsonl), as Annif does (annif), or the table that was read \
      with additional columns of tags and their identifiers (csv). Of a folder of texts, the \
      tags of NAME.txt are written to NAME.annif next to it, as annif index does, unless \
      another --format is given.

      A document gets the tags with a score above the model's tuned threshold; --decision \
      takes the rule that tune has learnt instead, --top-k a number of tags, of which \
      --threshold drops those with a low score.

      Where the tags are concepts of a vocabulary, all formats give identifier and \
      name, in the language of --names. --concepts takes the names from a later version of the \
      vocabulary and says what has changed. --include and --exclude name tags by identifier, \
      name, type or scheme.

      --explain says why: the sentences without which the score of a tag would be lower, and \
      in them (between asterisks) the words that count most; and which names of tags occur \
      where, if the model knows names. Tags that never occurred in training are marked.
      """,
    version: JMAN.version)

  @Option(help: "A model: the output of train, train-baseline or fuse.")
  var model: String

  @Argument(help: ArgumentHelp("New documents; - is standard input.", valueName: "file"))
  var files: [String] = ["-"]

  @OptionGroup var choices: Options<AnswerParameters>

  @Option(help: "Use the decision rule in this file (the output of tune).")
  var decision: String?

  @Option(help: ArgumentHelp("Give only the tags in this file, one per line.", valueName: "file"))
  var include: String?

  @Option(help: ArgumentHelp("Give no tag in this file, one per line.", valueName: "file"))
  var exclude: String?

  @Option(
    help: ArgumentHelp(
      "Another version of the vocabulary, an output of build-concepts.", valueName: "file"))
  var concepts: String?

  @OptionGroup var names: NamesOptions

  @Option(
    help: ArgumentHelp(
      "Format of the new documents, as preprocess --format (default: detected).",
      valueName: "format"))
  var inputFormat = CorpusFormat.automatic

  @OptionGroup(title: "The new documents") var fields: Options<FieldParameters>

  @Flag(help: "Read plain text: one document per line.")
  var lines = false

  @Flag(help: "Read plain text: one document per paragraph.")
  var plain = false

  @Flag(help: "Read plain text: one document per file.")
  var whole = false

  @Option(
    help: ArgumentHelp(
      "With csv: the name of the new column; that of identifiers is called NAME_identifiers.", valueName: "name"))
  var column = Self.defaultColumn
  private static let defaultColumn = "predicted_tags"

  @Option(
    help: ArgumentHelp(
      """
      With csv: what is put between tags: a text, tab, newline or blank (default: the first of \
      ; | and a line break that no tag has).
      """, valueName: "text"))
  var tagSeparator: String?

  @OptionGroup var spreadsheets: SpreadsheetOptions

  @Option(help: "Output format (default: lines; for a folder of texts, annif, in files next to them).")
  var format: TagFormat?

  @Option(
    help: ArgumentHelp(
      "With annif: prefix for tags that are not URIs.", valueName: "uri"))
  var uriPrefix = Self.defaultPrefix
  private static let defaultPrefix = "#"

  @Flag(help: "For a folder of texts: replace existing NAME.annif files.")
  var force = false

  @Flag(help: "Say which sentences and words carried each tag (lines and jsonl).")
  var explain = false

  @Flag(help: "With jsonl: add the attention weights of title words, words and sentences.")
  var attention = false

  @OptionGroup var encoder: EncoderOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    let chosen = choices.parameters()
    if decision != nil, chosen.threshold != nil || chosen.topK != nil || chosen.atLeast != nil {
      throw ValidationError("--decision excludes --threshold, --top-k and --at-least.")
    }
    if [plain, whole, lines, inputFormat != .automatic].count(where: { $0 }) > 1 {
      throw ValidationError("--lines, --plain, --whole and --input-format exclude each other.")
    }
    if format == .csv, files.count > 1 {
      throw ValidationError("--format csv completes one table; give one file.")
    }
    for (option, isGiven, needed) in [
      ("--tag-separator", tagSeparator != nil, TagFormat.csv), ("--column", column != Self.defaultColumn, .csv),
      ("--for-spreadsheets", spreadsheets.forSpreadsheets, .csv),
    ] where isGiven && format != needed {
      throw ValidationError("\(option) needs --format \(needed.rawValue).")
    }
    if uriPrefix != Self.defaultPrefix, ![nil, .annif].contains(format) {
      throw ValidationError("--uri-prefix needs --format annif.")
    }
    if tagSeparator?.isEmpty == true { throw ValidationError("--tag-separator is empty.") }
    if attention, format != .jsonl { throw ValidationError("--attention needs --format jsonl.") }
    if explain, ![nil, .lines, .jsonl].contains(format) {
      throw ValidationError("--explain needs --format lines or jsonl.")
    }
    if files.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input can be read once only.")
    }
  }

  func run() throws {
    let pool = WorkerPool(threads: threads.count)
    let trained = try StoredModel(path: model, pool: pool)
    let scores = DocumentScores(trained, given: try encoder.source(for: trained), pool: pool)
    if attention, !scores.hasAttention {
      throw InputError(
        file: model, problem: "is a baseline, which has no attention weights",
        remedy: "Leave out --attention; --explain works with every model")
    }
    let table = try vocabulary(of: scores)
    let names = try names.names(of: scores.labels, table)
    let tagger = BatchTagger(
      scores, selector: try selector(scores, table), names: names, isExplained: explain,
      withAttention: attention)
    if format == .tsv {
      try writeOut(
        Array(TaggedDocument.header(haveIdentifiers: names.haveIdentifiers).utf8))
    }
    let batchSize = choices.parameters().batchSize ?? trained.batchSize(threads: pool.threads)
    let documents = try NewDocuments(files, options: readerOptions, batchSize: batchSize)
      .annotate(by: tagger, to: try sink(names, scores.labels))
    if documents == 0 {
      throw InputError(
        file: files.count == 1 ? files[0] : "\(files[0]) …",
        problem: "contains no documents to annotate",
        remedy: "Give JSON lines with title and text, a table, or plain text with --lines, "
          + "--plain or --whole")
    }
  }

  /// How new documents are read: as preprocess reads a corpus, without tags.
  private var readerOptions: CorpusOptions {
    var options = CorpusOptions()
    options.formatParameter = "inputFormat"
    options.requiresTags = false
    options.wantsTags = false
    options.requiresDistinctIDs = false
    options.joinsRows = format != .csv
    options.format = plain ? .paragraphs : whole ? .wholeText : lines ? .lines : inputFormat
    fields.parameters().apply(to: &options)
    return options
  }

  /// - Parameters:
  ///   - names: of all tags of the model.
  ///   - labels: the tags, in the same order.
  private func sink(_ names: ConceptNames, _ labels: [String]) throws -> TagSink {
    if format == .csv {
      func column(
        _ name: String, of texts: [String], _ text: @escaping (TaggedDocument.Tag) -> String
      ) throws -> TagColumn {
        let separator =
          try tagSeparator.map { try TagJoin.separator(named: $0, for: texts) } ?? TagJoin.separator(for: texts)
        return TagColumn(name: name) { tags in
          let cell = tags.map(text).joined(separator: separator)
          return spreadsheets.forSpreadsheets ? CSV.harmless(cell) : cell
        }
      }
      var columns = [try column(self.column, of: names.names) { $0.name }]
      if names.haveIdentifiers {
        columns.append(try column(self.column + "_identifiers", of: labels) { $0.label })
      }
      return .table(try StageInput(files[0]).hashedPath, options: readerOptions, columns: columns)
    }
    let form = format ?? .lines
    let besides: BesideForm? =
      (format ?? .annif) == .annif && !explain
      ? BesideForm(text: { $0.annifLines(uriPrefix: uriPrefix) }, isForced: force) : nil
    return .text(
      { document in document.text(form, isExplained: explain, uriPrefix: uriPrefix) },
      isForPeople: form == .lines, beside: besides)
  }

  /// The concepts of the labels: the model's, or those of a later vocabulary.
  private func vocabulary(of model: DocumentScores) throws -> ConceptTable? {
    guard let concepts else { return model.concepts }
    let later = try ConceptTable(path: concepts)
    guard let own = model.concepts else {
      guard model.labels.contains(where: { later.number(of: $0) != nil }) else {
        throw InputError(
          file: concepts, problem: "has none of the model's \(model.labels.count, "tag")",
          remedy: "Give the vocabulary whose identifiers the tags are")
      }
      return later.subset(of: model.labels)
    }
    for line in ConceptChanges(labels: model.labels, from: own, to: later).sentences {
      printError("annotate: \(line)")
    }
    return later.subset(of: model.labels).filled(from: own, labels: model.labels)
  }

  private func selector(
    _ model: DocumentScores, _ concepts: ConceptTable?
  ) throws -> TagSelector {
    let (topK, atLeast, threshold) = (choices[\.topK], choices[\.atLeast], choices[\.threshold])
    var rule: DecisionRule
    var listed = TagSelector.Listed.asPredicted
    if let decision {
      let tuned = try TunedDecision(StageContents(path: decision, expecting: .decision))
      guard tuned.labels.map({ ExactString($0) }) == model.labels.map({ ExactString($0) }) else {
        throw InputError(
          file: decision, problem: "was tuned for a model with other tags",
          remedy: "Tune the model given here: predict --part validation, then tune")
      }
      rule = tuned.rule
    } else if let topK {
      rule = DecisionRule(.top(count: topK, floor: threshold ?? -.infinity))
      listed = .all
    } else {
      rule = DecisionRule(.threshold(threshold ?? model.threshold))
      listed = .all
    }
    if let atLeast { rule.minimum = atLeast }
    return TagSelector(
      rule, of: listed, labels: model.labels,
      include: try include.map { try TagList(path: $0, known: model.labels, concepts: concepts) },
      exclude: try exclude.map {
        try TagList(path: $0, known: model.labels, concepts: concepts)
      })
  }
}

/// Which tags a new document gets, and how many documents wait for each other.
struct AnswerParameters: DeclaredParameters {
  /// Nil is the model's.
  var threshold: Float?
  var topK: Int?
  var atLeast: Int?
  /// Nil depends on the threads.
  var batchSize: Int?

  static let declarations: [Declaration<Self>] = [
    .init(
      "threshold", \.threshold, in: .from(0, below: 1), "Give tags with a score above this.",
      default: "the model's tuned threshold", header: { _ in nil }),
    .init("topK", \.topK, in: .atLeast(1), "Give the n best tags.", valueName: "n", header: { _ in nil }),
    .init(
      "atLeast", \.atLeast, in: .atLeast(1), "Give at least the n best tags, whatever their scores.", valueName: "n",
      header: { _ in nil }),
    .init(
      "batchSize", \.batchSize, in: .atLeast(1),
      "Documents per batch; 1 answers each line of a slow stream at once.",
      default: "128 per thread, at most 512, for HLAN and HA-GRU 128", header: { _ in nil }),
  ]
}

// The options of all programs that read corpora: where they are, how they are
// laid out, what is taken of them.
import ArgumentParser
import Formats

/// `--format` and what belongs to it.
public struct CorpusOptionGroup: ParsableArguments {
  @Option(
    name: [.customLong("input-format"), .customLong("format")],
    help: ArgumentHelp(
      """
      Corpus format; by default detected from content and file names. \
      \(CorpusFormat.allCases.map(\.rawValue).joined(separator: ", ")).
      """, valueName: "format"))
  public var format: CorpusFormat = .automatic

  @OptionGroup public var record: FieldOptions

  @Option(
    help: ArgumentHelp("Words a sentence in lines of the original program.", valueName: "n"))
  public var sentenceWords = 30

  @Flag(
    help: "Whether lines of the original program have a title (default: as the first line does).")
  public var title: Title?

  @Flag(help: "Keep documents without tags, such as those that are to be annotated.")
  public var allowUntagged = false

  @Flag(help: "Leave out documents that have a title only.")
  public var requireContent = false

  @Flag(help: "Stop at the first record that cannot be used.")
  public var strict = false

  @Option(
    help: ArgumentHelp(
      "The column or field of the tags; several times for several.", valueName: "column"))
  public var tagsColumn: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Tables: columns with 0 or 1 whose names are the tags, between commas: names, numbers or \
      ranges of numbers such as 4-9.
      """, valueName: "columns"))
  public var labelColumns: String?

  @Option(
    help: ArgumentHelp(
      """
      What separates tags that are in one field, in any format: a text, tab, newline or blank \
      (default: decided once per column, from all of it).
      """, valueName: "text"))
  public var tagSeparator: String?

  @Flag(help: "Take subjects' URIs for tags where a source gives labels too (default: labels).")
  public var subjectUris = false

  @Option(help: "BibSonomy: publications or bookmarks.")
  public var resources: CorpusOptions.Resources = .publications

  @Option(
    help: ArgumentHelp(
      "BibSonomy's dump: leave out tags that fewer users gave, in the whole dump.",
      valueName: "n"))
  public var minTagUsers = 1

  @Flag(help: "Debian: one binary package of each source package.")
  public var onePerSource = false

  @Option(
    help: ArgumentHelp(
      "Feature files: how many of the first rows are the training part.", valueName: "n"))
  public var trainRows: Int?

  public init() {}

  public func validate() throws {
    try checkBounds(
      .atLeast(1), ["sentenceWords": sentenceWords, "minTagUsers": minTagUsers, "trainRows": trainRows])
  }

  /// What the reader is given.
  ///
  /// - Parameter keepsEmptyTags: as the original program does.
  public func options(keepsEmptyTags: Bool = false) -> CorpusOptions {
    var options = CorpusOptions()
    options.format = format
    options.requiresTags = !allowUntagged
    options.requiresContent = requireContent
    options.hasTitle = title.map { $0 == .titled }
    options.sentenceWords = sentenceWords
    options.keepsEmptyTags = keepsEmptyTags
    options.isStrict = strict
    record.apply(to: &options)
    options.columns.tags = tagsColumn
    options.columns.labels = labelColumns?.split(separator: ",").map { String($0) } ?? []
    options.prefersIdentifiers = subjectUris
    options.columns.tagSeparator = tagSeparator
    options.resources = resources
    options.minimumTagUsers = minTagUsers
    options.onePerSource = onePerSource
    options.trainingRows = trainRows
    return options
  }

  /// All of them, for a stage file's header.
  public var parameters: [String: StageHeader.Value] {
    [
      "format": .string(format.rawValue), "sentenceWords": .int(sentenceWords),
      "title": .string(title?.rawValue ?? "automatic"),
      "allowUntagged": .bool(allowUntagged), "requireContent": .bool(requireContent),
      "strict": .bool(strict),
      "columns": .string(
        [
          record.idColumn, record.titleColumn, record.textColumn,
          tagsColumn.joined(separator: ","), tagSeparator, labelColumns,
        ].map { $0 ?? "" }.joined(separator: "\t")),
      "encoding": .string(record.encoding ?? ""), "subjectURIs": .bool(subjectUris),
      "resources": .string(resources.rawValue), "minTagUsers": .int(minTagUsers),
      "onePerSource": .bool(onePerSource), "trainRows": .int(trainRows ?? 0),
    ]
  }

  /// `--titled` or `--untitled`.
  public enum Title: String, EnumerableFlag, Sendable {
    case titled, untitled
  }
}

extension CorpusFormat: ExpressibleByArgument {}
extension CorpusOptions.Resources: ExpressibleByArgument {}

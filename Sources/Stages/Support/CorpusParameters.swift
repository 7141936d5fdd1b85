// The options of all programs that read corpora: where they are, how they are
// laid out, what is taken of them.
import ArgumentParser
import Formats

/// How a corpus is laid out, and what is taken of it.
package struct CorpusParameters: DeclaredParameters, NamedOptions {
  /// The format; `automatic` detects it from content and names of files.
  package var format = CorpusFormat.automatic
  /// Encoding and the columns of id, title and text.
  package var fields = FieldParameters()
  /// Words per sentence of the original's lines and of Zhihu's texts.
  package var sentenceWords = 30
  /// Nil is as the first line does.
  package var title: Title?
  /// Whether documents without tags are kept.
  package var allowUntagged = false
  /// Whether documents with a title only are left out.
  package var requireContent = false
  /// Whether the first record that cannot be used is an error.
  package var strict = false
  /// Columns or fields of tags, by name or number; empty: by their usual names.
  package var tagsColumns: [String] = []
  /// 0/1 columns whose names are the tags, such as `4-9`; nil detects them.
  package var labelColumns: String?
  /// Nil decides it once per column.
  package var tagSeparator: String?
  /// Whether tags are the URIs of subjects where a source has labels too.
  package var subjectURIs = false
  /// BibSonomy: which posts become documents.
  package var resources = CorpusOptions.Resources.publications
  /// BibSonomy's dump: the least number of users that must have given a tag.
  package var minTagUsers = 1
  /// Debian: whether one binary package per source package is taken.
  package var onePerSource = false
  /// The training rows of a features file; nil takes as many as it states.
  package var trainRows: Int?

  package init() {}

  /// `--titled` or `--untitled`.
  package enum Title: String, EnumerableFlag, Sendable {
    case titled, untitled
  }

  /// `--format` alone is another option in programs that also write in formats.
  package static let optionNames: [String: NameSpecification] = [
    "format": [.customLong("input-format"), .customLong("format")]
  ]

  package static let declarations: [Declaration<Self>] =
    [
      .init(
        "format", \.format, "Corpus format; by default detected from content and file names.", valueName: "format")
    ] + Declaration<Self>.group(\.fields) + [
      .init(
        "sentenceWords", \.sentenceWords, in: .atLeast(1), "Words per sentence in lines of the original program.",
        valueName: "n"),
      .init(
        "title", \.title, "Whether lines of the original program have a title.", default: "as the first line does",
        header: { .string($0.title?.rawValue ?? "automatic") }),
      .init("allowUntagged", \.allowUntagged, "Keep documents without tags, such as those that are to be annotated."),
      .init("requireContent", \.requireContent, "Leave out documents that have a title only."),
      .init("strict", \.strict, "Stop at the first record that cannot be used."),
      .init(
        "tagsColumn", key: "columns", \.tagsColumns, "The column or field of the tags; repeat it for several.",
        valueName: "column", header: { $0.columns }),
      .init(
        "labelColumns", key: "columns", \.labelColumns,
        """
        Tables: columns with 0 or 1 whose names are the tags, separated by commas: names, numbers or \
        ranges of numbers such as 4-9.
        """, valueName: "columns", header: { $0.columns }),
      .init(
        "tagSeparator", key: "columns", \.tagSeparator,
        "What separates tags that are in one field, in any format: a text, tab, newline or blank.", valueName: "text",
        default: "decided once per column, from all of it", header: { $0.columns }),
      .init(
        "subjectUris", key: "subjectURIs", \.subjectURIs,
        "Take subjects' URIs for tags where a source gives labels too (default: labels)."),
      .init("resources", \.resources, "BibSonomy: the posts that make documents."),
      .init(
        "minTagUsers", \.minTagUsers, in: .atLeast(1),
        "BibSonomy's dump: leave out tags that fewer users gave, in the whole dump.", valueName: "n"),
      .init("onePerSource", \.onePerSource, "Debian: one binary package of each source package."),
      .init(
        "trainRows", \.trainRows, in: .atLeast(1),
        "Feature files: how many of the first rows are the training part.", valueName: "n",
        header: { .int($0.trainRows ?? 0) }),
    ]

  /// All choices of columns, as a header has them.
  private var columns: StageHeader.Value {
    .string(
      [
        fields.idColumn, fields.titleColumn, fields.textColumn, tagsColumns.joined(separator: ","), tagSeparator,
        labelColumns,
      ].map { $0 ?? "" }.joined(separator: "\t"))
  }

  /// What the reader is given.
  ///
  /// - Parameter keepsEmptyTags: as the original program does.
  package func options(keepsEmptyTags: Bool = false) -> CorpusOptions {
    var options = CorpusOptions()
    options.format = format
    options.requiresTags = !allowUntagged
    options.requiresContent = requireContent
    options.hasTitle = title.map { $0 == .titled }
    options.sentenceWords = sentenceWords
    options.keepsEmptyTags = keepsEmptyTags
    options.isStrict = strict
    fields.apply(to: &options)
    options.columns.tags = tagsColumns
    options.columns.labels = labelColumns?.split(separator: ",").map { String($0) } ?? []
    options.prefersIdentifiers = subjectURIs
    options.columns.tagSeparator = tagSeparator
    options.resources = resources
    options.minimumTagUsers = minTagUsers
    options.onePerSource = onePerSource
    options.trainingRows = trainRows
    return options
  }
}

extension CorpusFormat: ExpressibleByArgument {}
extension CorpusOptions.Resources: ExpressibleByArgument {}

// The formats of corpora, and how that of a stream is detected from its first bytes.
// Formats of several files are detected from the files' names, in CorpusFiles.

/// How a corpus is laid out.
public enum CorpusFormat: String, CaseIterable, Sendable {
  /// Detected from the content, and from names if several files belong together.
  case automatic
  /// `title words __abstract__ content words __label__ tags`.
  case original
  /// One JSON object per line.
  case jsonLines = "json-lines"
  /// An array of JSON objects, a list of them in an object, or objects over
  /// several lines: CSL-JSON, Annif's files, what pandas writes.
  case json
  /// `__label__tag __label__tag text`, as fastText reads it.
  case fastText = "fasttext"
  /// `id TAB labels TAB text` without names of columns, as LibMultiLabel has it.
  case libMultiLabel = "libmultilabel"
  /// RIS, as Zotero, Mendeley, EndNote and others write it.
  case ris
  /// PubMed's and MEDLINE's text format.
  case nbib
  /// The Web of Science's plain text.
  case webOfScience = "wos"
  /// EndNote's and refer's `%T …`.
  case endNote = "endnote"
  /// PubMed's and MEDLINE's XML.
  case pubMed = "pubmed-xml"
  /// Text without tags, a document per line.
  case lines
  /// Running text, one document for each paragraph (ended by a blank line).
  case paragraphs
  /// Running text, the whole input is one document.
  case wholeText = "whole-text"
  /// The tables tas, bibtex and bookmark of BibSonomy's dumps.
  case bibsonomyDump = "bibsonomy-dump"
  /// Answers of BibSonomy's REST interface.
  case bibsonomyXML = "bibsonomy-xml"
  case bibsonomyJSON = "bibsonomy-json"
  /// BibTeX with keywords.
  case bibtex
  case citeulikeA = "citeulike-a"
  case citeulikeT = "citeulike-t"
  /// CiteULike's counted words, without the texts.
  case citeulikeBag = "citeulike-bag"
  /// The question and topic files of Zhihu's competition.
  case zhihu
  /// Tables whose first line names the columns.
  case csv, tsv
  /// A folder of .txt files with .key or .tsv files next to them.
  case annifFolder = "annif-folder"
  /// `text TAB <subject> <subject>`.
  case annifTSV = "annif-tsv"
  /// Debian's package index, translations and Debtags.
  case debian
  /// MULAN's sparse or dense ARFF with an XML list of labels.
  case arff
  /// LIBSVM's multi-label lines, with or without the XC repository's header.
  case libsvm

  /// Whether there are feature vectors instead of texts.
  var holdsFeatures: Bool {
    self == .arff || self == .libsvm || self == .citeulikeBag
  }

  /// Whether the format consists of several files.
  var needsFiles: Bool {
    switch self {
    case .bibsonomyDump, .citeulikeA, .citeulikeT, .zhihu, .annifFolder, .debian: true
    default: false
    }
  }

  /// The parameters with names of columns or fields that mean something in it.
  var columns: Set<String> {
    switch self {
    case .csv, .tsv: ["idColumn", "titleColumn", "textColumn", "tagsColumn", "labelColumns"]
    case .json, .jsonLines: ["idColumn", "titleColumn", "textColumn", "tagsColumn"]
    case .ris, .nbib, .webOfScience, .endNote, .bibtex: ["tagsColumn"]
    default: []
    }
  }

  /// The dialect of a format whose lines begin with tags.
  var dialect: TaggedDialect? {
    switch self {
    case .ris: .ris
    case .nbib: .nbib
    case .webOfScience: .webOfScience
    case .endNote: .endNote
    default: nil
    }
  }
}

// The formats of corpora, and how one stream's is told by its first bytes.
// Formats of several files are told by the files' names, in CorpusFiles.

/// How a corpus is laid out.
public enum CorpusFormat: String, CaseIterable, Sendable {
  /// Told by content, and by names where several files belong together.
  case automatic
  /// `title words __abstract__ content words __label__ tags`.
  case original
  /// One JSON object a line.
  case jsonLines = "json-lines"
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
  /// CiteULike's counted words, where there is no text.
  case citeulikeBag = "citeulike-bag"
  /// The question and topic files of Zhihu's competition.
  case zhihu
  /// Tables whose first line names the columns.
  case csv, tsv
  /// A folder of .txt files with .key or .tsv files beside them.
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
  public var holdsFeatures: Bool {
    self == .arff || self == .libsvm || self == .citeulikeBag
  }

  /// Whether the format consists of several files.
  var needsFiles: Bool {
    switch self {
    case .bibsonomyDump, .citeulikeA, .citeulikeT, .zhihu, .annifFolder, .debian: true
    default: false
    }
  }

  /// The format of a stream that begins with `start`.
  ///
  /// - Parameter name: the file's, which decides where the content leaves it
  ///   open (running BibTeX comments, for instance).
  static func recognise(
    _ start: [UInt8], name: String, options: CorpusOptions
  ) -> CorpusFormat {
    var bytes = start[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    bytes = strip(bytes)
    let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
    let lines = bytes.split(separator: 0x0A, maxSplits: 64, omittingEmptySubsequences: true)
    let first = lines.first ?? []
    let isOriginal = [OriginalLine.tagMark, OriginalLine.titleMark]
      .contains { !OriginalLine.positions(of: $0, in: first).isEmpty }
    switch bytes.first {
    case UInt8(ascii: "{"):
      let isAnswer = text.prefixMatch(of: /\{\s*"(posts|post|stat)"\s*:/) != nil
      return isAnswer ? .bibsonomyJSON : .jsonLines
    case UInt8(ascii: "<")
    where text.contains("<bibsonomy") || text.contains("<!DOCTYPE bibsonomy"):
      return .bibsonomyXML
    default: break
    }
    if isOriginal { return .original }
    for line in lines {
      let line = strip(line)
      if line.isEmpty || line.first == UInt8(ascii: "%") { continue }
      guard line.first == UInt8(ascii: "@") else { break }
      let head = String(decoding: line.prefix(80), as: UTF8.self).lowercased()
      if head.hasPrefix("@relation") { return .arff }
      if head.prefixMatch(of: /@[a-z]+\s*[{(]/) != nil { return .bibtex }
      break
    }
    if RoleName(name).ending == "bib" { return .bibtex }
    let head = String(decoding: first, as: UTF8.self)
    if head.prefixMatch(of: /[^\t]*\t\s*<[a-z]+:[^\t]*>\s*$/) != nil { return .annifTSV }
    if let table = TableLayout.recognise(first, options: options.columns) { return table }
    if LIBSVMReader.looksLike(first, lines.dropFirst().first) { return .libsvm }
    return .original
  }
}

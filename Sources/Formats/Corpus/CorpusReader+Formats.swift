// Which reader reads which format: the table of all of them.
import FormatsFiles

/// Where a corpus comes from.
enum CorpusInput {
  case stream(ByteSource)
  case files(CorpusFiles)
}

/// Recognises the format if it is not given, and makes its reader.
///
/// - Throws: `InputError` for files that are not there or cannot be read, and
///   for a format that does not fit the input.
func openCorpus(
  _ input: CorpusInput, options: CorpusOptions, log: CorpusLog
) throws -> any RecordReader {
  switch input {
  case .stream(let source):
    try source.prepareForCorpus(encoding: options.encoding)
    return try streamReader(source, file: nil, options: options, log: log)
  case .files(let files):
    let format =
      options.format == .automatic
      ? files.format ?? files.textFolder(options) : options.format
    if let format, format.needsFiles {
      if options.encoding != nil, format != .annifFolder {
        throw InputError(
          file: files.name, problem: "\(parameter: "encoding") is not possible with the format \(format.rawValue)",
          remedy: "Convert the files with iconv")
      }
      log.report.format = format
      try checkColumns(format, files.name, options, isOneOfMany: false, log)
      for remark in files.remarks(on: format) { log.note(remark) }
      return try filesReader(files, format, options: options, log: log)
    }
    if let format, format.holdsFeatures { throw featuresError(files.name, format) }
    let (nested, others) = files.nestedCorpora(options.format)
    let paths = files.independent + nested
    if paths.isEmpty, !others.isEmpty {
      throw InputError(
        file: files.name, problem: "holds no file in any of the formats that are recognised",
        remedy: "Give one with \(parameter: options.formatParameter) (docs/corpora.md lists them)")
    }
    for remark in files.remarks(corpora: nested, others: others) { log.note(remark) }
    if paths.count == 1 {
      return try streamReader(
        try ByteSource.ofCorpus(paths[0], encoding: options.encoding), file: nil,
        options: options, log: log)
    }
    let titles = paths.map { files.placeInFolder($0) }
    let areDistinct = Set(titles).count == titles.count
    return ChainedReader(
      zip(paths, titles).map { path, title in
        {
          try streamReader(
            try ByteSource.ofCorpus(path, encoding: options.encoding),
            file: areDistinct ? title : path, options: options, log: log)
        }
      })
  }
}

private func streamReader(
  _ source: ByteSource, file: String?, options: CorpusOptions, log: CorpusLog
) throws -> any RecordReader {
  let format = try format(of: source, options)
  log.report.format = format
  try checkColumns(format, source.name, options, isOneOfMany: file != nil, log)
  func lines(_ layout: LineRecords.Layout) -> LineRecords {
    LineRecords(source, layout, file: file, options: options, log: log)
  }
  switch format {
  case .automatic, .original: return lines(.original(hasTitle: options.hasTitle))
  case .fastText: return lines(.fastText)
  case .libMultiLabel: return lines(.libMultiLabel)
  case .lines: return lines(.plain)
  case .jsonLines, .json:
    return try JSONRecords(
      source, isByLine: format == .jsonLines, file: file, options: options, log: log)
  case .ris, .nbib, .webOfScience, .endNote:
    return try TaggedReader(
      source, format.dialect ?? .ris, file: file, options: options, log: log)
  case .pubMed: return PubMedReader(source, file: file, options: options, log: log)
  case .paragraphs, .wholeText:
    return RunningText(
      source, endsAtBlankLine: format == .paragraphs, file: file, options: options, log: log)
  case .bibsonomyXML:
    return try BibSonomyXMLReader(source, file: file, options: options, log: log)
  case .bibsonomyJSON:
    return BibSonomyJSONReader(source, file: file, options: options, log: log)
  case .bibtex:
    return BibTeXReader(source, file: file, options: options, log: log)
  case .csv, .tsv:
    return try TableReader(
      source, isTabbed: format == .tsv, file: file, options: options, log: log)
  case .annifTSV:
    return AnnifTSVReader(source, file: file, options: options, log: log)
  case .arff, .libsvm, .citeulikeBag:
    throw featuresError(source.name, format)
  case .bibsonomyDump, .citeulikeA, .citeulikeT, .zhihu, .annifFolder, .debian:
    throw InputError(
      file: source.name,
      problem: "is one stream, but the format \(format.rawValue) has several files",
      remedy: "Give the folder that holds them")
  }
}

/// The format that the user gave, or else the one that is recognised.
private func format(of source: ByteSource, _ options: CorpusOptions) throws -> CorpusFormat {
  guard options.format == .automatic else { return options.format }
  let start = try source.peek(1 << 16)
  guard let found = CorpusFormat.recognise(start, name: source.name, options: options) else {
    throw CorpusFormat.unknown(start, name: source.name, options: options)
  }
  return found
}

/// Columns that the user names, and that a format does not have, are a mistake; in one of several files
/// they may be meant for the others.
private func checkColumns(
  _ format: CorpusFormat, _ name: String, _ options: CorpusOptions, isOneOfMany: Bool, _ log: CorpusLog
) throws {
  let columns = options.columns
  let named = [
    ("idColumn", columns.id != nil), ("titleColumn", columns.title != nil), ("textColumn", columns.text != nil),
    ("tagsColumn", !columns.tags.isEmpty), ("labelColumns", !columns.labels.isEmpty),
  ].filter(\.1).map(\.0)
  let known = format.columns
  guard let unknown = named.first(where: { !known.contains($0) }) else { return }
  let error = InputError(
    file: name, problem: "\(parameter: unknown) has no meaning in the format \(format.rawValue)",
    remedy: "Leave it out, or say what the format is with \(parameter: options.formatParameter)")
  guard isOneOfMany else { throw error }
  log.note("\(parameter: unknown) has no meaning in files of the format \(format.rawValue)")
}

private func filesReader(
  _ files: CorpusFiles, _ format: CorpusFormat, options: CorpusOptions, log: CorpusLog
) throws -> any RecordReader {
  switch format {
  case .bibsonomyDump: return try BibSonomyDumpReader(files, options: options, log: log)
  case .citeulikeA: return try CiteULikeAReader(files, options: options, log: log)
  case .citeulikeT: return try CiteULikeTReader(files, options: options, log: log)
  case .zhihu: return try ZhihuReader(files, options: options, log: log)
  case .annifFolder: return AnnifFolderReader(files, options: options, log: log)
  case .debian: return try DebianReader(files, options: options, log: log)
  default: preconditionFailure("\(format.rawValue) is a format of one stream")
  }
}

private func featuresError(_ name: String, _ format: CorpusFormat) -> InputError {
  InputError(
    file: name,
    problem: "holds feature vectors without text (\(format.rawValue)), which only baselines use",
    remedy: "Give it alone to preprocess, which writes a features file, and not among texts")
}

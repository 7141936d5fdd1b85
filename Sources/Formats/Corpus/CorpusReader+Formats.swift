// Which reader reads which format: the table of all of them.

/// Where a corpus comes from.
enum CorpusInput {
  case stream(ByteSource)
  case files(CorpusFiles)
}

/// Recognises the format, where it is not given, and makes its reader.
///
/// - Throws: `InputError` for files that are not there or cannot be read, and
///   for a format that does not fit the input.
func openCorpus(
  _ input: CorpusInput, options: CorpusOptions, log: CorpusLog
) throws -> any RecordReader {
  switch input {
  case .stream(let source):
    return try streamReader(source, file: nil, options: options, log: log)
  case .files(let files):
    let format = options.format == .automatic ? files.format : options.format
    if let format, format.needsFiles {
      log.report.format = format
      return try filesReader(files, format, options: options, log: log)
    }
    if let format, format.holdsFeatures { throw featuresError(files.name, format) }
    let paths = files.independent
    if paths.count == 1 {
      return try streamReader(
        try ByteSource.ofCorpus(paths[0]), file: nil, options: options, log: log)
    }
    return ChainedReader(
      paths.map { path in
        {
          try streamReader(
            try ByteSource.ofCorpus(path), file: CorpusFiles.title(path), options: options,
            log: log)
        }
      })
  }
}

private func streamReader(
  _ source: ByteSource, file: String?, options: CorpusOptions, log: CorpusLog
) throws -> any RecordReader {
  try source.refuseForeignEncodings()
  let format = options.format == .automatic
    ? CorpusFormat.recognise(try source.peek(1 << 16), name: source.name, options: options)
    : options.format
  log.report.format = format
  switch format {
  case .automatic, .original:
    return LineRecords(
      source, .original(hasTitle: options.hasTitle), file: file, options: options, log: log)
  case .jsonLines:
    return LineRecords(source, .jsonLines, file: file, options: options, log: log)
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
    remedy: "Run preprocess on it, which writes a features file")
}

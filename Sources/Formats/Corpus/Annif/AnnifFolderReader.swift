// Annif's full-text corpus: a folder with NAME.txt and, next to it, NAME.key
// (one subject per line) or NAME.tsv (one `<uri> TAB label` per line).
import FormatsFiles

/// Yields a document for each .txt file in the order of the names.
///
/// The first line is the title if it is short (at most 200 bytes) and more
/// follows; the rest is the content. Tags are the labels of the .key or the
/// .tsv file; a line of the latter without a label gives its URI.
final class AnnifFolderReader: RecordReader {
  private var texts: [String]
  private let subjects: [String: String]
  private let options: CorpusOptions
  private let log: CorpusLog

  init(_ files: CorpusFiles, options: CorpusOptions, log: CorpusLog) {
    texts = files.paths.filter { RoleName($0).ending == "txt" }.reversed()
    var subjects: [String: String] = [:]
    for path in files.paths {
      let name = RoleName(path)
      // .key before .tsv: the files are sorted by name.
      if ["key", "tsv"].contains(name.ending), subjects[name.stem] == nil {
        subjects[name.stem] = path
      }
    }
    self.subjects = subjects
    self.options = options
    self.log = log
    if options.wantsTags { noteUnread(files.paths) }
  }

  /// Says which files next to the texts are not read.
  private func noteUnread(_ paths: [String]) {
    let stems = Set(texts.map { RoleName($0).stem })
    var withoutText: [String] = []
    var others: [String] = []
    for path in paths where RoleName(path).ending != "txt" {
      let (name, title) = (RoleName(path), CorpusFiles.title(path))
      if !["key", "tsv"].contains(name.ending) {
        if !CorpusFolder.isAboutData(title) { others.append(title) }
      } else if !stems.contains(name.stem) {
        withoutText.append(title)
      } else if subjects[name.stem] != path {
        others.append(title)
      }
    }
    if !withoutText.isEmpty {
      log.note(
        "\(withoutText.count, "list") of subjects without a text \(withoutText.count == 1 ? "was" : "were") "
          + "not read: " + CorpusFiles.list(withoutText))
    }
    if !others.isEmpty { log.note("not used by the format annif-folder: " + CorpusFiles.list(others)) }
  }

  func next() throws -> RawDocument? {
    guard let path = texts.popLast() else { return nil }
    let title = CorpusFiles.title(path)
    let stem = RoleName(path).stem
    let bytes = try ByteSource.ofCorpus(path, encoding: options.encoding).readAll(limit: options.longestRecord)
    log.report.lines += bytes.count { $0 == 0x0A }
    let unmarked = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    guard let text = String(validating: unmarked, as: UTF8.self) else {
      throw Rejection.notUTF8(file: title, line: 1)
    }
    let tags = options.wantsTags ? try subjects[stem].map { try self.tags($0) } ?? [] : []
    let (heading, content) = Self.parts(text)
    return RawDocument(
      id: stem, line: 1, file: title, title: .running(heading), content: .running(content),
      tags: cleanedTags(tags, report: &log.report))
  }

  private static func parts(_ text: String) -> (title: String, content: String) {
    let whole = text.trimmed
    let first = whole.prefix { !$0.isNewline }
    guard first.utf8.count <= 200, first.utf8.count < whole.utf8.count else { return ("", whole) }
    return (String(first), String(whole[first.endIndex...]))
  }

  private func tags(_ path: String) throws -> [String] {
    var lines = LineReader(try ByteSource.ofCorpus(path, encoding: options.encoding), limit: options.longestRecord)
    let isTable = RoleName(path).ending == "tsv"
    var tags: [String] = []
    while let bytes = try lines.nextOfCorpus(log) {
      if isBlank(bytes) { continue }
      guard let line = String(validating: strip(bytes), as: UTF8.self) else {
        try log.reject(
          Rejection(
            file: CorpusFiles.title(path), line: lines.lineNumber, reason: "is not valid UTF-8"))
        continue
      }
      guard isTable else {
        tags.append(line)
        continue
      }
      let fields = line.split(separator: "\t").map { $0.trimmed }.filter { !$0.isEmpty }
      guard let uri = fields.first else { continue }
      let label = fields.count > 1 && !options.prefersIdentifiers ? fields[1] : uri
      tags +=
        label.hasPrefix("<") && label.hasSuffix(">")
        ? [String(label.dropFirst().dropLast())] : [label]
    }
    return tags
  }
}

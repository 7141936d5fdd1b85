// Debian's or Ubuntu's binary packages as a corpus: synopses and Debtags from
// the index Packages, long descriptions from Translation-en, and the tags from
// tags-current if the index has none (Ubuntu).
import FormatsFiles

/// Yields a document for each package with tags: the synopsis is the title,
/// the long description the content. The order is random and always the same.
///
/// A package with the title and content of an earlier one is left out. Memory:
/// the descriptions and the tags, about 150 MB for Debian's whole main.
final class DebianReader: RecordReader {
  private var packages: ControlReader
  private let title: String
  private let options: CorpusOptions
  private let log: CorpusLog
  /// Long descriptions by package and MD5 sum of the English one.
  private var descriptions: [String: String] = [:]
  /// Tags by package, where the index has none.
  private var extraTags: [String: [String]] = [:]
  private var seenTexts: Set<ExactString> = []
  private var seenPackages: Set<String> = []
  /// All documents, the last one first, once they are read.
  private var waiting: [RawDocument]?

  init(_ files: CorpusFiles, options: CorpusOptions, log: CorpusLog) throws {
    let path = try files.needed("Packages", format: .debian)
    title = CorpusFiles.title(path)
    self.options = options
    self.log = log
    packages = ControlReader(
      try ByteSource.ofCorpus(path),
      wanted: ["package", "source", "description", "description-md5", "tag"],
      limit: options.longestRecord, log: log)
    if let path = files.file("Translation-en") { try readDescriptions(path) }
    if let path = files.file("tags-current") { try readTags(path) }
  }

  private func readDescriptions(_ path: String) throws {
    var reader = ControlReader(
      try ByteSource.ofCorpus(path), wanted: ["package", "description-md5", "description-en"],
      limit: options.longestRecord, log: log)
    while let paragraph = try reader.next() {
      guard let name = paragraph.text("package"), let sum = paragraph.text("description-md5"),
        let text = paragraph.text("description-en")
      else {
        try log.reject(
          Rejection(
            file: CorpusFiles.title(path), line: paragraph.line,
            reason: "begins a paragraph without Package, Description-md5 or Description-en"))
        continue
      }
      descriptions["\(name) \(sum)"] = text
    }
  }

  private func readTags(_ path: String) throws {
    var lines = LineReader(try ByteSource.ofCorpus(path))
    while let bytes = try lines.nextOfCorpus(log) {
      if isBlank(bytes) { continue }
      let line = String(decoding: bytes, as: UTF8.self)
      guard let colon = line.range(of: ": ") else {
        // `package` or `package:` alone has no tags.
        continue
      }
      for name in line[..<colon.lowerBound].split(separator: ",") {
        extraTags[name.trimmed] = Debtags.tags(in: String(line[colon.upperBound...]))
      }
    }
  }

  func next() throws -> RawDocument? {
    if waiting == nil { waiting = try shuffled(try packagesInOrder()).reversed() }
    return waiting?.popLast()
  }

  /// The documents in the order of the SHA-256 sums of `1234:<package>`: the index
  /// is sorted by name, and a split by position must not be one by name.
  private func shuffled(_ documents: [RawDocument]) throws -> [RawDocument] {
    let sums = try documents.map { document in
      var hasher = try ContentHasher()
      Array("1234:\(document.id)".utf8).withUnsafeBytes { hasher.update($0) }
      return hasher.finish().hexadecimal
    }
    return documents.indices.sorted { sums[$0] < sums[$1] }.map { documents[$0] }
  }

  private func nextPackage() throws -> (document: RawDocument, source: String)? {
    while let paragraph = try packages.next() {
      guard let name = paragraph.text("package"), !name.isEmpty,
        let own = paragraph.text("description")
      else {
        throw Rejection(
          file: title, line: paragraph.line,
          reason: "begins a paragraph without Package or Description")
      }
      let tags = paragraph.text("tag").map(Debtags.tags) ?? extraTags[name] ?? []
      if tags.isEmpty, options.requiresTags {
        log.report.passedOver += 1
        continue
      }
      let text = descriptions["\(name) \(paragraph.text("description-md5") ?? "")"] ?? own
      guard seenTexts.insert(ExactString(text)).inserted, seenPackages.insert(name).inserted else {
        log.report.merged += 1
        continue
      }
      let (synopsis, content) = Self.parts(text)
      let source = paragraph.text("source")?.prefix { $0 != " " } ?? name[...]
      return (
        RawDocument(
          id: name, line: paragraph.line, file: title, title: .running(synopsis),
          content: .running(content), tags: cleanedTags(tags, report: &log.report)),
        String(source)
      )
    }
    return nil
  }

  /// The synopsis is the first line; in the others ` .` alone is an empty line.
  private static func parts(_ text: String) -> (synopsis: String, content: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let content = lines.dropFirst().map { $0.trimmed == "." ? "" : String($0) }
    return (String(lines.first ?? ""), content.joined(separator: "\n"))
  }

  /// All packages, or of each source the one with most tags, then the longest
  /// content, then the first one.
  private func packagesInOrder() throws -> [RawDocument] {
    var best: [String: Int] = [:]
    var all: [RawDocument] = []
    while true {
      do {
        guard let (document, source) = try nextPackage() else { break }
        guard options.onePerSource, let place = best[source] else {
          best[source] = all.count
          all.append(document)
          continue
        }
        log.report.merged += 1
        if Self.rank(document) > Self.rank(all[place]) { all[place] = document }
      } catch let rejection as Rejection {
        try log.reject(rejection)
      }
    }
    return all
  }

  private static func rank(_ document: RawDocument) -> (Int, Int) {
    guard case .text(let text) = document.content else { return (document.tags.count, 0) }
    return (document.tags.count, text.utf8.count)
  }
}

// CiteULike-a: raw-data.csv with titles and abstracts, item-tag.dat with the
// tags of each item, tags.dat with their names.
import FormatsFiles

/// Yields a document for each article of `raw-data.csv`.
///
/// The article with `doc.id` d is item d - 1; or item d if the first id is 0; or
/// the item that a file `items.tsv` (`doc.id TAB item`) gives, for instance for
/// a part of the articles.
final class CiteULikeAReader: RecordReader {
  private let rows: CSVRows
  private let title: String
  private let log: CorpusLog
  private let requiresTags: Bool
  private let tagNames: [String]
  private let offsets: [Int]
  private let tags: [Int32]
  private let items: [Int: Int]?
  private let columns: (id: Int, title: Int, text: Int, count: Int)
  private var firstID: Int?
  private var count = 0

  init(_ files: CorpusFiles, options: CorpusOptions, log: CorpusLog) throws {
    let path = try files.needed("raw-data", format: .citeulikeA)
    let prefix = RoleName(path).prefix(before: "raw-data")
    title = CorpusFiles.title(path)
    self.log = log
    requiresTags = options.requiresTags
    tagNames = try NumberLines.names(
      try files.needed("tags", prefix: prefix, format: .citeulikeA), log: log)
    (offsets, tags) = try NumberLines.read(
      try files.needed("item-tag", prefix: prefix, format: .citeulikeA), below: tagNames.count,
      log: log)
    items = try files.file("items", prefix: prefix).map { try Self.items($0, log: log) }
    rows = CSVRows(
      try ByteSource.ofCorpus(path), separator: UInt8(ascii: ","), limit: options.longestRecord,
      log: log)
    guard let header = try rows.next() else {
      throw InputError(file: path, problem: "holds no line with the names of its columns")
    }
    let names = header.map { String(decoding: $0, as: UTF8.self) }
    guard let id = names.firstIndex(of: "doc.id"), let title = names.firstIndex(of: "raw.title"),
      let text = names.firstIndex(of: "raw.abstract")
    else {
      throw InputError(
        file: path, line: 1, problem: "names no column doc.id, raw.title or raw.abstract",
        remedy: "Give CiteULike-a's raw-data.csv, or read the table with \(parameter: options.formatParameter) csv")
    }
    columns = (id, title, text, names.count)
  }

  private static func items(_ path: String, log: CorpusLog) throws -> [Int: Int] {
    var items: [Int: Int] = [:]
    var lines = LineReader(try ByteSource.ofCorpus(path))
    while let bytes = try lines.nextOfCorpus(log) {
      let fields = strip(bytes).fields(0x09)
      guard fields.count == 2, let id = fields[0].decimalValue, let item = fields[1].decimalValue
      else {
        try log.reject(
          Rejection(
            file: CorpusFiles.title(path), line: lines.lineNumber,
            reason: "is not an id, a tabulator and an item"))
        continue
      }
      items[id] = item
    }
    return items
  }

  func next() throws -> RawDocument? {
    do {
      while let row = try rows.next() {
        count += 1
        let document = try document(row)
        if document.tags.isEmpty, requiresTags {
          log.report.passedOver += 1
          continue
        }
        return document
      }
    } catch var rejection as Rejection {
      rejection.file = title
      throw rejection
    }
    guard items != nil || count == offsets.count - 1 else {
      throw InputError(
        file: title,
        problem: "holds \(count, "article"), but item-tag.dat \(offsets.count - 1), so "
          + "the tags cannot be assigned",
        remedy: "Give both complete, or a file items.tsv with the item of each doc.id")
    }
    return nil
  }

  private func document(_ row: [[UInt8]]) throws(Rejection) -> RawDocument {
    guard row.count == columns.count, let id = row[columns.id][...].decimalValue else {
      throw Rejection(
        line: rows.line,
        reason: "has \(row.count, "column") or a doc.id that is not a number; "
          + "\(columns.count, "column") are expected")
    }
    let first = firstID ?? id
    firstID = first
    let item = items == nil ? id - (first == 0 ? 0 : 1) : items?[id]
    guard let item, item >= 0, item < offsets.count - 1 else {
      throw Rejection(line: rows.line, reason: "has the doc.id \(id), which is not an item")
    }
    let texts = [row[columns.title], row[columns.text]].map { String(decoding: $0, as: UTF8.self) }
    if String(validating: row.joined(), as: UTF8.self) == nil { log.report.repaired += 1 }
    let names = tags[offsets[item]..<offsets[item + 1]].map { tagNames[Int($0)] }
    return RawDocument(
      id: String(id), line: rows.line, file: title, title: .running(TeXText.plain(texts[0])),
      content: .running(TeXText.plain(texts[1])),
      tags: cleanedTags(names, report: &log.report))
  }
}

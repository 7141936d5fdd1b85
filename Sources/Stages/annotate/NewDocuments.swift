// Reads new documents, has them tagged batch by batch, and writes the tags where
// they belong: standard output, files next to the texts, a table's column.
import Formats
import FormatsFiles
import PipelineText
import Foundation
import StageSupport

/// Where tags go.
enum TagSink {
  /// To standard output, as text for people or for programs; of a folder of texts into files next to these, if
  /// there is a form for them.
  case text((TaggedDocument) -> String, isForPeople: Bool, beside: BesideForm?)
  /// Into new columns of the table at a path.
  case table(String, options: CorpusOptions, columns: [TagColumn])
}

/// What is written next to a text.
struct BesideForm {
  var text: (TaggedDocument) -> String
  /// Whether files that are there already are replaced.
  var isForced: Bool
}

/// A new column of a table.
struct TagColumn {
  var name: String
  /// The cell that shows some tags.
  var cell: ([TaggedDocument.Tag]) -> String
}

/// Documents that are to be tagged.
struct NewDocuments {
  private let files: [String]
  private let options: CorpusOptions
  private let batchSize: Int

  init(_ files: [String], options: CorpusOptions, batchSize: Int) {
    self.files = files
    self.options = options
    self.batchSize = batchSize
  }

  /// Tags all documents.
  ///
  /// - Returns: their number.
  /// - Throws: `InputError` for files that cannot be read or written.
  func annotate(by tagger: BatchTagger, to sink: TagSink) throws -> Int {
    let path: String? = if case .table(let path, _, _) = sink { path } else { nil }
    let records = CorpusReader(paths: path.map { [$0] } ?? files, options: options)
    var reader = DocumentReader(records)
    var rows: [Int: [String]] = [:]
    var written: Set<String> = []
    var batch: [(document: Document, line: Int)] = []
    func give() throws {
      let isFolder = reader.report.format == .annifFolder
      var text = ""
      for (tagged, place) in zip(try tagger.tag(batch.map(\.document)), batch) {
        switch sink {
        case .text(let form, _, let beside):
          if isFolder, let folder = files.first, let beside {
            try write(beside, of: tagged, in: folder, &written)
          } else {
            text += form(tagged)
          }
        case .table(_, _, let columns): rows[place.line] = columns.map { $0.cell(tagged.tags) }
        }
      }
      if case .text(_, isForPeople: true, _) = sink {
        try writeOut(text)
      } else if !text.isEmpty {
        try writeOut(Array(text.utf8))
      }
      batch.removeAll(keepingCapacity: true)
    }
    while let document = try reader.next() {
      batch.append((document, reader.line))
      if batch.count == batchSize { try give() }
    }
    try give()
    report(reader.report)
    if case .table(let path, let options, let columns) = sink {
      guard [.csv, .tsv].contains(reader.report.format) else {
        throw InputError(
          file: files[0], problem: "is not a table, to which a column could be added",
          remedy: "Give CSV or TSV, or choose another --format")
      }
      let wanted = columns.map(\.name)
      let names = try TableCopy.write(
        path, isTabbed: reader.report.format == .tsv, options: options, columns: wanted,
        cells: { rows[$0] }, to: { try writeOut($0) })
      for (name, own) in zip(wanted, names) where name != own {
        printError("annotate: the table has a column `\(name)`; the new one is `\(own)`")
      }
    }
    return reader.report.documents
  }

  /// As `annif index` does: no file is replaced unless that is wanted.
  private func write(
    _ form: BesideForm, of document: TaggedDocument, in folder: String, _ written: inout Set<String>
  ) throws {
    let path = (folder.hasSuffix("/") ? folder : folder + "/") + document.id + ".annif"
    guard written.insert(document.id).inserted else {
      throw InputError(
        file: path, problem: "belongs to two texts, such as \(document.id).txt and \(document.id).txt.gz",
        remedy: "Remove one of them, or give --format jsonl")
    }
    if !form.isForced, access(path, F_OK) == 0 {
      return printError("annotate: \(path) is there already and was not replaced; --force replaces such files")
    }
    let file = try AtomicFile(path: path)
    try Array(form.text(document).utf8).withUnsafeBytes { try file.write($0) }
    try file.commit()
  }

  private func report(_ report: CorpusReport) {
    for note in report.notes { printError("annotate: \(note)") }
    for rejection in report.rejections {
      let file = rejection.file ?? files[0]
      printError(
        "\(file == "-" ? "(standard input)" : file):\(rejection.line): skipped: "
          + "\(rejection.reason).")
    }
    if report.rejected > report.rejections.count {
      printError("… and \(report.rejected - report.rejections.count) more records were skipped.")
    }
    if report.notUTF8 > 0, options.encoding == nil {
      printError(
        "annotate: not valid UTF-8: \(report.notUTF8, "record"); --encoding windows-1252, or the "
          + "encoding that the file has, reads them")
    }
  }
}

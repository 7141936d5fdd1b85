// corpus-dump PATH…: prints the documents of any corpus as JSON lines, texts
// and tags as the corpus gives them. For looking at a corpus, for checking it,
// and for programs that read no other format.
import ArgumentParser
import Formats
import FormatsFiles
import Foundation
import StageSupport

@main
struct CorpusDump: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus-dump",
    abstract: "Prints the documents of a corpus of any format as JSON lines.",
    discussion: """
      Reads what preprocess reads, and reports on standard error what was left out and why. \
      With --check nothing is printed but the report.
      """,
    version: JMAN.version)

  @Argument(help: "The corpus: a folder, or its files; - is standard input.")
  var corpus: [String]

  @Flag(help: "Print no documents, only what was read and what was left out.")
  var check = false

  @Option(
    help: ArgumentHelp(
      "Where to print, gzipped if the name ends with .gz; - is standard output.",
      valueName: "file"))
  var to = "-"

  @Option(
    help: ArgumentHelp("Also write every record that was left out here.", valueName: "file"))
  var rejections: String?

  @OptionGroup(title: "The corpus") var layout: Options<CorpusParameters>

  func run() throws {
    PartialFiles.removeWhenInterrupted()
    try checkOutputs([to, rejections], inputs: corpus == ["-"] ? [] : CorpusReader.files(of: corpus))
    var reader = CorpusReader(paths: corpus, options: layout.parameters().options())
    let rejected = try rejections.map { try RejectionsFile(path: $0) }
    if let rejected { reader.onRejection(rejected.write) }
    let output = try check ? nil : Sink(to)
    var line: [UInt8] = []
    var tags = 0
    while let document = try reader.next() {
      tags += document.tags.count
      guard let output else { continue }
      document.appendJSON(to: &line)
      line.append(0x0A)
      if line.count > 1 << 16 { try output.write(&line) }
    }
    try output?.write(&line)
    try output?.finish()
    try rejected?.finish()
    let report = reader.report
    printError(
      "corpus-dump: \(report.documents, "document"), \(tags, "tag"), \(report.lines, "line") "
        + "(\(report.format?.rawValue ?? "nothing"))")
    for line in report.remarks { printError("corpus-dump: \(line)") }
    for (index, line) in report.rejectionLines.enumerated() {
      printError(index == 0 ? "corpus-dump: \(line)" : line)
    }
  }
}

/// Standard output, a plain or a gzipped file.
private final class Sink {
  private enum Kind {
    case standard
    case plain(AtomicFile)
    case gzip(GzipWriter)
  }
  private let kind: Kind

  init(_ path: String) throws {
    kind =
      path == "-"
      ? .standard
      : path.hasSuffix(".gz")
        ? .gzip(try GzipWriter(path: path)) : .plain(try AtomicFile(path: path))
  }

  /// Writes and empties `bytes`.
  func write(_ bytes: inout [UInt8]) throws {
    defer { bytes.removeAll(keepingCapacity: true) }
    switch kind {
    case .standard: try writeOut(bytes, to: "-")
    case .plain(let file): try bytes.withUnsafeBytes { try file.write($0) }
    case .gzip(let file): try bytes.withUnsafeBytes { try file.write($0) }
    }
  }

  func finish() throws {
    switch kind {
    case .standard: break
    case .plain(let file): try file.commit()
    case .gzip(let file): try file.commit()
    }
  }
}

// rdf-dump FILE: prints the statements of any RDF file as N-Triples. For
// looking at a knowledge base, and for running conformance suites from outside.
import ArgumentParser
import Formats
import FormatsFiles
import FormatsRDF
import Foundation
import StageSupport

@main
struct RDFDump: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "rdf-dump",
    abstract: "Prints the statements of an RDF file as N-Triples.",
    discussion: """
      The file may be RDF/XML, Turtle, TriG, N-Triples, N-Quads or JSON-LD, plain or compressed; the \
      syntax is recognised by the content. Named graphs are kept only with --quads. A \
      character that N-Triples cannot hold in an IRI is percent-encoded. Labels of blank \
      nodes begin with a number of the document, so that the outputs for several documents \
      can be concatenated.
      """,
    version: JMAN.version)

  @Argument(help: "The file; - is standard input.")
  var file: String

  @Option(
    help: """
      The IRI against which relative ones are resolved (default: file:/// and the \
      file's name).
      """)
  var base: String?

  @Option(help: "The syntax; detected by default.")
  var format: RDFSyntax?

  @OptionGroup var contexts: Options<ContextParameters>

  @Flag(help: "Print N-Quads, with the names of graphs.")
  var quads = false

  @Flag(help: "Print only the number of statements.")
  var count = false

  @Flag(help: "N-Triples, N-Quads: skip lines that are not statements, and count them.")
  var skipBadLines = false

  func validate() throws {
    try namingOptions { try contexts.parameters().validate() }
  }

  func run() throws {
    do {
      let source = try ByteSource(path: file)
      let name = file.split(separator: "/").last.map(String.init) ?? file
      var options = RDFReadingOptions()
      options.base = base ?? RDFSyntax.baseIRI(forFileNamed: name)
      options.skipsBadLines = skipBadLines
      options.contexts = contexts.parameters().files
      let start = try source.peek(1 << 16)
      if format == nil, let foreign = ForeignFormat.error(start, name: name, path: file) {
        throw foreign
      }
      if count {
        var number = 0
        report(try readRDF(source, syntax: format, options: options) { _ in number += 1 })
        try writeOut("\(number)\n")
        return
      }
      var writer = NTriplesWriter(writesGraphs: quads, document: document(name, start))
      let skipped = try readRDF(source, syntax: format, options: options) { statement in
        writer.append(statement)
        if writer.output.count > 1 << 16 { try flush(&writer) }
      }
      try flush(&writer)
      report(skipped)
    } catch let error as InputError {
      printError("rdf-dump: \(error)")
      throw ExitCode(1)
    }
  }

  /// A number for the document, from its name, its beginning and its size, without
  /// reading it twice.
  private func document(_ name: String, _ start: [UInt8]) -> UInt64 {
    let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size]) as? Int
    return fnv1a(start + Array("\(name) \(size ?? 0)".utf8))
  }

  private func report(_ skipped: (skipped: Int, firstLine: Int?)) {
    guard let line = skipped.firstLine else { return }
    printError(
      "rdf-dump: skipped \(skipped.skipped, "line") with no statement, the first is line "
        + "\(line)")
  }

  private func flush(_ writer: inout NTriplesWriter) throws {
    try writeOut(writer.output)
    writer.removeAll()
  }
}

extension RDFSyntax: ExpressibleByArgument {}

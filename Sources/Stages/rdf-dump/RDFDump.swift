// rdf-dump FILE: prints the statements of any RDF file as N-Triples. For
// looking at a knowledge base, and for running conformance suites from outside.
import ArgumentParser
import Formats
import StageSupport
import Foundation

@main
struct RDFDump: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "rdf-dump",
    abstract: "Prints the statements of an RDF file as N-Triples.",
    discussion: """
      The file may be RDF/XML, Turtle, TriG, N-Triples or N-Quads, plain or gzip; \
      the syntax is recognised by the content. Named graphs are told apart only \
      with --quads. A character that N-Triples cannot hold in an IRI is \
      percent-encoded.
      """)

  @Argument(help: "The file; - is standard input.")
  var file: String

  @Option(
    help: """
      The IRI against which relative ones are resolved (default: file:/// and the \
      file's name).
      """)
  var base: String?

  @Option(
    help: """
      The syntax, instead of recognising it: rdfxml, turtle, trig, ntriples or nquads.
      """)
  var format: RDFSyntax?

  @Flag(help: "Print N-Quads, with the names of graphs.")
  var quads = false

  @Flag(help: "Print only the number of statements.")
  var count = false

  func run() throws {
    do {
      let source = try ByteSource(path: file)
      let name = file.split(separator: "/").last.map(String.init) ?? file
      let base = base ?? RDFSyntax.baseIRI(forFileNamed: name)
      if count {
        var number = 0
        try readRDF(source, syntax: format, base: base) { _ in number += 1 }
        try writeOut("\(number)\n")
        return
      }
      var writer = NTriplesWriter(writesGraphs: quads)
      try readRDF(source, syntax: format, base: base) { statement in
        writer.append(statement)
        if writer.output.count > 1 << 16 { try flush(&writer) }
      }
      try flush(&writer)
    } catch let error as InputError {
      printError("rdf-dump: \(error)")
      throw ExitCode(1)
    }
  }

  private func flush(_ writer: inout NTriplesWriter) throws {
    try writeOut(writer.output)
    writer.removeAll()
  }
}

extension RDFSyntax: ExpressibleByArgument {}

// A knowledge base from a file of whatever format.
import Formats
import Pipeline
import StageSupport

/// Reads the knowledge base of `input`.
///
/// - Parameters:
///   - format: nil recognises it by the content.
///   - minimumCount: rows counted more rarely are left out, where a format counts.
/// - Throws: `InputError` for an unknown format and from the reader.
func readKnowledgeBase(
  _ input: StageInput, format: KnowledgeFormat?, minimumCount: Int, options: CollectorOptions
) throws -> KnowledgeBase {
  let source = try ByteSource(path: input.path)
  let start = try source.peek(1 << 16)
  guard let format = format ?? KnowledgeFormat.recognise(start, name: input.title) else {
    throw InputError(
      file: input.path, problem: "its format is not recognised",
      remedy: "Name it with --kb-format; the formats are "
        + KnowledgeFormat.allCases.map(\.rawValue).joined(separator: ", "))
  }
  if let syntax = format.rdfSyntax {
    return try KnowledgeBase(
      rdf: source, syntax: syntax, base: RDFSyntax.baseIRI(forFileNamed: input.title),
      title: input.title, options: options)
  }
  return try KnowledgeBase(
    pairs: source, format: format, title: input.title, minimumCount: minimumCount)
}

// A knowledge base from a file of whatever format, and lists of what counts.
import Formats
import Pipeline
import StageSupport

extension KnowledgeOptions {
  /// Reads the knowledge base of `input`.
  ///
  /// - Throws: `InputError` for an unknown format and from the reader.
  func read(_ input: StageInput, normaliser: LabelNormaliser, compat: Bool) throws
    -> KnowledgeBase
  {
    let source = try ByteSource(path: input.path)
    let start = try source.peek(1 << 16)
    guard let format = kbFormat ?? KnowledgeFormat.recognise(start, name: input.title) else {
      throw InputError(
        file: input.path, problem: "its format is not recognised",
        remedy: "Name it with --kb-format; the formats are "
          + KnowledgeFormat.allCases.map(\.rawValue).joined(separator: ", "))
    }
    if let syntax = format.rdfSyntax {
      return try KnowledgeBase(
        rdf: source, syntax: syntax,
        base: kbBase ?? RDFSyntax.baseIRI(forFileNamed: input.title), title: input.title,
        options: collector)
    }
    var options = PairOptions()
    options.minimumCount = minCount
    options.minimumConfidence = minConfidence
    options.readsConfidence = !compat
    return try KnowledgeBase(
      pairs: source, format: format, title: input.title, options: options,
      normaliser: normaliser)
  }
}

/// Reads a list of labels and concepts, one a line.
///
/// - Throws: `InputError` when the file cannot be read.
func readConceptList(_ path: String, normaliser: LabelNormaliser) throws -> ConceptList {
  var list = ConceptList()
  var lines = LineReader(try ByteSource(path: path))
  while let line = try lines.next() { list.add(line: line, normaliser: normaliser) }
  return list
}

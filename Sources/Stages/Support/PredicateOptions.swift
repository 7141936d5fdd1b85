// Options about RDF that vocabularies and knowledge bases share: which predicates
// count, and how files are read.
import ArgumentParser
import Formats
import FormatsFiles
import FormatsRDF
import PipelineRelations

/// Which predicates count, and how files are read.
package struct PredicateParameters: DeclaredParameters {
  package var namePredicates: [String] = []
  package var broaderPredicates: [String] = []
  package var narrowerPredicates: [String] = []
  package var kbBase: String?
  package var contexts = ContextParameters()
  package var skipBadLines = false

  package init() {}

  package static let declarations: [Declaration<Self>] =
    [
      .init(
        "namePredicate", key: "namePredicates", \.namePredicates,
        """
        A further predicate of names, as IRI or IRI=KIND with preferred, alternative, hidden or \
        notation (default: preferred).
        """, valueName: "iri",
        validate: { parameters in
          parameters.namePredicates.first { predicate($0) == nil }.map {
            "must be an IRI, or IRI=KIND with preferred, alternative, hidden or notation, but is \($0)"
          }
        }),
      .init(
        "broaderPredicate", key: "broaderPredicates", \.broaderPredicates,
        "A further predicate whose subject is narrower than its object.", valueName: "iri"),
      .init(
        "narrowerPredicate", key: "narrowerPredicates", \.narrowerPredicates,
        "A further predicate whose subject is broader than its object.", valueName: "iri"),
      .init(
        "kbBase", \.kbBase, "The IRI against which relative ones are resolved.", valueName: "iri",
        default: "file:/// and the file's name", header: { .string($0.kbBase ?? "") }),
    ] + Declaration<Self>.group(\.contexts) + [
      .init(
        "skipBadLines", \.skipBadLines, "N-Triples, N-Quads: skip lines that are not statements, and count them.")
    ]

  /// `options` with these predicates.
  package func collector(from options: CollectorOptions = CollectorOptions()) -> CollectorOptions {
    var options = options
    options.broaderPredicates = broaderPredicates.map(Self.withoutBrackets)
    options.narrowerPredicates = narrowerPredicates.map(Self.withoutBrackets)
    options.namePredicates = namePredicates.compactMap(Self.predicate)
    return options
  }

  /// How files are read.
  package var reading: RDFReadingOptions {
    var options = RDFReadingOptions()
    options.base = kbBase
    options.skipsBadLines = skipBadLines
    options.contexts = contexts.files
    return options
  }

  private static func withoutBrackets(_ text: String) -> String {
    text.hasPrefix("<") && text.hasSuffix(">") ? String(text.dropFirst().dropLast()) : text
  }

  private static func predicate(_ text: String) -> CollectorOptions.NamePredicate? {
    var iri = text
    var kind = NameKind.preferred
    if let mark = text.lastIndex(of: "="), !text.hasSuffix(">") {
      let kinds: [String: NameKind] = [
        "preferred": .preferred, "alternative": .alternative, "hidden": .hidden,
        "notation": .notation,
      ]
      if let known = kinds[String(text[text.index(after: mark)...])] {
        kind = known
        iri = String(text[..<mark])
      }
    }
    iri = withoutBrackets(iri)
    guard iri.contains(":") else { return nil }
    return .init(iri: iri, kind: kind)
  }
}

/// Reads the statements of a file in any format of RDF.
///
/// - Parameter title: the file's name, the default base of relative IRIs.
/// - Throws: `InputError` for a format that is not RDF and from the reader.
@discardableResult
package func readStatements(
  _ source: ByteSource, format: KnowledgeFormat?, title: String, options: RDFReadingOptions,
  _ body: RDFStatementHandler
) throws -> (skipped: Int, firstLine: Int?) {
  if format == .triples { return try TripleTable.read(source, body) }
  var options = options
  if options.base == nil { options.base = RDFSyntax.baseIRI(forFileNamed: title) }
  do {
    return try readRDF(source, syntax: format?.rdfSyntax, options: options, body)
  } catch var error as InputError {
    if error.remedy == nil, error.line != nil, format == .nTriples || format == .nQuads {
      error.remedy = "Correct the line, or leave such lines out with --skip-bad-lines"
    }
    throw error
  }
}

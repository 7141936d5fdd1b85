// The options about knowledge bases: what of them counts, and how names match.
import ArgumentParser
import Formats
import PipelineRelations
import StageSupport

struct KnowledgeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A knowledge base: a file, plain or compressed, a folder of files, the output of \
      build-concepts, or - for standard input. Give the option again for more: those in RDF \
      are one graph, and earlier ones take precedence.
      """, valueName: "file"))
  var kb: [String] = []

  @Option(
    help: ArgumentHelp(
      "The format of the knowledge bases, instead of recognising it.", valueName: "format"))
  var kbFormat: KnowledgeFormat?

  @Option(
    help: ArgumentHelp(
      """
      A kind of name that may match a label: preferred, alternative, hidden, iri (the end of \
      the IRI, where there is no preferred name), synonym (by a list of synonyms) or notation. \
      Give it again for more (default: all but notation).
      """, valueName: "kind"))
  var nameKind: [NameKind] = []

  @Option(
    help: ArgumentHelp(
      """
      A language of names, the best first; none is names without a language (default: those \
      that match the labels).
      """, valueName: "tag"))
  var language: [String] = []

  @Flag(help: "Let notations (skos:notation) match labels, as names do.")
  var useNotations = false

  @Flag(help: "Take rdf:type as narrower than, for instances and their classes.")
  var useTypes = false

  @Flag(
    help: """
      Use skos:broadMatch, narrowMatch and exactMatch, which lead to concepts of other schemes.
      """)
  var useMappings = false

  @OptionGroup var predicates: PredicateOptions

  @Option(
    help: ArgumentHelp(
      "Leave out relations that the knowledge base counted more rarely.", valueName: "n"))
  var minCount = 5

  @Option(
    help: ArgumentHelp(
      "Leave out relations of which the knowledge base is less sure (CSV's third column).",
      valueName: "value"))
  var minConfidence = 0.0

  @OptionGroup var choices: Options<SubsumptionOptions>

  @Flag(help: "Match labels and names that differ in an English plural ending.")
  var foldPlurals = false

  @Option(
    help: ArgumentHelp(
      """
      A file of what takes no part, one per line: labels, names or IRIs of concepts, or pairs \
      (narrower <- broader).
      """, valueName: "file"))
  var exclude: String?

  @Option(
    help: ArgumentHelp(
      "A file of the only labels, or IRIs of concepts, that may be related, one per line.",
      valueName: "file"))
  var include: String?

  func validate() throws {
    try checkBounds(.from(0, to: 1), ["minConfidence": minConfidence])
    guard kb.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("--kb - is given twice; there is only one standard input.")
    }
  }

  /// Nil leaves the choice to the labels.
  var languages: [String]? {
    language.isEmpty ? nil : language.map { $0 == "none" ? "" : $0 }
  }

  var collector: CollectorOptions {
    var options = predicates.collector()
    options.languages = languages
    options.keepsGroups = exclude != nil || include != nil
    options.usesTypes = useTypes
    options.usesMappings = useMappings
    return options
  }

  /// - Throws: `InputError` when a list cannot be read.
  func subsumption(normaliser: LabelNormaliser) throws -> SubsumptionOptions {
    var options = choices.parameters()
    if !nameKind.isEmpty { options.names = Set(nameKind) }
    if useNotations { options.names.insert(.notation) }
    if let exclude {
      options.excluded = try readConceptList(exclude, normaliser: normaliser)
    }
    if let include {
      options.included = try readConceptList(include, normaliser: normaliser)
    }
    return options
  }

  /// The lists as inputs.
  var lists: [(role: String, path: String)] {
    (exclude.map { [("exclude", $0)] } ?? []) + (include.map { [("include", $0)] } ?? [])
  }

  func index(of labels: [String], concepts: ConceptTable?, compat: Bool) -> LabelIndex {
    var normaliser = LabelNormaliser()
    normaliser.foldsPlurals = foldPlurals
    return LabelIndex(
      labels, concepts: concepts, normaliser: normaliser, matchesAsOriginal: compat)
  }

  /// All of them but the names of files, for a stage file's header.
  var parameters: [String: StageHeader.Value] {
    let own: [String: StageHeader.Value] = [
      "kbFormat": .string(kbFormat?.rawValue ?? "automatic"),
      "languages": .string(
        languages?.map { $0.isEmpty ? "none" : $0 }.joined(separator: " ") ?? "automatic"),
      "useTypes": .bool(useTypes), "useMappings": .bool(useMappings),
      "useNotations": .bool(useNotations),
      "nameKinds": .string(
        NameKind.allCases.filter(nameKind.contains).map(\.rawWord)
          .joined(separator: " ")),
      "minCount": .int(minCount), "minConfidence": .double(minConfidence),
      "foldPlurals": .bool(foldPlurals),
    ]
    return own.merging(choices.parameters().described) { $1 }.merging(predicates.parameters) { $1 }
  }
}

extension KnowledgeFormat: ExpressibleByArgument {}

extension NameKind: ExpressibleByArgument {
  /// The word for it on the command line.
  var rawWord: String {
    switch self {
    case .preferred: "preferred"
    case .alternative: "alternative"
    case .hidden: "hidden"
    case .localName: "iri"
    case .synonym: "synonym"
    case .notation: "notation"
    case .identifier: "identifier"
    }
  }

  public init?(argument: String) {
    guard argument != "identifier",
      let kind = NameKind.allCases.first(where: { $0.rawWord == argument })
    else { return nil }
    self = kind
  }

  public static var allValueStrings: [String] {
    allCases.filter { $0 != .identifier }.map(\.rawWord)
  }
}

extension CyclePolicy: ExpressibleByArgument {}

// The options about knowledge bases: which statements count, and how names match.
import ArgumentParser
import Formats
import PipelineRelations
import PipelineText
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

  @OptionGroup var readingOptions: Options<KnowledgeParameters>
  @OptionGroup var predicateOptions: Options<PredicateParameters>
  @OptionGroup var choices: Options<SubsumptionOptions>

  @Option(
    help: ArgumentHelp(
      """
      A file of what to leave out, one per line: labels, names or IRIs of concepts, or pairs \
      (narrower <- broader).
      """, valueName: "file"))
  var exclude: String?

  @Option(
    help: ArgumentHelp(
      "A file of the only labels, or IRIs of concepts, that may be related, one per line.",
      valueName: "file"))
  var include: String?

  var reading: KnowledgeParameters { readingOptions.parameters() }
  var predicates: PredicateParameters { predicateOptions.parameters() }

  func validate() throws {
    try namingOptions { try predicates.validate() }
    guard kb.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("--kb - is given twice; there is only one standard input.")
    }
  }

  var collector: CollectorOptions {
    var options = predicates.collector()
    options.languages = reading.chosenLanguages
    options.keepsGroups = exclude != nil || include != nil
    options.usesTypes = reading.useTypes
    options.usesMappings = reading.useMappings
    return options
  }

  /// - Throws: `InputError` when a list cannot be read.
  func subsumption(normaliser: LabelNormaliser) throws -> SubsumptionOptions {
    var options = choices.parameters()
    if !reading.nameKinds.isEmpty { options.names = Set(reading.nameKinds) }
    if reading.useNotations { options.names.insert(.notation) }
    if let exclude {
      options.excluded = try readConceptList(exclude, normaliser: normaliser)
    }
    if let include {
      options.included = try readConceptList(include, normaliser: normaliser)
    }
    return options
  }

  /// The lists and contexts as inputs.
  var lists: [(role: String, path: String)] {
    (exclude.map { [("exclude", $0)] } ?? []) + (include.map { [("include", $0)] } ?? [])
      + predicates.contexts.inputs
  }

  func index(of labels: [String], concepts: ConceptTable?, like behaviour: Behaviour) -> LabelIndex {
    var normaliser = LabelNormaliser()
    normaliser.foldsPlurals = reading.foldPlurals
    return LabelIndex(
      labels, concepts: concepts, normaliser: normaliser, matchesAsTheyAre: behaviour.matchesLabelsAsTheyAre)
  }

  /// All of them except the names of files, for a stage file's header.
  var parameters: [String: StageHeader.Value] { headerValues(of: reading, choices.parameters(), predicates) }
}

/// Which statements of a knowledge base count, and how its names match.
struct KnowledgeParameters: DeclaredParameters {
  /// Nil recognises it.
  var kbFormat: KnowledgeFormat?
  /// None is all but notations.
  var nameKinds: [NameKind] = []
  /// None is those that match the labels.
  var languages: [String] = []
  var useNotations = false
  var useTypes = false
  var useMappings = false
  var minCount = 5
  var minConfidence = 0.0
  var foldPlurals = false

  static let declarations: [Declaration<Self>] = [
    .init(
      "kbFormat", \.kbFormat, "The format of the knowledge bases, instead of recognising it.", valueName: "format",
      header: { .string($0.kbFormat?.rawValue ?? "automatic") }),
    .init(
      "nameKind", key: "nameKinds", \.nameKinds,
      """
      A kind of name that may match a label: preferred, alternative, hidden, iri (the end of \
      the IRI, where there is no preferred name), synonym (by a list of synonyms) or notation. \
      Give it again for more.
      """, valueName: "kind", default: "all but notation",
      header: { parameters in
        .string(
          NameKind.allCases.filter(parameters.nameKinds.contains).map(\.rawWord).joined(separator: " "))
      }),
    .init(
      "language", key: "languages", \.languages,
      "A language of names, the best first; none is names without a language.", valueName: "tag",
      default: "those that match the labels",
      header: { .string($0.languages.isEmpty ? "automatic" : $0.languages.joined(separator: " ")) }),
    .init("useNotations", \.useNotations, "Let notations (skos:notation) match labels, as names do."),
    .init("useTypes", \.useTypes, "Treat an instance as narrower than its class (rdf:type)."),
    .init(
      "useMappings", \.useMappings,
      "Use skos:broadMatch, narrowMatch and exactMatch, which lead to concepts of other schemes."),
    .init(
      "minCount", \.minCount, "Leave out relations that the knowledge base counted more rarely.", valueName: "n"),
    .init(
      "minConfidence", \.minConfidence, in: .from(0, to: 1),
      "Leave out relations with a lower confidence (CSV's third column).", valueName: "value"),
    .init("foldPlurals", \.foldPlurals, "Match labels and names that differ in an English plural ending."),
  ]

  /// Nil leaves the choice to the labels.
  var chosenLanguages: [String]? {
    languages.isEmpty ? nil : languages.map { $0 == "none" ? "" : $0 }
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

  /// The kinds that a user can name: all but identifiers, which always match.
  public static var allValueStrings: [String] {
    allCases.filter { $0 != .identifier }.map(\.rawWord)
  }
}

extension CyclePolicy: ExpressibleByArgument {}

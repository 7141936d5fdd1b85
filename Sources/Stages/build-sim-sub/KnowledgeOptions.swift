// The options about knowledge bases: what of them counts, and how names match.
import ArgumentParser
import Formats
import Pipeline

struct KnowledgeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A knowledge base, plain or gzip; - is standard input. Give the option again for more; \
      the first one is believed first.
      """, valueName: "file"))
  var kb: [String] = []

  @Option(
    help: ArgumentHelp(
      "The format of the knowledge bases, instead of recognising it.", valueName: "format"))
  var kbFormat: KnowledgeFormat?

  @Option(
    help: ArgumentHelp(
      """
      The IRI against which relative ones in the knowledge bases are resolved (default: file:/// \
      and the file's name).
      """, valueName: "iri"))
  var kbBase: String?

  @Option(
    help: ArgumentHelp(
      """
      A kind of name that may match a label: preferred, alternative, hidden, iri (the end of \
      the IRI, where there is no preferred name) or synonym (by a list of synonyms). Give it \
      again for more (default: all).
      """, valueName: "kind"))
  var nameKind: [NameKind] = []

  @Option(
    help: ArgumentHelp(
      """
      A language of names, the best first; none is names without a language (default: en, \
      none).
      """, valueName: "tag"))
  var language: [String] = []

  @Flag(help: "Take rdf:type as narrower than, for instances and their classes.")
  var useTypes = false

  @Flag(
    help: """
      Use skos:broadMatch, narrowMatch and exactMatch, which lead to concepts of other schemes.
      """)
  var useMappings = false

  @Option(
    help: ArgumentHelp(
      "A further predicate whose subject is narrower than its object.", valueName: "iri"))
  var broaderPredicate: [String] = []

  @Option(
    help: ArgumentHelp(
      "A further predicate whose subject is broader than its object.", valueName: "iri"))
  var narrowerPredicate: [String] = []

  @Option(
    help: ArgumentHelp(
      "Leave out relations that the knowledge base counted more rarely.", valueName: "n"))
  var minCount = 5

  @Option(
    help: ArgumentHelp(
      "Leave out relations of which the knowledge base is less sure (CSV's third column).",
      valueName: "value"))
  var minConfidence = 0.0

  @Option(
    help: ArgumentHelp(
      "1 takes direct relations only; more follows broader concepts so far.", valueName: "n"))
  var subDepth = 1

  @Option(
    help: ArgumentHelp(
      "The weight of a relation falls by this factor for each further step.",
      valueName: "factor"))
  var decay = 1.0

  @Option(
    help: ArgumentHelp(
      "What to do with concepts broader than themselves: keep, drop or error.",
      valueName: "policy"))
  var cycles = CyclePolicy.keep

  @Flag(help: "Match labels and names that differ in an English plural ending.")
  var foldPlurals = false

  @Flag(help: "Leave out labels that name several concepts of a knowledge base.")
  var skipAmbiguous = false

  @Flag(help: "Use concepts that the knowledge base calls deprecated.")
  var keepDeprecated = false

  @Option(
    help: ArgumentHelp(
      """
      A file of what takes no part, one a line: labels, names or IRIs of concepts, or pairs \
      (narrower <- broader).
      """, valueName: "file"))
  var exclude: String?

  @Option(
    help: ArgumentHelp(
      "A file of the only labels, or IRIs of concepts, that may be related, one a line.",
      valueName: "file"))
  var include: String?

  func validate() throws {
    guard subDepth >= 1 else {
      throw ValidationError("--sub-depth must be at least 1, but is \(subDepth).")
    }
    guard decay > 0, decay <= 1 else {
      throw ValidationError("--decay must be above 0 and at most 1, but is \(decay).")
    }
    guard (0...1).contains(minConfidence) else {
      throw ValidationError(
        "--min-confidence must be between 0 and 1, but is \(minConfidence).")
    }
    guard kb.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("--kb - is given twice; there is only one standard input.")
    }
  }

  var languages: [String] {
    language.isEmpty ? ["en", ""] : language.map { $0 == "none" ? "" : $0 }
  }

  var collector: CollectorOptions {
    var options = CollectorOptions()
    options.languages = languages
    options.usesTypes = useTypes
    options.usesMappings = useMappings
    options.broaderPredicates = broaderPredicate
    options.narrowerPredicates = narrowerPredicate
    return options
  }

  /// - Throws: `InputError` when a list cannot be read.
  func subsumption(normaliser: LabelNormaliser) throws -> SubsumptionOptions {
    var options = SubsumptionOptions()
    if !nameKind.isEmpty { options.names = Set(nameKind) }
    if let exclude {
      options.excluded = try readConceptList(exclude, normaliser: normaliser)
    }
    if let include {
      options.included = try readConceptList(include, normaliser: normaliser)
    }
    options.depth = subDepth
    options.decay = decay
    options.cycles = cycles
    options.skipsDeprecated = !keepDeprecated
    options.skipsAmbiguous = skipAmbiguous
    return options
  }

  /// The lists as inputs.
  var lists: [(role: String, path: String)] {
    (exclude.map { [("exclude", $0)] } ?? []) + (include.map { [("include", $0)] } ?? [])
  }

  func index(of labels: [String], compat: Bool) -> LabelIndex {
    var normaliser = LabelNormaliser()
    normaliser.foldsPlurals = foldPlurals
    return LabelIndex(labels, normaliser: normaliser, matchesAsOriginal: compat)
  }

  /// - Parameter titles: the names of the files, which are in the output.
  func parameters(titles: [String]) -> [String: StageHeader.Value] {
    var values: [String: StageHeader.Value] = [
      "kbFormat": .string(kbFormat?.rawValue ?? "automatic"),
      "languages": .string(
        languages.map { $0.isEmpty ? "none" : $0 }.joined(separator: " ")),
      "useTypes": .bool(useTypes), "useMappings": .bool(useMappings),
      "kbBase": .string(kbBase ?? ""),
      "nameKinds": .string(NameKind.allCases.filter(nameKind.contains).map(\.rawWord)
        .joined(separator: " ")),
      "broaderPredicates": .string(broaderPredicate.joined(separator: " ")),
      "narrowerPredicates": .string(narrowerPredicate.joined(separator: " ")),
      "minCount": .int(minCount), "minConfidence": .double(minConfidence),
      "subDepth": .int(subDepth), "decay": .double(decay),
      "cycles": .string(cycles.rawValue), "foldPlurals": .bool(foldPlurals),
      "skipAmbiguous": .bool(skipAmbiguous), "keepDeprecated": .bool(keepDeprecated),
    ]
    for (number, title) in titles.enumerated() { values["kb \(number + 1)"] = .string(title) }
    return values
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
    }
  }

  public init?(argument: String) {
    guard let kind = NameKind.allCases.first(where: { $0.rawWord == argument }) else {
      return nil
    }
    self = kind
  }

  public static var allValueStrings: [String] { allCases.map(\.rawWord) }
}

extension CyclePolicy: ExpressibleByArgument {}

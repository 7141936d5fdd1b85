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
      A language of names, the best first; none is names without a language (default: en, \
      none).
      """, valueName: "tag"))
  var language: [String] = []

  @Flag(help: "Take rdf:type as narrower than, for instances and their classes.")
  var useTypes = false

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

  func validate() throws {
    guard subDepth >= 1 else {
      throw ValidationError("--sub-depth must be at least 1, but is \(subDepth).")
    }
    guard decay > 0, decay <= 1 else {
      throw ValidationError("--decay must be above 0 and at most 1, but is \(decay).")
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
    options.broaderPredicates = broaderPredicate
    options.narrowerPredicates = narrowerPredicate
    return options
  }

  var subsumption: SubsumptionOptions {
    var options = SubsumptionOptions()
    options.depth = subDepth
    options.decay = decay
    options.cycles = cycles
    options.skipsDeprecated = !keepDeprecated
    options.skipsAmbiguous = skipAmbiguous
    return options
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
      "languages": .string(languages.joined(separator: " ")),
      "useTypes": .bool(useTypes),
      "broaderPredicates": .string(broaderPredicate.joined(separator: " ")),
      "narrowerPredicates": .string(narrowerPredicate.joined(separator: " ")),
      "minCount": .int(minCount), "subDepth": .int(subDepth), "decay": .double(decay),
      "cycles": .string(cycles.rawValue), "foldPlurals": .bool(foldPlurals),
      "skipAmbiguous": .bool(skipAmbiguous), "keepDeprecated": .bool(keepDeprecated),
    ]
    for (number, title) in titles.enumerated() { values["kb \(number + 1)"] = .string(title) }
    return values
  }
}

extension KnowledgeFormat: ExpressibleByArgument {}
extension CyclePolicy: ExpressibleByArgument {}

// What decides which statements of knowledge bases become pairs of labels.
import Formats
import FormatsFiles

/// What decides which pairs of labels are in Sub.
public struct SubsumptionOptions: Sendable, Equatable {
  /// The maximum number of steps up the hierarchy; 1 takes direct statements only.
  public var depth = 1
  /// A pair found at depth d weighs this to the power of d - 1.
  public var decay: Double = 1
  /// What becomes of concepts that are broader than themselves.
  public var cycles = CyclePolicy.keep
  var skipsDeprecated = true
  /// Which kinds of names may match a label; notations only if they are among
  /// them.
  public var names: Set<NameKind> = Set(NameKind.allCases).subtracting([.notation])
  /// Whether a label that names several concepts of a knowledge base is left
  /// out; otherwise all of them count.
  var skipsAmbiguous = false
  /// Labels and concepts that take no part, and pairs that are left out; no
  /// chain leads through such a concept.
  public var excluded = ConceptList()
  /// The only labels and concepts that may be an end of a pair; nil is all.
  public var included: ConceptList?

  public init() {}

  /// Whether concepts that the knowledge base calls deprecated count.
  var keepsDeprecated: Bool {
    get { !skipsDeprecated }
    set { skipsDeprecated = !newValue }
  }
}

extension SubsumptionOptions: DeclaredParameters {
  public static let declarations: [Declaration<Self>] = [
    .init(
      "subDepth", \.depth, in: .atLeast(1),
      "The maximum number of steps up the hierarchy; 1 takes direct relations only.",
      valueName: "n"),
    .init(
      "decay", \.decay, in: .above(0, to: 1), "The weight of a relation falls by this factor for each further step.",
      valueName: "factor"),
    .init("cycles", \.cycles, "What to do with concepts broader than themselves.", valueName: "policy"),
    .init("skipAmbiguous", \.skipsAmbiguous, "Leave out labels that name several concepts of a knowledge base."),
    .init("keepDeprecated", \.keepsDeprecated, "Use concepts that the knowledge base marks as deprecated."),
  ]
}

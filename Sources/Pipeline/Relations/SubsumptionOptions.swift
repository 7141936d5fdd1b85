// What decides which statements of knowledge bases become pairs of labels.
import Formats
import FormatsFiles

/// What decides which pairs of labels are in Sub.
public struct SubsumptionOptions: Sendable, Equatable {
  /// 1 takes direct statements only; more follows broader concepts so far.
  public var depth = 1
  /// A pair found at depth d weighs this to the power of d - 1.
  public var decay: Double = 1
  public var cycles = CyclePolicy.keep
  public var skipsDeprecated = true
  /// Which names of concepts may match a label; notations only where they are
  /// among them.
  public var names: Set<NameKind> = Set(NameKind.allCases).subtracting([.notation])
  /// Whether a label that names several concepts of a knowledge base is left
  /// out; otherwise all of them count.
  public var skipsAmbiguous = false
  /// Labels and concepts that take no part, and pairs that are left out; no
  /// chain leads through such a concept.
  public var excluded = ConceptList()
  /// The only labels and concepts that may be an end of a pair; nil is all.
  public var included: ConceptList?

  public init() {}

  /// - Throws: `InputError` naming the option.
  public func validate() throws {
    guard depth >= 1 else {
      throw InputError(.option("--depth"), problem: "must be at least 1, but is \(depth)")
    }
    guard decay > 0, decay <= 1 else {
      throw InputError(.option("--decay"), problem: "must be above 0 and at most 1, but is \(decay)")
    }
  }
}

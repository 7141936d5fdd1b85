// The option by which a stage behaves like the original program.
import ArgumentParser
import Formats
import PipelineText

/// A program whose behaviour a stage can reproduce, mistakes included.
public enum Compatibility: String, CaseIterable, ExpressibleByArgument, Sendable {
  case original
}

/// Which program to behave like.
public struct CompatParameters: DeclaredParameters {
  public var compat: Compatibility?

  public init() {}

  public static let declarations: [Declaration<Self>] = [
    .init(
      "compat", \.compat, "Behave like the original JMAN program, mistakes included.", valueName: "program",
      header: { .bool($0.compat == .original) })
  ]
}

/// `--compat original`.
public struct CompatOptions: ParsableArguments {
  @OptionGroup var choices: Options<CompatParameters>

  public init() {}

  /// The choice.
  public var parameters: CompatParameters { choices.parameters() }

  /// What is asked for.
  public var behaviour: Behaviour { parameters.compat == .original ? .original : .own }
}

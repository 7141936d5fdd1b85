// The option by which a stage behaves like the original program.
import ArgumentParser
import Formats
import PipelineText

/// A program whose behaviour a stage can reproduce, mistakes included.
package enum Compatibility: String, CaseIterable, ExpressibleByArgument, Sendable {
  case original
}

/// Which program to behave like.
package struct CompatParameters: DeclaredParameters {
  package var compat: Compatibility?

  package init() {}

  package static let declarations: [Declaration<Self>] = [
    .init(
      "compat", \.compat, "Behave like the original JMAN program, mistakes included.", valueName: "program",
      header: { .bool($0.compat == .original) })
  ]
}

/// `--compat original`.
package struct CompatOptions: ParsableArguments {
  @OptionGroup var choices: Options<CompatParameters>

  package init() {}

  /// The choice.
  package var parameters: CompatParameters { choices.parameters() }

  /// What is asked for.
  package var behaviour: Behaviour { parameters.compat == .original ? .original : .own }
}

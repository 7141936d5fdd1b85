// The option by which a stage behaves like the original program.
import ArgumentParser

/// A program whose behaviour a stage can reproduce, mistakes included.
public enum Compatibility: String, CaseIterable, ExpressibleByArgument, Sendable {
  case original
}

/// `--compat original`.
public struct CompatOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Behave like the original JMAN program, mistakes included; the only value is: original.",
      valueName: "program"))
  public var compat: Compatibility?

  public init() {}

  /// Whether to reproduce the original program.
  public var isOriginal: Bool { compat == .original }
}

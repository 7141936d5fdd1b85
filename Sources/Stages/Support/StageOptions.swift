// The options that all stages share.
import ArgumentParser
import FormatsFiles
import Foundation

/// Options of every stage that writes a stage file.
public struct StageOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The stage file to write.")
  public var output: String

  @Flag(help: "Work even where the output is up to date.")
  public var force = false

  @Flag(name: .shortAndLong, help: "Print errors only.")
  public var quiet = false

  public init() {}

  public func validate() throws {
    // Asked what it would do, a stage whose output is not there opens none of its inputs,
    // which may be missing too.
    if let explanation = StageEnvironment.explanation, FileStamp(of: output) == nil {
      explanation.end(output, missing: true, inputs: [])
    }
  }
}

/// Options of stages that compute for long.
public struct ThreadOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Threads to use; the output does not depend on it (default: one per processor).",
      valueName: "n"))
  public var threads: Int?

  public init() {}

  public func validate() throws {
    try checkBounds(.from(1, to: 1_024), ["threads": threads])
  }

  /// The number of threads to use.
  public var count: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}

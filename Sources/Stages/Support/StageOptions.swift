// The options that all stages share.
import ArgumentParser
import Formats
import FormatsFiles
import Foundation

/// Options of every stage that writes a stage file.
package struct StageOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The stage file to write.")
  package var output: String

  @Flag(help: "Rebuild the output even if it is up to date.")
  package var force = false

  @Flag(name: .shortAndLong, help: "Print only errors and warnings to standard error.")
  package var quiet = false

  package init() {}

  package func validate() throws {
    // When asked what it would do, a stage whose output does not exist opens none of its
    // inputs, which may be missing too.
    if let explanation = StageEnvironment.explanation, FileStamp(of: output) == nil {
      explanation.end(output, missing: true, inputs: [])
    }
  }

  /// What `body` reads from an input before it is known whether there is anything to do. When asked what
  /// it would do, a stage answers for an input that cannot be read, and ends the process.
  ///
  /// - Throws: whatever `body` throws.
  package func reading<Result>(_ input: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      StageEnvironment.explanation?.end(output, unreadable: input)
      throw error
    }
  }
}

/// How much of the machine a stage takes.
package struct ThreadParameters: DeclaredParameters {
  /// Nil is one per processor.
  package var threads: Int?

  package init() {}

  package static let declarations: [Declaration<Self>] = [
    .init(
      "threads", \.threads, in: .from(1, to: 1_024), "Threads to use; the output does not depend on it.",
      valueName: "n", default: "one per processor", header: { _ in nil })
  ]
}

/// Options of stages that compute for long.
package struct ThreadOptions: ParsableArguments {
  @OptionGroup var choices: Options<ThreadParameters>

  package init() {}

  /// The number of threads to use.
  package var count: Int { choices.parameters().threads ?? ProcessInfo.processInfo.activeProcessorCount }
}

/// Which fold a model is trained in.
package struct FoldParameters: DeclaredParameters {
  package var fold = 0

  package init() {}

  package static let declarations: [Declaration<Self>] = [
    .init("fold", \.fold, in: .atLeast(0), "The fold to train, from 0.")
  ]
}

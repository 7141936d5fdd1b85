// What make calls to order the stages. The work is in Workflow.
import ArgumentParser
import Formats
import FormatsFiles
import Foundation
import StageSupport
import Workflow

@main
struct DAG: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "dag", abstract: "Checks parameters and runs the stages of datasets, for make.",
    version: JMAN.version,
    subcommands: [
      Check.self, Run.self, Row.self, RowDone.self, Close.self, Help.self,
      ArchiveCommand.self, CheckArchiveCommand.self, CollectGarbageCommand.self, CleanCommand.self,
    ])

  /// Runs `body`; a mistake ends with one sentence and the status that make uses.
  static func explained(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let mistake as Mistake {
      printError("\(mistake)")
      throw ExitCode(2)
    } catch let failed as Failed {
      throw ExitCode(failed.status)
    }
  }
}

/// All goals of a make.
struct GoalOptions: ParsableArguments {
  @Option(help: "The folder of the Makefile, with a slash at its end, or empty.")
  var root = ""

  @Option(parsing: .remaining, help: "All goals of this make.")
  var goals: [String] = []
}

struct Check: StageCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds mistakes in goals and parameters; makes nothing.")
  @OptionGroup var options: GoalOptions

  func run() throws {
    try DAG.explained { _ = try Runner(root: options.root, goals: options.goals) }
  }
}

struct Run: StageCommand {
  static let configuration = CommandConfiguration(abstract: "Carries out one goal.")
  @Argument(help: "The goal.")
  var goal: String
  @OptionGroup var options: GoalOptions

  func run() throws {
    try DAG.explained { try Runner(root: options.root, goals: options.goals).run(goal) }
  }
}

struct Row: StageCommand {
  static let configuration = CommandConfiguration(abstract: "Runs one combination of a sweep.")
  @Argument(help: "Its number, from 1.")
  var number: Int

  func run() throws {
    try DAG.explained { try RowRun(environment: ProcessInfo.processInfo.environment).start(number) }
  }
}

struct RowDone: StageCommand {
  static let configuration = CommandConfiguration(abstract: "Adds a combination to the table of a sweep.")
  @Argument(help: "Its number, from 1.")
  var number: Int

  func run() throws {
    try DAG.explained { try RowRun(environment: ProcessInfo.processInfo.environment).finish(number) }
  }
}

struct Close: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "closing", abstract: "Shows what a run came to.")
  @Flag(help: "Of a report.")
  var report = false

  func run() throws {
    try DAG.explained {
      let closing = try Closing(environment: ProcessInfo.processInfo.environment)
      if report { try closing.showReport() } else { try closing.show() }
    }
  }
}

struct Help: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "targets", abstract: "Prints the targets and parameters of make.")

  @Option(help: "The folder of the Makefile, with a slash at its end, or empty.")
  var root = ""

  func run() throws {
    try writeOut(HelpText.text(hasSource: FileStamp(of: "\(root)Package.swift") != nil) + "\n")
  }
}

// What make calls to order the stages. The work is in Workflow.
import ArgumentParser
import StageSupport
import Workflow

@main
struct DAG: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dag", abstract: "Checks parameters and runs the stages of datasets, for make.")
}

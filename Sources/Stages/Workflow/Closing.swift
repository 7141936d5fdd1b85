// What a user reads when a run has ended.
import Foundation
import StageSupport
import PipelineNetworks

/// The table of metrics and what can be done next.
package struct Closing {
  let settings: Settings
  /// While stages only explain, nothing has been made.
  private let isExplaining: Bool

  /// - Parameter environment: the environment of a recipe of make/models.mk.
  /// - Throws: `Mistake` elsewhere.
  package init(environment: [String: String]) throws {
    settings = try Settings(recipe: environment)
    isExplaining = environment["JMAN_EXPLAIN"] != nil
  }

  /// Shows where the report is.
  package func showReport() throws {
    guard !isExplaining else { return }
    try writeOut("Report: \(settings.place)/\(settings.model)/report.html\n")
  }

  private var encoder: String {
    guard let folder = settings.files("ENCODER").first,
      settings.model == NetworkModel.jmanEncoded.rawValue || !Known.networks.contains(settings.model)
    else { return "" }
    return " --encoder \(ShellWords.quoted(folder))"
  }

  /// Shows the table of metrics and how to go on.
  package func show() throws {
    guard !isExplaining else { return }
    let folder = "\(settings.place)/\(settings.model)"
    var text = String(decoding: FileManager.default.contents(atPath: "\(folder)/metrics.txt") ?? Data(), as: UTF8.self)
    text += "\nMetrics: \(folder)/metrics.json, \(folder)/metrics.csv. Annotate a text of your own:\n"
    text +=
      "  echo '{\"title\":\"…\",\"text\":\"…\"}' | \(settings.command("annotate")) --model "
      + "\(ShellWords.quotedIfNeeded("\(folder)/fold\(settings.folds[0])/model.stage"))\(encoder) -\n"
    if settings.usesSample {
      text += "NOTE: these figures are from an \(settings.source), not from Bibsonomy.\n"
    }
    try writeOut(text)
  }
}

// What a user types after make, parsed.

import Foundation

/// A target of make.
package enum Goal: Equatable, Sendable {
  case corpus, sweep, row, status, graph
  /// `make NAME` and targets of one dataset: `report`, `all`, `shared`, `fold`, `shard`, `archive`,
  /// `clean`.
  case dataset(String, verb: String?)

  /// - Parameter isCorpusGiven: a dataset that is not known yet is made from CORPUS.
  /// - Throws: `Mistake` for a target or dataset that does not exist.
  package init(_ text: String, datasets: [String], isCorpusGiven: Bool = false) throws {
    switch text {
    case "corpus": self = .corpus
    case "sweep": self = .sweep
    case "sweep-row": self = .row
    case "status": self = .status
    case "graph": self = .graph
    default:
      if datasets.contains(text) {
        self = .dataset(text, verb: nil)
        return
      }
      if let (name, verb) = Known.target(text) {
        self = .dataset(isCorpusGiven ? name : try Self.known(name, datasets), verb: verb)
        return
      }
      if text == "clean" {
        throw Mistake(
          "make clean-NAME forgets one dataset (make clean-\(datasets.first ?? "mine")), make gc all earlier results.")
      }
      if text == "all" {
        throw Mistake("make NAME-all makes all models of one dataset (make \(datasets.first ?? "mine")-all).")
      }
      let goals =
        Known.targets + datasets
        + Known.patterns.flatMap { pattern in datasets.map { pattern.replacingOccurrences(of: "%", with: $0) } }
      let advice =
        isCorpusGiven ? ". For files of your own: make corpus NAME=\(text) CORPUS=…." : didYouMean(text, goals)
      throw Mistake("there is no target \(text) (make help lists them)\(advice)")
    }
  }

  /// - Throws: `Mistake` unless `name` is one of the datasets.
  static func known(_ name: String, _ datasets: [String]) throws -> String {
    guard datasets.contains(name) else {
      throw Mistake(
        "there is no dataset \(name) (but \(datasets.joined(separator: " ")); for files of your own: "
          + "make corpus NAME=\(name) CORPUS=…)\(didYouMean(name, datasets))")
    }
    return name
  }
}

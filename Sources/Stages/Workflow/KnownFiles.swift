// The names of the files that the pipeline writes into a dataset's folder.

/// Names of files that are not stage files.
enum KnownFiles {
  /// What TensorBoard shows of a training.
  static let events = "events.out.tfevents.jman"

  /// Whether a rule of make gives a stage file this name.
  static func isStage(_ name: String) -> Bool {
    stages.contains(name) || name.wholeMatch(of: /share[0-9]+\.stage/) != nil
  }

  private static let stages = Set(
    [
      "comparison", "concepts", "decision", "documents", "encoded", "hierarchy", "labels", "log", "metrics", "model",
      "names", "predictions", "raw-documents", "relations", "sentences", "split", "validation", "vocabulary", "words",
    ].map { $0 + ".stage" })

  /// Whether a file of this name, next to a stage file, was written with it.
  static func isSide(_ name: String) -> Bool { sides.contains(name) || name.hasSuffix(".tags.tsv") }

  private static let sides: Set<String> = {
    var names: Set = ["tags.csv", "answers.csv", "relations.csv", "hierarchy.csv", events, "report.html"]
    for table in ["metrics", "comparison"] {
      for ending in ["txt", "json", "csv", "md", "tex"] { names.insert("\(table).\(ending)") }
    }
    return names
  }()

  /// Whether a file of this name in a dataset's folder would be replaced by a result.
  static func isResult(_ name: String) -> Bool {
    isStage(name) || isSide(name) || ["corpus.json", "graph.dot", "graph.svg"].contains(name)
      || tables.contains { name == "\($0).tsv" || isTable(name, of: $0) }
  }

  /// Side files that belong to the stage file `name`: those that are named after it, and
  /// those of its folder that are not named after another stage file.
  static func sides(of name: String, among names: [String]) -> [String] {
    let stem = String(name.dropLast(".stage".count))
    return names.filter { side in
      guard isSide(side) else { return false }
      return switch side {
      case "tags.csv", "answers.csv": stem == "metrics"
      // Their times are those of the training, so equal results would not be equal.
      case events: false
      case "report.html": false
      default: side.hasPrefix(stem + ".")
      }
    }
  }

  /// The tables of results in a dataset's folder, and in that of its sweeps.
  static func tables(below folder: String) -> [String] {
    folder.isEmpty ? ["all"] : folder == "sweep/" ? ["results", "curve"] : []
  }
  static let tables = tables(below: "") + tables(below: "sweep/")

  /// Tables that are made from `table.tsv`: of a sweep, or of all models.
  static func isTable(_ name: String, of table: String) -> Bool {
    ["txt", "csv", "json"].contains { name == "\(table).\($0)" }
  }

  /// Whether the pipeline makes a folder of this name in the folder `below` of a dataset's:
  /// empty, or with a slash at its end.
  static func isFolder(_ name: String, below: String) -> Bool {
    var parents = below.split(separator: "/")[...]
    if parents.first == "sweep" {
      // A combination's is called PARAMETER-VALUE and holds what a dataset's does.
      guard parents.count > 1 else { return Parameter.byName[String(name.prefix { $0 != "-" })] != nil }
      parents = parents.dropFirst(2)
    } else if parents.isEmpty, name == "sweep" {
      return true
    }
    let models = Known.models + Known.fusions
    let isFold = name.wholeMatch(of: /\.?fold[0-9]+/) != nil
    switch parents.count {
    case 0: return isFold || name == "sample" || models.contains(name)
    case 1: return isFold && models.contains(String(parents.first ?? ""))
    default: return false
    }
  }

  /// The `NAME` of a file that a killed process left, such as `.NAME.partial`; nil for other names.
  static func original(ofLeftover name: String) -> String? {
    guard name.hasPrefix(".") else { return nil }
    for ending in [".partial", ".restored"] where name.hasSuffix(ending) {
      return String(name.dropFirst().dropLast(ending.count))
    }
    if let match = name.wholeMatch(of: /\.(.+)\.record\.[0-9]+/) { return String(match.1) }
    return nil
  }

  /// `NAME` of `.NAME.record`; nil for other names.
  static func original(ofRecord name: String) -> String? {
    guard name.hasPrefix("."), name.hasSuffix(".record"), name.utf8.count > 8 else { return nil }
    return String(name.dropFirst().dropLast(".record".count))
  }
}

// How the files are called that the pipeline writes into a dataset's folder.

/// Names of files that are not stage files.
enum KnownFiles {
  /// Whether a file of this name, beside a stage file, was written with it.
  static func isSide(_ name: String) -> Bool { sides.contains(name) || name.hasSuffix(".tags.tsv") }

  private static let sides: Set<String> = {
    var names: Set = [
      "tags.csv", "relations.csv", "events.out.tfevents.jman", "report.html",
    ]
    for table in ["metrics", "comparison", "all"] {
      for ending in ["txt", "json", "csv", "md", "tex", "tsv"] { names.insert("\(table).\(ending)") }
    }
    return names
  }()

  /// Side files that belong to the stage file `name`: those that are called like it, and
  /// those of its folder that no other stage file is called like.
  static func sides(of name: String, among names: [String]) -> [String] {
    let stem = String(name.dropLast(".stage".count))
    return names.filter { side in
      guard isSide(side) else { return false }
      return switch side {
      case "tags.csv": stem == "metrics"
      case "relations.csv": stem == "relations"
      // Their times are those of the training, so equal results would not be equal.
      case "events.out.tfevents.jman": false
      case "report.html": false
      default: side.hasPrefix(stem + ".")
      }
    }
  }

  /// Tables of all combinations of a sweep.
  static func isSweepTable(_ name: String) -> Bool {
    ["results.tsv", "results.txt", "results.csv", "results.json"].contains(name)
  }

  /// What a killed process left of a file: `.NAME.partial` and the like. Nil for other names.
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

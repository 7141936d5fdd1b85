// make graph: a picture of the stages.
import FormatsFiles
import Foundation
import StageSupport

extension Runner {
  /// Writes the graph of a dataset's stages: a node for each stage, whatever the number of
  /// folds, drawn by Graphviz if that is installed.
  func graph(_ settings: Settings) throws {
    var own = settings
    own.set("COMPARE", settings["COMPARE"] ?? "none")
    let dot = "\(settings.place)/graph.dot"
    guard !isDry else { return try writeOut("would draw \(dot)\n") }
    try makeFolder(settings.place)
    let svg = "\(settings.place)/graph.svg"
    for (path, isOurs) in [(dot, FileMarks.isGraph), (svg, FileMarks.isDrawn)]
    where FileStamp(of: path) != nil && !isOurs(path) {
      throw Mistake("\(path) is a file of yours, and make graph would replace it. Rename it.")
    }
    try AtomicFile.write(StageGraph(recipes: try recipes(own), name: settings.name).dot, to: dot)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["dot", "-Tsvg", dot, "-o", svg]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try writeOut(
      Array(
        (process.terminationStatus == 0
          ? "\(svg)\n" : "\(dot) (Graphviz draws it: apt-get install graphviz, then dot -Tsvg)\n").utf8))
  }

  /// The recipes of a dataset, in order, as make -n prints them: nothing runs.
  func recipes(_ settings: Settings) throws -> [String] {
    var environment = settings.environment(self.environment, flags: flags)
    environment["MAKEFLAGS"] = "n"
    environment["LAUNCHER"] = nil
    let output = try ScratchFile(orIn: settings.place)
    let (status, _) = try MakeProcess(settings, goals: ["run"], environment: environment)
      .run(output: output.descriptor)
    guard status == 0 else { throw Failed(status: 2) }
    let text = String(decoding: try ByteSource(path: output.path).readAll(limit: 1 << 30), as: UTF8.self)
    return text.replacingOccurrences(of: "\\\n", with: " ").split(separator: "\n").map(String.init)
      .filter { $0.contains("\"$BIN\"/") && !$0.contains("/dag ") }
  }
}

/// Stages and what each reads, found in recipes.
struct StageGraph {
  let dot: String

  init(recipes: [String], name: String) {
    var programs: [String: String] = [:]
    var order: [String] = []
    var counts: [String: Int] = [:]
    var edges: [String] = []
    for recipe in recipes {
      guard let program = recipe.firstMatch(of: /"\$BIN"\/([a-z-]+)/)?.1 else { continue }
      let files = recipe.matches(of: /"\$W(?:\/([^"]+)")?"?\/?([^ "]*)/).map {
        String($0.1 ?? "") + ($0.1 != nil && !$0.2.isEmpty ? "/" : "") + String($0.2)
      }
      guard let output = recipe.firstMatch(of: /\ -o "\$W"?\/([^" ]+)/)?.1 else { continue }
      let node = Self.node(String(output))
      if programs[node] == nil { order.append(node) }
      programs[node] = String(program)
      counts[node, default: 0] += 1
      for file in files where !file.isEmpty {
        let from = Self.node(file)
        let edge = "\"\(from)\" -> \"\(node)\";"
        if from != node, file.hasSuffix(".stage") || from == "sample", !edges.contains(edge),
          !file.hasSuffix("log.stage") || program == "report"
        {
          edges.append(edge)
        }
      }
      if recipe.contains("/sample/"), node != "sample", !edges.contains("\"sample\" -> \"\(node)\";") {
        edges.append("\"sample\" -> \"\(node)\";")
      }
    }
    let nodes = order.map { node in
      let count = counts[node] ?? 1
      return "  \"\(node)\" [label=\"\(node)\(count > 1 ? " × \(count)" : "")\\n\(programs[node] ?? "")\"];"
    }
    dot =
      (["digraph \"\(name)\" {", "  rankdir=LR; node [shape=box, fontname=\"sans-serif\"];"]
      + nodes + edges.map { "  " + $0 } + ["}"]).joined(separator: "\n") + "\n"
  }

  /// The stage that a file below the dataset's folder belongs to.
  private static func node(_ file: String) -> String {
    if file.hasPrefix("sample/") { return "sample" }
    let last = file.split(separator: "/").last.map(String.init) ?? file
    return last.split(separator: ".").first.map(String.init) ?? last
  }
}

// Every option of every stage decides whether a result is up to date, or is listed here with
// the reason why it does not change one. An option that a stage forgets in its header would
// let an old result pass for one of other parameters. The options are those of the stages' own
// help, so that a new one is asked about without a line here.
import Foundation
import Synchronization
import XCTest

final class DecidingOptionsTests: XCTestCase {
  func testEveryOptionDecidesOrSaysWhyNot() throws {
    let environment = ProcessInfo.processInfo.environment
    guard environment["JMAN_STAGES"] != nil || environment["JMAN_EXHAUSTIVE"] != nil else {
      throw XCTSkip("Asking every stage about every option takes long with programs for debugging: use make test")
    }
    let folder = try temporaryFolder()
    let examples = try StageExamples(folder: folder)
    try FileManager.default.copyItem(atPath: "\(folder)/bert", toPath: "\(folder)/other-bert")
    let configuration = URL(fileURLWithPath: "\(folder)/other-bert/config.json")
    try (Data(contentsOf: configuration) + Data("\n".utf8)).write(to: configuration)
    for example in Self.further {
      let run = try examples.run(example.stage, example.arguments, seconds: 120)
      XCTAssertEqual(run.status, 0, "\(example.stage) \(example.arguments): \(run.errors)")
    }
    let all = (StageExamples.making + Self.further).filter { Self.keeping.contains($0.stage) }
    var idle = Set(Self.idle.keys)
    let successes = Mutex<[String: [String]]>([:])
    for stage in Set(all.map(\.stage)).sorted() {
      let own = all.filter { $0.stage == stage }
      let options = try options(of: stage, examples).filter { option in
        idle.remove("\(stage) \(option.name)") == nil
      }
      // Two programs at a time: most of this test is waiting for one.
      let undecided = Mutex<[String]>([])
      let halves = [0, 1].map { half in options.indices.filter { $0 % 2 == half }.map { options[$0] } }
      DispatchQueue.concurrentPerform(iterations: 2) { half in
        for var option in halves[half] {
          // What decided in another stage, first.
          if let known = successes.withLock({ $0[option.name] }), let place = option.uses.firstIndex(of: known) {
            option.uses.swapAt(0, place)
          }
          if let use = try? Self.decisive(option, in: own, examples) {
            successes.withLock { $0[option.name] = use }
          } else {
            undecided.withLock { $0.append(option.name) }
          }
        }
      }
      for option in undecided.withLock({ $0 }).sorted() {
        XCTFail(
          "\(stage): no value of \(option) makes a result anew. Put it into the header, or list it with a reason")
      }
    }
    XCTAssertEqual(idle, [], "these are not options any more")
  }

  /// A stage that keeps results is asked.
  func testEveryStageThatKeepsResultsIsAsked() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/Stages").standardizedFileURL
    var keeping: Set<String> = []
    for case let file as String in try XCTUnwrap(FileManager.default.enumerator(atPath: folder.path))
    where file.hasSuffix(".swift") && !file.hasPrefix("Support/") {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      if text.contains("StageRun(\n") { keeping.insert(String(file.prefix { $0 != "/" })) }
    }
    XCTAssertEqual(keeping, Self.keeping)
  }

  /// Stages whose results are kept; the others write what is read once.
  private static let keeping: Set = [
    "build-concepts", "build-sim-sub", "build-vocab", "clean-tags", "embed", "encode", "evaluate", "fuse",
    "make-sample", "predict", "preprocess", "report", "split", "train", "train-baseline", "tune",
  ]

  private static let idleEverywhere: Set = [
    "--force", "--quiet", "--help", "--version",
    // The output does not depend on them.
    "--threads",
    // The name of what is written.
    "--output",
  ]

  /// Options that change no result, with the reason.
  private static let idle = [
    "build-sim-sub --csv": "the list for people is written each time",
    "build-sim-sub --explain": "printed each time",
    "build-sim-sub --for-spreadsheets": "of the list, which is written each time",
    "clean-tags --report": "the name of what is written, whose absence decides",
    "evaluate --answers": "written from the result each time",
    "evaluate --csv": "written from the result each time",
    "evaluate --json": "written from the result each time",
    "evaluate --labels": "written from the result each time",
    "evaluate --latex": "written from the result each time",
    "evaluate --markdown": "written from the result each time",
    "evaluate --text": "written from the result each time",
    "make-sample --knowledge-base": "the name of what is written, whose absence decides",
    "fuse --training-rows": "another number than that of the models is refused",
    "predict --batch-size": "how many documents are read at a time; the scores do not depend on it",
    "predict --encoder": "encodes what --encoded names otherwise, to the same vectors",
    "predict --training-rows": "another number than that of the model is refused",
    "preprocess --rejections": "the name of what is written, whose absence decides",
    "train --checkpoint": "where a stopped training goes on, to the same bytes",
    "train --events": "written from the log each time",
    "train --log": "the name of what is written, whose absence decides",
    "train --profile": "printed",
    "train-baseline --join": "shares that were trained elsewhere, to the same bytes",
    "train-baseline --kernel-memory": "what may be kept in memory, not what is computed",
  ]

  /// Examples of what those of `StageExamples` do not use.
  private static let further: [StageExample] = [
    example("split", "-q --documents d --shuffle -o s-shuffled"),
    example("build-vocab", "-q --documents d -o v-all"),
    example("embed", "-q --from words.txt --vocabulary v --what words -o words-read"),
    example("embed", "-q --from words.txt --only-vocabulary --vocabulary v --what words -o words-few"),
    example("build-sim-sub", "-q --vocabulary v --documents d --split s -o r-documents"),
    example("build-sim-sub", "-q --vocabulary v --kb kb.rdf --cycles drop -o r-kb"),
    example(
      "clean-tags documents",
      "-q --documents d --users users.tsv --min-documents 1 --min-users 1 --wordnet none -o cleaned-users"),
    example("encode", "-q --documents d --encoder bert --unit sentences -o sentences"),
    example("encode", "-q --vocabulary v --encoder bert --concepts concepts -o names"),
    example("preprocess", "-q --corpus table.csv --concepts concepts -o d-table"),
    example("preprocess", "-q --corpus rows.svm --train-rows 2 -o rows"),
    example(
      "train-baseline", "-q --model tree --shape shallow --documents d --split s --vocabulary v --ngrams 1 -o b-shallow"
    ),
    example(
      "train-baseline", "-q --model homer --branch svm --documents d --split s --vocabulary v --ngrams 1 -o b-homer-svm"
    ),
    example(
      "train-baseline",
      "-q --model ovr --documents d --split s --vocabulary v --terms stems+characters --stem-language en -o b-terms"),
    example("train-baseline", "-q --model lexical --documents d --split s --vocabulary v --rounds 5 -o b-lexical"),
    example("train-baseline", "-q --model auto --documents d --split s --vocabulary v --rounds 5 --no-refit -o b-auto"),
    example("train-baseline", "-q --model knn --features rows --training-rows 3 -o b-rows"),
    example(
      "train",
      "-q --model JMAN-e --documents d --split s --vocabulary v --encoded sentences --hidden-size 4 --epochs 1 "
        + "--no-linear-part -o m-encoded"),
    example(
      "train",
      "-q --documents d --split s --vocabulary v --vectors words --relations r --hidden-size 4 --epochs 1 "
        + "--no-linear-part --lambda-sim 0.01 --dynamic-sem -o m-dynamic"),
    example("predict", "-q --model b-rows --features rows --training-rows 3 -o p-rows"),
    example("fuse", "-q --models b-rows b-rows --features rows --training-rows 3 -o fused-rows"),
    example("evaluate", "-q --predictions p --compat original --batch-size 10 -o e-original"),
    example("evaluate", "-q --predictions p --decision t -o e-decided"),
    example("tune", "-q --predictions pv --objective cost -o t-cost"),
  ]

  private static func example(_ stage: String, _ arguments: String) -> StageExample {
    let words = stage.split(separator: " ").map(String.init)
    return StageExample(
      stage: words[0], arguments: words.dropFirst() + arguments.split(separator: " ").map(String.init))
  }

  // MARK: -

  private struct Option {
    var name: String
    /// Arguments that set it, one way after the other.
    var uses: [[String]]
  }

  private func temporaryFolder() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("deciding-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ text: String) throws {
      try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    try write("users.tsv", "anna\tcomputer_science\nben\tcomputer_science\nben\tcs\n")
    try write("table.csv", "id,title,text,tags\n1,A car,About cars and roads.,car\n2,A road,About roads.,road\n")
    try write("rows.svm", (1...6).map { "\($0 % 2) 1:\($0) 2:1\n" }.joined())
    try write("other.svm", "0 1:1\n")
    try write("one.txt", "car\n")
    try write("context.txt", "http://x/c=one.txt\n")
    return folder.path
  }

  private func options(of stage: String, _ examples: StageExamples) throws -> [Option] {
    func options(_ help: CommandHelp) -> [Option] {
      let arguments = (help.arguments ?? []).filter { $0.kind != "positional" }
      let names = arguments.compactMap { argument in argument.names?.first { $0.kind == "long" }?.name }
      return zip(names, arguments).compactMap { name, argument in
        guard !Self.idleEverywhere.contains("--\(name)") else { return nil }
        guard argument.kind == "flag" else {
          let values =
            (argument.allValues ?? []) + Self.near(argument.defaultValue)
            + Self.candidates(name: name, value: argument.valueName ?? name, argument.defaultValue)
          return Option(name: "--\(name)", uses: values.map { ["--\(name)", $0] })
        }
        // --no-x is the other value of --x.
        if name.hasPrefix("no-"), names.contains(String(name.dropFirst(3))) { return nil }
        return Option(name: "--\(name)", uses: [name, "no-\(name)"].filter(names.contains).map { ["--\($0)"] })
      }
    }
    let help = try examples.help(of: stage)
    guard stage == "clean-tags" else { return options(help) }
    // Its other commands keep nothing.
    return options(try XCTUnwrap(help.subcommands?.first { $0.commandName == "documents" }))
  }

  /// Other numbers than a default.
  private static func near(_ number: String?) -> [String] {
    guard let number, let value = Double(number) else { return [] }
    return number.contains(".") || number.contains("e")
      ? ["\(value / 2)", "\(value + 0.25)"] : ["\(Int(value) + 1)", "2"]
  }

  /// Values of which an option without other numbers takes one.
  private static func candidates(name: String, value: String, _ fallback: String?) -> [String] {
    if fallback.flatMap(Double.init) != nil { return [] }
    if ["n", "k", "value", "length", "factor", "MiB"].contains(value) { return numbers }
    return ["file", "folder", name].contains(value) ? numbers + names + files : numbers + names
  }

  private static let numbers = ["2", "7", "0.3", "1", "0.0001", "150", "250", "0.9"]
  private static let names = [
    "en", "fi", "utf-8", "words", "text", "none", "microF1", "loss", "3-4", "words+stems", "http://x/y",
    "http://x/y=one.txt", "p=p-ovr", "1/1",
  ]
  private static let files = [
    "one.txt", "users.tsv", "d-concepts", "s-shuffled", "v-all", "words-few", "labels", "r-documents", "encoded",
    "sentences", "names", "concepts", "rows", "b-knn", "p-ovr", "pv-ovr", "t", "m-original", "log", "e-decided",
    "compared", "few.jsonl", "kb.rdf", "other-bert",
  ]

  /// The arguments by which an option makes the result of some example outdated; nil if none does.
  private static func decisive(
    _ option: Option, in examples: [StageExample], _ folder: StageExamples
  ) throws -> [String]? {
    var useless: Set<String> = []
    for use in option.uses where !useless.contains(use.last ?? "") {
      for example in examples {
        // The last of equal options counts.
        let run = try runProgram(
          "/usr/bin/env",
          ["-C", folder.folder, "JMAN_EXPLAIN=status", folder.path(of: example.stage)] + example.arguments
            + use)
        // A file that is not there decides nothing.
        if run.output.contains("not made yet") || run.errors.contains("cannot be opened") {
          useless.formUnion(numbers)
          break
        }
        if run.status == 0, !run.output.isEmpty, !run.output.contains(": up to date") { return use }
        // The parser's own words: of another type, and so are all like it.
        if run.errors.contains("is invalid for") {
          if use.last.flatMap({ Int($0) }) != nil { useless.formUnion(numbers) }
          break
        }
      }
    }
    return nil
  }
}

// A small run of the whole pipeline, and for each stage a command line that works on
// it: where tests of options and of damaged files begin.
import Foundation
import XCTest

/// A working command line of a stage. Files are names in the folder of the examples.
struct StageExample {
  var stage: String
  var arguments: [String]

  /// The places of the arguments that name what is written.
  var outputs: Set<Int> {
    var places = Set(arguments.indices.filter { $0 > 0 && Self.outputOptions.contains(arguments[$0 - 1]) })
    if stage == "dag", arguments.first == "archive" { places.insert(1) }
    return places
  }

  /// Whether the first argument is the name of a subcommand.
  var hasSubcommand: Bool { ["clean-tags", "dag"].contains(stage) }

  private static let outputOptions: Set = ["-o", "--log", "--events", "--to", "--knowledge-base"]
}

/// The files of a small run of the pipeline.
struct StageExamples {
  let folder: String

  /// The command lines that make the files, in order; each works again.
  static let making: [StageExample] = [
    example("make-sample", "-q --documents 300 -o c.jsonl --knowledge-base kb.rdf"),
    example("preprocess", "-q --force --corpus c.jsonl -o d"),
    example("split", "-q --force --documents d -o s"),
    example("build-vocab", "-q --force --documents d --split s -o v --min-label-count 5"),
    example(
      "embed",
      "-q --force --documents d --split s --vocabulary v --what words --dimensions 6 --epochs 1 "
        + "--window 3 --negative 2 -o words"),
    example(
      "embed",
      "-q --force --documents d --split s --vocabulary v --what labels --dimensions 6 "
        + "--epochs 1 --sample 0.01 --learning-rate 0.02 --min-learning-rate 0.001 -o labels"),
    example(
      "build-sim-sub",
      "-q --force --vocabulary v --label-vectors labels --kb kb.rdf --similarity-top-n 3 -o r"),
    example(
      "train",
      "-q --force --documents d --split s --vocabulary v --vectors words --relations r "
        + "--hidden-size 4 --sentences 3 --words 5 --title-words 4 --epochs 2 --lambda-sim 0.01 "
        + "--lambda-sub 0.01 --learning-rate 0.01 --l2 0.001 --batch-size 64 "
        + "--log log --events events -o m"),
    example(
      "train",
      "-q --force --documents d --split s --vocabulary v --vectors words --hidden-size 4 "
        + "--sentences 3 --words 5 --title-words 4 --epochs 1 --compat original -o m-original"),
    example(
      "train-baseline",
      "-q --force --model ovr --documents d --split s --vocabulary v --pruning 0.1 --ngrams 1 -o b-ovr"),
    example(
      "train-baseline",
      "-q --force --model tree --documents d --split s --vocabulary v --ngrams 1 -o b-tree"),
    example(
      "train-baseline",
      "-q --force --model knn --documents d --split s --vocabulary v --neighbours 5 -o b-knn"),
    example(
      "train-baseline",
      "-q --force --model svm --documents d --split s --vocabulary v --ngrams 1 --gamma 0.5 "
        + "-o b-svm"),
    example(
      "train-baseline",
      "-q --force --model cc --documents d --split s --vocabulary v --ngrams 1 --chains 2 -o b-cc"),
    example(
      "train-baseline",
      "-q --force --model homer --documents d --split s --vocabulary v --ngrams 1 -o b-homer"),
    example(
      "train-baseline",
      "-q --force --model plst --documents d --split s --vocabulary v --ngrams 1 --codes 5 "
        + "--ridge 1 -o b-plst"),
    example(
      "train-baseline",
      "-q --force --model lda --documents d --split s --vocabulary v --topics 4 --iterations 5 "
        + "--alpha-sum 5 --neighbours 5 -o b-lda"),
    example(
      "train-baseline",
      "-q --force --model ovr --documents d --split s --vocabulary v --vectors words "
        + "--vector-positions 3 -o b-vectors"),
    example("predict", "-q --force --model m --documents d --split s --fold 0 -o p"),
    example("predict", "-q --force --model m --documents d --split s --part validation -o pv"),
    example("predict", "-q --force --model b-ovr --documents d --split s -o p-ovr"),
    example(
      "predict", "-q --force --model b-ovr --documents d --split s --part validation -o pv-ovr"),
    example("tune", "-q --force --predictions pv -o t"),
    example("evaluate", "-q --force --predictions p --relations r --k 3 --threshold 0.4 -o e"),
    example("evaluate", "-q --force --compare p --compare p-ovr --resamples 50 -o compared"),
    example("fuse", "-q --force --models b-ovr b-knn --documents d --split s --top-k 3 -o fused"),
    example("build-concepts", "-q --force kb.rdf names.csv -o concepts"),
    example("preprocess", "-q --force --corpus c.jsonl --concepts concepts --keep-unknown -o d-concepts"),
    example("encode", "-q --force --documents d --encoder bert --longest 12 -o encoded"),
    example(
      "train-baseline",
      "-q --force --model ovr --documents d --split s --vocabulary v --ngrams 1 --encoded encoded "
        + "--encoded-scale 0.5 -o b-encoded"),
    example("predict", "-q --force --model b-encoded --encoded encoded --documents d --split s -o p-encoded"),
    example(
      "fuse",
      "-q --force --models b-ovr b-encoded --documents d --split s --encoded encoded -o fused-encoded"),
    example("split", "-q --force --documents d --kfold 3 -o packed.stage"),
    example("dag archive", "result.tar --root . --name w --goal packed.stage --parameter K=1 --external d"),
    example("dag check-archive", "result.tar"),
    example(
      "report",
      "-q --documents d --vocabulary v --relations r --model m --log log --predictions p "
        + "--metrics e --comparison compared -o report.html"),
    example("annotate", "--model m --batch-size 3 --top-k 2 --at-least 1 --format jsonl few.jsonl"),
    example("annotate", "--model b-ovr --threshold 0.3 few.jsonl"),
    example("corpus-dump", "--to dump.jsonl --train-rows 5 few.jsonl"),
    example("corpus-stats", "--documents d --vocabulary v --relations r"),
    example("clean-tags documents", "-q --force --documents d --min-documents 1 --min-users 1 -o cleaned"),
    example("clean-tags list", "tags.txt"),
    example("export-onnx", "--model m -o m.onnx"),
    example("export-vectors", "words -o words.txt"),
    example("inspect", "m"),
    example("inspect", "--section title --block 1 --format json d"),
    example("rdf-dump", "--count kb.rdf"),
    example("sweep-table", "--total 1 list.tsv"),
    example("verify", "--alone d s v"),
  ]

  /// A tiny sentence encoder.
  private static let encoder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../PipelineTests/Golden/encoder/bert").standardizedFileURL

  private static func example(_ stage: String, _ arguments: String) -> StageExample {
    let words = stage.split(separator: " ").map(String.init)
    return StageExample(
      stage: words[0],
      arguments: words.dropFirst() + arguments.split(separator: " ").map(String.init))
  }

  /// Makes the files.
  init(folder: String) throws {
    self.folder = folder
    try Data("cars\nold cars\nCar\n".utf8)
      .write(to: URL(fileURLWithPath: "\(folder)/tags.txt"))
    try Data("uri,label_en,label_fi\nhttp://c/1,car,auto\nhttp://c/2,road,tie\n".utf8)
      .write(to: URL(fileURLWithPath: "\(folder)/names.csv"))
    try FileManager.default.copyItem(atPath: Self.encoder.path, toPath: "\(folder)/bert")
    try Data("a\te\tm\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/list.tsv"))
    for example in Self.making {
      let run = try run(example.stage, example.arguments, seconds: 120)
      XCTAssertEqual(run.status, 0, "\(example.stage) \(example.arguments): \(run.errors)")
      if example.stage == "make-sample" {
        let corpus = try String(contentsOfFile: "\(folder)/c.jsonl", encoding: .utf8)
        try corpus.split(separator: "\n").prefix(10).joined(separator: "\n")
          .write(toFile: "\(folder)/few.jsonl", atomically: true, encoding: .utf8)
      }
    }
  }

  /// Runs a stage in the folder.
  func run(_ stage: String, _ arguments: [String], seconds: Double = 20) throws -> LimitedRun {
    try runLimited(
      try Self.executable(stage), arguments, folder: folder, seconds: seconds)
  }

  /// The programs of `JMAN_STAGES`, or those built with the tests.
  private static func executable(_ stage: String) throws -> String {
    if let folder = ProcessInfo.processInfo.environment["JMAN_STAGES"], !folder.isEmpty {
      return URL(fileURLWithPath: folder).appendingPathComponent(stage).path
    }
    return try stageExecutable(stage).path
  }

  /// The program of a stage.
  func path(of stage: String) throws -> String { try Self.executable(stage) }

  /// The help of a stage, for machines.
  func help(of stage: String) throws -> CommandHelp {
    let text = try runProgram(Self.executable(stage), ["--experimental-dump-help"]).output
    return try JSONDecoder().decode(CommandHelp.Document.self, from: Data(text.utf8)).command
  }
}

/// What `--experimental-dump-help` says.
struct CommandHelp: Decodable {
  struct Document: Decodable { var command: CommandHelp }
  struct Name: Decodable {
    var kind: String
    var name: String
  }
  struct Argument: Decodable {
    var kind: String
    var names: [Name]?
    var allValues: [String]?
    var defaultValue: String?
    var valueName: String?
  }
  var commandName: String
  var arguments: [Argument]?
  var subcommands: [CommandHelp]?

  /// The long names of all options that take a value which is not one of a list.
  var freeOptions: [String] {
    (arguments ?? []).filter { $0.kind == "option" && $0.allValues == nil }
      .compactMap { $0.names?.first { $0.kind == "long" }.map { "--\($0.name)" } }
  }
}

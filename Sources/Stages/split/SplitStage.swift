// Divides documents into training, validation and test. It reads no text.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineNumerics
import PipelineText
import StageSupport

@main
struct SplitStage: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: "Divides documents into training, validation and test documents.",
    discussion: """
      Hold-out: the last part of the documents, in file order, is the test set, the last part \
      of the rest validates. With --kfold k each document is a test document of one of k folds; \
      the validation documents of a fold are those that follow its test documents. A corpus \
      that is sorted by date or subject wants --shuffle, or --stratify, by which each part gets \
      its share of every tag.

      With --compat original all folds have one test set, the last part of the documents, and \
      each fold is the validation set once; with hold-out one document between training and \
      validation is lost, as in the original program.
      """,
    version: JMAN.version)

  @Option(help: "The output of preprocess.")
  var documents: String

  @Option(
    parsing: .unconditional, help: "The number of folds, at most that of documents; -1 for one hold-out split.")
  var kfold = -1

  @Option(help: "The share of validation documents among those not in the test set.")
  var validPortion = 0.1

  @Option(help: "The share of test documents; with --kfold only for --compat original.")
  var testPortion = 0.1

  @Flag(
    inversion: .prefixedNo,
    help: "Cut the documents in a random order instead of that of the file.")
  var shuffle = false

  @Flag(help: "Give each part its share of every tag, by iterative stratification.")
  var stratify = false

  @Option(help: "The seed of the random order and of the stratification.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Keep only n training documents of each fold, at equal distances: for learning curves.",
      valueName: "n"))
  var trainingLimit: Int?

  @OptionGroup var compat: CompatOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    if kfold != -1, kfold < 2 {
      throw ValidationError("--kfold must be -1 (hold-out) or at least 2, but is \(kfold).")
    }
    for (name, value) in [("--valid-portion", validPortion), ("--test-portion", testPortion)]
    where !(value > 0 && value < 1) {
      throw ValidationError("\(name) must be above 0 and below 1, but is \(value).")
    }
    if let trainingLimit, trainingLimit < 1 {
      throw ValidationError("--training-limit must be at least 1, but is \(trainingLimit).")
    }
    if stratify, compat.isOriginal {
      throw ValidationError("--stratify excludes --compat original.")
    }
  }

  func run() throws {
    let run = try StageRun(
      stage: "split", revision: 2, options: options, inputs: [("documents", documents)],
      parameters: [
        "kfold": .int(kfold), "validPortion": .double(validPortion),
        "testPortion": .double(testPortion), "shuffle": .bool(shuffle),
        "stratify": .bool(stratify), "compat": .bool(compat.isOriginal),
      ].merging(trainingLimit.map { ["trainingLimit": .int($0)] } ?? [:]) { a, _ in a },
      seed: shuffle || stratify ? seed : nil)
    if run.isUpToDate() { return }
    let reader = try DocumentsReader(path: documents)
    var tags = DistinctTags()
    var labels: [[Int32]] = []
    while let document = try reader.nextDocument() {
      labels.append(stratify ? tags.numbers(of: document) : [])
    }
    let count = labels.count
    if kfold > count || kfold > 0 && count * kfold > Self.greatestSize {
      throw InputError(
        file: documents,
        problem: kfold > count
          ? "holds \(count, "document"), which cannot be divided into \(kfold, "fold")"
          : "\(kfold, "fold") of \(count, "document") would name \(count * kfold, "document")",
        remedy: "Give a smaller --kfold")
    }
    var order: [Int]?
    if shuffle {
      var random = RandomStream(seed: seed)
      var documents = Array(0..<count)
      random.shuffle(&documents)
      order = documents
    }
    var split = split(order.map { $0.map { labels[$0] } } ?? labels)
    if let violation = split.violation(documents: count, lost: compat.isOriginal && kfold == -1 ? 1 : 0) {
      throw InputError(
        file: documents, problem: "\(count, "document") cannot be split so: \(violation)",
        remedy: "Give more documents, fewer folds or other portions")
    }
    if let trainingLimit { split.limitTraining(to: trainingLimit) }
    let writer = try run.writer(.split)
    try split.write(to: writer, order: order)
    try writer.commit(summary: ["documents": .int(count), "folds": .int(split.folds.count)])
    run.say(
      "split: \(split.folds[0].training.count) training, \(split.folds[0].validation.count) "
        + "validation, \(split.folds[0].test.count, "test document")"
        + (split.folds.count > 1 ? " (fold 0 of \(split.folds.count))" : ""))
  }

  /// Of documents named by all folds together, so that a wrong number does not fill
  /// the disk.
  private static let greatestSize = 200_000_000

  private func split(_ labels: [[Int32]]) -> Split {
    if stratify {
      return .stratified(
        labels: labels, folds: kfold == -1 ? nil : kfold, testPortion: testPortion,
        validationPortion: validPortion, seed: seed)
    }
    if kfold == -1 {
      return .holdOut(
        documents: labels.count, testPortion: testPortion, validationPortion: validPortion,
        losesOneDocument: compat.isOriginal)
    }
    return compat.isOriginal
      ? .originalFolds(kfold, documents: labels.count, testPortion: testPortion)
      : .rotating(kfold, documents: labels.count, validationPortion: validPortion)
  }
}

/// Numbers for tags.
private struct DistinctTags {
  private var numbers: [ExactString: Int32] = [:]

  /// The document's tags, each once.
  mutating func numbers(of document: Document) -> [Int32] {
    var own: Set<Int32> = []
    for tag in document.tags where !tag.isEmpty {
      let key = ExactString(tag)
      let number = numbers[key] ?? Int32(numbers.count)
      numbers[key] = number
      own.insert(number)
    }
    return own.sorted()
  }
}

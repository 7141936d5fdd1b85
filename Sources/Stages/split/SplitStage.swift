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
      the validation documents of a fold are those that follow its test documents. Use \
      --shuffle if the corpus is sorted by date or subject, or --stratify, so that each part gets \
      its share of every tag.

      With --compat original all folds have one test set, the last part of the documents, and \
      each fold is the validation set once; with hold-out one document between training and \
      validation is lost, as in the original program.
      """,
    version: JMAN.version)

  @Option(help: "The output of preprocess.")
  var documents: String

  @OptionGroup var choices: Options<SplitParameters>
  @OptionGroup var compat: CompatOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    try namingOptions { try choices.parameters().validate() }
    if choices.parameters().isStratified, compat.behaviour == .original {
      throw ValidationError("--stratify excludes --compat original.")
    }
  }

  func run() throws {
    let chosen = choices.parameters()
    let kfold = chosen.folds
    let run = try StageRun(
      stage: "split", revision: 2, options: options, inputs: [("documents", documents)],
      parameters: headerValues(of: chosen, compat.parameters),
      seed: chosen.isShuffled || chosen.isStratified ? chosen.seed : nil)
    if run.isUpToDate() { return }
    let reader = try DocumentsReader(path: documents)
    var tags = DistinctTags()
    var labels: [[Int32]] = []
    while let document = try reader.nextDocument() {
      labels.append(chosen.isStratified ? tags.numbers(of: document) : [])
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
    if chosen.isShuffled {
      var random = RandomStream(seed: chosen.seed)
      var documents = Array(0..<count)
      random.shuffle(&documents)
      order = documents
    }
    var split = split(order.map { $0.map { labels[$0] } } ?? labels, chosen)
    do {
      try split.validate(documents: count, lost: compat.behaviour.losesOneDocument && kfold == -1 ? 1 : 0)
    } catch {
      throw InputError(
        file: documents, problem: "\(count, "document") cannot be split so: \(error.problem)",
        remedy: "Give more documents, fewer folds or other portions")
    }
    if let trainingLimit = chosen.trainingLimit { split.limitTraining(to: trainingLimit) }
    let writer = try run.writer(.split)
    try split.write(to: writer, order: order)
    try writer.commit(summary: ["documents": .int(count), "folds": .int(split.folds.count)])
    run.say(
      "split: \(split.folds[0].training.count) training, \(split.folds[0].validation.count) "
        + "validation, \(split.folds[0].test.count, "test document")"
        + (split.folds.count > 1 ? " (fold 0 of \(split.folds.count))" : ""))
  }

  /// The maximum number of documents in all folds together, so that a wrong number does not
  /// fill the disk.
  private static let greatestSize = 200_000_000

  private func split(_ labels: [[Int32]], _ chosen: SplitParameters) -> Split {
    let folds = chosen.folds
    if chosen.isStratified {
      return .stratified(
        labels: labels, folds: folds == -1 ? nil : folds, testPortion: chosen.testPortion,
        validationPortion: chosen.validationPortion, seed: chosen.seed)
    }
    if folds == -1 {
      return .holdOut(
        documents: labels.count, testPortion: chosen.testPortion, validationPortion: chosen.validationPortion,
        like: compat.behaviour)
    }
    return compat.behaviour.sharesTestSet
      ? .originalFolds(folds, documents: labels.count, testPortion: chosen.testPortion)
      : .rotating(folds, documents: labels.count, validationPortion: chosen.validationPortion)
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

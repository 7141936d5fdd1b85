// Scores the documents of one part of a split, for tune, evaluate and whoever
// combines models. New documents are for `annotate`.
import ArgumentParser
import Formats
import Foundation
import Pipeline
import StageSupport

/// The documents of a split that can be scored fairly.
enum Part: String, CaseIterable, ExpressibleByArgument {
  case test, validation
}

@main
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Scores the test or validation documents of a split with a trained model.",
    discussion: """
      Writes for each document its scores and its true tags: what evaluate measures, and, of \
      the validation documents, what tune learns thresholds from. New documents are for \
      annotate.
      """)

  @Option(help: "The output of train.")
  var model: String

  @Option(help: "The output of preprocess.")
  var documents: String

  @Option(help: "The output of split.")
  var split: String

  @Option(help: "Which documents to score.")
  var part = Part.test

  @Option(
    help: ArgumentHelp(
      "The fold whose validation documents are scored (default: the model's).", valueName: "k"))
  var fold: Int?

  @Option(help: "Documents a batch.")
  var batchSize = 128

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    for (name, value, least) in [("--batch-size", batchSize, 1), ("--fold", fold ?? 0, 0)]
    where value < least {
      throw ValidationError("\(name) must be at least \(least), but is \(value).")
    }
  }

  func run() throws {
    let trainedAs = try StageReader(path: model, expecting: .model).header.parameters
    let fold = try checkedFold(trainedAs["fold"])
    let run = try StageRun(
      stage: "predict", revision: 2, options: options,
      inputs: [("model", model), ("documents", documents), ("split", split)],
      parameters: [
        "batchSize": .int(batchSize), "part": .string(part.rawValue), "fold": .int(fold),
        "model": trainedAs["model"] ?? .string("model"),
      ])
    if run.isUpToDate() { return }
    let chosen = try chosenDocuments(fold: fold)
    let trained = try loadModel(model, threads: threads)
    let encoder = trained.documentEncoder
    let meter = ProgressMeter("predict", total: chosen.count, isQuiet: run.isQuiet)
    let started = Date()
    let (scored, _) = Scorer(
      trained.network, form: trained.form, batchSize: batchSize,
      floor: trained.isOriginal ? 0 : 0.001
    ).score(chosen.map(encoder.encode)) { meter.update($0) }
    meter.finish()
    let speed = Double(chosen.count) / Date().timeIntervalSince(started)
    let set = PredictionSet(
      labels: trained.labels, labelCounts: trained.labelCounts.map(Int.init),
      trainingDocuments: trained.trainingDocuments, ids: chosen.map(\.id), scored: scored,
      threshold: trained.threshold, k: trained.k)
    let writer = try run.writer(.predictions)
    try set.write(to: writer)
    try writer.commit(summary: ["documents": .int(chosen.count)])
    run.say("predict: \(chosen.count) documents, \(Int(speed)) documents/s")
  }

  /// The fold in force. Another fold's validation documents are training
  /// documents of this model.
  private func checkedFold(_ trained: StageHeader.Value?) throws -> Int {
    guard case .int(let own) = trained else { return fold ?? 0 }
    if let fold, fold != own, part == .validation {
      throw InputError(
        file: model,
        problem: "was trained in fold \(own), so that validation documents of fold \(fold) "
          + "were among its training documents",
        remedy: "Give the model of fold \(fold), or --fold \(own)")
    }
    return fold ?? own
  }

  /// The documents of the part, in the order of the file.
  private func chosenDocuments(fold: Int) throws -> [Document] {
    let section = part == .test ? "test" : "fold\(fold)/validation"
    let contents = try StageContents(path: split, expecting: .split, sections: [section])
    guard contents.has(section) else {
      throw InputError(
        file: split, problem: "has no fold \(fold)",
        remedy: "Give a fold of this split; the first is 0")
    }
    let positions = try contents.integers(section)
    guard let last = positions.max() else {
      throw InputError(
        file: split, problem: "there are no \(part.rawValue) documents",
        remedy: part == .test
          ? "Run split with a larger --test-portion"
          : "Run split with a larger --valid-portion")
    }
    let wanted = Set(positions)
    var chosen: [Document] = []
    var count = 0
    let reader = try DocumentsReader(path: documents)
    while let document = try reader.nextDocument() {
      if wanted.contains(Int32(clamping: count)) { chosen.append(document) }
      count += 1
    }
    guard chosen.count == wanted.count else {
      throw InputError(
        file: split, problem: "names document \(last), but there are \(count)",
        remedy: "Run split again on the documents given here")
    }
    return chosen
  }
}

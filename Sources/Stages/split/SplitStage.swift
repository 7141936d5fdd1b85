// Divides documents into training, validation and test. It reads no text.
import ArgumentParser
import Formats
import Pipeline
import StageSupport

@main
struct SplitStage: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: "Divides documents into training, validation and test documents.",
    discussion: """
      The last part of the documents, in file order, is the test set. The rest is cut once \
      (hold-out) or into k folds, each of which is the validation set once. A corpus that is \
      sorted by date or subject wants --shuffle.

      With --compat original and hold-out one document between training and validation is \
      lost, as in the original program.
      """)

  @Option(help: "The output of preprocess.")
  var documents: String

  @Option(
    parsing: .unconditional, help: "The number of folds; -1 for one hold-out split.")
  var kfold = -1

  @Option(help: "Hold-out: the share of validation documents among those not in the test set.")
  var validPortion = 0.1

  @Option(help: "The share of test documents.")
  var testPortion = 0.1

  @Flag(
    inversion: .prefixedNo,
    help: "Cut the documents in a random order instead of that of the file.")
  var shuffle = false

  @Option(help: "Of the random order.")
  var seed: UInt64 = 1

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
  }

  func run() throws {
    let run = try StageRun(
      stage: "split", revision: 1, options: options, inputs: [("documents", documents)],
      parameters: [
        "kfold": .int(kfold), "validPortion": .double(validPortion),
        "testPortion": .double(testPortion), "shuffle": .bool(shuffle),
        "compat": .bool(compat.isOriginal),
      ], seed: shuffle ? seed : nil)
    if run.isUpToDate() { return }
    let reader = try DocumentsReader(path: documents)
    var count = 0
    while try reader.nextDocument() != nil { count += 1 }
    let split =
      kfold == -1
      ? Split.holdOut(
        documents: count, testPortion: testPortion, validationPortion: validPortion,
        losesOneDocument: compat.isOriginal)
      : Split.folds(kfold, documents: count, testPortion: testPortion)
    if let violation = split.violation(documents: count, lost: compat.isOriginal && kfold == -1 ? 1 : 0)
    {
      throw InputError(
        file: documents, problem: "\(count) documents cannot be split so: \(violation)",
        remedy: "Give more documents, fewer folds or other portions")
    }
    var order: [Int]?
    if shuffle {
      var random = RandomStream(seed: seed)
      var documents = Array(0..<count)
      random.shuffle(&documents)
      order = documents
    }
    let writer = try run.writer(.split)
    try split.write(to: writer, order: order)
    try writer.commit(summary: ["documents": .int(count), "folds": .int(split.folds.count)])
    run.say(
      "split: \(split.folds[0].training.count) training, \(split.folds[0].validation.count) "
        + "validation, \(split.test.count) test documents"
        + (split.folds.count > 1 ? " (fold 0 of \(split.folds.count))" : ""))
  }
}

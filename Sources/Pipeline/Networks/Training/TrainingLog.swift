// The course of training, epoch by epoch and batch by batch: the content of a log
// file, and a part of every checkpoint.
import Formats

/// The result of one epoch.
public struct EpochResult: Equatable, Sendable {
  /// From 0.
  public var epoch = 0
  /// That of the epoch's last update.
  public var learningRate = 0.0
  /// The mean over batches.
  public var trainingLoss = 0.0
  /// The mean over batches of validation documents.
  public var validation = LossParts()
  /// Example-based F1 on the validation documents at `threshold`.
  public var exampleF1 = 0.0
  /// Micro-F1 at `threshold`.
  public var microF1 = 0.0
  /// P@1.
  public var precisionAt1 = 0.0
  /// nDCG@5.
  public var ndcgAt5 = 0.0
  /// The threshold that was best for example-based F1.
  public var threshold: Float = 0.5
  /// Whether it is better than all epochs before.
  public var isBest = false

  public init() {}
}

/// The course of a training run.
public struct TrainingLog: Equatable, Sendable {
  /// The result of the linear model alone, before the first epoch; nil if there is none.
  /// Its number is -1.
  public var start: EpochResult?
  /// In their order.
  public var epochs: [EpochResult] = []
  /// The losses of all training batches, epoch after epoch.
  public var trainingBatches: [LossParts] = []
  /// The losses of the validation batches at the end of each epoch.
  public var validationBatches: [LossParts] = []

  public init() {}

  private static var epochColumns: [(name: String, field: WritableKeyPath<EpochResult, Double>)] {
    [
      ("learningRate", \.learningRate), ("trainingLoss", \.trainingLoss),
      ("validationCE", \.validation.crossEntropy), ("validationL2", \.validation.l2),
      ("validationSim", \.validation.similarity), ("validationSub", \.validation.subsumption),
      ("exampleF1", \.exampleF1), ("microF1", \.microF1), ("precisionAt1", \.precisionAt1),
      ("ndcgAt5", \.ndcgAt5),
    ]
  }

  /// The sections `log/…`: one row per epoch, and one per batch; `log/start` has a row
  /// if there is a linear model.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  public func write(to writer: StageWriter) throws {
    let fields = Self.epochColumns
    try writer.write("log/columns", fields.map(\.name) + ["threshold", "isBest"])
    for (name, results) in [("log/start", start.map { [$0] } ?? []), ("log/epochs", epochs)] {
      try writer.write(
        name,
        results.flatMap { result in
          fields.map { result[keyPath: $0.field] }
            + [Double(result.threshold), result.isBest ? 1 : 0]
        }, shape: [results.count, fields.count + 2])
    }
    try writer.write("log/lossColumns", ["crossEntropy", "l2", "similarity", "subsumption"])
    for (name, batches) in [
      ("log/trainingBatches", trainingBatches), ("log/validationBatches", validationBatches),
    ] {
      try writer.write(
        name, batches.flatMap { [$0.crossEntropy, $0.l2, $0.similarity, $0.subsumption] },
        shape: [batches.count, 4])
    }
  }

  /// Reads what `write` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or do not fit.
  public init(_ contents: StageContents) throws {
    let fields = Self.epochColumns
    guard try contents.strings("log/columns") == fields.map(\.name) + ["threshold", "isBest"]
    else { throw contents.invalid("log/columns", "these are not the columns of a log") }
    let width = fields.count + 2
    func results(_ name: String, first: Int) throws -> [EpochResult] {
      let rows = try contents.doubles(name)
      guard rows.count % width == 0 else {
        throw contents.invalid(name, "does not consist of whole rows")
      }
      return (0..<rows.count / width).map { row in
        var result = EpochResult()
        result.epoch = first + row
        for (i, field) in fields.enumerated() {
          result[keyPath: field.field] = rows[row * width + i]
        }
        result.threshold = Float(rows[row * width + width - 2])
        result.isBest = rows[row * width + width - 1] != 0
        return result
      }
    }
    start = try results("log/start", first: -1).first
    epochs = try results("log/epochs", first: 0)
    func batches(_ name: String) throws -> [LossParts] {
      let values = try contents.doubles(name)
      guard values.count % 4 == 0 else { throw contents.invalid(name, "does not consist of whole rows") }
      return stride(from: 0, to: values.count, by: 4).map { i in
        var parts = LossParts()
        parts.crossEntropy = values[i]
        parts.l2 = values[i + 1]
        parts.similarity = values[i + 2]
        parts.subsumption = values[i + 3]
        return parts
      }
    }
    trainingBatches = try batches("log/trainingBatches")
    validationBatches = try batches("log/validationBatches")
  }
}

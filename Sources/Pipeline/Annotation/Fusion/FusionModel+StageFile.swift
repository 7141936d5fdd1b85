// A fusion in a model file, with its members whole, so that one file is all that is needed
// to annotate:
//
//     description str [1] (JSON)    labels str [L]    labelCounts i64 [L]
//     members str [m]    kinds str [m]    member0/…    what the member's own file holds
//     combination/part0/… to part5/…      without each part of the validation documents;
//                                         the last one learnt on all of them:
//         as Combination
//     spelling/… as NameSpelling, which trees read
//     beforeRefit/ids str [v], and their scores as ScoredDocuments, if members learnt the
//     validation documents too
import Formats
import FormatsFiles
import PipelineBaselines
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics

extension FusionModel {
  /// What is stored as JSON in the model file.
  private struct Description: Codable {
    var form: CombinationForm
    var average: String
    var threshold: Float
    var k: Int
    var trainingDocuments: Int
    var trials: [Trial]
  }

  /// Writes the sections of a model file.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  public func write(to writer: StageWriter) throws {
    var average = FusionForm.scores
    if case .mean(let fusion) = combination { average = fusion.form }
    let description = Description(
      form: combination.form, average: average.rawValue, threshold: threshold, k: k,
      trainingDocuments: trainingDocuments, trials: trials)
    try writer.write("description", [String(decoding: description.stableJSON(), as: UTF8.self)])
    try writer.write("labels", labels)
    try writer.write("labelCounts", labelCounts)
    try writer.write("members", members.map(\.name))
    try writer.write("kinds", members.map(\.model.kind.rawValue))
    for (number, member) in members.enumerated() {
      try writer.nested("member\(number)") { try member.model.write(to: writer) }
    }
    for (part, combination) in (crossFitted + [combination]).enumerated() {
      try combination.write(to: writer, named: "combination/part\(part)")
    }
    if let spelling = features.spelling {
      try writer.nested("spelling") { try spelling.write(to: writer) }
    }
    if let beforeRefit {
      try writer.nested("beforeRefit") {
        try writer.write("ids", beforeRefit.ids)
        try beforeRefit.scored.write(to: writer)
      }
    }
  }

  /// Reads a model file.
  ///
  /// - Throws: `InputError` when the file is damaged or holds another model.
  public init(_ contents: StageContents, pool: WorkerPool) throws {
    let description = try contents.decoded(Description.self, "description")
    guard description.k > 0, description.trainingDocuments > 0, description.threshold.isFinite,
      let average = FusionForm(rawValue: description.average)
    else { throw contents.invalid("description", "a value is out of range") }
    let labels = try contents.strings("labels")
    let numbers = Self.numbers(of: labels)
    guard numbers.count == labels.count else {
      throw contents.invalid("labels", "a label occurs twice")
    }
    let counts = try contents.longs("labelCounts", count: labels.count)
    guard counts.allSatisfy({ $0 >= 0 }) else {
      throw contents.invalid("labelCounts", "a count is negative")
    }
    let members = try Self.members(contents, numbers: numbers, pool: pool)
    let isRanked = description.form == .stacked
    let features = StackedFeatures(
      members: members.count, labelCounts: counts,
      branches: isRanked ? LabelBranches(labels: labels, models: members.map(\.model)) : nil,
      spelling: isRanked ? try NameSpelling(contents.nested("spelling"), labels: labels.count) : nil)
    let combinations = try (0...Self.parts).map { part in
      try Combination(
        contents, named: "combination/part\(part)", form: description.form, average: average,
        members: members.count, width: features.width)
    }
    self.init(
      labels: labels, labelCounts: counts, trainingDocuments: description.trainingDocuments,
      threshold: description.threshold, k: description.k, trials: description.trials,
      members: members, combination: combinations[Self.parts],
      crossFitted: Array(combinations.dropLast()), features: features,
      beforeRefit: contents.has("beforeRefit/ids")
        ? try ScoresByID(contents.nested("beforeRefit"), labelCount: labels.count) : nil)
  }

  /// Reads the members, of which there must be one.
  ///
  /// - Parameter numbers: those of the fusion's labels.
  private static func members(
    _ contents: StageContents, numbers: [ExactString: Int32], pool: WorkerPool
  ) throws -> [FusionMember] {
    let names = try contents.strings("members")
    let kinds = try contents.strings("kinds", count: names.count)
    let members = try names.indices.map { number -> FusionMember in
      guard let kind = StoredModel.Kind(rawValue: kinds[number]) else {
        throw contents.invalid("kinds", "names an unknown kind of model: \(kinds[number])")
      }
      let model = try StoredModel(contents.nested("member\(number)"), kind: kind, pool: pool)
      guard model.labels.allSatisfy({ numbers[ExactString($0)] != nil }) else {
        throw contents.invalid("labels", "member \(number) has others")
      }
      return FusionMember(name: names[number], model: model, numbers: numbers)
    }
    guard !members.isEmpty else { throw contents.invalid("members", "there is none") }
    return members
  }
}

extension ScoresByID {
  fileprivate init(_ contents: StageContents, labelCount: Int) throws {
    let scored = try ScoredDocuments(contents, labelCount: labelCount)
    self.init(ids: try contents.strings("ids", count: scored.count), scored: scored)
  }
}

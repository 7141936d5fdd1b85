import Formats
@testable import PipelineAnnotation
@testable import PipelineBaselines
@testable import PipelineEvaluation
@testable import PipelineFeatures
@testable import PipelineNumerics
import XCTest

final class FusionModelTests: XCTestCase {
  private let labels = ["wine", "beer", "tea", "evening"]

  /// The title names the first tag; a word that is not a name goes with the second one.
  private func documents(_ range: Range<Int>) -> [Document] {
    let drinks = ["wine", "beer", "tea"]
    return range.map { i in
      let (a, b) = (Int(RandomStream.mix(UInt64(i)) % 3), Int(RandomStream.mix(UInt64(i) + 7) % 3))
      let isLate = RandomStream.mix(UInt64(i) + 77) % 3 == 0
      return Document(
        id: "d\(i)", title: ["on", drinks[a]],
        sentences: [["some", drinks[b], isLate ? "dusk" : "noon"]],
        tags: [drinks[a]] + (isLate ? ["evening"] : []))
    }
  }

  private func members(
    _ methods: [BaselineMethod] = [.ovr(LinearParameters()), .knn(.init())]
  ) throws -> [(name: String, model: StoredModel)] {
    let pool = WorkerPool(threads: 1)
    let data = BaselineModel.Data(
      labels: labels, training: documents(0..<200), validation: documents(200..<300))
    return try methods.map { method in
      (
        method.name.rawValue,
        .baseline(
          try BaselineModel(
            training: method,
            features: .text(TextFeatures(fitting: data.training, parameters: .init())),
            data: data, k: 2, pool: pool))
      )
    } + [
      (
        "lexical",
        .lexical(
          try LexicalModel(training: data, names: LabelNames(tags: labels), k: 2, pool: pool))
      )
    ]
  }

  private func fused(
    _ form: CombinationForm? = nil, validation: Range<Int> = 200..<300, threads: Int = 1
  ) throws -> FusionModel {
    var parameters = FusionModel.Parameters()
    parameters.form = form
    return try FusionModel(
      members: try members(), validation: documents(validation), parameters: parameters, k: 2,
      pool: WorkerPool(threads: threads))
  }

  private func write(_ model: FusionModel) throws -> String {
    let path = try temporaryPath("fusion.stage")
    let writer = try StageWriter(
      path: path, kind: .model,
      header: StageHeader(stage: "fuse", revision: 1, parameters: [:], inputs: []))
    try model.write(to: writer)
    try writer.commit()
    return path
  }

  func testEveryFormIsReadAsItWasWritten() throws {
    let pool = WorkerPool(threads: 1)
    for form in [CombinationForm.mean, .stacked] {
      let model = try fused(form)
      XCTAssertEqual(model.combination.form, form)
      XCTAssertEqual(model.trials.map(\.name), ["ovr", "knn", "lexical", "mean", "stacked"])
      let path = try write(model)
      XCTAssertEqual(
        try Data(contentsOf: URL(fileURLWithPath: path)),
        try Data(contentsOf: URL(fileURLWithPath: write(fused(form, threads: 3)))))
      let read = try StoredModel(path: path, pool: pool)
      guard case .fusion(let copy) = read else { return XCTFail("another kind of model") }
      XCTAssertEqual(copy.trials, model.trials)
      XCTAssertEqual(copy.choice, model.choice)
      for isValidation in [false, true] {
        let (a, b) = (
          try model.score(documents(200..<320), isValidation: isValidation, pool: pool),
          try read.score(documents(200..<320), isValidation: isValidation, pool: pool)
        )
        XCTAssertEqual(a.scores, b.scores)
        XCTAssertEqual(a.labels, b.labels)
      }
      let test = try model.score(documents(400..<500), pool: pool)
      XCTAssertGreaterThan(
        Evaluation(test, threshold: model.threshold, k: 2).decided.exampleF1, 0.9)
    }
  }

  /// A document's own tags never show in its score as a validation document.
  func testValidationDocumentsAreScoredByCombinationsThatNeverSawThem() throws {
    let pool = WorkerPool(threads: 1)
    var all = documents(200..<300)
    let members = try members()
    var parameters = FusionModel.Parameters()
    parameters.form = .stacked
    func scores() throws -> ScoredDocuments {
      try FusionModel(
        members: members, validation: all, parameters: parameters, k: 2, pool: pool
      ).score(all, isValidation: true, pool: pool)
    }
    let before = try scores()
    all[7].tags = ["tea", "beer", "evening"]
    let after = try scores()
    XCTAssertEqual(before.row(of: 7), after.row(of: 7))
    XCTAssertNotEqual(before.scores, after.scores)
  }

  /// Documents of training, scored by models without them, teach the ranker too; where
  /// validation documents are many, nothing else.
  func testHeldOutTrainingDocumentsTeachTheRanker() throws {
    let members = try members()
    let without = try stacked(members, validation: 200..<700)
    let with = try stacked(members, validation: 200..<700, heldOut: 700..<800)
    XCTAssertEqual(with.trials.dropLast(), without.trials.dropLast())
    XCTAssertNotEqual(with.combination, without.combination)
    XCTAssertGreaterThanOrEqual(
      with.trials.last?.exampleF1 ?? 0, (without.trials.last?.exampleF1 ?? 1) - 0.02)
  }

  /// Where they are few, ways of combining are judged by both, as if all were validation documents.
  func testHeldOutTrainingDocumentsJudgeWhereValidationDocumentsAreFew() throws {
    let members = try members()
    let all = try stacked(members, validation: 200..<340)
    let with = try stacked(members, validation: 200..<260, heldOut: 260..<340)
    XCTAssertEqual(with.trials, all.trials)
    XCTAssertEqual(with.combination, all.combination)
    XCTAssertEqual(with.crossFitted, all.crossFitted)
    // Validation documents tune the threshold, unless they are too few.
    let own = try with.score(documents(200..<260), isValidation: true, pool: WorkerPool(threads: 1))
    XCTAssertEqual(with.threshold, tunedThreshold(for: own, maximizing: .exampleF1).threshold)
    let few = try stacked(members, validation: 200..<203, heldOut: 203..<340)
    XCTAssertEqual(few.trials, all.trials)
    XCTAssertEqual(few.threshold, all.threshold)
  }

  private func stacked(
    _ members: [(name: String, model: StoredModel)], validation: Range<Int>, heldOut: Range<Int>? = nil
  ) throws -> FusionModel {
    var parameters = FusionModel.Parameters()
    parameters.form = .stacked
    return try FusionModel(
      members: members, validation: documents(validation),
      heldOut: heldOut.map { held in
        [{ .init(documents: self.documents(held), models: members.map(\.model)) }]
      } ?? [],
      parameters: parameters, k: 2, pool: WorkerPool(threads: 1))
  }

  func testTheSimplestWayWinsWithoutEvidence() throws {
    // Two members that say the same.
    let pool = WorkerPool(threads: 1)
    let twins = Array(try members([.ovr(LinearParameters()), .ovr(LinearParameters())]).prefix(2))
    let model = try FusionModel(members: twins, validation: documents(200..<300), k: 2, pool: pool)
    XCTAssertEqual(model.combination, .single(0))
    XCTAssertEqual(model.choice, "ovr alone")
    // Few documents teach no ranker.
    let few = try fused(validation: 200..<220)
    XCTAssertFalse(few.trials.contains { $0.name == "stacked" })
    // One member is a fusion of itself.
    let one = try FusionModel(
      members: Array(twins.prefix(1)), validation: documents(200..<300), k: 2, pool: pool)
    XCTAssertEqual(one.combination, .single(0))
    XCTAssertEqual(one.trials.count, 1)
  }

  /// Members need not know the same labels.
  func testLabelsOfAllMembers() throws {
    let pool = WorkerPool(threads: 1)
    let data = BaselineModel.Data(
      labels: ["noon"] + labels, training: documents(0..<200), validation: [])
    let wide = try LexicalModel(
      training: data, names: LabelNames(tags: data.labels), k: 2, pool: pool)
    let model = try FusionModel(
      members: Array(try members().prefix(2)) + [("wide", .lexical(wide))],
      validation: documents(200..<300), k: 2, pool: pool)
    XCTAssertEqual(model.labels, labels + ["noon"])
    XCTAssertEqual(model.labelCounts.last, 0)
    XCTAssertEqual(try StoredModel(path: write(model), pool: pool).labels, model.labels)
  }

  /// After the members learnt the validation documents, these keep the scores that they had
  /// before, in the model and in its file; others are scored by the new members.
  func testRefitKeepsWhatValidationDocumentsWereGiven() throws {
    let pool = WorkerPool(threads: 1)
    let validation = documents(200..<300)
    let other = documents(300..<400)
    let before = try fused()
    var after = before
    let all = BaselineModel.Data(
      labels: labels, training: documents(0..<300), validation: [])
    let old = try members()
    try after.refit(on: validation, pool: pool) {
      try zip([BaselineMethod.ovr(LinearParameters()), .knn(.init())], old).map { method, old in
        .baseline(
          try BaselineModel(
            training: method,
            features: .text(TextFeatures(fitting: all.training, parameters: .init())),
            data: all, k: 2, tuned: old.model.tuned, pool: pool))
      } + [
        .lexical(
          try LexicalModel(
            training: all, names: LabelNames(tags: labels), k: 2, tuned: old[2].model.tuned,
            pool: pool))
      ]
    }
    XCTAssertEqual(after.trainingDocuments, 300)
    XCTAssertEqual(after.threshold, before.threshold)
    XCTAssertEqual(
      after.labelCounts,
      labels.map { label in Int64(all.training.count { $0.tags.contains(label) }) })
    let read = try FusionModel(
      StageContents(path: try write(after), expecting: .model), pool: pool)
    for model in [after, read] {
      XCTAssertEqual(
        try model.score(validation, isValidation: true, pool: pool).scores,
        try before.score(validation, isValidation: true, pool: pool).scores)
      XCTAssertNotEqual(
        try model.score(validation, pool: pool).scores, try before.score(validation, pool: pool).scores)
      XCTAssertNotEqual(try model.score(other, pool: pool).scores, try before.score(other, pool: pool).scores)
    }
    XCTAssertEqual(try after.score(other, pool: pool).scores, try read.score(other, pool: pool).scores)
  }
}

import Formats
@testable import PipelineAnnotation
@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNumerics
import XCTest

final class FusionTrainingTests: XCTestCase {
  /// The first tag is named in the title; a word that is not a name goes with the second one.
  private func documents(_ range: Range<Int>) -> [Document] {
    let drinks = ["wine", "beer", "tea"]
    return range.map { i in
      let drink = drinks[Int(RandomStream.mix(UInt64(i)) % 3)]
      let isLate = RandomStream.mix(UInt64(i) + 77) % 3 == 0
      return Document(
        id: "d\(i)", title: ["on", drink], sentences: [["some", isLate ? "dusk" : "noon"]],
        tags: [drink] + (isLate ? ["evening"] : []))
    }
  }

  private func training(
    learnsNames: Bool? = nil, refit: Bool = true, validation: Range<Int> = 70..<125,
    events: @escaping (FusionTraining.Event) -> Void = { _ in }
  ) throws -> FusionTraining {
    let data = BaselineModel.Data(
      labels: ["wine", "beer", "tea", "evening"], training: documents(0..<70),
      validation: documents(validation))
    var parameters = FusionTraining.Parameters(lexical: .init(), metric: .exampleF1, k: 2) { name in
      let method: BaselineMethod =
        switch name {
        case .knn: .knn(.init())
        case .tree: .tree(.init())
        default: .ovr(.init())
        }
      return (method, .text(.init()), learnsNames == nil ? .names : [])
    }
    parameters.learnsNames = learnsNames
    parameters.refit = refit
    return try FusionTraining(
      parameters, data: data, named: data, encoding: nil, nameVectors: nil,
      pool: WorkerPool(threads: 2), report: events)
  }

  /// What is asked for replaces models that know only texts.
  func testNamesAreLearntIfAskedFor() throws {
    let model = try training(learnsNames: true, refit: false).run()
    XCTAssertEqual(model.members.map(\.name), ["ovr with names", "knn with names", "lexical"])
    XCTAssertEqual(model.trainingDocuments, 70)
    XCTAssertNil(model.beforeRefit)
  }

  /// Names say nothing that the titles do not say, so the simpler models are taken.
  func testNamesAreNotLearntWithoutGain() throws {
    var reasons: [String] = []
    _ = try training { if case .reason(let reason) = $0 { reasons.append(reason) } }
    XCTAssertEqual(reasons.count, 2, "\(reasons)")
    XCTAssert(reasons.allSatisfy { $0.contains("not learnt") }, "\(reasons)")
  }

  /// When everything is tuned, members learn the validation documents too, and their scores
  /// of before are kept for those who tune on them.
  func testMembersLearnTheValidationDocuments() throws {
    var steps: [String] = []
    let model = try training(learnsNames: false) { if case .done(let step) = $0 { steps.append(step) } }.run()
    XCTAssertEqual(
      steps,
      [
        "chosen", "ovr, knn, lexical trained", "trained without each of 3 parts, combined",
        "trained with the 55 validation documents too",
      ])
    XCTAssertEqual(model.trainingDocuments, 125)
    XCTAssertNotNil(model.beforeRefit)
  }

  func testWithoutValidationDocuments() throws {
    let model = try training(learnsNames: false, validation: 0..<0).run()
    XCTAssertEqual(model.trainingDocuments, 70)
    XCTAssertNil(model.beforeRefit)
  }
}

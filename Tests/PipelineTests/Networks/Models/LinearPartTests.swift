// The linear model beneath a network: what is held out, how it is scaled, and that a network
// which has nothing to add keeps it.
import XCTest

@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNetworks
@testable import PipelineNumerics

final class LinearPartTests: XCTestCase {
  private let pool = WorkerPool(threads: 2)

  /// 60 documents of 12 features; label l is decided by features l and l + 5 for all but few
  /// documents; label 6 has one document, label 7 none.
  private func documents() -> [EncodedDocument] {
    (0..<60).map { d in
      var document = EncodedDocument()
      let columns = Set([d % 12, d * 7 % 12, d * 5 / 3 % 12]).sorted().map { Int32($0) }
      document.features = SparseRow(
        columns: columns, values: columns.map { 0.3 + Float(($0 + 1) % 4) / 5 })
      document.labels = (0..<6).filter { label in
        columns.contains { $0 == label || $0 == label + 5 } != (d % 11 == label)
      }.map { Int32($0) }
      if d == 17 { document.labels.append(6) }
      document.sentences = [[Int32(2 + d % 5)]]
      return document
    }
  }

  private func set(_ documents: [EncodedDocument]) -> TrainingSet {
    TrainingSet(
      features: SparseMatrix(columnCount: 12, rows: documents.map(\.features)),
      labels: documents.map(\.labels), labelCount: 8)
  }

  private func trained(threads: Int = 2) -> LinearPart.Trained {
    LinearPart.train(
      on: set(documents()), parameters: LinearParameters(), parts: 4,
      pool: WorkerPool(threads: threads))
  }

  /// Each document has a model that was trained without it.
  func testPartsAreHeldOut() {
    let trained = trained()
    XCTAssertEqual(trained.heldOut.count, 4)
    XCTAssertEqual((0..<4).map { part in trained.parts.count { $0 == part } }, [15, 15, 15, 15])
    for part in 0..<4 {
      let others = (0..<60).filter { trained.parts[$0] != part }
      let model = OneVersusRest(
        set(others.map { documents()[$0] }), parameters: LinearParameters(), pool: pool)
      XCTAssertEqual(trained.heldOut[part].model.classifiers, model.classifiers)
    }
    // Label 6 has one document, which its held-out model does not know; label 7 has none.
    let row = documents()[17].features
    let absent = Float(log(0.5 / 60.5))
    XCTAssertEqual(trained.heldOut[trained.parts[17]].logits(of: row)[6], absent)
    XCTAssertEqual(trained.linear.logits(of: row)[7], absent)
    XCTAssertNotEqual(trained.linear.logits(of: row)[6], absent)
  }

  func testManyDocumentsHaveTwoParts() {
    var parameters = ModelParameters()
    XCTAssertEqual([1, 9_999, 10_000].map { parameters.linearFolds(documents: $0) }, [5, 5, 2])
    parameters.linearFolds = 7
    XCTAssertEqual(parameters.linearFolds(documents: 1_000_000), 7)
  }

  /// Every model learns the names of labels, the held-out ones too; no part counts them.
  func testNamesAreLearntByAll() {
    let all = set(documents())
    // Labels 6 and 7 have names that no document has any word of but one.
    let named = TrainingSet(
      features: SparseMatrix(
        columnCount: 12,
        rows: [
          SparseRow(columns: [9], values: [1]), SparseRow(columns: [10, 11], values: [0.8, 0.6]),
        ]), labels: [[6], [7]], labelCount: 8)
    let trained = LinearPart.train(
      on: all, named: named, parameters: LinearParameters(), parts: 4, pool: pool)
    XCTAssertEqual(trained.parts, self.trained().parts)
    for (part, model) in ([-1] + Array(0..<4)).map({ part in
      (part, part < 0 ? trained.linear : trained.heldOut[part])
    }) {
      let rows = (0..<60).filter { trained.parts[$0] != part }
      let learnt = TrainingSet(
        features: SparseMatrix(
          columnCount: 12,
          rows: rows.map { all.features[$0] } + (0..<2).map { named.features[$0] }),
        labels: rows.map { all.labels[$0] } + named.labels, labelCount: 8)
      XCTAssertEqual(
        model.model.classifiers,
        OneVersusRest(learnt, parameters: LinearParameters(), pool: pool).classifiers)
      // A label that only its name knows is no longer absent.
      XCTAssertEqual(model.model.absent, [Bool](repeating: false, count: 8))
    }
  }

  /// Slope and offset are those of highest likelihood: held out, the cross-entropy is lower
  /// than with any nearby ones, and than with the plain logistic function.
  func testCalibrationIsTheBestOfHeldOutMargins() {
    let trained = trained()
    let all = documents()
    func loss(_ calibration: ScoreCalibration) -> Double {
      var sum = 0.0
      for (document, part) in zip(all, trained.parts) {
        let part = LinearPart(
          trained.heldOut[part].model, calibration: calibration, absentLogit: 0)
        for (label, logit) in part.logits(of: document.features).enumerated()
        where !part.model.absent[label] {
          let isTrue = document.labels.contains(Int32(label))
          sum += log1p(exp(Double(isTrue ? -logit : logit)))
        }
      }
      return sum
    }
    let fitted = trained.linear.calibration
    let best = loss(fitted)
    XCTAssertLessThan(best, loss(.plain))
    for (slope, offset) in [(1.3, 0.0), (0.7, 0.0), (1, 0.5), (1, -0.5)] {
      XCTAssertLessThan(
        best,
        loss(ScoreCalibration(slope: fitted.slope * slope, offset: fitted.offset + offset)))
    }
  }

  func testThreadsChangeNothing() {
    let (one, three) = (trained(threads: 1), trained(threads: 3))
    XCTAssertEqual(one.parts, three.parts)
    for (a, b) in zip([one.linear] + one.heldOut, [three.linear] + three.heldOut) {
      XCTAssertEqual(a.model.classifiers, b.model.classifiers)
      XCTAssertEqual(a.calibration, b.calibration)
    }
  }

  func testFewerDocumentsThanParts() {
    let few = Array(documents().prefix(2))
    let trained = LinearPart.train(
      on: set(few), parameters: LinearParameters(), parts: 5, pool: pool)
    XCTAssertEqual(trained.heldOut.count, 2)
    XCTAssertEqual(trained.parts.sorted(), [0, 1])
  }

  private func network(
    _ trained: LinearPart.Trained, model: NetworkModel = .han, rows: Int = 0, sampledLabels: Int = 0
  ) -> AnnotationNetwork {
    let network = AnnotationNetwork(
      NetworkConfiguration(
        model: model, vocabularySize: 8, embeddingSize: 4, hiddenSize: 3, labels: 8,
        sharesDirections: true, initialState: 0, glorotBias: false),
      options: NetworkOptions(l2: 0, keep: 1, losses: .none, sampledLabels: sampledLabels, seed: 2),
      trained: true, pool: pool)
    network.initialise()
    network.add(trained.linear, heldOut: trained.heldOut, rows: rows)
    network.silence()
    return network
  }

  /// A silent network gives what the linear model gives, in training what the one gives that
  /// has not learnt the document; in later epochs from what was kept, as far as there is room.
  func testSilentNetworkIsTheLinearModel() {
    let trained = trained()
    for (model, rows) in [(NetworkModel.han, 0), (.han, 60), (.han, 25), (.hlan, 60)] {
      let network = network(trained, model: model, rows: rows)
      for (epoch, isHeldOut) in [true, true, true, false].enumerated() {
        var all = documents()
        if isHeldOut {
          for d in all.indices { all[d].linear = LinearSource(part: trained.parts[d], row: d) }
        }
        // Another order in each epoch, and in the second one some documents only.
        let read = epoch == 1 ? Array(all.indices.reversed().dropFirst(17)) : Array(all.indices)
        network.forward(DocumentBatch(read.map { all[$0] }, form: .masked), training: false)
        for (place, d) in read.enumerated() {
          let part = isHeldOut ? trained.heldOut[trained.parts[d]] : trained.linear
          for (label, logit) in part.logits(of: all[d].features).enumerated() {
            XCTAssertEqual(network.logits[label, place], logit)
          }
        }
      }
    }
  }

  /// What is kept of a document is what the linear model says of all labels, also where a batch
  /// learns from some of them.
  func testSampledLabelsKeepAll() {
    let trained = trained()
    let network = network(trained, rows: 60, sampledLabels: 2)
    var sampled = 0
    for step in 0..<3 {
      for (d, document) in documents().enumerated() {
        var document = document
        document.linear = LinearSource(part: trained.parts[d], row: d)
        network.forward(DocumentBatch([document], form: .masked), training: true, step: UInt64(step))
        guard let labels = network.sample?.labels else { continue }
        sampled += 1
        let expected = trained.heldOut[trained.parts[d]].logits(of: document.features)
        for (place, label) in labels.enumerated() {
          XCTAssertEqual(network.logits[place, 0], expected[Int(label)])
        }
      }
    }
    XCTAssertGreaterThan(sampled, 0)
  }

  /// Where no epoch is better than the linear model alone, that is kept.
  func testStartIsKeptWhereNothingGetsBetter() throws {
    let trained = trained()
    let network = network(trained)
    var parameters = TrainingParameters()
    parameters.epochs = 3
    // Validation documents that the linear model gets right, and steps that ruin it.
    parameters.learningRate = 3
    parameters.selection = .loss
    var training = documents()
    for d in training.indices { training[d].linear = LinearSource(part: trained.parts[d], row: d) }
    let validation = Array(documents()[20..<40])
    let trainer = Trainer(
      network, parameters: parameters, form: .masked, training: training, validation: validation,
      pool: pool)
    let best = try trainer.run(onBatch: { _, _, _ in }, onEpoch: { _ in })
    XCTAssertEqual(best.epoch, -1)
    XCTAssertEqual(trainer.log.start, best)
    XCTAssertEqual(trainer.log.epochs.count, 3)
    network.forward(DocumentBatch(validation, form: .masked), training: false)
    for (d, document) in validation.enumerated() {
      for (label, logit) in trained.linear.logits(of: document.features).enumerated() {
        XCTAssertEqual(network.logits[label, d], logit)
      }
    }
  }
}

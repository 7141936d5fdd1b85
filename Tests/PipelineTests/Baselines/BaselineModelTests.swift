import Formats
import FormatsFiles
@testable import PipelineAnnotation
@testable import PipelineBaselines
@testable import PipelineEvaluation
@testable import PipelineFeatures
@testable import PipelineNumerics
import XCTest

final class BaselineModelTests: XCTestCase {
  private func documents(_ range: Range<Int>) -> [Document] {
    range.map { i in
      let theme = i % 4
      return Document(
        id: "d\(i)", title: ["about", "t\(theme)"],
        sentences: [["word", "w\(theme)", "n\(i % 7)"], ["more", "text"]],
        tags: ["tag\(theme)", i % 2 == 0 ? "even" : "odd"] + (i == 0 ? ["rare"] : []))
    }
  }

  private var data: BaselineModel.Data {
    BaselineModel.Data(
      labels: ["even", "odd", "tag0", "tag1", "tag2", "tag3"], training: documents(0..<80),
      validation: documents(80..<100))
  }

  private func trained(_ method: BaselineMethod, threads: Int = 1) throws -> BaselineModel {
    var parameters = TextFeatures.Parameters()
    if method.name == .lda { parameters.weighting = .counts }
    return try BaselineModel(
      training: method,
      features: .text(TextFeatures(fitting: data.training, parameters: parameters)), data: data,
      k: 2, pool: WorkerPool(threads: threads))
  }

  private var methods: [BaselineMethod] {
    var tree = LabelTrees.Parameters()
    tree.leafLabels = 2
    var logistic = LinearParameters()
    logistic.loss = .logistic
    logistic.cost = 10
    var chains = ClassifierChains.Parameters()
    chains.chains = 2
    var voting = chains
    voting.votes = true
    var kernel = KernelParameters()
    kernel.cost = 10
    var hierarchy = LabelHierarchy.Parameters()
    hierarchy.kernel = kernel
    var space = PrincipalLabelSpace.Parameters()
    space.codes = 4
    var topics = TopicNeighbours.Parameters()
    (topics.topics, topics.iterations, topics.alphaSum) = (8, 100, 0.8)
    return [
      .ovr(.init()), .ovr(logistic), .tree(tree), .knn(.init()), .svm(kernel), .cc(chains),
      .cc(voting), .homer(.init()), .homer(hierarchy), .plst(space), .lda(topics),
    ]
  }

  private func write(_ model: BaselineModel, _ name: String) throws -> String {
    let path = try temporaryPath(name)
    let writer = try StageWriter(
      path: path, kind: .model,
      header: StageHeader(stage: "train-baseline", revision: 1, parameters: [:], inputs: []))
    try model.write(to: writer)
    try writer.commit()
    return path
  }

  func testEveryModelLearnsIsStoredAndReadBack() throws {
    for method in methods {
      let model = try trained(method)
      let pool = WorkerPool(threads: 1)
      let test = documents(100..<140)
      let scored = try model.score(test, pool: pool)
      let evaluation = Evaluation(scored, threshold: model.threshold, k: 2)
      XCTAssertEqual(evaluation.decided.microF1, 1, "\(method.name)")
      XCTAssertEqual(model.validationF1, 1)
      XCTAssertEqual(model.labelCounts, [40, 40, 20, 20, 20, 20])
      XCTAssert(scored.scores.allSatisfy { (0...1).contains($0) })

      let path = try write(model, "\(method.name)")
      guard case .baseline(let back) = try StoredModel(path: path, pool: pool) else {
        return XCTFail("a baseline is stored as one")
      }
      XCTAssertEqual(back.threshold, model.threshold)
      XCTAssertEqual(back.calibration, model.calibration)
      let again = try back.score(test, pool: pool)
      XCTAssertEqual(again.labels, scored.labels)
      XCTAssertEqual(again.scores, scored.scores)
    }
  }

  func testDamagedModelsAreRefused() throws {
    let pool = WorkerPool(threads: 1)
    for (number, method) in methods.enumerated() {
      let path = try write(try trained(method), "whole\(number)")
      let reader = try StageReader(path: path, expecting: .model)
      var names: [String] = []
      while let section = try reader.nextSection() {
        // Of trees a few nodes are enough.
        if section.name.hasPrefix("model/"), names.count < 14 { names.append(section.name) }
      }
      for damage in Damage.allCases {
        for name in names {
          let copy = try damaged(path, name, damage)
          do {
            let stored = try StoredModel(path: copy, pool: pool)
            guard case .baseline(let model) = stored else { return XCTFail("a baseline") }
            // What is read although something else is there must be usable.
            XCTAssertNotEqual(damage, .missing, "\(method.name) \(name)")
            _ = try model.score(documents(0..<3), pool: pool)
          } catch is InputError {
          } catch {
            // Text features of another kind than the model wants.
            XCTFail("\(method.name) \(name) \(damage): \(error)")
          }
        }
      }
    }
  }

  private enum Damage: CaseIterable {
    case missing, shorter, empty, great, negative
    /// Numbers, but none with which anybody could count.
    case huge
  }

  /// A copy of a stage file in which one section is damaged.
  private func damaged(_ path: String, _ name: String, _ damage: Damage) throws -> String {
    let copy = try temporaryPath("damaged")
    let writer = try StageWriter(
      path: copy, kind: .model,
      header: StageHeader(stage: "train-baseline", revision: 1, parameters: [:], inputs: []),
      level: 1)
    func changed<T: StageElement & SignedNumeric>(_ values: [T], _ great: T) -> [T] {
      var values = values
      switch damage {
      case .missing, .huge: break
      case .shorter: values = Array(values.dropLast())
      case .empty: values = []
      case .great: if !values.isEmpty { values[values.count / 2] = great }
      case .negative: if !values.isEmpty { values[values.count / 2] = -great }
      }
      return values
    }
    let reader = try StageReader(path: path, expecting: .model)
    while let section = try reader.nextSection() {
      let isHit = section.name == name
      if isHit, damage == .missing { continue }
      switch section.type {
      case .u8:
        let values: [UInt8] = try reader.read()
        try writer.write(
          section.name, isHit && (damage == .shorter || damage == .empty) ? [] : values)
      case .i32:
        let values: [Int32] = try reader.read()
        try writer.write(section.name, isHit ? changed(values, .max) : values)
      case .i64:
        let values: [Int64] = try reader.read()
        try writer.write(section.name, isHit ? changed(values, .max) : values)
      case .f32:
        let values: [Float] = try reader.read()
        try writer.write(
          section.name,
          isHit && damage == .huge
            ? values.map { _ in Float.greatestFiniteMagnitude }
            : isHit ? changed(values, .infinity) : values)
      case .f64:
        let values: [Double] = try reader.read()
        try writer.write(section.name, isHit ? changed(values, .infinity) : values)
      case .str:
        let values = try reader.readStrings()
        try writer.write(
          section.name, isHit && damage != .great ? Array(values.dropLast()) : values)
      }
    }
    try writer.commit()
    return copy
  }

  func testThreadsDoNotMatter() throws {
    for (number, method) in methods.enumerated() {
      let one = try write(try trained(method), "one\(number)")
      let three = try write(try trained(method, threads: 3), "three\(number)")
      XCTAssertEqual(
        try Data(contentsOf: URL(fileURLWithPath: one)),
        try Data(contentsOf: URL(fileURLWithPath: three)), "\(method.name)")
    }
  }

  func testNothingIsTunedWhereTheModelDecides() throws {
    let model = try BaselineModel(
      training: .ovr(.init()),
      features: .text(TextFeatures(fitting: data.training, parameters: .init())), data: data,
      maximizing: nil, k: 2, pool: WorkerPool(threads: 1))
    XCTAssertEqual(model.calibration, .plain)
    XCTAssertEqual(model.threshold, 0.5)
  }

  func testGivenFeatures() throws {
    var rows = FeatureRows()
    rows.featureCount = 5
    for document in documents(0..<100) {
      let theme = (Int32(document.id.dropFirst()) ?? 0) % 4
      rows.append(id: document.id, columns: [theme], values: [1], labels: [])
    }
    let given = GivenFeatures(rows)
    var own = data
    own.given = given
    let model = try BaselineModel(
      training: .ovr(.init()), features: .given(5), data: own, k: 2,
      pool: WorkerPool(threads: 1))
    let pool = WorkerPool(threads: 1)
    let scored = try model.score(documents(10..<20), given: given, pool: pool)
    XCTAssertEqual(Evaluation(scored, threshold: model.threshold, k: 2).decided.microF1, 1)
    XCTAssertThrowsError(try model.score(documents(0..<1), pool: pool)) {
      XCTAssertEqual($0 as? FeatureRowsMissing, .file)
    }
    XCTAssertThrowsError(try model.score(documents(200..<201), given: given, pool: pool)) {
      XCTAssertEqual($0 as? FeatureRowsMissing, .row(id: "d200"))
    }
    rows.featureCount = 6
    let wider = GivenFeatures(rows)
    XCTAssertThrowsError(try model.score(documents(0..<1), given: wider, pool: pool)) {
      XCTAssertEqual($0 as? FeatureRowsMissing, .columns(found: 6, wanted: 5))
    }
  }

  func testCalibrationKeepsTheOrderAndFindsTheOdds() {
    // Margin 1: 3 of 4 are true; margin -1: 1 of 4. The likelihood is highest at
    // p(1) = 3/4, but for Platt's softened targets.
    let rows = SparseMatrix(
      columnCount: 2,
      rows: (0..<400).map { SparseRow(columns: [0], values: [$0 % 2 == 0 ? 1 : -1]) })
    let truth = (0..<400).map { ($0 / 2 % 4 == 3) == ($0 % 2 == 1) ? [Int32(0)] : [] }
    let calibration = ScoreCalibration(fitting: rows, truth: truth)
    XCTAssertEqual(calibration(1), 0.75, accuracy: 0.01)
    XCTAssertEqual(calibration(-1), 0.25, accuracy: 0.01)
    XCTAssertLessThan(calibration(0.1), calibration(0.2))
    // Nothing true, or margins that mislead: the plain function.
    XCTAssertEqual(ScoreCalibration(fitting: rows, truth: Array(repeating: [], count: 400)), .plain)
    let opposite = (0..<400).map { i -> [Int32] in i % 2 == 0 ? [] : [0] }
    XCTAssertEqual(ScoreCalibration(fitting: rows, truth: opposite), .plain)
  }

  func testNeighboursShareTheirSimilarity() throws {
    // The query is alike to document 0 by 1 and to documents 1 and 2 by 0.6.
    let rows = [
      SparseRow(columns: [0], values: [2]), SparseRow(columns: [0, 1], values: [3, 4]),
      SparseRow(columns: [0, 2], values: [3, 4]), SparseRow(columns: [3], values: [1]),
    ]
    let training = TrainingSet(
      features: SparseMatrix(columnCount: 4, rows: rows), labels: [[0], [1], [0, 2], [3]],
      labelCount: 4)
    let query = SparseMatrix(columnCount: 4, rows: [SparseRow(columns: [0], values: [5])])
    var parameters = NearestNeighbours.Parameters()
    parameters.neighbours = 2
    let two = NearestNeighbours(training, parameters: parameters)
      .scores(of: query, pool: WorkerPool(threads: 1))
    XCTAssertEqual(two.columns, [0, 1])
    XCTAssertEqual(two.values[0], 1 / 1.6, accuracy: 1e-6)
    parameters.neighbours = 9
    let all = NearestNeighbours(training, parameters: parameters)
      .scores(of: query, pool: WorkerPool(threads: 1))
    XCTAssertEqual(all.columns, [0, 1, 2])
    XCTAssertEqual(all.values[0], 1.6 / 2.2, accuracy: 1e-6)
    XCTAssertEqual(all.values[1], 0.6 / 2.2, accuracy: 1e-6)
  }
}

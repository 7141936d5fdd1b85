import Formats
@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNumerics
import XCTest

final class BaselineChoiceTests: XCTestCase {
  private let pool = WorkerPool(threads: 2)

  /// Each tag is the beginning of a word whose end is always another one, so that
  /// whole words of the validation documents were never seen.
  private func inflected(_ range: Range<Int>) -> [Document] {
    range.map { i in
      Document(
        id: "\(i)", title: [],
        sentences: [["\(["apfel", "birne", "kirsche", "dattel"][i % 4])\(i)ende", "wort"]],
        tags: ["t\(i % 4)", i % 8 < 4 ? "all" : "some"])
    }
  }

  private var data: BaselineModel.Data {
    BaselineModel.Data(
      labels: ["all", "some", "t0", "t1", "t2", "t3"], training: inflected(0..<200),
      validation: inflected(200..<240))
  }

  func testCharactersAreChosenWhereWordsAreAlwaysOthers() throws {
    for method in [BaselineMethod.ovr(.init()), .tree(.init()), .knn(.init())] {
      let choice = try BaselineChoice(
        of: method, features: .text(.init()), free: [.terms, .cost, .neighbours], data: data,
        pool: pool)
      guard case .text(let parameters) = choice.features else { return XCTFail("text") }
      XCTAssert(parameters.terms.contains(.characters), "\(method.name)")
      XCTAssertEqual(choice.method.name, method.name)
      let reason = try XCTUnwrap(choice.reason)
      XCTAssert(reason.contains("characters (words "), reason)
      XCTAssert(reason.contains("40 validation documents"), reason)
    }
  }

  /// Rows of characters are not tried if they would not fit in memory, which is reported.
  func testCharactersBeyondTheBoundAreNotTried() throws {
    let choice = try BaselineChoice(
      of: .ovr(.init()), features: .text(.init()), free: .terms, data: data, mostEntries: 2_000,
      pool: pool)
    guard case .text(let parameters) = choice.features else { return XCTFail("text") }
    XCTAssert(!parameters.terms.contains(.characters), "\(parameters.terms)")
    let reason = try XCTUnwrap(choice.reason)
    XCTAssert(reason.contains("characters not tried"), reason)
    XCTAssert(!reason.contains("characters 0") && !reason.contains("characters 1"), reason)
  }

  func testTheSimplerOfEqualOnesIsChosen() throws {
    var own = data
    own.training = inflected(0..<200).map { document in
      var document = document
      document.sentences = [[document.tags[0], document.tags[1]]]
      return document
    }
    own.validation = Array(own.training.prefix(40))
    let choice = try BaselineChoice(
      of: .ovr(.init()), features: .text(.init()), free: [.terms, .titleWeight],
      data: own, pool: pool)
    guard case .text(let parameters) = choice.features else { return XCTFail("text") }
    XCTAssertEqual(parameters.terms, [.words])
    XCTAssertEqual(parameters.titleWeight, 3)
  }

  /// The texts of validation documents hold other names of the tags than training saw.
  func testNamesAreLearntWhereTheyHelp() throws {
    let names = ["cat", "dog", "cow", "owl"]
    func document(_ i: Int, _ word: String) -> Document {
      Document(id: "\(i)", title: [], sentences: [["the", word, "\(i)"]], tags: [names[i % 4]])
    }
    let others = ["feline", "canine", "bovine", "strigine"]
    var builder = ConceptTableBuilder()
    for (name, other) in zip(names, others) {
      let concept = builder.concept(name.utf8)
      builder.addName(name.utf8, language: "en", kind: .preferred, of: concept)
      builder.addName("the \(other)".utf8, language: "en", kind: .alternative, of: concept)
      builder.addName("\(other)s".utf8, language: "", kind: .alternative, of: concept)
      builder.addName("123".utf8, language: "", kind: .notation, of: concept)
    }
    var own = BaselineModel.Data(
      labels: names, training: (0..<80).map { document($0, names[$0 % 4]) },
      validation: (80..<160).map { document($0, others[$0 % 4]) })
    own.concepts = builder.finish()
    XCTAssertEqual(own.learningNames().named.count, 8)
    XCTAssertEqual(own.learningNames().named[0].sentences, [["cat"], ["the", "feline"]])

    for method in [BaselineMethod.ovr(.init()), .knn(.init())] {
      var parameters = TextFeatures.Parameters()
      parameters.minimumDocuments = 1
      let choice = try BaselineChoice(
        of: method, features: .text(parameters), free: [.names], data: own, pool: pool)
      XCTAssert(choice.learnsNames)
      XCTAssertEqual(choice.described["names"], .string("learnt"))
      XCTAssert(try XCTUnwrap(choice.reason).contains("names learnt (not learnt "))
      let data = own.learningNames()
      let model = try BaselineModel(
        training: choice.method,
        features: .text(TextFeatures(fitting: data.learnt, parameters: parameters)),
        data: data, k: 1, pool: pool)
      // Names are not training documents.
      XCTAssertEqual(model.labelCounts, [20, 20, 20, 20])
      XCTAssertEqual(model.trainingDocuments, 80)
      XCTAssertGreaterThan(model.validationF1, 0.9)
    }
    // Where they do not help they are not learnt.
    var same = own
    same.validation = (80..<160).map { document($0, names[$0 % 4]) }
    XCTAssertFalse(
      try BaselineChoice(
        of: .ovr(.init()), features: .text(.init()), free: [.names], data: same, pool: pool
      ).learnsNames)
  }

  func testWhatIsSaidIsNotChosen() throws {
    let nothing = try BaselineChoice(
      of: .ovr(.init()), features: .text(.init()), free: [], data: data, pool: pool)
    XCTAssertNil(nothing.reason)
    // A kernel machine takes what it is given.
    let kernel = try BaselineChoice(
      of: .svm(.init()), features: .text(.init()), free: [.terms, .cost], data: data, pool: pool)
    XCTAssertNil(kernel.reason)
    // Without validation documents there is nothing to choose by.
    var alone = data
    alone.validation = []
    XCTAssertNil(
      try BaselineChoice(
        of: .ovr(.init()), features: .text(.init()), free: [.terms], data: alone, pool: pool
      ).reason)
  }

  func testCIsChosenForGivenFeatures() throws {
    // Noise in many features: small weights are better.
    var random = RandomStream(seed: 3)
    var rows = FeatureRows()
    rows.featureCount = 200
    let documents = (0..<300).map { i in
      Document(id: "\(i)", title: [], sentences: [], tags: ["t\(i % 3)"])
    }
    for i in 0..<300 {
      let noise = Set((0..<30).map { _ in Int32(3 + random.next(below: 197)) }).sorted()
      let isClear = random.next(below: 10) < 7
      rows.append(
        id: "\(i)", columns: (isClear ? [Int32(i % 3)] : []) + noise,
        values: (isClear ? [Float(1)] : []) + noise.map { _ in 1 }, labels: [])
    }
    let given = GivenFeatures(rows)
    let own = BaselineModel.Data(
      labels: ["t0", "t1", "t2"], training: Array(documents.prefix(150)),
      validation: Array(documents.suffix(150)), given: given)
    let choice = try BaselineChoice(
      of: .ovr(.init()), features: .ready(.given(200)), free: [.terms, .cost], data: own,
      pool: pool)
    guard case .ovr(let linear) = choice.method else { return XCTFail("ovr") }
    XCTAssertLessThan(linear.cost, 1)
    XCTAssertEqual(choice.described["cost"], .double(linear.cost))
  }

  func testSamplesKeepFrequentLabels() {
    XCTAssertEqual(ChoiceSample.spread(Array(0..<10), 4), [0, 2, 5, 7])
    XCTAssertEqual(ChoiceSample.sampled([0, 5, 1, 0, 2], 9), [1, 2, 4])
    let counts = (1...1_000).map { 1_000 / $0 }
    let sampled = ChoiceSample.sampled(counts, 64)
    XCTAssertEqual(sampled.count, 64)
    XCTAssertEqual(Set(sampled).count, 64)
    XCTAssert(Set(sampled).isSuperset(of: [0, 1, 2]))
    XCTAssert(sampled.contains { $0 > 500 })
  }

  func testRareLabelsCountMoreAndOneStandardErrorIsLevel() {
    let judge = RankingJudge(truth: [[0, 1], [], [0]], labelCounts: [100, 1], documents: 100)
    XCTAssertEqual(judge.documents, 2)
    func scores(_ first: Int32) -> SparseMatrix {
      SparseMatrix(
        columnCount: 2,
        rows: [
          SparseRow(columns: [first, 1 - first], values: [2, 1]), SparseRow(),
          SparseRow(columns: [0], values: [1]),
        ])
    }
    XCTAssertEqual(judge.values(of: scores(1)), [1, 1])
    XCTAssertEqual(judge.values(of: scores(0)), [1, 1], "the order of true labels")
    // Only one of the two is found: the rare one is worth more.
    func finding(_ label: Int32) -> Double {
      judge.values(
        of: SparseMatrix(
          columnCount: 2,
          rows: [SparseRow(columns: [label], values: [1]), SparseRow(), SparseRow()]))[0]
    }
    XCTAssertGreaterThan(finding(1), finding(0))
    let one = Judgement(values: [0.5, 0.6, 0.7, 0.8])
    let better = Judgement(values: [0.6, 0.7, 0.8, 0.9])
    let noisy = Judgement(values: [0.9, 0.2, 0.9, 1.0])
    XCTAssertEqual(Judgement.simplestOfBest([one, better]), 1, "always better")
    XCTAssertEqual(Judgement.simplestOfBest([one, noisy]), 0, "better by chance")
  }
}

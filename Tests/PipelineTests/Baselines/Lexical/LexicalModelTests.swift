import Formats
@testable import PipelineAnnotation
@testable import PipelineBaselines
@testable import PipelineEvaluation
@testable import PipelineFeatures
@testable import PipelineNumerics
import XCTest

final class LexicalModelTests: XCTestCase {
  private let labels = ["wine", "beer", "tea", "cold_drinks", "milk"]

  /// Documents that name three drinks, of which the one in the title is the tag. Nobody
  /// ever tags milk.
  private func documents(_ range: Range<Int>) -> [Document] {
    let drinks = ["wine", "beer", "tea"]
    return range.map { i in
      let (a, b, c) = (i % 3, (i / 3) % 3, (i / 9) % 3)
      return Document(
        id: "d\(i)", title: ["on", drinks[a]],
        sentences: [["some", drinks[b], "and", drinks[c], "or", "milk"], ["cold", "drinks"]],
        tags: [drinks[a]] + (i % 5 == 0 ? ["cold_drinks"] : []))
    }
  }

  private func trained(_ count: Int = 300, threads: Int = 1) throws -> LexicalModel {
    let data = BaselineModel.Data(
      labels: labels, training: documents(0..<count),
      validation: documents(count..<count + 60))
    return try LexicalModel(
      training: data, names: LabelNames(tags: labels), k: 2, pool: WorkerPool(threads: threads))
  }

  func testLearnsWhichMentionsCount() throws {
    let model = try trained()
    XCTAssertNotNil(model.ranker)
    XCTAssertGreaterThan(model.validationF1, 0.8)
    let scored = try model.score(documents(900..<930), pool: WorkerPool(threads: 2))
    for document in 0..<scored.count {
      let row = scored.row(of: document)
      let best = zip(row.values, row.columns).max { $0.0 < $1.0 }
      XCTAssert(scored.truth(of: document).contains(best?.1 ?? -1), "\(document)")
    }
  }

  func testALabelThatTrainingNeverSawIsSuggested() throws {
    let model = try trained()
    XCTAssertEqual(model.labelCounts[4], 0)
    let document = Document(
      id: "m", title: ["milk"], sentences: [["about", "milk"]], tags: ["milk"])
    let row = try model.score([document], pool: WorkerPool(threads: 1)).row(of: 0)
    XCTAssertEqual(row.columns, [4])
    XCTAssertGreaterThan(row.values[0], 0)
    XCTAssertEqual(
      model.places(of: [4, 0], in: document),
      [[.init(sentence: 0, word: 0, count: 1), .init(sentence: 1, word: 1, count: 1)], []])
  }

  func testWithoutItsOwnDocument() throws {
    let documents = documents(0..<9)
    let index = DocumentLabels(labels)
    let truth = documents.map { index.labels(of: $0).known }
    let model = try trained()
    let mentions = model.finder.mentions(in: documents, pool: WorkerPool(threads: 1))
    let all = MentionStatistics(mentions, labels: truth, labelCount: labels.count)
    for left in documents.indices {
      let rest = documents.indices.filter { $0 != left }
      let others = MentionStatistics(
        rest.map { mentions[$0] }, labels: rest.map { truth[$0] }, labelCount: labels.count)
      for mention in mentions[left].mentions {
        let own = LexicalFeatures.row(
          mention, in: mentions[left], all, isTagged: truth[left].contains(mention.label))
        let without = LexicalFeatures.row(mention, in: mentions[left], others)
        for (place, (a, b)) in zip(own, without).enumerated() {
          // The overall shares still count the document.
          XCTAssertEqual(a, b, accuracy: [11, 12].contains(place) ? 0.1 : 1e-6, "\(place)")
        }
      }
    }
  }

  func testFewMentionsMakeNoRanker() throws {
    let model = try trained(20)
    XCTAssertNil(model.ranker)
    XCTAssertGreaterThan(model.validationF1, 0.3)
    let none = try LexicalModel(
      training: BaselineModel.Data(labels: ["84.2"], training: documents(0..<9), validation: []),
      names: LabelNames(tags: ["84.2"]), k: 1, pool: WorkerPool(threads: 1))
    XCTAssertEqual(try none.score(documents(0..<2), pool: WorkerPool(threads: 1)).count, 2)
  }

  func testIsReadAsItWasWritten() throws {
    for count in [20, 300] {
      let model = try trained(count)
      let path = try temporaryPath("lexical.stage")
      let other = try temporaryPath("lexical.stage")
      for (model, path) in [(model, path), (try trained(count, threads: 3), other)] {
        let writer = try StageWriter(
          path: path, kind: .model,
          header: StageHeader(stage: "train-baseline", revision: 1, parameters: [:], inputs: []))
        try model.write(to: writer)
        try writer.commit()
      }
      XCTAssertEqual(
        try Data(contentsOf: URL(fileURLWithPath: path)),
        try Data(contentsOf: URL(fileURLWithPath: other)))
      let pool = WorkerPool(threads: 1)
      let read = try StoredModel(path: path, pool: pool)
      guard case .lexical = read else { return XCTFail("another kind of model") }
      let new = documents(500..<520)
      let (a, b) = (try model.score(new, pool: pool), try read.score(new, pool: pool))
      XCTAssertEqual(a.scores, b.scores)
      XCTAssertEqual(a.labels, b.labels)
      XCTAssertEqual(read.threshold, model.threshold)
      XCTAssertEqual(read.k, 2)
    }
  }

  func testPlainNames() throws {
    for (tag, name) in [
      ("use::editing", "editing"), ("a::b::c", "c"), ("Java (island)", "Java "), ("x", "x"),
      ("(only)", "(only)"), ("a (b (c)) d", "a  d"), ("a) b", "a b"), ("::", "::"),
    ] {
      XCTAssertEqual(LabelNames.plain(tag), name, tag)
    }
  }
}

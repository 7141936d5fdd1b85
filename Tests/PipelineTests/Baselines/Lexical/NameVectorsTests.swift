// Labels whose names mean what a document says: cosines against plain loops, and a lexical model
// that learns from them, with labels that training never saw.
import Formats
import FormatsFiles
@testable import PipelineAnnotation
@testable import PipelineBaselines
@testable import PipelineEmbedding
@testable import PipelineEvaluation
@testable import PipelineFeatures
@testable import PipelineNumerics
import XCTest

/// Documents by topic: their vectors are near that of the topic's label, whose name never occurs.
private struct TopicVectors: DocumentVectorSource {
  static let size = 24
  var encoding = TextEncoding(
    encoder: ContentHash(hexadecimal: "00"), unit: .sentences, prefix: "", longest: 100,
    dimensions: size)

  /// A unit vector that is always the same for the same number.
  static func direction(_ number: Int) -> [Float] {
    var random = RandomStream(seed: 5, at: UInt64(number))
    var row = SparseRow(columns: [], values: (0..<size).map { _ in Float(random.nextNormal()) })
    row.scaleToUnitLength()
    return row.values
  }

  private func near(_ topic: Int, _ noise: Int) -> [Float] {
    var row = SparseRow(
      columns: [],
      values: zip(Self.direction(topic), Self.direction(1_000 + noise)).map { $0 + 0.6 * $1 })
    row.scaleToUnitLength()
    return row.values
  }

  func sentenceVectors(of documents: [Document], pool: WorkerPool) -> [SentenceVectors] {
    documents.map { document in
      let number = Int(document.id.dropFirst()) ?? 0
      let topic = NameVectorsTests.topic(number)
      return SentenceVectors(
        title: number % 4 == 0 ? [] : near(topic, 3 * number),
        sentences: near(topic, 3 * number + 1) + Self.direction(2_000 + number % 7), size: Self.size)
    }
  }

  func vectors(of documents: [Document], pool: WorkerPool) -> [Float] {
    sentenceVectors(of: documents, pool: pool).flatMap { own in
      var sum = [Float](repeating: 0, count: Self.size)
      for (i, value) in (own.title + own.sentences).enumerated() { sum[i % Self.size] += value }
      var row = SparseRow(columns: [], values: sum)
      row.scaleToUnitLength()
      return row.values
    }
  }
}

final class NameVectorsTests: XCTestCase {
  private static let labels = (0..<60).map { "tag\($0)" }
  private var source: TopicVectors { TopicVectors() }
  private var given: GivenFeatures { GivenFeatures(vectors: [source]) }

  /// Training documents are about the first 50 labels, those from 900 on about the last ten.
  fileprivate static func topic(_ number: Int) -> Int {
    number < 900 ? number * 7 % 50 : 50 + number % 10
  }

  private func documents(_ range: Range<Int>) -> [Document] {
    range.map { i in
      // Now and then a name occurs, mostly a wrong one.
      Document(
        id: "d\(i)", title: ["words"],
        sentences: [["about", "tag\(i % 3 == 0 ? Self.topic(i) : i % 50)"]],
        tags: ["tag\(Self.topic(i))"])
    }
  }

  private func nameVectors() -> NameVectors {
    NameVectors(
      WordVectors(
        words: Self.labels.dropLast(), dimensions: TopicVectors.size,
        values: (0..<59).flatMap { TopicVectors.direction($0).map { $0 * 3 } }),
      of: Self.labels, encoding: source.encoding)
  }

  func testCosinesAreThoseOfPlainLoops() throws {
    let all = documents(0..<21)
    let wanted = all.indices.map { $0 % 2 == 0 ? [Int32(59), 3] : [] }
    let found = try nameVectors().nearness(
      of: all, wanted: wanted, given: given, pool: WorkerPool(threads: 2))
    let pool = WorkerPool(threads: 1)
    let (means, parts) = (
      source.vectors(of: all, pool: pool), source.sentenceVectors(of: all, pool: pool)
    )
    func cosine(_ a: some Sequence<Float>, _ label: Int) -> Float {
      label == 59 ? 0 : zip(a, TopicVectors.direction(label)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for d in all.indices {
      let size = TopicVectors.size
      let mean = Array(means[d * size..<(d + 1) * size])
      let sentences = stride(from: 0, to: parts[d].sentences.count, by: size).map {
        Array(parts[d].sentences[$0..<$0 + size])
      }
      let rows = [mean] + (parts[d].title.isEmpty ? [] : [parts[d].title]) + sentences
      let best = (0..<60).map { label in rows.map { cosine($0, label) }.max() ?? -1 }
      let order = (0..<60).sorted { (best[$1], $0) < (best[$0], $1) }
        .prefix(NameVectors.depth).filter { best[$0] > 0 }
      XCTAssertEqual(Set(found[d].keys), Set(order.map { Int32($0) }).union(wanted[d]), "\(d)")
      for (label, near) in found[d] {
        let label = Int(label)
        XCTAssertEqual(near.best, best[label], accuracy: 1e-5)
        XCTAssertEqual(near.mean, cosine(mean, label), accuracy: 1e-5)
        XCTAssertEqual(
          near.title, parts[d].title.isEmpty ? -1 : cosine(parts[d].title, label), accuracy: 1e-5)
        XCTAssertEqual(near.top, best[order[0]], accuracy: 1e-5)
        XCTAssertEqual(near.rank, order.firstIndex(of: label) ?? NameVectors.depth)
      }
    }
  }

  private func trained(_ nameVectors: NameVectors?, threads: Int = 1) throws -> LexicalModel {
    try LexicalModel(
      training: BaselineModel.Data(
        labels: Self.labels, training: documents(0..<400), validation: documents(400..<500),
        given: given),
      names: LabelNames(tags: Self.labels), nameVectors: nameVectors, k: 2,
      pool: WorkerPool(threads: threads))
  }

  /// The share of documents whose tag is the best one.
  private func hits(_ model: LexicalModel, _ documents: [Document]) throws -> Double {
    let scored = try model.score(documents, given: given, pool: WorkerPool(threads: 1))
    let found = (0..<scored.count).count { document in
      let row = scored.row(of: document)
      return zip(row.values, row.columns).max { $0.0 < $1.0 }.map { [$0.1] }
        == scored.truth(of: document).map { $0 }
    }
    return Double(found) / Double(scored.count)
  }

  func testLabelsThatTrainingNeverSawAreFoundByTheirMeaning() throws {
    let without = try trained(nil)
    let with = try trained(nameVectors())
    XCTAssertNil(without.encoding)
    XCTAssertEqual(with.encoding, source.encoding)
    XCTAssertGreaterThan(try hits(with, documents(500..<600)), 0.8)
    XCTAssertLessThan(try hits(without, documents(500..<600)), 0.6)
    // Label 59 has no vector.
    let unseen = documents(900..<960).filter { $0.tags != ["tag59"] }
    XCTAssertGreaterThan(try hits(with, unseen), 0.8)
    XCTAssertLessThan(try hits(without, unseen), 0.5)
  }

  func testIsReadAsItWasWrittenAndWantsVectors() throws {
    let paths = try (1...2).map { try temporaryPath("near\($0).stage") }
    for (path, threads) in zip(paths, [1, 3]) {
      let writer = try StageWriter(
        path: path, kind: .model,
        header: StageHeader(stage: "train-baseline", revision: 1, parameters: [:], inputs: []))
      try trained(nameVectors(), threads: threads).write(to: writer)
      try writer.commit()
    }
    XCTAssertEqual(
      try Data(contentsOf: URL(fileURLWithPath: paths[0])),
      try Data(contentsOf: URL(fileURLWithPath: paths[1])))
    let pool = WorkerPool(threads: 1)
    let read = try StoredModel(path: paths[0], pool: pool)
    XCTAssertEqual(read.encodings, [source.encoding])
    XCTAssertTrue(read.readsSentenceVectors)
    let new = documents(600..<630)
    let own = try trained(nameVectors()).score(new, given: given, pool: pool)
    XCTAssertEqual(try read.score(new, given: given, pool: pool).scores, own.scores)
    XCTAssertThrowsError(try read.score(new, pool: pool)) {
      XCTAssertEqual($0 as? FeatureRowsMissing, .vectors)
    }
    var other = source
    other.encoding.longest = 99
    XCTAssertThrowsError(
      try read.score(new, given: GivenFeatures(vectors: [other]), pool: pool)
    ) {
      XCTAssertEqual(
        $0 as? FeatureRowsMissing, .encoding(found: other.encoding, wanted: source.encoding))
    }
  }

  func testTheChoiceIsByValidation() throws {
    let pool = WorkerPool(threads: 1)
    func choice(_ nameVectors: NameVectors) throws -> NameVectorsChoice {
      try NameVectorsChoice(
        BaselineModel.Data(
          labels: Self.labels, training: documents(0..<400), validation: documents(400..<500),
          given: given),
        names: LabelNames(tags: Self.labels), nameVectors: nameVectors, parameters: .init(),
        maximizing: .exampleF1, k: 2, pool: pool)
    }
    let good = try choice(nameVectors())
    XCTAssertNotNil(good.nameVectors)
    XCTAssertTrue(good.reason.hasPrefix("chose names that occur or are near"), good.reason)
    // Vectors that say nothing.
    let bad = try choice(
      NameVectors(
        WordVectors(
          words: Self.labels, dimensions: TopicVectors.size,
          values: (0..<60).flatMap { TopicVectors.direction(5_000 + $0) }),
        of: Self.labels, encoding: source.encoding))
    XCTAssertNil(bad.nameVectors)
    XCTAssertNil(bad.model.encoding)
    XCTAssertTrue(bad.reason.hasPrefix("chose names that occur ("), bad.reason)
  }
}

import Formats
import FormatsFiles
@testable import PipelineEmbedding
@testable import PipelineNumerics
@testable import PipelineRelations
@testable import PipelineText
import XCTest

final class LabelSimilarityTests: XCTestCase {
  private func golden() throws -> (json: [String: Any], labels: Vocabulary, vectors: WordVectors) {
    let json = try Shared.json("golden/data/sim.json")
    let texts = try XCTUnwrap(json["labels"] as? [String])
    let source = try ByteSource(path: Shared.path("golden/data/label_vectors.bin"))
    return (
      json, Vocabulary(texts: texts, counts: texts.map { _ in 1 }),
      try WordVectors(WordVectorReader(source), like: .original)
    )
  }

  func testGoldenUnitVectors() throws {
    var (json, _, vectors) = try golden()
    XCTAssertEqual(vectors.scaleToUnitLength(), [])
    let expected = try XCTUnwrap(json["unit_vectors"] as? [[Double]])
    XCTAssertEqual(vectors.values, expected.flatMap { $0.map { Float($0) } })
    let indices = try XCTUnwrap(json["word_index"] as? [String: Int])
    for (word, index) in indices where word != "PAD_ID" {
      XCTAssertEqual(vectors.index(of: word), index - 1)
    }
  }

  func testGoldenSim() throws {
    let (json, labels, vectors) = try golden()
    for (key, threshold) in [("sim_threshold_0", 0), ("sim_threshold_0.5", 0.5)] {
      let expected = try XCTUnwrap(json[key] as? [[Double]])
      let (sim, report) = LabelSimilarity.make(
        labels: labels, vectors: vectors, threshold: threshold)
      XCTAssertEqual(report, .init())
      XCTAssertNoThrow(try report.requireAll(labels: labels, file: "f"))
      for j in 0..<labels.count {
        for k in 0..<labels.count {
          XCTAssertEqual(Double(sim[j, k]), expected[j][k], accuracy: 6e-8, "\(j), \(k)")
        }
      }
    }
  }

  /// What is known of the authors' files.
  func testZhihu() throws {
    let vectors = try WordVectors(
      WordVectorReader(ByteSource(path: Shared.path("data/zhihu/tag_all.bin-300.gz"))))
    XCTAssertEqual(vectors.count, 2_000)
    XCTAssertEqual(vectors.dimensions, 300)
    XCTAssertEqual(vectors.words[0], "</s>")
    let text = try ByteSource(path: Shared.path("data/zhihu/label_vocabulary.txt.gz")).readAll()
    let texts = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    XCTAssertEqual(texts.count, 1_999)
    let (sim, report) = LabelSimilarity.make(
      labels: Vocabulary(texts: texts, counts: texts.map { _ in 1 }), vectors: vectors)
    XCTAssertEqual(report, .init())
    XCTAssertEqual(sim.form, "factored")
    XCTAssertEqual(sim[0, 1], 0.516888, accuracy: 5e-7)
    // Appendix B says 0.588308; an independent computation in double precision
    // gives 0.5883039, and agrees with the other three facts.
    XCTAssertEqual(sim[0, 2], 0.588304, accuracy: 5e-7)
    XCTAssertEqual(sim[1_563, 1_704], 0.31201, accuracy: 5e-7)
    for j in stride(from: 0, to: 1_999, by: 97) {
      for k in 0..<1_999 { XCTAssertGreaterThanOrEqual(sim[j, k], sim[1_563, 1_704]) }
    }
    // The mean of all pairs without computing them: the dot product is linear.
    guard case .factored(let units, let dimensions, _) = sim.storage else { return XCTFail() }
    var sum = [Double](repeating: 0, count: dimensions)
    for (i, value) in units.enumerated() { sum[i % dimensions] += Double(value) }
    let mean = sum.reduce(0) { $0 + $1 * $1 } / (1_999 * 1_999)
    XCTAssertEqual((1 + mean) / 2, 0.520770, accuracy: 5e-7)
  }

  private func random(_ count: Int, _ dimensions: Int, seed: UInt64) -> [Float] {
    var random = RandomStream(seed: seed)
    var vectors = WordVectors(
      words: (0..<count).map { "\($0)" }, dimensions: dimensions,
      values: (0..<count * dimensions).map { _ in Float(random.nextNormal()) })
    vectors.scaleToUnitLength()
    return vectors.values
  }

  /// Many labels of few dimensions, few labels of many, few pairs above the
  /// threshold: a form for each, and the same values as the definition.
  func testEachFormWhereItIsSmallest() {
    for (count, dimensions, threshold, form) in [
      (40, 3, 0.0, "factored"), (5, 50, 0.0, "dense"), (40, 30, 0.75, "sparse"),
    ] {
      let units = random(count, dimensions, seed: 3)
      let sim = LabelSimilarity(
        units: units, count: count, dimensions: dimensions, threshold: threshold)
      XCTAssertEqual(sim.form, form)
      let entries = (0..<count * count).filter {
        sim[$0 / count, $0 % count] != 0
      }.count
      XCTAssertLessThanOrEqual(
        sim.byteCount,
        min(4 * count * count, 4 * count * dimensions, 8 * (count + 1 + entries)))
      for j in 0..<count {
        for k in 0..<count {
          var dot = 0.0
          for i in 0..<dimensions {
            dot += Double(units[j * dimensions + i]) * Double(units[k * dimensions + i])
          }
          let value = max(0, (1 + dot) / 2)
          XCTAssertEqual(
            sim[j, k], value < threshold ? 0 : Float(value), accuracy: 6e-8, "\(form) \(j) \(k)")
          XCTAssertEqual(sim[j, k], sim[k, j])
        }
      }
    }
  }

  func testLabelsAboutWhichNothingIsKnown() throws {
    let labels = Vocabulary(texts: ["a", "none", "zero", "b"], counts: [4, 3, 2, 1])
    for dimensions in [2, 300] {
      var values = [Float](repeating: 0, count: 3 * dimensions)
      values[1] = 2
      values[2 * dimensions + 1] = 1
      let vectors = WordVectors(words: ["a", "zero", "b"], dimensions: dimensions, values: values)
      let (sim, report) = LabelSimilarity.make(labels: labels, vectors: vectors)
      XCTAssertEqual(report.withoutVector, [1])
      XCTAssertEqual(report.withZeroVector, [2])
      XCTAssertEqual(
        (0..<4).map { j in (0..<4).map { sim[j, $0] } },
        [[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 1]])
      XCTAssertThrowsError(try report.requireAll(labels: labels, file: "tags.bin")) {
        XCTAssertEqual(
          "\($0)",
          "tags.bin: the label \"none\" has no vector, which the original program does not "
            + "allow. Give vectors of all labels, or run without compat original.")
      }
    }
    let zero = LabelSimilarity.Report(withZeroVector: [3])
    XCTAssertThrowsError(try zero.requireAll(labels: labels, file: "tags.bin")) {
      XCTAssert("\($0)".hasPrefix("tags.bin: the label \"b\" has a zero vector, which"))
    }
  }

  func testNearestLabels() {
    let units = random(30, 4, seed: 8)
    let all = LabelSimilarity(units: units, count: 30, dimensions: 4, threshold: 0)
    let sim = LabelSimilarity(units: units, count: 30, dimensions: 4, threshold: 0, neighbours: 3)
    let chosen = (0..<30).map { j in
      Set(
        (0..<30).filter { $0 != j }.sorted { (-all[j, $0], $0) < (-all[j, $1], $1) }.prefix(3))
    }
    for j in 0..<30 {
      for k in 0..<30 {
        let isKept = j == k || chosen[j].contains(k) || chosen[k].contains(j)
        XCTAssertEqual(sim[j, k], isKept ? all[j, k] : 0, "\(j), \(k)")
      }
    }
  }

  func testStageFileRoundTrip() throws {
    for (count, dimensions, threshold) in [(40, 3, 0.3), (5, 50, 0.0), (40, 30, 0.75)] {
      let sim = LabelSimilarity(
        units: random(count, dimensions, seed: 5), count: count, dimensions: dimensions,
        threshold: threshold)
      let file = try temporaryPath("r.stage")
      let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])
      let writer = try StageWriter(path: file, kind: .relations, header: header)
      try sim.write(to: writer)
      try writer.commit()
      let read = try LabelSimilarity(StageContents(path: file, expecting: .relations))
      XCTAssertEqual(read.form, sim.form)
      XCTAssertEqual(read.count, count)
      for j in 0..<count {
        for k in 0..<count { XCTAssertEqual(read[j, k], sim[j, k]) }
      }
    }
  }

  func testContradictionsInAFileAreErrors() throws {
    func error(_ write: (StageWriter) throws -> Void) throws -> String {
      let file = try temporaryPath("r.stage")
      let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])
      let writer = try StageWriter(path: file, kind: .relations, header: header)
      try writer.write("sim/labels", [2 as Int64])
      try write(writer)
      try writer.commit()
      do {
        _ = try LabelSimilarity(StageContents(path: file, expecting: .relations))
        return "none"
      } catch { return "\(error)".replacingOccurrences(of: file + ": ", with: "") }
    }
    func sparse(_ offsets: [Int64], _ columns: [Int32]) throws -> String {
      try error {
        try $0.write("sim/offsets", offsets)
        try $0.write("sim/columns", columns)
        try $0.write("sim/values", columns.map { _ in 1 as Float })
      }
    }
    let remedy = "Delete it and run make again: the stage build-sim-sub makes it."
    XCTAssertEqual(try sparse([0, 1, 2], [0, 1]), "none")
    XCTAssertEqual(
      try sparse([0, 1, 2], [0, 2]), "sim/columns: those of row 1 do not ascend. \(remedy)")
    XCTAssertEqual(
      try sparse([0, 2, 2], [1, 1]), "sim/columns: those of row 0 do not ascend. \(remedy)")
    XCTAssertEqual(try sparse([0, 3, 2], [0, 1]), "sim/offsets: they do not ascend. \(remedy)")
    XCTAssertEqual(try sparse([0, 1, 1], [0, 1]), "sim/offsets: they do not ascend. \(remedy)")
    XCTAssertEqual(
      try error { try $0.write("sim/dense", [1, 0, .nan, 1] as [Float], shape: [2, 2]) },
      "sim/dense: holds a value that is not a finite number. \(remedy)")
    XCTAssertEqual(
      try error { try $0.write("sim/units", [1, 0, 1] as [Float], shape: [1, 3]) },
      "sim/units: their shape does not fit 2 labels. \(remedy)")
  }
}

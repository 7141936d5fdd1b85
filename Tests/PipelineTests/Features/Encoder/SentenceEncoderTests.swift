// A tiny encoder against onnxruntime and the tokenizers package: their numbers are in
// Golden/encoder/expected.json (scripts/encoder-fixture.py makes them).
import CNumerics
import Formats
import FormatsFiles
@testable import PipelineFeatures
@testable import PipelineNumerics
import Foundation
import XCTest

final class SentenceEncoderTests: XCTestCase {
  struct Expected: Decodable {
    var texts: [String]
    var ids: [[Int32]]
    var mean: [[Float]]
    var first: [[Float]]
  }

  static func folder(_ name: String) throws -> String {
    try XCTUnwrap(Bundle.module.resourceURL).appendingPathComponent("Golden/encoder/\(name)").path
  }

  private func expected() throws -> Expected {
    try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: URL(fileURLWithPath: Self.folder("expected.json"))))
  }

  private func encoder(_ name: String) throws -> SentenceEncoder {
    try SentenceEncoder(EncoderFolder(path: Self.folder(name)))
  }

  func testTokens() throws {
    let expected = try expected()
    for name in ["bert", "distilbert"] {
      let encoder = try encoder(name)
      for (text, ids) in zip(expected.texts, expected.ids) {
        let pieces = encoder.tokenizer.pieces(of: text).prefix(encoder.longest)
        XCTAssertEqual([encoder.tokenizer.first] + pieces + [encoder.tokenizer.last], ids, text)
      }
    }
  }

  func testVectorsOfEveryInstructionSet() throws {
    let expected = try expected()
    let before = String(cString: jn_isa())
    defer { jn_set_isa(before) }
    for isa in ["base", "avx2", "avx512"] where jn_set_isa(isa) == 1 {
      for (name, values) in [("bert", expected.mean), ("distilbert", expected.first)] {
        let found = try encoder(name).encode(expected.texts, pool: WorkerPool(threads: 2))
        for (a, b) in zip(found, values.joined()) {
          XCTAssertEqual(a, b, accuracy: 3e-6, "\(name) \(isa)")
        }
      }
    }
  }

  /// Rounded to 8 bits, vectors point nearly the same way; they depend neither on the number of
  /// threads nor on other texts.
  func testEightBits() throws {
    let texts = try expected().texts
    for name in ["bert", "distilbert"] {
      let exact = try encoder(name).encode(texts, pool: WorkerPool(threads: 1))
      let encoder = try SentenceEncoder(EncoderFolder(path: Self.folder(name)), precision: .int8)
      let found = encoder.encode(texts, pool: WorkerPool(threads: 1))
      XCTAssertEqual(encoder.encode(texts, pool: WorkerPool(threads: 3)), found)
      XCTAssertEqual(
        encoder.encode([texts[2]], pool: WorkerPool(threads: 1)),
        Array(found[2 * encoder.dimensions..<3 * encoder.dimensions]))
      XCTAssertNotEqual(found, exact)
      for start in stride(from: 0, to: found.count, by: encoder.dimensions) {
        let range = start..<start + encoder.dimensions
        func product(_ a: [Float], _ b: [Float]) -> Float { range.reduce(0) { $0 + a[$1] * b[$1] } }
        let cosine = product(found, exact) / (product(found, found) * product(exact, exact)).squareRoot()
        XCTAssertGreaterThan(cosine, 0.995, name)
      }
    }
  }

  func testSeveralNamesAreAveraged() throws {
    let encoder = try encoder("bert")
    let pool = WorkerPool(threads: 1)
    let found = encoder.encode(
      names: [["graph", "deep network"], [], ["film"]], prefix: "the ", pool: pool)
    let own = encoder.encode(["the graph", "the deep network", "the film"], pool: pool)
    let sum = (0..<20).map { own[$0] + own[20 + $0] }
    let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for (a, b) in zip(found, sum.map { $0 / length } + Array(repeating: 0, count: 20) + own[40...]) {
      XCTAssertEqual(a, b, accuracy: 1e-6)
    }
    XCTAssertEqual(found.count, 60)
  }

  func testAVectorDependsOnItsTextAlone() throws {
    let encoder = try encoder("bert")
    let texts = (0..<300).map { number in
      (0...number % 17).map { ["graph", "deep", "music", "film,"][($0 * number) % 4] }
        .joined(separator: " ")
    }
    let all = encoder.encode(texts, pool: WorkerPool(threads: 1))
    XCTAssertEqual(encoder.encode(texts, pool: WorkerPool(threads: 3)), all)
    for number in [0, 7, 150, 299] {
      XCTAssertEqual(
        encoder.encode([texts[number]], pool: WorkerPool(threads: 1)),
        Array(all[number * 20..<(number + 1) * 20]))
    }
    XCTAssertEqual(encoder.encode([], pool: WorkerPool(threads: 2)), [])
  }

  func testMissingTensors() throws {
    let folder = try temporaryPath("encoder")
    try FileManager.default.copyItem(atPath: Self.folder("bert"), toPath: folder)
    let weights = URL(fileURLWithPath: folder + "/model.safetensors")
    let whole = try Data(contentsOf: weights)
    func error(_ old: String, _ new: String) throws -> String {
      var changed = whole
      let place = try XCTUnwrap(changed.range(of: Data(old.utf8)))
      changed.replaceSubrange(place, with: Data(new.utf8))
      try changed.write(to: weights)
      do {
        _ = try SentenceEncoder(EncoderFolder(path: folder))
        return "none"
      } catch {
        return "\(error)".replacingOccurrences(of: folder + "/", with: "")
      }
    }
    XCTAssertEqual(
      try error("encoder.layer.1.attention.self.key.weight", "encoder.layer.1.attention.self.kex.weight"),
      "model.safetensors: encoder.layer.1.attention.self.key.weight: the tensor is missing.")
    XCTAssertEqual(
      try error("[28, 20]", "[20, 28]"),
      "model.safetensors: encoder.layer.0.intermediate.dense.weight: has the shape [20, 28], but "
        + "[28, 20] is needed.")
  }

  /// Units of text: what is encoded of a document.
  func testUnits() throws {
    let encoder = try encoder("bert")
    let hash = ContentHash(hexadecimal: "00")
    func units(_ unit: TextEncoding.Unit, prefix: String = "", _ document: Document) throws -> [Int] {
      try TextVectoriser(encoder, hash: hash, unit: unit, prefix: prefix)
        .texts(of: document).map(\.count)
    }
    let sentence = ["graph", "network", "tree"]
    let document = Document(
      id: "a", title: ["deep", "learn"], sentences: Array(repeating: sentence, count: 6), tags: [])
    // Each sentence ends with a stop; 18 pieces are the most.
    XCTAssertEqual(try units(.sentences, document), [2, 4, 4, 4, 4, 4, 4])
    XCTAssertEqual(try units(.windows, document), [2, 15, 12])
    XCTAssertEqual(try units(.windows, prefix: "the tag", document), [4, 17, 14])
    let long = Document(
      id: "b", title: [], sentences: [Array(repeating: "film", count: 40), ["", "a"]], tags: [])
    // One vector for each sentence, whose end is cut off.
    XCTAssertEqual(try units(.sentences, long), [18, 2])
    XCTAssertEqual(try units(.windows, long), [18, 18, 7])
    let title = Document(id: "c", title: ["deep"], sentences: [], tags: [])
    XCTAssertEqual(try units(.windows, title), [1])
    XCTAssertEqual(try units(.windows, Document(id: "d", title: [""], sentences: [[""]], tags: [])), [])
    XCTAssertThrowsError(
      try TextVectoriser(encoder, hash: hash, unit: .windows, prefix: "", longest: 19))
    XCTAssertThrowsError(
      try TextVectoriser(encoder, hash: hash, unit: .windows, prefix: "a b", longest: 3))
  }

  func testGELU() {
    let before = String(cString: jn_isa())
    defer { jn_set_isa(before) }
    let inputs = (-4_000...4_000).map { Float($0) / 400 }
    let zeros = [Float](repeating: 0, count: inputs.count)
    for isa in ["base", "avx2", "avx512"] where jn_set_isa(isa) == 1 {
      for kind: Int32 in 0...2 {
        var values = inputs
        jn_bias_activation(1, inputs.count, &values, zeros, kind)
        for (x, y) in zip(inputs, values) {
          let x = Double(x)
          let exact =
            switch kind {
            case 0: x * (1 + erf(x / 2.0.squareRoot())) / 2
            case 1: x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))) / 2
            default: max(x, 0)
            }
          XCTAssertEqual(Double(y), exact, accuracy: 1e-6 * max(1, abs(x)), "\(isa) \(kind) \(x)")
        }
      }
    }
  }
}

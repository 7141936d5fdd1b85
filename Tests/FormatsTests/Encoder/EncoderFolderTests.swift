// Folders of encoders: the two that the tests of Pipeline run, and those that are refused.
import Foundation
import XCTest

@testable import Formats

final class EncoderFolderTests: XCTestCase {
  private var folder = URL(fileURLWithPath: NSTemporaryDirectory())

  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("PipelineTests/Golden/encoder")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  }

  override func tearDown() { try? FileManager.default.removeItem(at: folder) }

  private func copy(_ name: String) throws {
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.copyItem(at: Self.golden.appendingPathComponent(name), to: folder)
  }

  /// The error of the folder `name` after a file was changed; `nil` removes it.
  private func error(
    _ name: String, _ file: String, _ change: (String) -> String?
  ) throws -> String {
    try copy(name)
    let url = folder.appendingPathComponent(file)
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    if let changed = change(text) {
      try Data(changed.utf8).write(to: url)
    } else {
      try FileManager.default.removeItem(at: url)
    }
    do {
      _ = try EncoderFolder(path: folder.path)
      return "none"
    } catch {
      return "\(error)".replacingOccurrences(of: folder.path + "/", with: "")
        .replacingOccurrences(of: folder.path, with: "FOLDER")
    }
  }

  /// Nobody waits for what a pipe may give.
  func testPipesAreRefused() throws {
    for file in ["modules.json", "config.json", "model.safetensors", "tokenizer.json", "1_Pooling/config.json"] {
      try copy("bert")
      let path = folder.appendingPathComponent(file).path
      XCTAssertEqual(unlink(path), 0, file)
      XCTAssertEqual(mkfifo(path, 0o600), 0, file)
      XCTAssertThrowsError(try EncoderFolder(path: folder.path)) {
        XCTAssert("\($0)".contains("\(file): is a pipe, which cannot be read twice"), "\($0)")
      }
    }
  }

  func testWhatIsRead() throws {
    let bert = try EncoderFolder(path: Self.golden.appendingPathComponent("bert").path)
    XCTAssertEqual(bert.pooling, .mean)
    XCTAssertTrue(bert.normalises)
    XCTAssertEqual(bert.longest, 20)
    XCTAssertEqual(bert.shape.width, 20)
    XCTAssertEqual(bert.tokenizer.special.count, 5)
    let distil = try EncoderFolder(path: Self.golden.appendingPathComponent("distilbert").path)
    XCTAssertEqual(distil.pooling, .first)
    XCTAssertFalse(distil.normalises)
    XCTAssertEqual(distil.shape.segments, 0)
    XCTAssertEqual(
      bert.tokenizer.pieces.map(\.text), distil.tokenizer.pieces.map(\.text))
    XCTAssertNotEqual(try bert.contentHash(), try distil.contentHash())
  }

  func testWhatIsNotSupportedIsNamed() throws {
    func config(_ old: String, _ new: String) throws -> String {
      try error("bert", "config.json") { $0.replacingOccurrences(of: old, with: new) }
    }
    let remedy = " Give the folder of a BERT, MiniLM, DistilBERT, E5, BGE or GTE encoder."
    XCTAssertEqual(
      try config("\"bert\"", "\"xlm-roberta\""),
      "config.json: is of the architecture \"xlm-roberta\"; only bert and distilbert are "
        + "supported." + remedy)
    XCTAssertEqual(
      try config("\"gelu\"", "\"swish\""),
      "config.json: the activation \"swish\" is not supported." + remedy)
    XCTAssertEqual(
      try config("absolute", "relative_key"),
      "config.json: position embeddings of the type \"relative_key\" are not supported." + remedy)
    XCTAssertEqual(
      try config("\"num_attention_heads\": 4", "\"num_attention_heads\": 3"),
      "config.json: the width 20 cannot be shared among 3 heads." + remedy)
    XCTAssertEqual(
      try config("\"hidden_size\": 20", "\"hidden_size\": 2e9"),
      "config.json: hidden_size is missing or not between 1 and 16384." + remedy)
    let wordPiece = " Give an encoder with a BERT (WordPiece) tokenizer."
    XCTAssertEqual(
      try error("bert", "tokenizer.json") {
        $0.replacingOccurrences(of: "\"type\": \"WordPiece\", \"unk", with: "\"unk")
          .replacingOccurrences(
            of: "\"model\": {\n  \"type\": \"WordPiece\"", with: "\"model\": {\n  \"type\": \"BPE\"")
      },
      "tokenizer.json: holds a BPE tokenizer; only WordPiece is supported." + wordPiece)
    XCTAssertEqual(
      try error("bert", "tokenizer.json") {
        $0.replacingOccurrences(of: "BertNormalizer", with: "NFKC")
      },
      "tokenizer.json: the normalizer NFKC is not supported; only BertNormalizer is." + wordPiece)
    XCTAssertEqual(
      try error("bert", "model.safetensors") { _ in nil },
      "FOLDER: has no model.safetensors. Save the model as one safetensors file.")
    XCTAssertEqual(
      try error("bert", "config.json") { _ in nil },
      "FOLDER: has no config.json. Give the folder of a published encoder, such as "
        + "scripts/fetch-encoder makes.")
    XCTAssertEqual(
      try error("distilbert", "vocab.txt") { _ in nil },
      "FOLDER: has neither tokenizer.json nor vocab.txt." + wordPiece)
    XCTAssertEqual(
      try error("distilbert", "vocab.txt") { $0 + "one\ntwo\n" },
      "FOLDER: the tokenizer has a piece numbered 55, but the network knows only 54 pieces.")
    XCTAssertEqual(
      try error("bert", "modules.json") {
        $0.replacingOccurrences(of: "models.Normalize", with: "models.Dense")
      },
      "modules.json: module 2, sentence_transformers.models.Dense, is not supported there; only "
        + "Transformer, Pooling and Normalize, in this order, are.")
    XCTAssertEqual(
      try error("bert", "1_Pooling/config.json") {
        $0.replacingOccurrences(of: "pooling_mode_mean_tokens", with: "pooling_mode_lasttoken")
      },
      "1_Pooling/config.json: the pooling lasttoken is not supported; only the mean of all tokens "
        + "and the first token are.")
  }

  func testEveryFileMayBeDamaged() throws {
    var random = SplitMix64(state: 9)
    let names = [
      "config.json", "tokenizer.json", "modules.json", "1_Pooling/config.json",
      "sentence_bert_config.json",
    ]
    for name in names {
      try copy("bert")
      let url = folder.appendingPathComponent(name)
      let whole = Array(try Data(contentsOf: url))
      for _ in 0..<100 {
        try Data(mutate(whole, signs: Array("{}[]\",:0198".utf8), &random)).write(to: url)
        _ = try? EncoderFolder(path: folder.path)
      }
    }
  }
}

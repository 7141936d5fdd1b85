// The reasons that serve gives are those of annotate, whatever the model.
import Foundation
import XCTest

final class ExplainTests: ServiceTestCase {
  private let text = "A sentence of nothing. The film with music in it! Another graph, and a network."

  func testReasonsAreThoseOfAnnotate() throws {
    try trainModels()
    try succeed(
      "train-baseline",
      [
        "--documents", path("d"), "--split", path("s"), "--vocabulary", path("v"), "--model",
        "lexical", "-o", path("lexical"),
      ])
    let service = try start(["words=\(path("ovr"))", "net=\(path("net"))", "names=\(path("lexical"))"])
    for (name, model) in [("words", "ovr"), ("net", "net"), ("names", "lexical")] {
      let printed = try runStage(
        "annotate",
        [
          "--model", path(model), "--top-k", "4", "--threshold", "0.001", "--explain", "--format",
          "jsonl",
        ], input: #"{"id":"0","title":"Music","text":"\#(text)"}"# + "\n")
      let tags = try PageTests.tags(printed.output)
      XCTAssertFalse(tags.isEmpty, printed.errors)
      let answer = try service.post(
        "/v1/projects/\(name)/explain",
        form: ["text": text, "metadata_title": "Music", "limit": "4", "threshold": "0.001"])
      XCTAssertEqual(answer.status, 200, answer.text)
      let results = answer.object["results"] as? [[String: Any]] ?? []
      XCTAssertEqual(results.count, tags.count)
      for (tag, result) in zip(tags, results) {
        let subject = result["subject"] as? [String: Any] ?? [:]
        XCTAssertEqual(subject["label"] as? String, tag["tag"] as? String)
        XCTAssertEqual(Self.rounded(subject["score"]), Self.rounded(tag["score"]))
        XCTAssertEqual(result["unseen"] as? Bool, tag["unseen"] as? Bool ?? false)
        XCTAssertEqual(
          Self.parts(result["because"], without: "score_without"),
          Self.parts(tag["because"], without: "scoreWithout"), name)
        XCTAssertEqual(result["names"] as? NSArray, tag["names"] as? NSArray, name)
        // Attention is a network's; it adds up.
        let attention = result["attention"] as? [Double] ?? []
        XCTAssertEqual(attention.count, name == "net" ? 3 : 0)
        if name == "net" { XCTAssertEqual(attention.reduce(0, +), 1, accuracy: 1e-4) }
      }
      let because = tags.flatMap { $0["because"] as? [Any] ?? [] }
      if name != "net" { XCTAssertFalse(because.isEmpty, "something is compared") }
      if name == "names" {
        XCTAssertFalse(tags.flatMap { $0["names"] as? [Any] ?? [] }.isEmpty)
      }
    }
  }

  func testItsLimits() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))", "--max-explained", "20"])
    let explain = { (text: String) in
      try service.post("/v1/projects/words/explain", form: ["text": text])
    }
    XCTAssertEqual(try explain(String(repeating: "music ", count: 20)).status, 200)
    let long = try explain(String(repeating: "music ", count: 21))
    XCTAssertEqual(long.status, 413)
    XCTAssert(long.text.contains("has 21 words; at most 20 are explained"), long.text)
    let empty = try explain("")
    XCTAssertEqual(empty.status, 200)
    XCTAssertEqual((empty.object["results"] as? [Any])?.count, 0)
  }

  /// While many ask for reasons, those who want tags only do not wait for all of them.
  func testOthersNeedNotWait() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))", "-q"])
    // Its reasons are a quarter of a million words to score.
    let long = (0..<500).map { "music \($0)." }.joined(separator: " ")
    let explained = FaultList()
    let group = inParallel(3) { _ in
      let answer = try? service.post("/v1/projects/words/explain", form: ["text": long])
      explained.add("\(answer?.status ?? 0)")
    }
    var answered = 0
    while group.wait(timeout: .now()) == .timedOut {
      XCTAssertEqual(
        try service.post("/v1/projects/words/suggest", form: ["text": "film"]).status, 200)
      answered += 1
    }
    XCTAssertEqual(explained.all, ["200", "200", "200"])
    XCTAssertGreaterThan(answered, 3)
  }

  private static func rounded(_ number: Any?) -> String {
    String(format: "%.4f", number as? Double ?? -1)
  }

  private static func parts(_ list: Any?, without: String) -> [String] {
    (list as? [[String: Any]] ?? []).map { part in
      let words = (part["words"] as? [[String: Any]] ?? [])
        .map { "\($0["place"] ?? "") \(rounded($0[without]))" }
      return "\(part["sentence"] ?? "") \(rounded(part[without])) \(words)"
    }
  }
}

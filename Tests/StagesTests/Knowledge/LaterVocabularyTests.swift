// A model goes on with a later version of its vocabulary, and says what has changed.
import XCTest

final class LaterVocabularyTests: KnowledgeTestCase {
  /// Ten concepts in two languages; in the later version three are renamed, one is
  /// deprecated, one is gone and two are new.
  private func writeVocabulary(isLater: Bool) throws {
    var rows = "uri,label_fi,label_sv,deprecated\n"
    for number in 0..<10 where !(isLater && number == 5) {
      let name = isLater && number < 3 ? "uusi\(number)" : "nimi\(number)"
      rows += "http://e/p\(number),\(name),namn\(number),\(isLater && number == 4 ? "true" : "")\n"
    }
    if isLater { rows += "http://e/p10,nimi10,namn10,\nhttp://e/p11,nimi11,namn11,\n" }
    try write("yso.csv", rows)
    try succeed("build-concepts", [path("yso.csv"), "-o", path("concepts.stage")])
  }

  /// JSON lines of documents that have the tags in turn.
  ///
  /// - Parameter text: title and text by the number of the tag.
  private func documents(_ count: Int, text: (Int) -> (String, String)) -> String {
    (0..<count).map { number in
      let (title, text) = text(number % 10)
      return "{\"id\":\"d\(number)\",\"title\":\"\(title)\",\"text\":\"\(text)\",\"tags\":"
        + "[\"http://e/p\(number % 10)\"]}\n"
    }.joined()
  }

  /// A model of documents given as JSON lines, in m.stage.
  private func train(_ lines: String, _ counts: String...) throws {
    try write("c.jsonl", lines)
    try succeed(
      "preprocess",
      ["--corpus", path("c.jsonl"), "--concepts", path("concepts.stage"), "-o", path("d.stage")])
    try succeed("split", ["--documents", path("d.stage"), "-o", path("s.stage")])
    try succeed(
      "build-vocab",
      ["--documents", path("d.stage"), "--split", path("s.stage"), "-o", path("v.stage")] + counts)
    try succeed(
      "train-baseline",
      [
        "--model", "ovr", "--documents", path("d.stage"), "--split", path("s.stage"),
        "--vocabulary", path("v.stage"), "-o", path("m.stage"),
      ])
  }

  func testTheModelGoesOn() throws {
    try writeVocabulary(isLater: false)
    try train(documents(200) { ("sana\($0) juttu", "teksti sana\($0)") })
    try write(
      "new.jsonl",
      "{\"id\":\"a\",\"title\":\"sana1 juttu\",\"text\":\"sana1\"}\n"
        + "{\"id\":\"b\",\"title\":\"sana5 juttu\",\"text\":\"sana5\"}\n")
    func annotate(_ options: String...) throws -> StageResult {
      let result = try runStage(
        "annotate",
        ["--model", path("m.stage"), "--top-k", "1", "--format", "annif"] + options
          + [path("new.jsonl")])
      XCTAssertEqual(result.status, 0, result.errors)
      return result
    }
    let before = try annotate()
    XCTAssert(before.output.contains("<http://e/p1>\tnimi1\t"), before.output)
    // The same vocabulary is not news.
    XCTAssertEqual(try annotate("--concepts", path("concepts.stage")).errors, "")
    try writeVocabulary(isLater: true)
    let later = try annotate("--concepts", path("concepts.stage"))
    XCTAssertEqual(
      later.output,
      before.output.replacingOccurrences(of: "\tnimi1\t", with: "\tuusi1\t"))
    // What is gone keeps the name that the model knows.
    XCTAssert(later.output.contains("<http://e/p5>\tnimi5\t"), later.output)
    XCTAssert(
      later.errors.contains(
        "annotate: the vocabulary has changed: 3 concepts of the model have other names, "
          + "1 is deprecated now, 1 is not in it any more, it has 1 concept more, which the "
          + "model does not know"), later.errors)
    XCTAssert(later.errors.contains("http://e/p1 (fi): “nimi1” is now “uusi1”"), later.errors)
    XCTAssert(later.errors.contains("http://e/p4 is deprecated"), later.errors)
    XCTAssert(later.errors.contains("http://e/p5 is gone"), later.errors)
    XCTAssert(
      try annotate("--concepts", path("concepts.stage"), "--names", "sv").output
        .contains("<http://e/p1>\tnamn1\t"))
  }

  /// Annif ranks by the scores that it reads: they fall, and differ.
  func testScoresFall() throws {
    try writeVocabulary(isLater: false)
    try train(documents(40) { _ in ("sana", "teksti") }, "--min-word-count", "1")
    try write("new.jsonl", "{\"id\":\"a\",\"title\":\"sana\",\"text\":\"teksti\"}\n")
    let output = try runStage(
      "annotate",
      ["--model", path("m.stage"), "--top-k", "8", "--format", "annif", path("new.jsonl")]
    ).output
    let scores = output.split(separator: "\n").dropFirst().map {
      Double($0.split(separator: "\t")[2]) ?? -1
    }
    XCTAssertEqual(scores.count, 8)
    XCTAssert(zip(scores, scores.dropFirst()).allSatisfy(>), output)
  }
}

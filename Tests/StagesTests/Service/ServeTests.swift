// serve as clients meet it: Annif's interface, limits, signals. Built with JMAN_SERVICE=1;
// without it the tests are skipped.
import Foundation
import XCTest

final class ServeTests: ServiceTestCase {
  func testAnswersAreThoseOfAnnotate() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))", "net=\(path("net"))"])
    let texts = ["music and film", "A graph. The network of networks!", "unknown words only"]
    let lines = texts.enumerated().map { #"{"id":"\#($0)","text":"\#($1)"}"# }.joined(separator: "\n")
    for (name, model) in [("words", "ovr"), ("net", "net")] {
      let printed = try runStage(
        "annotate", ["--model", path(model), "--top-k", "3", "--threshold", "0.001", "--format", "jsonl"],
        input: lines + "\n")
      let expected = try printed.output.split(separator: "\n").map { line in
        let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        return try XCTUnwrap(object["tags"] as? [[String: Any]]).map {
          "\($0["tag"] ?? "") \(String(format: "%.4f", $0["score"] as? Double ?? -1))"
        }
      }
      let batch = texts.map { ["text": $0] }
      let answer = try service.post(
        "/v1/projects/\(name)/suggest-batch?limit=3&threshold=0.001", json: ["documents": batch])
      XCTAssertEqual(answer.status, 200)
      XCTAssertEqual((answer.body as? [[String: Any]])?.map(Self.results), expected)
      for (text, tags) in zip(texts, expected) {
        let answer = try service.post(
          "/v1/projects/\(name)/suggest", form: ["text": text, "limit": "3", "threshold": "0.001"])
        XCTAssertEqual(Self.results(answer.body as? [String: Any] ?? [:]), tags, name)
      }
    }
    // Many at once are the same as one after the other.
    let alone = try service.post("/v1/projects/net/suggest", form: ["text": texts[0]])
    let answers = FaultList()
    inParallel(40) { _ in
      let answer = try? service.post("/v1/projects/net/suggest", form: ["text": texts[0]])
      if answer?.text != alone.text { answers.add(answer?.text ?? "none") }
    }.wait()
    XCTAssertEqual(answers.all, [])
  }

  func testTheInterface() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))"])
    XCTAssertEqual(try service.get("/v1/projects/words").object["project_id"] as? String, "words")
    XCTAssertEqual((try service.get("/v1/projects").object["projects"] as? [Any])?.count, 1)
    XCTAssertNotNil(try service.get("/v1/openapi.json").object["paths"])
    let vocabulary = (try service.get("/v1/vocabs").object["vocabs"] as? [[String: Any]])?.first
    XCTAssertEqual(vocabulary?["vocab_id"] as? String, "words")
    XCTAssertEqual(vocabulary?["size"] as? Int, 5)
    for (method, place, status) in [
      ("GET", "/v1/projects/none", 404), ("GET", "/v1/nothing", 404), ("DELETE", "/v1/", 405),
      ("GET", "/v1/projects/words/suggest", 405), ("GET", "/../../etc/passwd", 404),
      ("GET", "/v1/projects/%FF", 404), ("HEAD", "/", 200),
    ] {
      XCTAssertEqual(try service.request(method, place).status, status, "\(method) \(place)")
    }
    let learn = try service.post("/v1/projects/words/learn", json: [["text": "x", "subjects": []]])
    XCTAssertEqual(learn.status, 503)
    for form in [
      ["text": "x", "limit": "-1"], ["text": "x", "limit": "many"], ["text": "x", "threshold": "2"],
      ["text": "x", "threshold": "nan"], ["text": "x", "language": "xx"], ["limit": "1"],
    ] {
      let answer = try service.post("/v1/projects/words/suggest", form: form)
      XCTAssertEqual(answer.status, 400, "\(form)")
      XCTAssertEqual(answer.object["status"] as? Int, 400)
    }
    XCTAssertEqual(
      try service.post("/v1/projects/words/suggest", form: ["text": "music", "limit": "0"]).text,
      "{\"results\":[]}\n")
    for (type, body, status) in [
      ("application/json", "{", 400), ("application/json", "{\"documents\":[{}]}", 400),
      ("application/json", "\u{FEFF}[1", 400), ("text/plain", "x", 415),
      (
        "application/json",
        "{\"documents\":["
          + Array(repeating: "{\"text\":\"\"}", count: 33)
          .joined(separator: ",") + "]}", 400
      ),
      ("application/json", String(repeating: "[", count: 100_000), 400),
    ] {
      XCTAssertEqual(
        try service.request(
          "POST", "/v1/projects/words/suggest-batch", type: type, body: Data(body.utf8)
        ).status, status, body.prefix(40).description)
    }
    let invalid = try service.request(
      "POST", "/v1/projects/words/suggest", type: "application/x-www-form-urlencoded",
      body: Data("text=%FF%FE".utf8))
    XCTAssertEqual(invalid.status, 400)
    let page = try service.get("/")
    XCTAssert(page.text.contains("<textarea"))
    XCTAssert(page.header("Content-Security-Policy")?.hasPrefix("default-src 'none'") == true)
    XCTAssertFalse(page.text.contains("http"), "nothing from elsewhere")
  }

  func testDetectLanguage() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))"])
    let detect = { (text: String, languages: [String]) in
      try service.post("/v1/detect-language", json: ["text": text, "languages": languages])
    }
    XCTAssertEqual(
      try detect("Der Hund und die Katze sind im Haus", ["en", "de"]).text,
      """
      {"results":[{"language":"de","score":1},{"language":"en","score":0},{"language":null,"score":0}]}

      """)
    XCTAssertEqual(
      try detect("", ["en"]).text,
      "{\"results\":[{\"language\":null,\"score\":1},{\"language\":\"en\",\"score\":0}]}\n")
    for languages in [["xx"], [], ["en", "en"], ["en", "de", "fr", "es", "it", "pt"]] {
      XCTAssertEqual(try detect("a text", languages).status, 400, "\(languages)")
    }
    XCTAssertEqual(try service.get("/v1/detect-language").status, 405)
  }

  func testTheLogHoldsNoTexts() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))"])
    _ = try service.post("/v1/projects/words/suggest", form: ["text": "secret words"])
    _ = try service.get("/v1/projects?text=secret")
    let log = try service.stop()
    XCTAssert(log.contains("127.0.0.1 POST /v1/projects/words/suggest 200 "), log)
    XCTAssertFalse(log.contains("secret"), log)
  }

  func testLimits() throws {
    try trainModels()
    let service = try start(
      ["words=\(path("ovr"))", "--max-body", "1000", "--timeout", "2", "--max-connections", "3"])
    let long = try service.post(
      "/v1/projects/words/suggest", form: ["text": String(repeating: "x", count: 2_000)])
    XCTAssertEqual(long.status, 413)
    // Clients that say nothing, half a header, half a body: each is cut off.
    for start in [
      "", "GET / HT",
      "POST /v1/projects/words/suggest HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n"
        + "Content-Type: application/x-www-form-urlencoded\r\n\r\ntext=",
    ] {
      let reply = try service.raw(start, seconds: 10)
      XCTAssert(reply.isClosed, start)
    }
    for start in ["\u{0}\u{1}\u{2}\r\n\r\n", "GET / HTTP/1.1\r\nX: \(String(repeating: "y", count: 70_000))\r\n\r\n"] {
      XCTAssert(try service.raw(start, seconds: 10).isClosed)
    }
    XCTAssertEqual(try service.get("/v1/").status, 200)
  }

  func testReloadAndEnd() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))"])
    let failures = FaultList()
    let running = inParallel(4) { _ in
      for _ in 0..<100 {
        let status = try? service.post("/v1/projects/words/suggest", form: ["text": "film"]).status
        if status != 200 { failures.add("\(status ?? 0)") }
      }
    }
    while running.wait(timeout: .now() + 0.05) == .timedOut { service.signal(SIGHUP) }
    XCTAssertEqual(failures.all, [])
    // A damaged file leaves the model that is there.
    let until = Date().addingTimeInterval(10)
    while !service.log.contains("loaded again"), Date() < until { usleep(20_000) }
    try Data("nothing".utf8).write(to: URL(fileURLWithPath: path("ovr")))
    service.signal(SIGHUP)
    while !service.log.contains("stays as it was"), Date() < until { usleep(20_000) }
    XCTAssertEqual(try service.get("/v1/projects/words").status, 200)
    let log = try service.stop()
    XCTAssert(log.contains("words: loaded again"), log)
    XCTAssert(log.contains("words: stays as it was: "), log)
    XCTAssert(log.hasSuffix("serve: ended\n"), log)
  }

  func testMistakes() throws {
    try trainModels()
    _ = try serveExecutable()
    for (arguments, problem) in [
      ([path("ovr"), path("ovr")], "two models are called “ovr”"),
      (["a/b=\(path("ovr"))"], "cannot be a name in an address"),
      ([path("d")], "is a documents file"),
      (["x=\(path("ovr"))", "--port", "70000"], "--port must be from 0 to 65535"),
    ] {
      let errors = try errorOf("serve", arguments)
      XCTAssert(errors.contains(problem), errors)
    }
  }

  private static func results(_ answer: [String: Any]) -> [String] {
    (answer["results"] as? [[String: Any]] ?? []).map {
      "\($0["label"] ?? "") \(String(format: "%.4f", $0["score"] as? Double ?? -1))"
    }
  }
}

// serve with clients that are slow, rude or many: they lose their connections, others lose
// nothing.
import Foundation
import XCTest

final class MaliceTests: ServiceTestCase {
  private let form = "Content-Type: application/x-www-form-urlencoded\r\n"

  /// Byte after byte, so that no connection is ever idle.
  func testDrippingClients() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))", "-q", "--timeout", "2"])
    for (kind, start) in [
      ("head", "GET / HTTP/1.1\r\nHost: x\r\nX-Long: "),
      (
        "body",
        "POST /v1/projects/words/suggest HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\(form)\r\ntext="
      ),
      ("unread body", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n"),
      (
        "chunks",
        "POST /v1/nothing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"
      ),
    ] {
      let connection = try service.connect()
      connection.send(start)
      let begin = Date()
      while connection.send("1") > 0, Date().timeIntervalSince(begin) < 20 { usleep(100_000) }
      XCTAssertLessThan(Date().timeIntervalSince(begin), 10, kind)
      XCTAssertTrue(connection.rest().1)
    }
    XCTAssertEqual(try service.get("/v1/").status, 200)
  }

  /// Thousands of requests in one go, whose answers nobody takes.
  func testClientsThatDoNotRead() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))", "-q", "--timeout", "2"])
    let connection = try service.connect()
    let requests = Data(String(repeating: "GET /page.js HTTP/1.1\r\nHost: x\r\n\r\n", count: 20_000).utf8)
    let sender = inParallel(1) { _ in connection.send(requests) }
    for _ in 0..<20 {
      XCTAssertEqual(try service.get("/v1/").status, 200)
      usleep(50_000)
    }
    // The server hangs up: what is left of the answers is far less than all of them.
    XCTAssertEqual(sender.wait(timeout: .now() + 25), .success)
    usleep(6_000_000)
    let (bytes, isClosed) = connection.rest()
    XCTAssertTrue(isClosed)
    XCTAssertLessThan(bytes.count, 20_000 * 5_000)
  }

  func testHalfClosedConnections() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))", "-q"])
    // Nothing more to say, but an answer to wait for.
    let whole = try service.connect()
    whole.send(
      "POST /v1/projects/words/suggest HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\(form)\r\ntext=music")
    whole.finishSending()
    let answer = whole.rest()
    XCTAssertTrue(String(decoding: answer.0, as: UTF8.self).contains("200 OK"))
    XCTAssertTrue(answer.1)
    // Half a request.
    for start in [
      "GET / HTTP/1.1\r\nHo",
      "POST /v1/projects/words/suggest HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\(form)\r\ntext=",
    ] {
      let half = try service.connect(seconds: 10)
      half.send(start)
      half.finishSending()
      XCTAssertTrue(half.rest().1, start)
    }
    // Gone without a word, in the middle of everything.
    for number in 0..<300 {
      let gone = try service.connect()
      gone.resetsAtClose()
      if number % 3 > 0 {
        gone.send(
          "POST /v1/projects/words/suggest HTTP/1.1\r\nHost: x\r\nContent-Length: "
            + "\(number % 3 * 10)\r\n\(form)\r\ntext=music")
      }
    }
    XCTAssertEqual(try service.get("/v1/").status, 200)
  }

  /// More documents than may wait: some are turned away, none is lost.
  func testFlood() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))", "-q", "--max-waiting", "40"])
    let batch = (0..<32).map { _ in ["text": "music and film. A graph!"] }
    let answers = FaultList()
    inParallel(120) { _ in
      let answer = try? service.post("/v1/projects/words/suggest-batch", json: ["documents": batch])
      switch answer?.status {
      case 200: answers.add((answer?.body as? [Any])?.count == 32 ? "answered" : "short")
      case 503: answers.add(answer?.header("Retry-After") == "1" ? "refused" : "no advice")
      default: answers.add("\(answer?.status ?? 0)")
      }
    }.wait()
    XCTAssertEqual(Set(answers.all), ["answered", "refused"])
    XCTAssertEqual(answers.all.count, 120)
  }

  /// Texts as long as may be, many at once: memory is bounded, what is not taken gets an error.
  func testLongTexts() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))", "-q", "--max-pending", "1000000"])
    let text = String(repeating: "a b ", count: 100_000)
    let answers = FaultList()
    inParallel(24) { _ in
      let answer = try? service.post("/v1/projects/words/suggest", form: ["text": text])
      answers.add("\(answer?.status ?? 0)")
    }.wait()
    XCTAssertEqual(Set(answers.all), ["200", "503"])
    XCTAssertLessThan(try service.residentMiB(), 500)
    let long = try service.post(
      "/v1/projects/words/suggest", form: ["text": String(repeating: "a", count: 1 << 20 + 1)])
    XCTAssertEqual(long.status, 413)
    XCTAssertEqual(
      try service.post("/v1/projects/words/suggest", form: ["text": text]).status, 200)
  }

  /// What is running when SIGTERM comes is answered, and nothing new is taken.
  func testTheEndWaits() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))"])
    let long = (0..<400).map { "music \($0)." }.joined(separator: " ")
    let answers = FaultList()
    let running = inParallel(4) { _ in
      let answer = try? service.post("/v1/projects/words/explain", form: ["text": long])
      answers.add("\(answer?.status ?? 0)")
    }
    // An idle connection is not a reason to stay.
    let idle = try service.connect()
    usleep(300_000)
    let log = try service.stop()
    running.wait()
    XCTAssertEqual(answers.all, ["200", "200", "200", "200"])
    XCTAssertTrue(log.hasSuffix("serve: ended\n"), log)
    XCTAssertTrue(idle.rest().1)
  }

  /// Requests of all kinds leave nothing behind.
  func testMemoryIsFlat() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))", "net=\(path("net"))", "-q"])
    @Sendable func ask(_ number: Int) {
      let model = number % 2 == 0 ? "words" : "net"
      let action = number % 8 == 7 ? "explain" : "suggest"
      let text = String(repeating: "music and film \(number). ", count: number % 20)
      _ = try? service.post("/v1/projects/\(model)/\(action)", form: ["text": text])
      if number % 5 == 0 { _ = try? service.raw("POST / HTTP/1.1\r\n\u{1}\r\n\r\n", seconds: 5) }
    }
    func load(_ count: Int) {
      inParallel(8) { thread in
        for number in stride(from: thread, to: count, by: 8) { ask(number) }
      }.wait()
      service.signal(SIGHUP)
    }
    for _ in 0..<4 { load(300) }
    let before = try service.residentMiB()
    for _ in 0..<6 { load(300) }
    XCTAssertLessThan(try service.residentMiB(), before * 1.15 + 4)
    XCTAssertEqual(try service.get("/v1/").status, 200)
  }
}

extension RunningService {
  func residentMiB() throws -> Double {
    let status = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
    let kibibytes = try XCTUnwrap(status.firstMatch(of: /VmRSS:\s+([0-9]+)/)?.1)
    return try XCTUnwrap(Double(kibibytes)) / 1024
  }
}

// A running serve for tests, and a client that needs no library.
import Foundation
import XCTest

/// Trains two small models and starts services, which end with the test.
class ServiceTestCase: StageTestCase {
  /// - Throws: `XCTSkip` if serve was not built.
  func serveExecutable() throws -> String {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent()
    let places = [folder, folder.deletingLastPathComponent()].map {
      $0.appendingPathComponent("serve").path
    }
    guard let path = places.first(where: FileManager.default.isExecutableFile) else {
      throw XCTSkip("serve is not built: JMAN_SERVICE=1 swift build --build-tests")
    }
    return path
  }

  /// Makes `ovr` and `net` of a small corpus.
  func trainModels() throws {
    _ = try serveExecutable()
    let topics = [("music", "film"), ("graph", "network"), ("alpha", "beta")]
    let lines = (0..<60).map { number -> String in
      let (a, b) = topics[number % 3]
      return """
        {"id":"d\(number)","title":"\(a) title \(number % 7)","text":"The \(b) sentence. A \
        \(number % 2 == 0 ? a : b) word.","tags":["\(a)","t\(number % 2)"]}

        """
    }
    try Data(lines.joined().utf8).write(to: folder.appendingPathComponent("corpus.jsonl"))
    try succeed("preprocess", ["--corpus", path("corpus.jsonl"), "-o", path("d")])
    try succeed("split", ["--documents", path("d"), "-o", path("s")])
    let documents = ["--documents", path("d"), "--split", path("s")]
    try succeed("build-vocab", documents + ["-o", path("v")])
    let inputs = documents + ["--vocabulary", path("v")]
    try succeed(
      "embed", inputs + ["--what", "words", "--dimensions", "6", "--epochs", "1", "-o", path("w")])
    try succeed(
      "train-baseline", inputs + ["--model", "ovr", "--terms", "words", "--ngrams", "1", "-o", path("ovr")])
    try succeed(
      "train",
      inputs + [
        "--vectors", path("w"), "--hidden-size", "4", "--epochs", "2", "--sentences", "3",
        "--words", "5", "--title-words", "4", "-o", path("net"),
      ])
  }

  /// Calls `body` with each number below `count`, in a thread each, all at once: a queue
  /// would take as many as there are processors.
  ///
  /// - Returns: a group that is empty when all have come back.
  @discardableResult
  func inParallel(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) -> DispatchGroup {
    let group = DispatchGroup()
    for number in 0..<count {
      group.enter()
      Thread.detachNewThread {
        body(number)
        group.leave()
      }
    }
    return group
  }

  /// Starts serve at a free port.
  func start(_ arguments: [String]) throws -> RunningService {
    let service = try RunningService(
      serveExecutable(), arguments + ["--port", "0"], log: path("log-\(UUID().uuidString)"))
    addTeardownBlock { service.kill() }
    return service
  }
}

/// A serve that runs. Sendable because all that changes is in the other process.
final class RunningService: @unchecked Sendable {
  struct Answer {
    var status: Int
    var head: [String]
    var text: String
    var body: Any? { try? JSONSerialization.jsonObject(with: Data(text.utf8)) }
    var object: [String: Any] { body as? [String: Any] ?? [:] }
    func header(_ name: String) -> String? {
      head.first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
  }

  private let process = Process()
  private let logPath: String
  let port: UInt16

  var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

  init(_ executable: String, _ arguments: [String], log: String) throws {
    logPath = log
    XCTAssert(FileManager.default.createFile(atPath: log, contents: nil))
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let until = Date().addingTimeInterval(30)
    var found: UInt16?
    while found == nil, Date() < until, process.isRunning {
      let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      found = text.firstMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)\//).flatMap { UInt16($0.1) }
      usleep(10_000)
    }
    port = try XCTUnwrap(found, (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
  }

  var processID: Int32 { process.processIdentifier }

  func signal(_ number: Int32) { Foundation.kill(process.processIdentifier, number) }

  func kill() { if process.isRunning { signal(SIGKILL) } }

  /// Ends it as systemd does; its log.
  func stop() throws -> String {
    signal(SIGTERM)
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0, log)
    return log
  }

  func get(_ place: String) throws -> Answer { try request("GET", place) }

  func post(_ place: String, json: Any) throws -> Answer {
    try request(
      "POST", place, type: "application/json", body: JSONSerialization.data(withJSONObject: json))
  }

  func post(_ place: String, form: [String: String]) throws -> Answer {
    let body = form.map { name, value in
      let text = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      return "\(name)=\(text)"
    }.joined(separator: "&")
    return try request(
      "POST", place, type: "application/x-www-form-urlencoded", body: Data(body.utf8))
  }

  func request(
    _ method: String, _ place: String, type: String? = nil, body: Data = Data()
  ) throws -> Answer {
    var head = "\(method) \(place) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    if let type { head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n" }
    let (bytes, isClosed) = try exchange(Data((head + "\r\n").utf8) + body, seconds: 30)
    XCTAssert(isClosed)
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = try XCTUnwrap(text.firstRange(of: "\r\n\r\n"), "no answer: \(text)")
    let lines = text[..<parts.lowerBound].components(separatedBy: "\r\n")
    return Answer(
      status: Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0,
      head: Array(lines.dropFirst()), text: String(text[parts.upperBound...]))
  }

  /// What comes back for bytes that are not a whole request, and whether the server hangs up.
  func raw(_ text: String, seconds: Int) throws -> (bytes: Data, isClosed: Bool) {
    try exchange(Data(text.utf8), seconds: seconds)
  }

  func connect(seconds: Int = 30) throws -> RawConnection {
    try RawConnection(port: port, seconds: seconds)
  }

  private func exchange(_ data: Data, seconds: Int) throws -> (Data, Bool) {
    let connection = try connect(seconds: seconds)
    // The server may hang up before it has everything.
    connection.send(data)
    return connection.rest()
  }
}

/// A connection as bytes.
final class RawConnection: Sendable {
  private let descriptor: Int32

  /// - Parameter seconds: how long to wait for bytes, and until bytes can be sent.
  init(port: UInt16, seconds: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    XCTAssertEqual(code, 0, "no connection")
  }

  deinit { close(descriptor) }

  /// Sends bytes; how many were taken, or -1 when nobody listens.
  @discardableResult
  func send(_ data: Data) -> Int {
    data.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  @discardableResult
  func send(_ text: String) -> Int { send(Data(text.utf8)) }

  /// Says that nothing more will be sent.
  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Makes `close` a reset.
  func resetsAtClose() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  /// Everything that comes, and whether the server hangs up.
  func rest() -> (Data, Bool) {
    var answer = Data()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count > 0 {
        answer += chunk[..<count]
      } else if count == 0 || errno == ECONNRESET {
        return (answer, true)
      } else {
        return (answer, false)
      }
    }
  }
}

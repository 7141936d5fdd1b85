// A Chromium that does what a test says, by its DevTools protocol over two pipes.
import Foundation
import XCTest

/// A page in a browser without a window.
final class Browser {
  private static let path = "/usr/bin/chromium"

  private let process = Process()
  private let commands: Int32
  private let replies: Int32
  private var buffer: [UInt8] = []
  private var last = 0
  private var session: String?
  /// The addresses that the page has asked for.
  private(set) var requests: [String] = []
  /// The output of its console and of the browser.
  private(set) var complaints: [String] = []

  /// - Parameter folder: for its profile.
  /// - Throws: `XCTSkip` without Chromium.
  init(folder: URL, width: Int, isDark: Bool) throws {
    guard FileManager.default.isExecutableFile(atPath: Self.path) else {
      throw XCTSkip("SKIPPED: chromium is not there (apt-get install chromium)")
    }
    let pipes = ["commands", "replies"].map { folder.appendingPathComponent($0).path }
    for pipe in pipes { XCTAssertEqual(mkfifo(pipe, 0o600), 0) }
    // Both ways, so that opening waits for nobody.
    commands = open(pipes[0], O_RDWR)
    replies = open(pipes[1], O_RDWR)
    XCTAssert(commands >= 0 && replies >= 0)
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c",
      """
      exec "$1" --headless --no-sandbox --disable-gpu --no-first-run --user-data-dir="$4" \
        --remote-debugging-pipe 3<"$2" 4>"$3" 2>/dev/null
      """, "sh", Self.path, pipes[0], pipes[1], folder.appendingPathComponent("profile").path,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"] as? String
    session =
      try call(
        "Target.attachToTarget", ["targetId": XCTUnwrap(target), "flatten": true])["sessionId"]
      as? String
    for domain in ["Page", "Runtime", "Log", "Network"] { try call("\(domain).enable") }
    try call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false])
    try call(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]]])
  }

  /// Ends the browser.
  func close() {
    _ = try? call("Browser.close")
    process.waitUntilExit()
    Foundation.close(commands)
    Foundation.close(replies)
  }

  func load(_ address: String) throws {
    try call("Page.navigate", ["url": address])
    try wait(for: "document.readyState === 'complete' && location.href !== 'about:blank'")
  }

  /// The value of a JavaScript expression; a promise's, when it is there.
  @discardableResult
  func value(of expression: String) throws -> Any? {
    let answer = try call(
      "Runtime.evaluate",
      ["expression": expression, "returnByValue": true, "awaitPromise": true])
    XCTAssertNil(answer["exceptionDetails"], expression)
    return (answer["result"] as? [String: Any])?["value"]
  }

  /// Waits until an expression is true.
  func wait(for expression: String) throws {
    let until = Date().addingTimeInterval(30)
    while try value(of: expression) as? Bool != true {
      guard Date() < until else {
        return XCTFail("\(expression) does not come: \(complaints)")
      }
      usleep(20_000)
    }
  }

  /// Types a text where the focus is.
  func type(_ text: String) throws { try call("Input.insertText", ["text": text]) }

  /// Presses a key: its name, its code of Windows, perhaps Control with it.
  func press(_ key: String, _ code: Int, text: String = "", isControl: Bool = false) throws {
    for kind in ["keyDown", "keyUp"] {
      try call(
        "Input.dispatchKeyEvent",
        [
          "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code,
          "modifiers": isControl ? 2 : 0, "text": kind == "keyDown" ? text : "",
        ])
    }
  }

  @discardableResult
  private func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    last += 1
    var message: [String: Any] = ["id": last, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    let bytes = try JSONSerialization.data(withJSONObject: message) + [0]
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(commands, $0.baseAddress?.advanced(by: sent), $0.count - sent)
      }
      guard count > 0 else { throw Trouble(text: "the browser takes no commands") }
      sent += count
    }
    while true {
      let message = try next()
      if message["id"] as? Int == last {
        if let error = message["error"] { throw Trouble(text: "\(method): \(error)") }
        return message["result"] as? [String: Any] ?? [:]
      }
      note(message)
    }
  }

  /// Keeps what events say.
  private func note(_ message: [String: Any]) {
    guard let parameters = message["params"] as? [String: Any] else { return }
    switch message["method"] as? String {
    case "Network.requestWillBeSent":
      if let request = parameters["request"] as? [String: Any], let url = request["url"] as? String {
        requests.append(url)
      }
    case "Log.entryAdded": complaints.append("\(parameters["entry"] ?? "")")
    case "Runtime.exceptionThrown": complaints.append("\(parameters)")
    case "Runtime.consoleAPICalled": complaints.append("\(parameters["args"] ?? "")")
    default: break
    }
  }

  private func next() throws -> [String: Any] {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let end = buffer.firstIndex(of: 0) {
        let data = Data(buffer[..<end])
        buffer.removeSubrange(...end)
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
      }
      var state = pollfd(fd: replies, events: Int16(POLLIN), revents: 0)
      guard poll(&state, 1, 60_000) > 0 else { throw Trouble(text: "the browser says nothing") }
      let count = read(replies, &chunk, chunk.count)
      guard count > 0 else { throw Trouble(text: "the browser has ended") }
      buffer += chunk[..<count]
    }
  }

  struct Trouble: Error { var text: String }
}

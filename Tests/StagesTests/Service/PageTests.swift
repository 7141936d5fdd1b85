// The page of serve in a real browser: typed in by keyboard, read by day and by night.
import Foundation
import XCTest

final class PageTests: ServiceTestCase {
  private let typed = "The FILM of a word. Nothing else."

  /// By keyboard alone, 400 pixels wide: text in, tags out, why, sliders.
  func testByKeyboard() throws {
    try trainModels()
    let service = try start(["words=\(path("ovr"))", "net=\(path("net"))"])
    let browser = try open(service, width: 400, isDark: false)
    try browser.wait(for: "document.getElementById('project').options.length === 2")
    try tab(browser, to: "project")
    try tab(browser, to: "title")
    try browser.type("Music & <b>title</b>")
    try tab(browser, to: "text")
    try browser.type(typed)
    try browser.press("Enter", 13, isControl: true)
    try browser.wait(for: "document.querySelectorAll('#results tbody tr').length > 1")
    try browser.wait(for: "!document.getElementById('why').hidden")
    // The best tag is explained, by what annotate says of it.
    let printed = try runStage(
      "annotate",
      ["--model", path("ovr"), "--top-k", "50", "--threshold", "0", "--explain", "--format", "jsonl"],
      input: #"{"id":"0","title":"Music & title","text":"\#(typed)"}"# + "\n")
    let tags = try Self.tags(printed.output)
    let best = try XCTUnwrap(tags.first)
    XCTAssertEqual(
      try browser.value(of: "document.querySelector('#results td').textContent") as? String,
      best["tag"] as? String)
    let because = try XCTUnwrap(best["because"] as? [[String: Any]])
    XCTAssertFalse(because.isEmpty)
    // Shaded are these sentences, and underlined these words, spelt as they were typed.
    XCTAssertEqual(
      try browser.value(of: "document.querySelectorAll('#why mark').length") as? Int, because.count)
    let strong = try XCTUnwrap(
      browser.value(
        of: "[...document.querySelectorAll('#why strong')].slice(1).map(e => e.textContent.toLowerCase())")
        as? [String])
    let expected = because.flatMap { $0["words"] as? [[String: Any]] ?? [] }
      .compactMap { $0["word"] as? String }
    XCTAssertEqual(strong.sorted(), expected.sorted())
    XCTAssertFalse(strong.isEmpty)
    XCTAssertEqual(
      try browser.value(of: "document.getElementById('why-text').textContent") as? String,
      typed)
    XCTAssertEqual(
      try browser.value(of: "document.querySelectorAll('#why b').length") as? Int, 0, "text is not markup")
    try check(browser, "shown")
    // A threshold above the best score leaves nothing.
    let count = try browser.value(of: "document.querySelectorAll('#results tbody tr').length") as? Int
    try tab(browser, to: "limit")
    try browser.press("Home", 36)
    XCTAssertEqual(
      try browser.value(of: "document.querySelectorAll('#results tbody tr').length") as? Int, 1)
    try browser.press("End", 35)
    XCTAssertGreaterThanOrEqual(
      try browser.value(of: "document.querySelectorAll('#results tbody tr').length") as? Int ?? 0,
      count ?? .max)
    try tab(browser, to: "threshold")
    try browser.press("End", 35)
    XCTAssertEqual(try browser.value(of: "document.getElementById('why').hidden") as? Bool, true)
    try browser.press("Home", 36)
    // To the second tag's button.
    try tab(browser, until: "document.activeElement.dataset.uri")
    try tab(browser, until: "document.activeElement.dataset.uri")
    try browser.press(" ", 32, text: " ")
    XCTAssertEqual(
      try browser.value(of: "document.getElementById('why-head').textContent") as? String,
      "Why “\(tags[1]["tag"] ?? "")”")
    XCTAssertEqual(
      try browser.value(of: "document.querySelectorAll('td button[aria-pressed=true]').length") as? Int, 1)
    try check(browser, "the second")
    XCTAssertEqual(browser.complaints, [])
    for address in browser.requests {
      XCTAssert(address.hasPrefix("http://127.0.0.1:\(service.port)/"), address)
    }
  }

  /// A network's answer in the dark, with its attention; a text that is not use; no answer.
  func testInTheDark() throws {
    try trainModels()
    let service = try start(["net=\(path("net"))", "--max-explained", "12"])
    let browser = try open(service, width: 400, isDark: true)
    try browser.wait(for: "document.getElementById('project').options.length === 1")
    try ask(browser, "A film of music. The graph is a network, \(String(repeating: "w", count: 300)).")
    try browser.wait(for: "!document.getElementById('why').hidden")
    XCTAssertEqual(
      try browser.value(of: "document.querySelectorAll('#why-text small').length") as? Int, 2)
    try check(browser, "dark")
    XCTAssertEqual(
      try browser.value(of: "getComputedStyle(document.documentElement).colorScheme") as? String, "light dark")
    try ask(browser, "...")
    try browser.wait(for: "document.getElementById('status').textContent === '0 tags.'")
    XCTAssertEqual(try browser.value(of: "document.getElementById('why').hidden") as? Bool, true)
    try ask(browser, Array(repeating: "A film of music and words.", count: 3).joined(separator: " "))
    try browser.wait(for: "document.getElementById('status').textContent.includes('at most 12 are explained')")
    XCTAssertEqual(try browser.value(of: "document.getElementById('results').hidden") as? Bool, false)
    _ = try service.stop()
    try ask(browser, "A film of music")
    try browser.wait(for: "document.getElementById('status').textContent.startsWith('No answer')")
    try check(browser, "without an answer")
  }

  private func open(_ service: RunningService, width: Int, isDark: Bool) throws -> Browser {
    let browser = try Browser(folder: folder, width: width, isDark: isDark)
    addTeardownBlock { browser.close() }
    try browser.load("http://127.0.0.1:\(service.port)/")
    return browser
  }

  private func ask(_ browser: Browser, _ text: String) throws {
    try browser.value(of: "document.getElementById('text').value = ''; document.getElementById('text').focus()")
    try browser.type(text)
    try browser.press("Enter", 13, isControl: true)
  }

  private func tab(_ browser: Browser, to id: String) throws {
    try tab(browser, until: "document.activeElement.id === '\(id)'")
  }

  private func tab(_ browser: Browser, until condition: String) throws {
    for _ in 0..<20 {
      try browser.press("Tab", 9)
      if try browser.value(of: "Boolean(\(condition))") as? Bool == true { return }
    }
    XCTFail("Tab does not reach \(condition)")
  }

  /// Nothing is wider than the window, and axe finds nothing, if it is there.
  private func check(_ browser: Browser, _ state: String) throws {
    let width = try browser.value(of: "document.documentElement.scrollWidth") as? Int
    XCTAssertLessThanOrEqual(width ?? .max, 400, "\(state): it scrolls sideways")
    let found = try python(
      """
      from importlib.util import find_spec
      spec = find_spec("axe_playwright_python")
      print(spec.submodule_search_locations[0] + "/axe.min.js" if spec else "", end="")
      """)
    guard found.status == 0, !found.output.isEmpty else {
      print("SKIPPED: axe-core is not there (pip install --no-deps axe-playwright-python; JMAN_PYTHON)")
      return
    }
    try browser.value(of: String(contentsOfFile: found.output, encoding: .utf8) + ";0")
    let violations =
      try browser.value(
        of: """
          axe.run().then(r => r.violations.map(
            v => v.id + ": " + v.nodes.map(n => n.html + " " + n.failureSummary).join("; ")))
          """) as? [String]
    XCTAssertEqual(violations, [], state)
  }

  static func tags(_ line: String) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return try XCTUnwrap(object?["tags"] as? [[String: Any]])
  }
}

// A live line on a terminal, plain lines elsewhere.
import Formats
import Foundation

/// Shows how far long work has come and when it will end.
///
/// On a terminal one line is rewritten a few times a second. Elsewhere (a log
/// file, a batch system, several runs side by side) a line is printed at most
/// every ten seconds.
package final class ProgressMeter {
  private let title: String
  private let total: Int?
  private let isQuiet: Bool
  private let isTerminal = isatty(STDERR_FILENO) == 1 && StageEnvironment.label == nil
  private let start = Date()
  private var last: Date
  private var width = 0

  /// - Parameter total: of the units that `update` counts; nil if not known.
  package init(_ title: String, total: Int? = nil, isQuiet: Bool = false) {
    self.title = title
    self.total = total
    self.isQuiet = isQuiet
    last = start
  }

  /// Shows that `done` units are done, if it is time to show something.
  ///
  /// - Parameter total: if it is known only while the work is done.
  package func update(
    _ done: Int, of total: Int? = nil, _ details: @autoclosure () -> String = ""
  ) {
    guard isTime else { return }
    let elapsed = last.timeIntervalSince(start)
    var text = "\(title): \(done)"
    if let total = total ?? self.total, total > 0 {
      text += "/\(total) (\(100 * done / total) %)"
      if done > 0 {
        text += ", \(Self.clock(elapsed * Double(total - done) / Double(done))) left"
      }
    }
    let more = details()
    if !more.isEmpty { text += ", " + more }
    show(text)
  }

  /// Shows `text` after the title, if it is time to show something.
  package func update(_ text: @autoclosure () -> String) {
    if isTime { show("\(title): \(text())") }
  }

  private var isTime: Bool {
    guard !isQuiet else { return false }
    let now = Date()
    guard now.timeIntervalSince(last) >= (isTerminal ? 0.2 : 10) else { return false }
    last = now
    return true
  }

  /// Wipes the live line.
  package func finish() {
    guard isTerminal, width > 0 else { return }
    StandardStreams.writeError("\r\u{1B}[K")
    width = 0
  }

  private func show(_ text: String) {
    if isTerminal {
      width = text.count
      StandardStreams.writeError("\r\(text.visible)\u{1B}[K")
    } else {
      printError(text)
    }
  }

  /// `1:02:03`, `2:03` or `3 s`.
  package static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    if whole < 60 { return "\(whole) s" }
    if whole < 3_600 { return "\(whole / 60):\(two(whole % 60))" }
    return "\(whole / 3_600):\(two(whole / 60 % 60)):\(two(whole % 60))"
  }
}

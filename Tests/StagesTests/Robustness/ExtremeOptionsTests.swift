// Every number that every option of every stage takes is given extreme values. The
// options are those that the stages' own help lists, so that a new one is tested
// without a line here; a new stage needs an example in `StageExamples`.
import Foundation
import Synchronization
import XCTest

final class ExtremeOptionsTests: StageTestCase {
  /// All of them with `JMAN_FUZZ_SECONDS`, as scripts/fuzz sets it; in the suite those
  /// that broke something.
  private static let extremes =
    ["2147483647", "9223372036854775807"]
    + (isThorough
      ? [
        "-9223372036854775808", "nan", "1e308", "0", "-1", "1", "2147483648", "inf", "-inf",
        "-1e308", "1e-320", "0.5",
      ] : [])
  private static let isThorough =
    ProcessInfo.processInfo.environment["JMAN_FUZZ_SECONDS"] != nil

  /// Options that say how much work is done, which may be any amount.
  private static let work: Set = ["--epochs", "--iterations", "--passes", "--resamples", "--documents"]

  /// What the options of a stage may be replaced by, option by option.
  private struct Case: Sendable {
    var example: StageExample
    var option: String
  }

  func testNoNumberBreaksAStage() throws {
    let examples = try StageExamples(folder: folder.path)
    let cases = try numericOptions(examples)
    XCTAssertGreaterThan(cases.count, 100)
    let faults = FaultList()
    let folder = folder.path
    DispatchQueue.concurrentPerform(iterations: cases.count) { number in
      let (example, option) = (cases[number].example, cases[number].option)
      // Simultaneous runs write to separate files.
      for value in Self.extremes {
        do {
          let run = try examples.run(
            example.stage,
            Self.arguments(example, with: option, value, output: "\(folder)/o\(number)"),
            seconds: Self.work.contains(option) ? 3 : 60)
          if let fault = run.fault(mayTakeLong: Self.work.contains(option)) {
            faults.add("\(example.stage) \(option) \(value) \(fault)")
          }
        } catch {
          faults.add("\(example.stage) \(option): \(error)")
        }
      }
    }
    XCTAssertEqual(faults.all, [])
  }

  /// Every stage's options that take numbers, each with an example.
  private func numericOptions(_ examples: StageExamples) throws -> [Case] {
    var cases: [Case] = []
    var seen: Set<String> = []
    for example in StageExamples.making {
      let help = try examples.help(of: example.stage)
      let sub = help.subcommands?.first { $0.commandName == example.arguments.first }
      for option in (sub ?? help).freeOptions {
        // Options that the example names are tried with it, others with the first one.
        let isNamed = example.arguments.contains(option)
        let key = "\(example.stage) \(sub?.commandName ?? "") \(option)"
        guard isNamed || !seen.contains(key) else { continue }
        let word = try examples.run(
          example.stage, Self.arguments(example, with: option, "word", output: "x"))
        guard word.errors.contains("'word' is invalid") else { continue }
        seen.insert(key)
        cases.append(Case(example: example, option: option))
      }
    }
    return cases
  }

  /// The example's arguments with another value of an option and another output.
  private static func arguments(
    _ example: StageExample, with option: String, _ value: String, output: String
  ) -> [String] {
    var arguments = example.arguments
    for place in example.outputs { arguments[place] = "\(output).\(place)" }
    if let place = arguments.firstIndex(of: option) {
      arguments.removeSubrange(place...place + 1)
    }
    // Behind the name of a subcommand, before positional arguments.
    arguments.insert("\(option)=\(value)", at: example.hasSubcommand ? 1 : 0)
    return arguments
  }
}

/// Faults found by several threads.
final class FaultList: Sendable {
  private let faults = Mutex<[String]>([])
  func add(_ fault: String) { faults.withLock { $0.append(fault) } }
  var all: [String] { faults.withLock { $0.sorted() } }
}

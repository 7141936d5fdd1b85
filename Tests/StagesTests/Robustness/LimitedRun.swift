// Runs a stage that may do anything: with a limit on its time and its memory, and an
// account of how it ended.
import Foundation
import XCTest

/// How a run ended.
struct LimitedRun {
  /// The exit code; 128 + the number of the signal that ended it.
  var status: Int32
  /// The largest resident memory, in MiB.
  var memory: Int
  var tookTooLong: Bool
  var errors: String

  /// A crash, a hang or too much memory, in words; nil if there was none.
  ///
  /// - Parameter mayTakeLong: the run was asked to do endless work.
  func fault(mayTakeLong: Bool = false) -> String? {
    if tookTooLong { return mayTakeLong ? nil : "takes too long" }
    if status >= 128, status != 128 + SIGPIPE { return "is ended by signal \(status - 128): \(errors)" }
    if memory > 1_024 { return "takes \(memory) MiB" }
    // What a user reads must be a sentence.
    if status != 0, !errors.contains(": ") { return "ends with \(status) and says “\(errors)”" }
    return nil
  }
}

/// Runs a program in `folder`, without input, its output thrown away.
///
/// - Parameter seconds: after which it is killed.
func runLimited(
  _ program: String, _ arguments: [String], folder: String, seconds: Double = 20
) throws -> LimitedRun {
  let errors = "\(folder)/errors-\(UUID().uuidString)"
  defer { unlink(errors) }
  // 8 GiB of addresses: enough for every right run, too few to harm the machine.
  let script =
    "ulimit -v 8388608 -c 0; cd \"$1\"; shift; exec \"$@\" </dev/null >/dev/null 2>\"$0\""
  let words = ["/bin/bash", "-c", script, errors, folder, program] + arguments
  var pointers = words.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  var process: pid_t = 0
  let code = posix_spawn(&process, "/bin/bash", nil, nil, &pointers, environ)
  try XCTSkipIf(code != 0, "no process can be started")
  let deadline = Date().addingTimeInterval(seconds)
  var status: Int32 = 0
  var usage = rusage()
  var tookTooLong = false
  while wait4(process, &status, WNOHANG, &usage) == 0 {
    if !tookTooLong, Date() > deadline {
      tookTooLong = true
      kill(process, SIGKILL)
    }
    usleep(2_000)
  }
  let signal = status & 0x7F
  return LimitedRun(
    status: signal == 0 ? status >> 8 & 0xFF : 128 + signal, memory: usage.ru_maxrss / 1_024,
    tookTooLong: tookTooLong,
    errors: String(decoding: FileManager.default.contents(atPath: errors) ?? Data(), as: UTF8.self))
}

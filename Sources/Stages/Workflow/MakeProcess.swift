// Starts the make that runs the stages: replacing this process, or as a child.
import FormatsFiles
import Foundation
import Glibc
import Synchronization

/// A make of make/dataset.mk (or another file) with its goals and environment.
struct MakeProcess {
  var arguments: [String]
  var environment: [String: String]

  init(
    _ settings: Settings, goals: [String], environment: [String: String], files: [String] = ["dataset.mk", "models.mk"]
  ) {
    arguments = ["make"] + files.flatMap { ["-f", "\(settings.root)make/\($0)"] } + goals
    self.environment = environment
  }

  /// Replaces this process by make, which inherits its locks and make's jobs.
  ///
  /// - Throws: `Mistake` if there is no make.
  func replaceThisProcess() throws -> Never {
    for name in ProcessInfo.processInfo.environment.keys where environment[name] == nil { unsetenv(name) }
    for (name, value) in environment { setenv(name, value, 1) }
    withCStrings { arguments, _ in _ = execvp("make", arguments) }
    throw Self.mistake(errno)
  }

  private static func mistake(_ code: Int32) -> Mistake {
    let remedy = code == E2BIG ? " Put the files into one folder, and give that instead of their names." : ""
    return Mistake("make cannot be started: \(String(cString: strerror(code))).\(remedy)")
  }

  /// Runs make to its end.
  ///
  /// - Parameters:
  ///   - minutes: after which it is ended.
  ///   - output: a descriptor that takes its standard output; nil keeps this process's.
  /// - Returns: its status, and whether time was up.
  func run(minutes: Double? = nil, output: Int32? = nil) throws -> (status: Int32, isOutOfTime: Bool) {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
    var child: pid_t = 0
    let code = withCStrings { arguments, environment in
      posix_spawnp(&child, "make", &actions, &attributes, arguments, environment)
    }
    guard code == 0 else { throw Self.mistake(code) }
    let end = minutes.map { Date(timeIntervalSinceNow: $0 * 60) }
    var isOutOfTime = false
    var status: Int32 = 0
    while true {
      let ended = waitpid(child, &status, end == nil && !Interruption.isWatched ? 0 : WNOHANG)
      if ended == child { break }
      if ended < 0, errno != EINTR { break }
      if let end, !isOutOfTime, Date() > end {
        isOutOfTime = true
        kill(child, SIGTERM)
      }
      if Interruption.takeTermination() { kill(child, SIGTERM) }
      usleep(20_000)
    }
    return (status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F), isOutOfTime)
  }

  private func withCStrings<R>(
    _ body: ([UnsafeMutablePointer<CChar>?], [UnsafeMutablePointer<CChar>?]) -> R
  ) -> R {
    let words = arguments.map { strdup($0) } + [nil]
    let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    return body(words, variables)
  }
}

/// Ctrl-C and SIGTERM in a process that has something to report before it ends.
enum Interruption {
  // A handler may only set flags.
  private static let received = Atomic<Int32>(0)
  private static let hasTerminated = Atomic(false)
  private static let watched = Atomic(false)

  static var isWatched: Bool { watched.load(ordering: .relaxed) }

  static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  static func watch() {
    watched.store(true, ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      Glibc.signal(number) { number in
        Interruption.received.store(number, ordering: .relaxed)
        if number != SIGINT { Interruption.hasTerminated.store(true, ordering: .relaxed) }
      }
    }
  }

  /// Lets signals end this process from now on; one that came meanwhile ends it now.
  static func unwatch() {
    watched.store(false, ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] { Glibc.signal(number, SIG_DFL) }
    if let signal { raise(signal) }
    PartialFiles.removeWhenInterrupted()
  }

  /// Whether SIGTERM came since the last call; the child has not received it.
  static func takeTermination() -> Bool { hasTerminated.exchange(false, ordering: .relaxed) }
}

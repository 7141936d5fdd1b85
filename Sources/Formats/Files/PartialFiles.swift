// Remembers the temporary files of this process, so that Ctrl-C and SIGTERM
// leave no litter. (SIGKILL does: the next writer reuses the name.)
import Foundation

/// The temporary files that are being written now.
public enum PartialFiles {
  // A signal handler may not take locks or allocate, so the names live in a
  // fixed table of C strings that it can walk.
  private static let capacity = 64
  nonisolated(unsafe) private static let names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = {
    let table = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: capacity)
    table.initialize(repeating: nil, count: capacity)
    return table
  }()
  private static let lock = NSLock()

  static func add(_ path: String) {
    lock.lock()
    defer { lock.unlock() }
    for i in 0..<capacity where names[i] == nil {
      names[i] = strdup(path)
      return
    }
  }

  static func remove(_ path: String) {
    lock.lock()
    defer { lock.unlock() }
    for i in 0..<capacity {
      if let name = names[i], strcmp(name, path) == 0 {
        // The handler may be looking at the string: it is left to the process.
        names[i] = nil
        return
      }
    }
  }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Lets the signals that end this process wait, as far as this thread receives them.
  ///
  /// - Returns: what to hand to `release`.
  static func holdSignals() -> sigset_t {
    var held = sigset_t()
    var before = sigset_t()
    sigemptyset(&held)
    for number in signals { sigaddset(&held, number) }
    pthread_sigmask(SIG_BLOCK, &held, &before)
    return before
  }

  /// Ends what `holdSignals` began; a signal that came meanwhile is received now.
  static func release(_ before: sigset_t) {
    var before = before
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// Makes SIGINT and SIGTERM remove the temporary files and end the process
  /// with 128 + the signal's number.
  public static func removeWhenInterrupted() {
    _ = names
    for number in signals {
      signal(number) { number in
        for i in 0..<64 {
          if let name = PartialFiles.names[i] { unlink(name) }
        }
        _exit(128 + number)
      }
    }
  }
}

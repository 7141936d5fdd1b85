// What happens when memory for the kernels cannot be allocated. The library does not
// decide it: a program determines how it ends.
import FormatsFiles
import Foundation

/// The way a program ends when memory is short.
public enum MemoryShortage {
  /// Receives the number of bytes that were wanted.
  public typealias Handler = @Sendable (Int) -> Never

  private static let lock = NSLock()
  // Guarded by the lock.
  nonisolated(unsafe) private static var handler: Handler?

  /// Sets the handler, which informs the user and ends the program.
  public static func handle(_ handler: @escaping Handler) {
    lock.withLock { self.handler = handler }
  }

  static func occur(bytes: Int) -> Never {
    if let handler = lock.withLock({ handler }) { handler(bytes) }
    // Without a handler there is no way to go on: kernels have no memory to work in.
    preconditionFailure("\(bytes, "byte") of memory could not be allocated")
  }
}

// What happens when memory for the kernels cannot be allocated. The library does not
// decide it: a program determines how it ends.
import FormatsFiles
import Synchronization

/// The way a program ends when memory is short.
public enum MemoryShortage {
  /// Receives the number of bytes that were wanted.
  public typealias Handler = @Sendable (Int) -> Never

  private static let handler = Mutex<Handler?>(nil)

  /// Sets the handler, which informs the user and ends the program.
  public static func handle(_ handler: @escaping Handler) {
    self.handler.withLock { $0 = handler }
  }

  static func occur(bytes: Int) -> Never {
    if let handler = handler.withLock({ $0 }) { handler(bytes) }
    // Without a handler there is no way to go on: kernels have no memory to work in.
    preconditionFailure("\(bytes, "byte") of memory could not be allocated")
  }
}

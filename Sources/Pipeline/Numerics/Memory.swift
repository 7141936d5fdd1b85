// Memory that cannot be allocated, and memory that is not needed any more.
import FormatsFiles
import Foundation
import Synchronization

/// The way a program ends when memory for the kernels cannot be allocated: the library does not decide it.
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

/// Returns free memory to the system. glibc keeps freed pieces below its threshold, which it raises automatically, in a
/// heap per thread: after models have been loaded again and again, that is several times the memory in use, and
/// after a million documents have become numbers, as much as they took.
package enum FreeMemory {
  /// Does nothing if the C library does not support it.
  package static func giveBack() {
    // Foundation does not import the header that declares it.
    typealias Trim = @convention(c) (Int) -> Int32
    guard let symbol = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(symbol, to: Trim.self)(0)
  }
}

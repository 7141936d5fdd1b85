// Gives memory that is free back to the system. glibc keeps what was freed in pieces below its
// threshold, which it raises by itself, in as many heaps as threads have asked: after models
// are loaded again and again, several times what is used.
import Foundation

enum FreeMemory {
  /// Does nothing where the C library cannot.
  static func giveBack() {
    // Foundation does not import the header that declares it.
    typealias Trim = @convention(c) (Int) -> Int32
    guard let symbol = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(symbol, to: Trim.self)(0)
  }
}

// Returns free memory to the system. glibc keeps freed pieces below its threshold, which it
// raises by itself, in a heap per thread: after models have been loaded again and again, that
// is several times the memory in use, and after a million documents have become numbers, as much
// as they took.
import Foundation

package enum FreeMemory {
  /// Does nothing if the C library does not support it.
  package static func giveBack() {
    // Foundation does not import the header that declares it.
    typealias Trim = @convention(c) (Int) -> Int32
    guard let symbol = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(symbol, to: Trim.self)(0)
  }
}

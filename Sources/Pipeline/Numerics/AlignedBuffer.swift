// Memory for the kernels: aligned to a cache line, reused from step to step.
import Foundation

/// The size of a large page on x86-64, and a multiple of the ordinary ones elsewhere.
private let largePage = 2 << 20

@usableFromInline
package typealias FloatPointer = UnsafeMutablePointer<Float>

/// A block of aligned memory that grows and is never shrunk. Threads that use
/// one buffer must write disjoint ranges; the caller ensures that.
@usableFromInline
package final class AlignedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
  /// The address of the memory. Inlined, so that other modules do not ask the runtime at each
  /// access whether somebody is writing the address.
  @inlinable package var base: UnsafeMutablePointer<Element> { address }
  @exclusivity(unchecked) @usableFromInline private(set) var address: UnsafeMutablePointer<Element>
  @exclusivity(unchecked) @usableFromInline private(set) var capacity: Int

  /// Memory for `count` elements, all bits zero.
  package init(zeros count: Int = 0) {
    capacity = max(count, 1)
    address = Self.allocate(capacity)
    memset(address, 0, capacity * MemoryLayout<Element>.stride)
  }

  /// Memory for `count` equal elements.
  package convenience init(repeating value: Element, count: Int) {
    self.init(zeros: count)
    base.update(repeating: value, count: count)
  }

  deinit { free(address) }

  @inlinable
  package subscript(i: Int) -> Element {
    get {
      assert(0..<capacity ~= i, "element \(i) of \(capacity)")
      return address[i]
    }
    set {
      assert(0..<capacity ~= i, "element \(i) of \(capacity)")
      address[i] = newValue
    }
  }

  /// Memory for `count` elements; what was in it is lost when it grows.
  @discardableResult
  package func reserve(_ count: Int) -> UnsafeMutablePointer<Element> {
    if count > capacity {
      free(address)
      // A little room, so that batches of similar size do not allocate again.
      capacity = count + count / 8
      address = Self.allocate(capacity)
    }
    return address
  }

  /// Makes room for `count` elements, of which the first `kept` stay as they are.
  @inlinable
  package func reserve(_ count: Int, keeping kept: Int) {
    if count > capacity { grow(count, keeping: kept) }
  }

  @usableFromInline
  func grow(_ count: Int, keeping kept: Int) {
    let old = address
    capacity = max(count, 2 * capacity)
    address = Self.allocate(capacity)
    memcpy(address, old, kept * MemoryLayout<Element>.stride)
    free(old)
  }

  /// Memory for `count` elements, all bits zero.
  @discardableResult
  package func reserveZeros(_ count: Int) -> UnsafeMutablePointer<Element> {
    memset(reserve(count), 0, count * MemoryLayout<Element>.stride)
    return address
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    var pointer: UnsafeMutableRawPointer?
    let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard !overflow, size < 1 << 48 else { MemoryShortage.occur(bytes: overflow ? Int.max : size) }
    var bytes = (size + 127) & ~63
    // Large buffers are put in large pages if the system has them: otherwise kernels
    // that walk down columns would miss a page at every row.
    let isLarge = bytes >= 2 * largePage
    if isLarge { bytes = (bytes + largePage - 1) & ~(largePage - 1) }
    guard posix_memalign(&pointer, isLarge ? largePage : 64, bytes) == 0, let pointer else {
      MemoryShortage.occur(bytes: bytes)
    }
    if isLarge { madvise(pointer, bytes, MADV_HUGEPAGE) }
    return pointer.bindMemory(to: Element.self, capacity: count)
  }
}

extension AlignedBuffer where Element == Float {
  @inlinable
  package subscript(range: Range<Int>) -> VectorView {
    assert(range.lowerBound >= 0 && range.upperBound <= capacity, "elements \(range) of \(capacity)")
    return VectorView(base + range.lowerBound, count: range.count)
  }

  /// `rows` rows of `columns` elements from element `start` on.
  @inlinable
  package func matrix(at start: Int = 0, _ rows: Int, _ columns: Int) -> MatrixView {
    assert(start >= 0 && start + rows * columns <= capacity, "\(rows) × \(columns) of \(capacity)")
    return MatrixView(base + start, rows: rows, columns: columns)
  }
}

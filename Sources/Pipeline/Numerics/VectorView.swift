// Vectors in memory that somebody else owns, and what is done with them element by element. Only
// Numerics sees the addresses.
import CNumerics
import Foundation

/// Contiguous numbers in memory that it does not own: whoever uses a view must keep its buffer
/// alive. Copies see the same numbers. Threads that use one vector must write disjoint ranges;
/// the caller ensures that.
@usableFromInline
package struct VectorView: @unchecked Sendable {
  @usableFromInline package let base: FloatPointer
  @usableFromInline package let count: Int

  @inlinable
  package init(_ base: FloatPointer, count: Int) {
    assert(count >= 0, "a vector has elements")
    self.base = base
    self.count = count
  }

  @inlinable
  package subscript(i: Int) -> Float {
    get {
      assert(0..<count ~= i, "element \(i) of \(count)")
      return base[i]
    }
    nonmutating set {
      assert(0..<count ~= i, "element \(i) of \(count)")
      base[i] = newValue
    }
  }

  @inlinable
  package subscript(range: Range<Int>) -> VectorView {
    assert(range.lowerBound >= 0 && range.upperBound <= count, "elements \(range) of \(count)")
    return VectorView(base + range.lowerBound, count: range.count)
  }

  /// A copy of the elements.
  package var values: [Float] { Array(buffer) }

  /// The elements, for writing them to files.
  package var buffer: UnsafeBufferPointer<Float> { UnsafeBufferPointer(start: base, count: count) }

  /// The first sixteen elements.
  @inlinable
  package var sixteen: SIMD16<Float> {
    get {
      assert(count >= 16, "16 of \(count) elements")
      return UnsafeRawPointer(base).loadUnaligned(as: SIMD16<Float>.self)
    }
    nonmutating set {
      assert(count >= 16, "16 of \(count) elements")
      UnsafeMutableRawPointer(base).storeBytes(of: newValue, as: SIMD16<Float>.self)
    }
  }

  @inlinable
  package func fill(_ x: Float) { base.update(repeating: x, count: count) }

  @inlinable
  package func clear() { memset(base, 0, count * 4) }

  @inlinable
  package func copy(_ x: VectorView) {
    assert(x.count == count, "\(x.count) elements for \(count)")
    base.update(from: x.base, count: count)
  }

  @inlinable
  package func copy(_ x: some Collection<Float>) {
    let end = x.withContiguousStorageIfAvailable { from -> Int in
      assert(from.count == count, "\(from.count) elements for \(count)")
      if let first = from.baseAddress { base.update(from: first, count: from.count) }
      return from.count
    }
    precondition(end != nil, "the elements lie side by side")
  }

  /// self += x
  @inlinable
  package func add(_ x: VectorView) {
    assert(x.count == count, "\(x.count) elements for \(count)")
    jn_add(count, base, x.base)
  }

  /// self += a x
  @inlinable
  package func add(_ x: VectorView, times a: Float) {
    assert(x.count == count, "\(x.count) elements for \(count)")
    jn_axpy(count, base, a, x.base)
  }

  /// self = a x
  @inlinable
  package func set(_ x: VectorView, times a: Float) {
    assert(x.count == count, "\(x.count) elements for \(count)")
    jn_scaled(count, base, a, x.base)
  }

  /// self *= a
  @inlinable
  package func scale(by a: Float) { jn_scale(count, base, a) }

  @inlinable
  package func dot(_ x: VectorView) -> Float {
    assert(x.count == count, "\(x.count) elements for \(count)")
    return jn_dot(count, base, x.base)
  }

  /// Σ x², or Σ (x + a w)².
  @inlinable
  package func sumOfSquares(adding w: VectorView? = nil, times a: Float = 0) -> Double {
    assert(w.map { $0.count == count } ?? (a == 0), "a vector for a factor that is not 0")
    return jn_sum_squares(count, base, a == 0 ? nil : w?.base, a)
  }
}

/// Calls `body` with temporary room for this many numbers, whose values are undefined.
@inlinable
package func withTemporaryVector<Result>(_ count: Int, _ body: (VectorView) -> Result) -> Result {
  withUnsafeTemporaryAllocation(of: Float.self, capacity: max(count, 1)) { memory in
    guard let base = memory.baseAddress else { preconditionFailure("there is room") }
    return body(VectorView(base, count: count))
  }
}

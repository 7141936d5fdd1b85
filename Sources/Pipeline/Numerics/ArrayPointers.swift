// Several arrays at once for a kernel.

/// Calls `body` with the addresses of the elements of three arrays; nil for an empty array.
func withPointers<A, B, C, Result>(
  _ a: [A], _ b: [B], _ c: [C],
  _ body: (UnsafePointer<A>?, UnsafePointer<B>?, UnsafePointer<C>?) -> Result
) -> Result {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      c.withUnsafeBufferPointer { c in body(a.baseAddress, b.baseAddress, c.baseAddress) }
    }
  }
}

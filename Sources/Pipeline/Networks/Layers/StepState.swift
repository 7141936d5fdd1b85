// What one pass over a batch leaves for the next one.

/// A value that a forward pass sets and the backward pass reads. Sendable because only the thread
/// that runs the network sets it, and the threads of its pool wait meanwhile.
final class StepState<Value: Sendable>: @unchecked Sendable {
  var value: Value

  init(_ value: Value) { self.value = value }
}

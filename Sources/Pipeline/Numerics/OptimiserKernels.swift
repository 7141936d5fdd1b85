// One step of Adam on some of the parameters.
import CNumerics

/// The numbers of an update, the same for all elements of a parameter.
package struct AdamStep: Sendable {
  private let numbers: jn_adam_step

  /// - Parameters:
  ///   - scale: the factor by which gradients are clipped.
  ///   - l2: λ of the L2 term, which becomes part of the gradient.
  ///   - rate: the learning rate with the correction of the moments' bias.
  ///   - decay: the decay of the weights, independent of the gradient.
  package init(
    scale: Float, l2: Float, rate: Float, beta1: Float, beta2: Float, epsilon: Float, decay: Float
  ) {
    numbers = jn_adam_step(
      scale: scale, l2: l2, rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, decay: decay)
  }

  /// Updates some elements of a parameter:
  ///
  ///     g' = scale (g + l2 w)    m = β1 m + (1 − β1) g'    v = β2 v + (1 − β2) g'²
  ///     w −= rate m / (√v + ε) + decay w
  package func update(_ parameter: Parameter, _ range: Range<Int>) {
    assert(range.lowerBound >= 0 && range.upperBound <= parameter.count, "elements \(range)")
    let i = range.lowerBound
    jn_adam(
      range.count, parameter.value + i, parameter.firstMoment + i, parameter.secondMoment + i,
      parameter.gradient + i, numbers)
  }
}

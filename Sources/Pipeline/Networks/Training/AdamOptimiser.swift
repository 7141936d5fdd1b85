// Clipping by the global norm and Adam (docs/original.md, Training).
import PipelineNumerics
import Foundation

/// The gradients over which the clipping norm is taken.
public enum ClipNorm: String, CaseIterable, Sendable {
  /// As TensorFlow 1.x: the embedding's gradient counts position by position,
  /// repeated words not added up (M8).
  case slices
  /// The ordinary norm.
  case summed
}

/// Adam in TensorFlow 1's form with L2 in the gradient and clipping:
///
///     g' = (g + λ w) · c / max(norm, c)
///     m = β1 m + (1 − β1) g',   v = β2 v + (1 − β2) g'²
///     w = w − rate √(1 − β2^t) / (1 − β1^t) · m / (√v + ε) − rate · decay · w
struct AdamOptimiser: Sendable {
  var beta1 = 0.9
  var beta2 = 0.999
  var epsilon: Float = 1e-8
  /// The norm above which gradients are scaled down.
  var clip: Float = 5
  var clipNorm: ClipNorm
  var l2: Float
  /// Decoupled decay of the regularised parameters (AdamW), times the rate.
  var weightDecay = 0.0
  /// The updates made so far.
  var step = 0
  private let pool: WorkerPool
  private static let chunk = 1 << 13
  private static let rowChunk = 256

  init(l2: Float, clipNorm: ClipNorm, pool: WorkerPool) {
    self.l2 = l2
    self.clipNorm = clipNorm
    self.pool = pool
  }

  /// The clipping norm of the gradients with the L2 term; `Parameter.squares` is used
  /// if it was computed with the same λ.
  ///
  /// - Parameter slices: the squared gradients of all positions, which replace
  ///   those of the embedding with `ClipNorm.slices`.
  func norm(_ parameters: [Parameter], embedding: Parameter, slices: Double) -> Double {
    var sum = 0.0
    for parameter in parameters {
      let l2 = parameter.isRegularised ? l2 : 0
      if let known = parameter.squares, known.l2 == l2 {
        sum += known.sum
      } else if let rows = parameter.touched {
        let (g, w) = (parameter.gradientMatrix, parameter.matrix)
        sum += chunked(rows.count, size: Self.rowChunk) { range in
          rows[range].reduce(0) {
            $0 + g.row(Int($1)).sumOfSquares(adding: w.row(Int($1)), times: l2)
          }
        }
      } else if parameter === embedding, clipNorm == .slices {
        sum += Double(l2) * Double(l2) * squares(parameter.vector)
        sum += slices
      } else {
        sum += squares(parameter.gradientVector, adding: parameter.vector, times: l2)
      }
    }
    return sum.squareRoot()
  }

  private func squares(_ x: VectorView, adding w: VectorView? = nil, times l2: Float = 0) -> Double {
    chunked(x.count, size: Self.chunk) { range in
      x[range].sumOfSquares(adding: w?[range], times: l2)
    }
  }

  /// The results of `sum` for the chunks, added in their order, so that threads
  /// change nothing.
  private func chunked(
    _ count: Int, size: Int, _ sum: @Sendable (Range<Int>) -> Double
  ) -> Double {
    let chunks = (count + size - 1) / size
    let sums = AlignedBuffer<Double>(zeros: chunks)
    pool.forEachChunk(of: count, size: size) { range in
      sums[range.lowerBound / size] = sum(range)
    }
    return (0..<chunks).reduce(0) { $0 + sums[$1] }
  }

  /// One update of all parameters.
  mutating func update(_ parameters: [Parameter], rate: Double, norm: Double) {
    step += 1
    let t = Double(step)
    let corrected = rate * (1 - pow(beta2, t)).squareRoot() / (1 - pow(beta1, t))
    let scale = Float(Double(clip) / max(norm, Double(clip)))
    for parameter in parameters {
      let step = AdamStep(
        scale: scale, l2: parameter.isRegularised ? l2 : 0, rate: Float(corrected),
        beta1: Float(beta1), beta2: Float(beta2), epsilon: epsilon,
        decay: parameter.isRegularised ? Float(rate * weightDecay) : 0)
      if let rows = parameter.touched {
        let width = parameter.rowSize
        pool.forEachChunk(of: rows.count, size: Self.rowChunk) { range in
          for row in rows[range] { step.update(parameter, Int(row) * width..<(Int(row) + 1) * width) }
        }
      } else {
        pool.forEachChunk(of: parameter.count, size: Self.chunk) { step.update(parameter, $0) }
      }
    }
  }
}
